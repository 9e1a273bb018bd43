package org.abiseam.ir;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.ir.Declaration.IrType;
import org.abiseam.ir.Declaration.Value;
import org.abiseam.model.Printable;

/** Reads one {@code declare} line. Words that it does not know are attributes. */
final class DeclarationSyntax {
  private static final int DEEPEST = 64;

  private final String line;
  private int at = "declare ".length();
  private int depth;

  /** The line is not what was expected. */
  static final class Unread extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unread(String message) {
      super(message, null, false, false);
    }
  }

  DeclarationSyntax(String line) {
    this.line = line;
  }

  Declaration declaration() {
    Value result = value();
    String name = symbol();
    expect('(');
    List<Value> parameters = new ArrayList<>();
    boolean variadic = false;
    while (!take(')')) {
      if (line.startsWith("...", at)) {
        variadic = true;
        at += 3;
      } else {
        parameters.add(value());
      }
      take(',');
    }
    return new Declaration(name, result, parameters, variadic);
  }

  /** Attributes, a type, and attributes; for a result those in front count, else those behind. */
  private Value value() {
    Optional<Boolean> signed = Optional.empty();
    boolean inRegister = false;
    Optional<IrType> type = Optional.empty();
    Optional<IrType> hidden = Optional.empty();
    Optional<IrType> copied = Optional.empty();
    while (!ended()) {
      if (type.isEmpty() && startsType()) {
        type = Optional.of(type());
        continue;
      }
      String word = word();
      switch (word) {
        case "signext" -> signed = Optional.of(true);
        case "zeroext" -> signed = Optional.of(false);
        case "inreg" -> inRegister = true;
        case "sret" -> hidden = Optional.of(inParentheses());
        case "byval" -> copied = Optional.of(inParentheses());
        case "align" -> number();
        default -> skipArguments();
      }
    }
    IrType found = type.orElseThrow(() -> unread("a type"));
    return new Value(found, hidden, copied, signed, inRegister);
  }

  private boolean ended() {
    blanks();
    char c = peek();
    return c == '@' || c == ',' || c == ')' || c == 0;
  }

  private IrType inParentheses() {
    expect('(');
    IrType type = type();
    expect(')');
    return type;
  }

  private boolean startsType() {
    char c = peek();
    if (c == '{' || c == '[' || c == '<') {
      return true;
    }
    int start = at;
    String word = word();
    at = start;
    return plain(word).isPresent();
  }

  private IrType type() {
    if (++depth > DEEPEST) {
      throw unread("types less deep in each other");
    }
    blanks();
    IrType type =
        switch (peek()) {
          case '[' -> many('[', ']', false);
          case '<' -> line.startsWith("<{", at) ? packed() : many('<', '>', true);
          case '{' -> new IrType.Struct(members(), false);
          default -> {
            String word = word();
            IrType known = plain(word).orElseThrow(() -> unread("a type and not " + word));
            if (known instanceof IrType.Address) {
              addressSpace();
            }
            yield known;
          }
        };
    depth--;
    return type;
  }

  private void addressSpace() {
    int start = at;
    blanks();
    if (line.startsWith("addrspace", at)) {
      at += "addrspace".length();
      skipArguments();
    } else {
      at = start;
    }
  }

  private IrType many(char open, char close, boolean vector) {
    expect(open);
    long count = number();
    if (!word().equals("x")) {
      throw unread("the x of an array");
    }
    IrType element = type();
    expect(close);
    return new IrType.Many(count, element, vector);
  }

  private IrType packed() {
    expect('<');
    List<IrType> members = members();
    expect('>');
    return new IrType.Struct(members, true);
  }

  private List<IrType> members() {
    expect('{');
    List<IrType> members = new ArrayList<>();
    while (!take('}')) {
      members.add(type());
      take(',');
    }
    return members;
  }

  private static Optional<IrType> plain(String word) {
    return switch (word) {
      case "void" -> Optional.of(new IrType.Nothing());
      case "ptr" -> Optional.of(new IrType.Address());
      case "half", "bfloat" -> Optional.of(new IrType.Real(word, 2));
      case "float" -> Optional.of(new IrType.Real(word, 4));
      case "double" -> Optional.of(new IrType.Real(word, 8));
      case "x86_fp80", "fp128", "ppc_fp128" -> Optional.of(new IrType.Real(word, 16));
      default -> whole(word);
    };
  }

  private static Optional<IrType> whole(String word) {
    boolean number = word.length() > 1 && word.length() < 6 && word.charAt(0) == 'i';
    for (int i = 1; number && i < word.length(); i++) {
      number = Character.isDigit(word.charAt(i));
    }
    return number
        ? Optional.of(new IrType.Whole(Integer.parseInt(word.substring(1))))
        : Optional.empty();
  }

  /** {@code @name} or {@code @"\01na\6De"}. */
  private String symbol() {
    expect('@');
    if (peek() != '"') {
      int start = at;
      while (peek() != '(' && peek() != 0) {
        at++;
      }
      return line.substring(start, at);
    }
    int end = line.indexOf('"', at + 1);
    if (end < 0) {
      throw unread("the end of a name");
    }
    String quoted = line.substring(at + 1, end);
    at = end + 1;
    return unescaped(quoted);
  }

  private static String unescaped(String quoted) {
    byte[] bytes = quoted.getBytes(StandardCharsets.UTF_8);
    byte[] plain = new byte[bytes.length];
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      boolean escape = bytes[i] == '\\' && i + 2 < bytes.length;
      int code = escape ? hex(bytes[i + 1]) * 16 + hex(bytes[i + 2]) : bytes[i];
      i += escape ? 2 : 0;
      // The byte 1 in front says that the name is not to be mangled.
      if (code != 1 || length > 0) {
        plain[length++] = (byte) code;
      }
    }
    return Printable.of(plain, 0, length);
  }

  private static int hex(byte digit) {
    return Math.max(0, Character.digit(digit, 16));
  }

  private String word() {
    blanks();
    int start = at;
    while (at < line.length()
        && (Character.isLetterOrDigit(peek()) || "_-.\"=#".indexOf(peek()) >= 0)) {
      at++;
    }
    if (at == start) {
      throw unread("a word");
    }
    return line.substring(start, at);
  }

  private long number() {
    String word = word();
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException _) {
      throw unread("a number and not " + word);
    }
  }

  /** {@code (…)} behind an attribute, with all inside. */
  private void skipArguments() {
    blanks();
    if (peek() != '(') {
      return;
    }
    int open = 0;
    do {
      open += peek() == '(' ? 1 : peek() == ')' ? -1 : 0;
      if (peek() == 0) {
        throw unread("a closing parenthesis");
      }
      at++;
    } while (open > 0);
  }

  private void expect(char c) {
    if (!take(c)) {
      throw unread("'" + c + "'");
    }
  }

  private boolean take(char c) {
    blanks();
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  private void blanks() {
    while (peek() == ' ') {
      at++;
    }
  }

  private char peek() {
    return at < line.length() ? line.charAt(at) : 0;
  }

  private Unread unread(String expected) {
    return new Unread("column " + (at + 1) + ": expected " + expected);
  }
}
