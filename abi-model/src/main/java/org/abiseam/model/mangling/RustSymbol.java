package org.abiseam.model.mangling;

import java.util.Optional;

/**
 * Names of the linker that rustc mangles, as the source would write them.
 *
 * <p>The v0 form (Rust RFC 2603) begins with {@code _R} and holds a path whose parts are paths,
 * types and constants again; what was said once is said again by its place in the text. The legacy
 * form is a path of C++ ({@code _ZN…E}) whose last part is {@code h} and sixteen hexadecimal
 * digits, in which characters that a symbol may not have are spelled {@code $LT$}.
 *
 * <p>Disambiguators and hashes are left out: they tell builds apart, not functions.
 */
public final class RustSymbol {
  private RustSymbol() {}

  /**
   * Returns what a mangled name stands for.
   *
   * @param symbol a name in a symbol table
   * @return a path; empty where the name is not mangled by rustc, or is damaged
   */
  public static Optional<String> demangled(String symbol) {
    if (symbol.startsWith("_R")) {
      return new RustV0(symbol.substring(2)).demangled();
    }
    return symbol.startsWith("_ZN") ? RustLegacy.demangled(symbol) : Optional.empty();
  }

  /**
   * Tells whether rustc mangled a name; C++ mangles names too, without a hash at the end.
   *
   * @param symbol a name in a symbol table
   * @return false for a name that C could use
   */
  public static boolean isMangled(String symbol) {
    if (symbol.startsWith("_ZN")) {
      return RustLegacy.demangled(symbol).isPresent();
    }
    return symbol.startsWith("_R")
        && symbol.length() > 2
        && (Character.isUpperCase(symbol.charAt(2)) || Character.isDigit(symbol.charAt(2)));
  }

  /**
   * Returns a symbol as a reader knows it.
   *
   * @param symbol a name in a symbol table
   * @return the path it stands for, else the name itself
   */
  public static String readable(String symbol) {
    return demangled(symbol).orElse(symbol);
  }
}
