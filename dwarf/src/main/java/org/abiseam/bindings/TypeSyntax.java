package org.abiseam.bindings;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads types from tokens, by the Rust Reference, chapter "Types". Never throws: what it does not
 * know is {@link RustType.Unknown}, and it always moves on.
 */
final class TypeSyntax {
  private static final int DEEPEST = 64;

  private final List<Token> tokens;
  private int at;
  private int depth;

  TypeSyntax(List<Token> tokens, int at) {
    this.tokens = tokens;
    this.at = at;
  }

  /** Behind what was read. */
  int position() {
    return at;
  }

  RustType type() {
    if (++depth > DEEPEST) {
      depth--;
      at++;
      return new RustType.Unknown("types inside each other, more than " + DEEPEST);
    }
    RustType type = next();
    depth--;
    return type;
  }

  private RustType next() {
    if (accept("*")) {
      at += is("const") || is("mut") ? 1 : 0;
      return new RustType.Pointer(type());
    }
    if (accept("&")) {
      at += kind(Token.Kind.LIFETIME) ? 1 : 0;
      accept("mut");
      return new RustType.Pointer(type());
    }
    if (accept("[")) {
      return array();
    }
    if (accept("(")) {
      return tuple();
    }
    if (accept("!")) {
      return new RustType.Nothing();
    }
    if (is("unsafe") || is("extern") || is("fn") || is("for")) {
      return function();
    }
    return path();
  }

  private RustType array() {
    RustType element = type();
    OptionalLong count = OptionalLong.empty();
    if (accept(";")) {
      count = number();
      while (at < tokens.size() && !is("]")) {
        count = OptionalLong.empty();
        at++;
      }
    }
    accept("]");
    return new RustType.Array(element, count);
  }

  private OptionalLong number() {
    if (!kind(Token.Kind.NUMBER)) {
      return OptionalLong.empty();
    }
    String digits =
        tokens.get(at++).text().replace("_", "").replaceAll("[iu](8|16|32|64|128|size)$", "");
    boolean plain = !digits.isEmpty() && digits.length() < 18;
    for (int i = 0; i < digits.length(); i++) {
      plain &= Character.isDigit(digits.charAt(i));
    }
    return plain ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
  }

  private RustType tuple() {
    if (accept(")")) {
      return new RustType.Nothing();
    }
    RustType only = type();
    if (accept(")")) {
      return only;
    }
    while (at < tokens.size() && !accept(")")) {
      at++;
    }
    return new RustType.Unknown("a tuple");
  }

  RustType function() {
    String convention = "Rust";
    if (accept("for")) {
      while (at < tokens.size() && !accept(">")) {
        at++;
      }
    }
    accept("unsafe");
    if (accept("extern")) {
      convention = "C";
      if (kind(Token.Kind.LITERAL)) {
        convention = unquoted(tokens.get(at++).text());
      }
    }
    accept("fn");
    return signature(convention);
  }

  /** From the opening parenthesis on. */
  RustType.Function signature(String convention) {
    List<RustType.Parameter> parameters = new ArrayList<>();
    boolean variadic = false;
    accept("(");
    while (at < tokens.size() && !accept(")")) {
      if (is(".")) {
        variadic = true;
        while (accept(".")) {}
      } else {
        parameters.add(parameter());
      }
      if (!accept(",") && !is(")")) {
        at++;
      }
    }
    RustType result = new RustType.Nothing();
    if (is("-") && at + 1 < tokens.size() && tokens.get(at + 1).is(">")) {
      at += 2;
      result = type();
    }
    return new RustType.Function(convention, parameters, variadic, result);
  }

  private RustType.Parameter parameter() {
    int line = at < tokens.size() ? tokens.get(at).line() : 0;
    String name = "";
    accept("mut");
    boolean named =
        kind(Token.Kind.WORD)
            && at + 3 < tokens.size()
            && tokens.get(at + 1).is(":")
            && (!tokens.get(at + 2).is(":") || tokens.get(at + 3).is(":"));
    if (named) {
      name = tokens.get(at).text();
      at += 2;
    }
    return new RustType.Parameter(name, type(), line);
  }

  private RustType path() {
    List<String> segments = new ArrayList<>();
    List<RustType> arguments = new ArrayList<>();
    while (is(":")) {
      at++;
    }
    while (kind(Token.Kind.WORD)) {
      segments.add(tokens.get(at++).text());
      if (accept("<")) {
        arguments.clear();
        while (at < tokens.size() && !accept(">")) {
          arguments.add(argument());
          accept(",");
        }
      }
      if (!(is(":") && at + 1 < tokens.size() && tokens.get(at + 1).is(":"))) {
        break;
      }
      at += 2;
    }
    if (segments.isEmpty()) {
      String text = at < tokens.size() ? tokens.get(at).text() : "the end of the file";
      at++;
      return new RustType.Unknown(text);
    }
    return new RustType.Path(segments, arguments);
  }

  private RustType argument() {
    if (kind(Token.Kind.LIFETIME)) {
      at++;
      return new RustType.Nothing();
    }
    if (kind(Token.Kind.NUMBER)) {
      return new RustType.Array(new RustType.Nothing(), number());
    }
    return type();
  }

  private boolean kind(Token.Kind kind) {
    return at < tokens.size() && tokens.get(at).kind() == kind;
  }

  private boolean is(String text) {
    return at < tokens.size() && tokens.get(at).is(text);
  }

  private boolean accept(String text) {
    boolean there = is(text);
    at += there ? 1 : 0;
    return there;
  }

  static String unquoted(String literal) {
    int from = literal.indexOf('"');
    int to = literal.lastIndexOf('"');
    return from >= 0 && to > from ? literal.substring(from + 1, to) : literal;
  }
}
