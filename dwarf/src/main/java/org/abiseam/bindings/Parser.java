package org.abiseam.bindings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.dwarf.lower.RustIdentifiers;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Member.Accessor;

/**
 * The items of a bindgen file: which types it defines, and what the accessors of their bit-field
 * units say.
 *
 * <p>An item is an optional run of attributes, {@code pub}, a keyword, and then all up to a
 * semicolon or a balanced pair of braces. Whatever begins with another word is a diagnostic with
 * its line, and reading resumes after it.
 */
final class Parser {
  private final String file;
  private final List<Token> tokens;
  private final ItemSyntax syntax;
  private int at;

  /** Where the attributes of the item begin that is read next. */
  private int attributes;

  /** The innermost module: an enum may be one. */
  private String module = "";

  /** By type, then by unit, then by bit-field. */
  final Map<String, Map<String, Map<String, Accessor>>> accessors = new HashMap<>();

  final List<Diagnostic> diagnostics = new ArrayList<>();

  Parser(String file, List<Token> tokens) {
    this.file = file;
    this.tokens = tokens;
    this.syntax = new ItemSyntax(file, tokens, diagnostics);
  }

  /** Returns the items that say something about layout or calls. */
  List<Item> described() {
    return syntax.items();
  }

  void parse() {
    items(tokens.size());
  }

  private void items(int end) {
    attributes = at;
    while (at < end) {
      if (is(at, "#")) {
        at += is(at + 1, "!") ? 2 : 1;
        at = after(at);
      } else if (is(at, "pub")) {
        at++;
        at = is(at, "(") ? after(at) : at;
      } else if (is(at, ";")) {
        at++;
      } else {
        item();
        attributes = at;
      }
    }
  }

  private void item() {
    Token first = tokens.get(at);
    switch (first.text()) {
      case "mod" -> {
        int open = at + 2;
        int close = is(open, "{") ? after(open) : open;
        String outer = module;
        module = text(at + 1);
        at = open + 1;
        items(close - 1);
        module = outer;
        at = Math.max(at, close);
      }
      case "impl" -> implementation();
      case "struct", "union" -> {
        accessors.computeIfAbsent(text(at + 1), _ -> new LinkedHashMap<>());
        int end = endOfItem(at);
        syntax.aggregate(attributes, at, end);
        at = end;
      }
      case "enum" -> {
        int end = endOfItem(at);
        syntax.enumeration(attributes, at, end);
        at = end;
      }
      case "type" -> {
        // bindgen's enum in a module has its type under the name Type.
        syntax.alias(at, text(at + 1).equals("Type") ? module : "");
        at = endOfItem(at);
      }
      case "extern" -> {
        int end = endOfItem(at);
        syntax.foreign(at, end);
        at = end;
      }
      case "unsafe" -> at += is(at + 1, "extern") ? 1 : endOfItem(at) - at;
      case "use" -> {
        syntax.renamed(at);
        at = endOfItem(at);
      }
      case "const", "static", "fn", "trait", "macro_rules" -> at = endOfItem(at);
      case "include" -> at = endOfItem(at);
      default -> {
        report(first, "expected an item and found '" + first.text() + "'");
        at = Math.max(at + 1, endOfItem(at));
      }
    }
  }

  /** After the semicolon or the braces that end an item. */
  private int endOfItem(int from) {
    int end = from;
    while (end < tokens.size()) {
      if (is(end, ";")) {
        return end + 1;
      }
      if (is(end, "{")) {
        return after(end);
      }
      end = is(end, "(") || is(end, "[") ? after(end) : end + 1;
    }
    return end;
  }

  private void implementation() {
    int open = at;
    while (open < tokens.size() && !is(open, "{")) {
      open++;
    }
    int close = after(open);
    Optional<String> type = inherentType(at + 1, open);
    if (type.isPresent()) {
      functions(type.get(), open + 1, close - 1);
    }
    at = close;
  }

  /** {@code impl<T> X<T>} is X; {@code impl Trait for X} is none: traits hold no accessors. */
  private Optional<String> inherentType(int from, int to) {
    int start = is(from, "<") ? afterAngles(from) : from;
    for (int i = start; i < to; i++) {
      if (is(i, "for")) {
        return Optional.empty();
      }
    }
    int last = start;
    while (is(last + 1, ":") && is(last + 2, ":") && last + 3 < to) {
      last += 3;
    }
    return start < to ? Optional.of(text(last)) : Optional.empty();
  }

