package org.abiseam.model;

/**
 * Names the calling convention of a function type.
 *
 * <p>The name is kept as it is written in the source or the debug info, so that a convention that
 * nobody here knows can still be compared and reported.
 *
 * @param kind the convention; {@link Kind#OTHER} where the name is not known here
 * @param name as written, e.g. {@code C}, {@code win64} or {@code C-unwind}
 */
public record CallingConvention(Kind kind, String name) {
  /** The convention of C on the machine; also where nothing is stated. */
  public static final CallingConvention C = new CallingConvention(Kind.C, "C");

  private static final String UNWIND = "-unwind";

  /** Lists the conventions that rules tell apart. */
  public enum Kind {
    /** Creates the default of C on the machine. */
    C("C"),
    /** The caller removes the arguments (i386). */
    CDECL("cdecl"),
    /** The convention of the operating system: C's, but for Windows on i386. */
    SYSTEM("system"),
    /** System V on x86-64, whatever the default. */
    SYSV64("sysv64"),
    /** Microsoft's on x86-64. */
    WIN64("win64"),
    /** The convention of UEFI: Microsoft's on x86-64, C's elsewhere. */
    EFIAPI("efiapi"),
    /** The procedure call standard of Arm. */
    AAPCS("aapcs"),
    /** The callee removes the arguments (i386). */
    STDCALL("stdcall"),
    /** Two arguments travel in registers (i386). */
    FASTCALL("fastcall"),
    /** One argument travels in a register (i386). */
    THISCALL("thiscall"),
    /** No argument travels in a register, whatever the default (i386). */
    REGPARM_0("regparm(0)"),
    /** Arguments travel in one register (i386). */
    REGPARM_1("regparm(1)"),
    /** Arguments travel in two registers (i386). */
    REGPARM_2("regparm(2)"),
    /** Arguments travel in three registers (i386). */
    REGPARM_3("regparm(3)"),
    /** The convention of Rust, which is not specified. */
    RUST("Rust"),
    /** Any other. */
    OTHER("");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /**
     * Tells whether i386 has it, where a call goes alike by several for some types.
     *
     * @return true for C's and for those that i386 alone has
     */
    public boolean isOfI386() {
      return switch (this) {
        case C, CDECL, STDCALL, FASTCALL, THISCALL, REGPARM_0, REGPARM_1, REGPARM_2, REGPARM_3 ->
            true;
        case SYSTEM, SYSV64, WIN64, EFIAPI, AAPCS, RUST, OTHER -> false;
      };
    }
  }

  /**
   * Reads a convention by its name; whether a function may unwind is not part of its kind.
   *
   * @param name as {@code extern "…"} of Rust spells it
   * @return the convention, of kind {@link Kind#OTHER} where the name is not known
   */
  public static CallingConvention of(String name) {
    String plain = name.replace(UNWIND, "");
    for (Kind kind : Kind.values()) {
      if (kind != Kind.OTHER && kind.word.equals(plain)) {
        return new CallingConvention(kind, name);
      }
    }
    return new CallingConvention(Kind.OTHER, name);
  }

  /**
   * Drops what tells only whether a function may unwind, which does not change how it is called.
   *
   * @return {@code C} for {@code C-unwind}
   */
  public CallingConvention withoutUnwind() {
    return new CallingConvention(kind, name.replace(UNWIND, ""));
  }

  @Override
  public String toString() {
    return name;
  }
}
