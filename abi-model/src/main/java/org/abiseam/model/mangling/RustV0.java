package org.abiseam.model.mangling;

import java.util.Optional;

/**
 * Reads one name of the v0 form (RFC 2603, "Syntax of mangled names").
 *
 * <p>A name of a hundred letters can stand for a text without end, because parts refer to earlier
 * parts: text and depth have a limit, and a name that exceeds it counts as damaged.
 */
final class RustV0 extends V0Letters {
  private int lifetimes;

  /** {@code name} begins behind {@code _R}. */
  RustV0(String name) {
    super(name);
  }

  Optional<String> demangled() {
    try {
      while (at < name.length() && digit(name.charAt(at))) {
        at++;
      }
      path(true);
      String path = text.toString();
      // Behind it the crate that made the instance, and what a vendor adds.
      if (!ended()) {
        path(false);
      }
      return ended() ? Optional.of(path) : Optional.empty();
    } catch (Damaged _) {
      return Optional.empty();
    }
  }

  /** {@code path}; generic arguments are written {@code f::<T>} where a value is meant. */
  private void path(boolean value) {
    enter();
    switch (next()) {
      case 'C' -> {
        disambiguator();
        print(identifier());
      }
      case 'N' -> nested(value);
      case 'M' -> {
        implementation();
        print("<");
        type();
        print(">");
      }
      case 'X' -> {
        implementation();
        asTrait();
      }
      case 'Y' -> asTrait();
      case 'I' -> {
        path(value);
        print(value ? "::<" : "<");
        arguments();
        print(">");
      }
      case 'B' -> again(() -> path(value));
      default -> throw new Damaged();
    }
    depth--;
  }

  private void nested(boolean value) {
    char namespace = next();
    path(value);
    long number = disambiguator();
    String inner = identifier();
    if (namespace >= 'A' && namespace <= 'Z') {
      String kind =
          switch (namespace) {
            case 'C' -> "closure";
            case 'S' -> "shim";
            default -> String.valueOf(namespace);
          };
      print("::{" + kind + (inner.isEmpty() ? "" : ":" + inner) + "#" + number + "}");
    } else if (!inner.isEmpty()) {
      print("::" + inner);
    }
  }

  /** Where an implementation stands is not part of its name. */
  private void implementation() {
    disambiguator();
    int length = text.length();
    path(false);
    text.setLength(length);
  }

  private void asTrait() {
    print("<");
    type();
    print(" as ");
    path(false);
    print(">");
  }

  private void again(Runnable part) {
    int back = at - 1;
    long target = base62();
    if (target >= back) {
      throw new Damaged();
    }
    int here = at;
    at = (int) target;
    part.run();
    at = here;
  }

  private void arguments() {
    for (boolean first = true; !take('E'); first = false) {
      print(first ? "" : ", ");
      argument();
    }
  }

  private void argument() {
    if (take('L')) {
      lifetime(base62());
    } else if (take('K')) {
      constant();
    } else {
      type();
    }
  }

  /** De Bruijn index: 0 is erased. */
  private void lifetime(long index) {
    if (index == 0) {
      print("'_");
      return;
    }
    long number = lifetimes - index;
    if (number < 0) {
      throw new Damaged();
    }
    print(number < 26 ? "'" + (char) ('a' + number) : "'_" + number);
  }

  private void type() {
    enter();
    char tag = next();
    String basic = basic(tag);
    if (!basic.isEmpty()) {
      print(basic);
      depth--;
      return;
    }
    switch (tag) {
      case 'A' -> {
        print("[");
        type();
        print("; ");
        constant();
        print("]");
      }
      case 'S' -> {
        print("[");
        type();
        print("]");
      }
      case 'T' -> tuple();
      case 'R', 'Q' -> {
        print("&");
        if (take('L')) {
          long index = base62();
          if (index != 0) {
            lifetime(index);
            print(" ");
          }
        }
        print(tag == 'Q' ? "mut " : "");
        type();
      }
      case 'P', 'O' -> {
        print(tag == 'P' ? "*const " : "*mut ");
        type();
      }
      case 'F' -> bound(this::function);
      case 'D' -> object();
      case 'B' -> again(this::type);
      default -> {
        at--;
        path(false);
      }
    }
    depth--;
  }

