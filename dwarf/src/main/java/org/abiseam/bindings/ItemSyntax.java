package org.abiseam.bindings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.abiseam.dwarf.lower.RustIdentifiers;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Printable;
import org.abiseam.model.Type;

/**
 * Reads the items that {@link Parser} steps over: it knows where each begins and ends, and this
 * what stands between.
 */
final class ItemSyntax {
  private final String file;
  private final List<Token> tokens;
  private final List<Diagnostic> diagnostics;
  private final List<Item> items = new ArrayList<>();

  ItemSyntax(String file, List<Token> tokens, List<Diagnostic> diagnostics) {
    this.file = file;
    this.tokens = tokens;
    this.diagnostics = diagnostics;
  }

  List<Item> items() {
    return items;
  }

  /** {@code struct} or {@code union}; the attributes in front of it begin at {@code attributes}. */
  void aggregate(int attributes, int at, int end) {
    String name = text(at + 1);
    if (is(at + 2, "<")) {
      // The helpers of bindgen are known by name.
      return;
    }
    Type.Shape shape = is(at, "union") ? Type.Shape.UNION : Type.Shape.STRUCT;
    List<RustType.Parameter> fields = new ArrayList<>();
    int open = at + 2;
    if (is(open, "{") || is(open, "(")) {
      fields(open + 1, end, is(open, "("), fields);
    }
    items.add(new Item.Aggregate(name, tokens.get(at).line(), shape, repr(attributes, at), fields));
  }

  private void fields(int from, int end, boolean tuple, List<RustType.Parameter> fields) {
    int at = from;
    while (at < end && !is(at, "}") && !is(at, ")")) {
      while (is(at, "#")) {
        at = behindBrackets(at + 1);
      }
      if (is(at, "pub")) {
        at++;
        if (is(at, "(") && !tuple) {
          at = behindBrackets(at);
        }
      }
      String name = tuple ? "__" + fields.size() : text(at);
      int line = at < tokens.size() ? tokens.get(at).line() : 0;
      TypeSyntax syntax = new TypeSyntax(tokens, tuple ? at : at + 2);
      RustType type = syntax.type();
      fields.add(new RustType.Parameter(name, type, line));
      at = Math.max(at + 1, syntax.position());
      while (at < end && !is(at, ",") && !is(at, "}") && !is(at, ")")) {
        at++;
      }
      at += is(at, ",") ? 1 : 0;
    }
  }

  /** {@code enum}. */
  void enumeration(int attributes, int at, int end) {
    List<Type.Enumeration.Value> values = new ArrayList<>();
    long next = 0;
    int i = at + 3;
    while (i < end && !is(i, "}")) {
      while (is(i, "#")) {
        i = behindBrackets(i + 1);
      }
      String name = text(i);
      i++;
      if (is(i, "=")) {
        boolean negative = is(i + 1, "-");
        i += negative ? 2 : 1;
        Optional<Long> number = number(i);
        if (number.isEmpty()) {
          report(i, "the value of " + name + " is no plain number");
        }
        next = number.map(value -> negative ? -value : value).orElse(next);
        i++;
      }
      values.add(new Type.Enumeration.Value(name, next++));
      while (i < end && !is(i, ",") && !is(i, "}")) {
        i++;
      }
      i += is(i, ",") ? 1 : 0;
    }
    items.add(
        new Item.Enumeration(text(at + 1), tokens.get(at).line(), repr(attributes, at), values));
  }

  /** {@code type name = T;} inside a module of this name, or at the top. */
  void alias(int at, String module) {
    if (!is(at + 2, "=")) {
      report(at, "a type alias with parameters");
      return;
    }
    RustType type = new TypeSyntax(tokens, at + 3).type();
    String name = module.isEmpty() ? text(at + 1) : module + "::" + text(at + 1);
    items.add(new Item.Alias(name, tokens.get(at).line(), type));
  }

  /** {@code use self::name as other;}, which is how bindgen gives an enum a second name. */
  void renamed(int at) {
    if (is(at + 1, "self") && is(at + 5, "as")) {
      RustType type = new RustType.Path(List.of(text(at + 4)), List.of());
      items.add(new Item.Alias(text(at + 6), tokens.get(at).line(), type));
    }
  }

