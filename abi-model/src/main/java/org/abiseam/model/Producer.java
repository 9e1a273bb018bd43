package org.abiseam.model;

import java.util.List;
import java.util.Optional;

/**
 * Describes the compiler that made a compile unit.
 *
 * @param compiler family
 * @param language of the source
 * @param version of the compiler; empty where the producer string has none
 * @param backend the code generator where the producer string tells it and it is not the compiler
 *     itself, e.g. {@code LLVM}
 * @param flags recorded switches in order; empty where none are recorded, which does not mean that
 *     there were none
 * @param text the producer string as it stands
 */
public record Producer(
    Compiler compiler,
    Language language,
    Optional<Version> version,
    Optional<String> backend,
    List<String> flags,
    String text) {

  /** No compiler: what a kernel's configuration prescribes to them. */
  public static final Producer KCONFIG =
      new Producer(
          Compiler.UNKNOWN,
          Language.OTHER,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          "Kconfig");

  /** Nothing says which compiler it was. */
  public static final Producer UNKNOWN =
      new Producer(
          Compiler.UNKNOWN, Language.OTHER, Optional.empty(), Optional.empty(), List.of(), "");

  /** Copies the list. */
  public Producer {
    flags = List.copyOf(flags);
  }

  /**
   * Returns the same compiler with other switches.
   *
   * @param switches in place of {@link #flags}
   * @return a copy
   */
  public Producer with(List<String> switches) {
    return new Producer(compiler, language, version, backend, switches, text);
  }

  /**
   * Returns the compiler of C of a unit that mrustc wrote: the source is Rust, types and calls are
   * those of C.
   *
   * @return a copy
   */
  public Producer ofMrustc() {
    return new Producer(compiler, Language.RUST, version, backend, flags, text);
  }

  /**
   * Tells whether a compiler of C compiled Rust, which mrustc had written as C.
   *
   * @return false for what rustc and gccrs compile
   */
  public boolean isMrustc() {
    return language == Language.RUST && (compiler == Compiler.GCC || compiler == Compiler.CLANG);
  }

  /**
   * Tells whether debug info names neither the compiler nor the language, as in a skeleton unit of
   * rustc without its split file.
   *
   * @return false where one of the two is known
   */
  public boolean isAnonymous() {
    return compiler == Compiler.UNKNOWN && language == Language.OTHER && text.isEmpty();
  }

  /** Compiler families that lay out types and place arguments by rules of their own. */
  public enum Compiler {
    /** GCC's C, C++ and other front ends. */
    GCC,
    /** Clang. */
    CLANG,
    /** rustc with the LLVM back end. */
    RUSTC,
    /** rustc with {@code rustc_codegen_gcc}: rustc's layout, GCC's code. */
    RUSTC_GCC,
    /** gccrs, GCC's Rust front end: its layout is not rustc's. */
    GCCRS,
    /** The GNU assembler: no types. */
    GNU_AS,
    /** Anything else. */
    UNKNOWN
  }

  /** Source languages that matter to pairing. */
  public enum Language {
    /** Any version of C. */
    C,
    /** Any version of C++. */
    CPP,
    /** Rust. */
    RUST,
    /** Assembly. */
    ASSEMBLER,
    /** Anything else. */
    OTHER
  }

  /**
   * Describes a release.
   *
   * @param major first number
   * @param minor second number, 0 where absent
   * @param patch third number, 0 where absent
   */
  public record Version(int major, int minor, int patch) implements Comparable<Version> {
    @Override
    public int compareTo(Version other) {
      int byMajor = Integer.compare(major, other.major);
      int byMinor = Integer.compare(minor, other.minor);
      return byMajor != 0 ? byMajor : byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
      return major + "." + minor + "." + patch;
    }
  }
}