  private void tuple() {
    print("(");
    int count = 0;
    for (; !take('E'); count++) {
      print(count == 0 ? "" : ", ");
      type();
    }
    print(count == 1 ? ",)" : ")");
  }

  /** {@code [binder]}: names lifetimes for what follows. */
  private void bound(Runnable part) {
    int outer = lifetimes;
    if (take('G')) {
      long count = base62() + 1;
      if (count > DEEPEST) {
        throw new Damaged();
      }
      print("for<");
      for (long i = 0; i < count; i++) {
        print(i == 0 ? "" : ", ");
        lifetimes++;
        lifetime(1);
      }
      print("> ");
    }
    part.run();
    lifetimes = outer;
  }

  private void function() {
    print(take('U') ? "unsafe " : "");
    if (take('K')) {
      String convention = take('C') ? "C" : identifier().replace('_', '-');
      print("extern \"" + convention + "\" ");
    }
    print("fn(");
    for (boolean first = true; !take('E'); first = false) {
      print(first ? "" : ", ");
      type();
    }
    print(")");
    if (!take('u')) {
      print(" -> ");
      type();
    }
  }

  private void object() {
    print("dyn ");
    bound(
        () -> {
          for (boolean first = true; !take('E'); first = false) {
            print(first ? "" : " + ");
            trait();
          }
        });
    if (!take('L')) {
      throw new Damaged();
    }
    long index = base62();
    if (index != 0) {
      print(" + ");
      lifetime(index);
    }
  }

  /** The path's own arguments and the associated types stand in one list. */
  private void trait() {
    boolean open = false;
    if (take('I')) {
      path(false);
      print("<");
      for (boolean first = true; !take('E'); first = false) {
        print(first ? "" : ", ");
        argument();
      }
      open = true;
    } else {
      path(false);
    }
    while (take('p')) {
      print(open ? ", " : "<");
      open = true;
      print(identifier() + " = ");
      type();
    }
    print(open ? ">" : "");
  }

  private void constant() {
    enter();
    char tag = next();
    switch (tag) {
      case 'p' -> print("_");
      case 'b' -> print(digits().equals("0") ? "false" : "true");
      case 'c' -> {
        int code = (int) number(digits());
        print(Character.isValidCodePoint(code) ? "'" + Character.toString(code) + "'" : "?");
      }
      case 'B' -> again(this::constant);
      case 'a', 's', 'l', 'x', 'n', 'i' -> {
        print(take('n') ? "-" : "");
        print(decimal(digits()));
      }
      case 'h', 't', 'm', 'y', 'o', 'j' -> print(decimal(digits()));
      default -> throw new Damaged();
    }
    depth--;
  }

  private String digits() {
    int end = name.indexOf('_', at);
    if (end < 0) {
      throw new Damaged();
    }
    String digits = name.substring(at, end);
    at = end + 1;
    return digits.isEmpty() ? "0" : digits;
  }

  private static String decimal(String digits) {
    return digits.length() > 16 ? "0x" + digits : Long.toUnsignedString(number(digits));
  }

  private static long number(String digits) {
    try {
      return Long.parseUnsignedLong(digits, 16);
    } catch (NumberFormatException _) {
      throw new Damaged();
    }
  }

  private static String basic(char tag) {
    return switch (tag) {
      case 'a' -> "i8";
      case 'b' -> "bool";
      case 'c' -> "char";
      case 'd' -> "f64";
      case 'e' -> "str";
      case 'f' -> "f32";
      case 'h' -> "u8";
      case 'i' -> "isize";
      case 'j' -> "usize";
      case 'l' -> "i32";
      case 'm' -> "u32";
      case 'n' -> "i128";
      case 'o' -> "u128";
      case 's' -> "i16";
      case 't' -> "u16";
      case 'u' -> "()";
      case 'v' -> "...";
      case 'x' -> "i64";
      case 'y' -> "u64";
      case 'z' -> "!";
      case 'p' -> "_";
      default -> "";
    };
  }
}