  /** What stands between the braces of an {@code extern} block. */
  void foreign(int at, int end) {
    String convention = "C";
    int i = at + 1;
    if (i < end && tokens.get(i).kind() == Token.Kind.LITERAL) {
      convention = TypeSyntax.unquoted(text(i));
      i++;
    }
    i++;
    Optional<String> link = Optional.empty();
    while (i < end && !is(i, "}")) {
      if (is(i, "#")) {
        int close = behindBrackets(i + 1);
        Optional<String> found = linkName(i, close);
        link = found.isPresent() ? found : link;
        i = close;
      } else if (is(i, "fn")) {
        i = function(i, convention, link);
        link = Optional.empty();
      } else if (is(i, "static")) {
        i = variable(i, link);
        link = Optional.empty();
      } else if (is(i, "pub") || is(i, "unsafe") || is(i, "safe") || is(i, ";") || is(i, "type")) {
        i++;
      } else if (is(i, "(")) {
        i = behindBrackets(i);
      } else {
        i++;
      }
    }
  }

  private int function(int at, String convention, Optional<String> link) {
    TypeSyntax syntax = new TypeSyntax(tokens, at + 2);
    RustType.Function type = syntax.signature(convention);
    String name = link.orElseGet(() -> RustIdentifiers.ofC(text(at + 1)));
    items.add(new Item.Function(name, text(at + 1), tokens.get(at).line(), type));
    return Math.max(at + 1, syntax.position());
  }

  private int variable(int at, Optional<String> link) {
    int name = is(at + 1, "mut") ? at + 2 : at + 1;
    TypeSyntax syntax = new TypeSyntax(tokens, name + 2);
    RustType type = syntax.type();
    String symbol = link.orElseGet(() -> RustIdentifiers.ofC(text(name)));
    items.add(new Item.Static(symbol, text(name), tokens.get(at).line(), type));
    return Math.max(at + 1, syntax.position());
  }

  /** {@code #[link_name = "symbol"]}; a character 1 in front says that it is not to be mangled. */
  private Optional<String> linkName(int from, int to) {
    for (int i = from; i < to; i++) {
      if (is(i, "link_name") && is(i + 1, "=")) {
        return Optional.of(Printable.of(TypeSyntax.unquoted(text(i + 2)).replace("\\u{1}", "")));
      }
    }
    return Optional.empty();
  }

  private Item.Repr repr(int from, int to) {
    OptionalInt packed = OptionalInt.empty();
    OptionalInt aligned = OptionalInt.empty();
    Optional<String> integer = Optional.empty();
    boolean stable = false;
    boolean transparent = false;
    for (int i = from; i < to; i++) {
      boolean first = is(i - 1, "(") && is(i - 2, "repr");
      transparent |= first && is(i, "transparent");
      stable |= transparent || (first && is(i, "C"));
      if (is(i, "cfg") && is(i + 1, "(")) {
        report(i, "a condition, which is taken as true");
      }
      if (is(i, "packed")) {
        packed = OptionalInt.of(is(i + 1, "(") ? number(i + 2).orElse(1L).intValue() : 1);
      } else if (is(i, "align") && is(i + 1, "(")) {
        aligned = OptionalInt.of(number(i + 2).orElse(1L).intValue());
      } else if (first && text(i).matches("[iu](8|16|32|64|size)")) {
        integer = Optional.of(text(i));
      }
    }
    return new Item.Repr(stable, transparent, packed, aligned, integer);
  }

  private Optional<Long> number(int at) {
    if (at >= tokens.size() || tokens.get(at).kind() != Token.Kind.NUMBER) {
      return Optional.empty();
    }
    try {
      String digits = text(at).replace("_", "").replaceAll("[iu](8|16|32|64|128|size)$", "");
      return Optional.of(
          digits.startsWith("0x")
              ? Long.parseUnsignedLong(digits.substring(2), 16)
              : Long.parseUnsignedLong(digits));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private int behindBrackets(int open) {
    int depth = 0;
    int i = open;
    do {
      boolean opens = is(i, "[") || is(i, "(") || is(i, "{");
      boolean closes = is(i, "]") || is(i, ")") || is(i, "}");
      depth += opens ? 1 : closes ? -1 : 0;
      i++;
    } while (depth > 0 && i < tokens.size());
    return i;
  }

  private void report(int at, String message) {
    int line = at < tokens.size() ? tokens.get(at).line() : 0;
    diagnostics.add(Diagnostic.ofFile(Diagnostic.Kind.UNSUPPORTED, file + ":" + line, message));
  }

  private boolean is(int index, String text) {
    return index >= 0 && index < tokens.size() && tokens.get(index).is(text);
  }

  private String text(int index) {
    return index >= 0 && index < tokens.size() ? tokens.get(index).text() : "";
  }
}
