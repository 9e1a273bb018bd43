package org.abiseam.bindings;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates constant expressions of one file: numbers, byte characters, the file's own constants,
 * casts, and operators between them in the order of precedence of the Rust Reference ("Operator
 * expressions"). Numbers have 64 bits; what needs more, calls a function or names anything else has
 * no value here.
 */
final class Constants {
  private static final int DEEPEST = 32;

  /** Binary operators by precedence, those that bind least first. */
  private static final List<List<String>> OPERATORS =
      List.of(
          List.of("|"),
          List.of("^"),
          List.of("&"),
          List.of("<<", ">>"),
          List.of("+", "-"),
          List.of("*", "/", "%"));

  private final Tokens tokens;
  private final Map<String, Integer> definitions = new HashMap<>();
  private final Set<String> ambiguous = new HashSet<>();

  /** The names that stand for something else in the type that is read. */
  private Set<String> shadowed = Set.of();

  /** The modules and types that the file defines. */
  private final Set<String> scopes = new HashSet<>();

  private int at;
  private int depth;

  /** Reports an expression without a value here. */
  private static final class NoValue extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoValue() {
      super("", null, false, false);
    }
  }

  Constants(Tokens tokens) {
    this.tokens = tokens;
    for (int i = 0; i + 2 < tokens.size(); i++) {
      switch (tokens.text(i)) {
        case "mod", "struct", "enum", "union" -> scopes.add(tokens.text(i + 1));
        default -> {}
      }
      boolean parameter = tokens.is(i - 1, "<") || tokens.is(i - 1, ",");
      boolean constant = tokens.is(i, "const") && tokens.is(i + 2, ":") && !parameter;
      if (constant && definitions.put(tokens.text(i + 1), i + 3) != null) {
        // A condition or a module selects one of them.
        ambiguous.add(tokens.text(i + 1));
      }
    }
  }

  /** Tells what the type that is read next is generic over, which hides constants. */
  void shadow(List<String> generics) {
    shadowed = Set.copyOf(generics);
  }

  /** Evaluates what stands from an index to before another; empty where it has no value here. */
  Optional<Long> value(int from, int to) {
    int before = at;
    int outer = depth;
    at = from;
    try {
      long value = binary(0, to);
      return at == to ? Optional.of(value) : Optional.empty();
    } catch (NoValue | ArithmeticException _) {
      return Optional.empty();
    } finally {
      at = before;
      depth = outer;
    }
  }

  /** Reads a number with its prefix and suffix; empty where it is none, or of more than 64 bits. */
  static Optional<Long> literal(String text) {
    String digits = text.replace("_", "").replaceAll("[iu](8|16|32|64|128|size)$", "");
    boolean prefixed = digits.length() > 2 && digits.charAt(0) == '0';
    int radix =
        !prefixed
            ? 10
            : switch (digits.charAt(1)) {
              case 'x' -> 16;
              case 'o' -> 8;
              case 'b' -> 2;
              default -> 10;
            };
    try {
      String plain = radix == 10 ? digits : digits.substring(2);
      return Optional.of(Long.parseUnsignedLong(plain, radix));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private long binary(int level, int to) {
    if (level == OPERATORS.size()) {
      return cast(to);
    }
    long left = binary(level + 1, to);
    for (String operator = operator(level, to);
        !operator.isEmpty();
        operator = operator(level, to)) {
      at += operator.length();
      long right = binary(level + 1, to);
      left = result(operator, left, right);
    }
    return left;
  }

  private String operator(int level, int to) {
    for (String operator : OPERATORS.get(level)) {
      boolean there = at + operator.length() <= to;
      for (int i = 0; i < operator.length(); i++) {
        there &= tokens.is(at + i, operator.substring(i, i + 1));
      }
      if (there) {
        return operator;
      }
    }
    return "";
  }

  private static long result(String operator, long left, long right) {
    boolean shift = operator.length() == 2;
    if (shift && (right < 0 || right > 63)) {
      throw new NoValue();
    }
    return switch (operator) {
      case "|" -> left | right;
      case "^" -> left ^ right;
      case "&" -> left & right;
      case "<<" -> left << right;
      case ">>" -> left >> right;
      case "+" -> Math.addExact(left, right);
      case "-" -> Math.subtractExact(left, right);
      case "*" -> Math.multiplyExact(left, right);
      case "/" -> left / right;
      default -> left % right;
    };
  }

  private long cast(int to) {
    long value = operand(to);
    while (at < to && tokens.is(at, "as")) {
      String type = tokens.text(at + 1);
      at += 2;
      value =
          switch (type) {
            case "i8" -> (byte) value;
            case "u8" -> value & 0xff;
            case "i16" -> (short) value;
            case "u16" -> value & 0xffff;
            case "i32" -> (int) value;
            case "u32" -> value & 0xffff_ffffL;
            case "i64", "u64", "isize", "usize" -> value;
            default -> throw new NoValue();
          };
    }
    return value;
  }

  private long operand(int to) {
    if (at >= to || depth == DEEPEST) {
      throw new NoValue();
    }
    depth++;
    int here = at++;
    String text = tokens.text(here);
    long value =
        switch (text) {
          case "-" -> Math.negateExact(operand(to));
          case "(", "{" -> {
            int close = tokens.after(here) - 1;
            at = close + 1;
            yield value(here + 1, close).orElseThrow(NoValue::new);
          }
          default ->
              tokens.is(here, Token.Kind.NUMBER)
                  ? literal(text).orElseThrow(NoValue::new)
                  : tokens.is(here, Token.Kind.LITERAL) ? character(text) : named(text);
        };
    depth--;
    return value;
  }

  /** {@code b'a'}, which the lexer gives without its {@code b}. */
  private static long character(String text) {
    boolean plain = text.length() == 3 && text.charAt(0) == '\'' && text.charAt(1) < 128;
    if (!plain) {
      throw new NoValue();
    }
    return text.charAt(1);
  }

  /**
   * Evaluates a constant; a path to one of this crate is known by its last name, and so is one of a
   * type or module that the file defines.
   */
  private long named(String first) {
    String name = first;
    boolean own =
        switch (first) {
          case "crate", "self", "super", "Self" -> true;
          default -> scopes.contains(first);
        };
    while (own && tokens.is(at, ":") && tokens.is(at + 1, ":")) {
      name = tokens.text(at + 2);
      at += 3;
    }
    Integer from = definitions.get(name);
    if (from == null || ambiguous.contains(name) || shadowed.contains(name)) {
      throw new NoValue();
    }
    int value = from;
    while (value < tokens.size() && !tokens.is(value, "=") && !tokens.is(value, ";")) {
      value = tokens.opens(value) ? tokens.after(value) : value + 1;
    }
    int end = value;
    while (end < tokens.size() && !tokens.is(end, ";")) {
      end = tokens.opens(end) ? tokens.after(end) : end + 1;
    }
    return value(value + 1, end).orElseThrow(NoValue::new);
  }
}
