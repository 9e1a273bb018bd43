package org.abiseam.dwarf.lower;

import java.util.Optional;
import java.util.Set;
import org.abiseam.model.Signature.Arity;
import org.abiseam.model.Signature.Completion;

/**
 * What rustc and bindgen say only in names.
 *
 * <p>A function pointer's type is named as the source would write it: {@code unsafe extern "C"
 * fn(*mut p::small, u32, ...) -> i32}. No {@code extern} means Rust's own convention, {@code
 * extern} alone C's. A {@code for<'a>} may stand in front. The variadic {@code ...} is the last
 * parameter of the outermost list, and the list ends at the parenthesis that closes it, not at one
 * of a function pointer among the parameters.
 *
 * <p>bindgen appends an underscore to a name that Rust keeps for itself, so that {@code type}
 * becomes {@code type_}; here it comes off again.
 */
public final class RustIdentifiers {
  private static final Set<String> RESERVED =
      Set.of(
          """
          _ Self abstract alignof as async await become bool box break const continue crate do
          dyn else enum extern f32 f64 false final fn for gen i128 i16 i32 i64 i8 if impl in
          isize let loop macro match mod move mut offsetof override priv proc pub pure ref
          return self sizeof static str struct super trait true try type typeof u128 u16 u32
          u64 u8 unsafe unsized use usize virtual where while yield
          """
              .split("\\s+"));

  /** Words that no raw identifier may be (Rust Reference, "Identifiers"). */
  private static final Set<String> NEVER_RAW = Set.of("_", "self", "Self", "super", "crate");

  private RustIdentifiers() {}

  /**
   * Returns a name as source has to write it.
   *
   * @param name without {@code r#}
   * @return {@code r#type} for a word that Rust keeps for itself
   */
  public static String inSource(String name) {
    return RESERVED.contains(name) && !NEVER_RAW.contains(name) ? "r#" + name : name;
  }

  /** Holds what the name of a function pointer tells of its signature. */
  record FunctionPointer(String convention, Arity arity, Completion completion) {}

  static Optional<FunctionPointer> functionPointer(String name) {
    int at = 0;
    if (name.startsWith("for<")) {
      int end = name.indexOf("> ");
      if (end < 0) {
        return Optional.empty();
      }
      at = end + 2;
    }
    at = name.startsWith("unsafe ", at) ? at + "unsafe ".length() : at;
    String convention = "Rust";
    if (name.startsWith("extern ", at)) {
      at += "extern ".length();
      convention = "C";
      if (name.startsWith("\"", at)) {
        int end = name.indexOf('"', at + 1);
        if (end < 0) {
          return Optional.empty();
        }
        convention = name.substring(at + 1, end);
        at = name.startsWith(" ", end + 1) ? end + 2 : end + 1;
      }
    }
    if (!name.startsWith("fn(", at)) {
      return Optional.empty();
    }
    boolean variadic = variadic(name, at + "fn(".length());
    return Optional.of(
        new FunctionPointer(
            passing(convention),
            variadic ? Arity.VARIADIC : Arity.FIXED,
            name.endsWith(") -> !") ? Completion.NEVER : Completion.RETURNS));
  }

  /** Whether a function may unwind is not how it is called: {@code C-unwind} is {@code C}. */
  private static String passing(String convention) {
    return convention.endsWith("-unwind")
        ? convention.substring(0, convention.length() - "-unwind".length())
        : convention;
  }

  private static boolean variadic(String name, int begin) {
    int open = 1;
    for (int i = begin; i < name.length(); i++) {
      switch (name.charAt(i)) {
        case '(' -> open++;
        case ')' -> {
          if (--open == 0) {
            return i - begin >= 3 && name.startsWith("...", i - 3);
          }
        }
        default -> {}
      }
    }
    return false;
  }

  /**
   * {@return the name that C has for a member or an accessor: the same without what bindgen adds to
   * it; empty for an anonymous member}
   *
   * @param member the name in Rust
   */
  public static String ofC(String member) {
    if (numbered(member, "__bindgen_anon_")) {
      return "";
    }
    return member.endsWith("_") && RESERVED.contains(member.substring(0, member.length() - 1))
        ? member.substring(0, member.length() - 1)
        : member;
  }

  /**
   * Tells whether bindgen gave a struct or union a member for its alignment alone.
   *
   * @param name the member's
   * @return false for a member that C may have
   */
  public static boolean onlyAligns(String name) {
    return numbered(name, "_bitfield_align_")
        || name.equals("__bindgen_align")
        || name.equals("_bindgen_union_align");
  }

  /**
   * {@return whether a name is a prefix and a number: true for {@code _bitfield_12}}
   *
   * @param name a member
   * @param prefix e.g. {@code _bitfield_}
   */
  public static boolean numbered(String name, String prefix) {
    if (!name.startsWith(prefix) || name.length() == prefix.length()) {
      return false;
    }
    for (int i = prefix.length(); i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