  private int afterAngles(int open) {
    int depth = 0;
    int i = open;
    do {
      depth += is(i, "<") ? 1 : is(i, ">") ? -1 : 0;
      i++;
    } while (depth > 0 && i < tokens.size());
    return i;
  }

  private void functions(String type, int from, int to) {
    int i = from;
    while (i < to) {
      if (!is(i, "fn")) {
        i = opens(i) ? after(i) : i + 1;
        continue;
      }
      int body = i + 1;
      while (body < to && !is(body, "{") && !is(body, ";")) {
        body++;
      }
      int end = is(body, "{") ? after(body) : body + 1;
      function(type, i + 1, body, end);
      i = end;
    }
  }

  /**
   * One accessor. The constructor {@code new_bitfield_N} sets all bit-fields of a unit and repeats
   * what the setters say.
   */
  private void function(String type, int name, int body, int end) {
    if (type.equals("__BindgenBitfieldUnit") || text(name).startsWith("new_bitfield_")) {
      return;
    }
    for (int i = body; i < end; i++) {
      String method = text(i);
      boolean get = method.equals("get") || method.equals("get_const");
      boolean set = method.equals("set") || method.equals("set_const");
      if (!(get || set) || !is(i - 1, ".") || i < body + 3) {
        continue;
      }
      String unit = text(i - 2);
      if (!unit.startsWith("_bitfield_")) {
        continue;
      }
      Optional<Accessor> found = call(field(text(name), set), i + 1);
      if (found.isPresent()) {
        add(type, unit, found.get(), tokens.get(name));
      } else {
        report(
            tokens.get(name),
            "the accessor " + type + "::" + text(name) + " has no constant position");
      }
    }
  }

  private static String field(String function, boolean setter) {
    String name = setter && function.startsWith("set_") ? function.substring(4) : function;
    return RustIdentifiers.ofC(name);
  }

  /** {@code (0usize, 3u8, …)} or {@code ::<0usize, 3u8>(…)}. */
  private Optional<Accessor> call(String name, int from) {
    int first = is(from, ":") ? from + 3 : from + 1;
    if (!isNumber(first) || !is(first + 1, ",") || !isNumber(first + 2)) {
      return Optional.empty();
    }
    return Optional.of(new Accessor(name, number(first), (int) number(first + 2)));
  }

  private boolean isNumber(int index) {
    return index < tokens.size() && tokens.get(index).kind() == Token.Kind.NUMBER;
  }

  private long number(int index) {
    String text = text(index).replace("_", "");
    int end = 0;
    while (end < text.length() && end < 9 && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return Long.parseLong(text.substring(0, end));
  }

  private void add(String type, String unit, Accessor accessor, Token where) {
    Map<String, Accessor> known =
        accessors
            .computeIfAbsent(type, _ -> new LinkedHashMap<>())
            .computeIfAbsent(unit, _ -> new LinkedHashMap<>());
    Accessor earlier = known.putIfAbsent(accessor.name(), accessor);
    if (earlier != null && !earlier.equals(accessor)) {
      report(
          where,
          "the accessors of %s::%s disagree: bits %d..%d and %d..%d"
              .formatted(
                  type,
                  accessor.name(),
                  earlier.bitOffset(),
                  earlier.bitOffset() + earlier.bitWidth(),
                  accessor.bitOffset(),
                  accessor.bitOffset() + accessor.bitWidth()));
    }
  }

  private void report(Token where, String message) {
    diagnostics.add(
        Diagnostic.ofFile(Diagnostic.Kind.UNSUPPORTED, file + ":" + where.line(), message));
  }

  private boolean opens(int index) {
    return is(index, "{") || is(index, "(") || is(index, "[");
  }

  /** After the bracket that closes the one at an index; after the index where there is none. */
  private int after(int open) {
    if (!opens(open)) {
      return open + 1;
    }
    int depth = 0;
    int i = open;
    do {
      if (opens(i)) {
        depth++;
      } else if (is(i, "}") || is(i, ")") || is(i, "]")) {
        depth--;
      }
      i++;
    } while (depth > 0 && i < tokens.size());
    return i;
  }

  private boolean is(int index, String text) {
    return index >= 0 && index < tokens.size() && tokens.get(index).is(text);
  }

  private String text(int index) {
    return index < tokens.size() ? tokens.get(index).text() : "";
  }
}
