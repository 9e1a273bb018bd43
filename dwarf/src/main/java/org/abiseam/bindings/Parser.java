package org.abiseam.bindings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.bindings.Configuration.Truth;
import org.abiseam.dwarf.lower.RustIdentifiers;
import org.abiseam.model.InputFile;
import org.abiseam.model.Member.Accessor;

/**
 * Reads the items of one file: which types it defines, what it declares in {@code extern} blocks,
 * and what the accessors of bit-field units say. Modules and included files are read with it.
 *
 * <p>An item is an optional run of attributes, {@code pub}, a keyword, and then all up to a
 * semicolon or a balanced pair of braces. A macro in the place of an item is counted by its name:
 * what it expands to is not seen, but for {@code cfg_if!}, which is conditions alone. Whatever else
 * begins with another word is a diagnostic with its line, and reading resumes after it.
 */
final class Parser {
  /** How many modules and conditions may lie in each other. */
  private static final int DEEPEST = 64;

  private final SourceTree tree;
  private final Tokens tokens;
  private final ItemSyntax syntax;
  private int at;
  private int depth;

  /** Where files of modules lie. */
  private Path modules;

  /** Where the attributes of the item begin that is read next. */
  private int attributes;

  /** The modules around, outermost first. */
  private List<String> module = List.of();

  /** What nothing settles of the conditions around. */
  private List<String> conditions = List.of();

  Parser(SourceTree tree, Tokens tokens, Path modules) {
    this.tree = tree;
    this.tokens = tokens;
    this.modules = modules;
    this.syntax = new ItemSyntax(tree, tokens);
  }

  /** Reads all items of a module, which are under some conditions that nothing settles. */
  void parse(List<String> inside, List<String> under) {
    enter(inside);
    conditions = under;
    items(tokens.size());
  }

  private void items(int end) {
    if (depth == DEEPEST) {
      tree.report(tokens.place(at), "modules lie in each other deeper than " + DEEPEST);
      at = end;
      return;
    }
    depth++;
    attributes = at;
    while (at < end) {
      if (tokens.is(at, "#")) {
        at = tokens.after(tokens.is(at + 1, "!") ? at + 2 : at + 1);
      } else if (tokens.is(at, "pub")) {
        at++;
        at = tokens.is(at, "(") ? tokens.after(at) : at;
      } else if (tokens.is(at, ";") || tokens.is(at, "}") || qualifier()) {
        at++;
      } else {
        itemBehind(attributes);
        attributes = at;
      }
    }
    depth--;
  }

  /** Tells whether a word stands in front of an item, whose attributes are in front of the word. */
  private boolean qualifier() {
    return switch (tokens.text(at)) {
      case "unsafe", "async", "safe" -> true;
      // Not of a function: const NAME: TYPE = …;
      case "const" -> !tokens.is(at + 2, ":");
      default -> false;
    };
  }

  private static List<String> joined(List<String> one, List<String> other) {
    List<String> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  /** Reads an item under the conditions of its attributes, which begin in front of it. */
  private void itemBehind(int begin) {
    Attributes read = Attributes.read(tokens, begin, at, tree.configuration);
    if (read.present() == Truth.NO) {
      at = Math.max(at + 1, endOfItem(at));
      return;
    }
    List<String> around = conditions;
    conditions = joined(around, read.unsettled());
    item(read);
    conditions = around;
  }

  private void item(Attributes read) {
    String condition = String.join(" and ", conditions);
    switch (tokens.text(at)) {
      case "mod" -> module(read);
      case "impl" -> implementation();
      case "struct", "union" -> {
        tree.accessors.computeIfAbsent(tokens.text(at + 1), _ -> new LinkedHashMap<>());
        int end = endOfItem(at);
        syntax.aggregate(read.repr(), at, end).ifPresent(item -> tree.structure(item, condition));
        at = end;
      }
      case "enum" -> {
        int end = endOfItem(at);
        syntax.enumeration(read.repr(), at, end).ifPresent(item -> tree.add(item, condition));
        at = end;
      }
      case "type" -> {
        int end = endOfItem(at);
        syntax.alias(at, end).ifPresent(item -> tree.add(item, condition));
        at = end;
      }
      case "extern" -> {
        int end = endOfItem(at);
        if (tokens.is(at + 1, "crate")) {
          syntax.crate(at, condition.isEmpty());
        } else if (foreign(at)) {
          syntax.foreign(at, end, conditions);
        } else {
          boolean named = tokens.is(at + 1, Token.Kind.LITERAL);
          export(read, named ? at + 2 : at + 1, end, named ? tokens.string(at + 1) : "C");
          body(at, end);
        }
        at = end;
      }
      case "use" -> {
        syntax.imports(at, condition.isEmpty());
        at = endOfItem(at);
      }
      case "const", "static", "fn", "trait", "auto" -> {
        int end = endOfItem(at);
        if (tokens.is(at, "const") && condition.isEmpty()) {
          syntax.constant(at, end, "");
        }
        export(read, at, end, "Rust");
        body(at, end);
        at = end;
      }
      default -> {
        while (tokens.is(at + 1, ":") && tokens.is(at + 2, ":")) {
          at += 3;
        }
        if (tokens.is(at + 1, "!")) {
          macro();
        } else {
          String found = tokens.text(at);
          tree.report(tokens.place(at), "expected an item and found '" + found + "'");
          at = Math.max(at + 1, endOfItem(at));
        }
      }
    }
  }

  /** Notes a function or static that has a symbol for C, and by which convention it is called. */
  private void export(Attributes read, int keyword, int end, String convention) {
    boolean item = tokens.is(keyword, "fn") || tokens.is(keyword, "static");
    if (item && conditions.isEmpty()) {
      int name = tokens.is(keyword + 1, "mut") ? keyword + 2 : keyword + 1;
      read.exported(RustIdentifiers.ofC(tokens.text(name)))
          .ifPresent(
              symbol ->
                  tree.exports.put(symbol, syntax.exported(symbol, keyword, end, convention)));
    }
  }

  // Modules and macros.

  private void module(Attributes read) {
    String name = tokens.text(at + 1);
    Path folder = InputFile.named(modules, name);
    if (!tokens.is(at + 2, "{")) {
      Path file = beside(name + ".rs");
      if (read.path().isPresent()) {
        file = beside(read.path().get());
        folder = file.resolveSibling("");
      } else {
        file = InputFile.named(modules, name + ".rs");
        file = file.toFile().isFile() ? file : folder.resolve("mod.rs");
      }
      at = endOfItem(at);
      tree.file(file, folder, joined(module, List.of(name)), conditions);
      return;
    }
    int close = tokens.after(at + 2);
    List<String> outer = module;
    Path around = modules;
    enter(joined(outer, List.of(name)));
    modules = folder;
    at += 3;
    items(close - 1);
    enter(outer);
    modules = around;
    at = Math.max(at, close);
  }

  private void enter(List<String> inner) {
    module = inner;
    syntax.enter(inner);
  }

  /** Tells whether a block of foreign items begins here. */
  private boolean foreign(int from) {
    return tokens.is(from, "extern")
        && tokens.is(tokens.is(from + 1, Token.Kind.LITERAL) ? from + 2 : from + 1, "{");
  }

  /** Reads the items between statements, where foreign ones are among them. */
  private void body(int from, int end) {
    int first = from;
    while (first < end && !foreign(first)) {
      first++;
    }
    if (first >= end) {
      return;
    }
    List<String> outer = module;
    enter(joined(outer, List.of(Scopes.block(from))));
    int begin = from + 1;
    int i = begin;
    while (i < end) {
      if (inner(i)) {
        at = i;
        itemBehind(begin);
        i = Math.max(i + 1, at);
        begin = i;
      } else {
        begin = tokens.is(i, ";") || tokens.is(i, "{") || tokens.is(i, "}") ? i + 1 : begin;
        i = tokens.is(i, "#") ? tokens.after(i + 1) : behindMacro(i);
      }
    }
    enter(outer);
  }

  /** Returns the index behind a macro's call, whose text is no code yet, else the next one. */
  private int behindMacro(int from) {
    int open = tokens.is(from + 2, Token.Kind.WORD) ? from + 3 : from + 2;
    return tokens.is(from + 1, "!") && tokens.opens(open) ? tokens.after(open) : from + 1;
  }

  /** Tells whether an item begins here that says something about types or calls. */
  private boolean inner(int from) {
    boolean named = tokens.is(from + 1, Token.Kind.WORD);
    return switch (tokens.text(from)) {
      case "struct", "enum" -> named;
      case "union" -> named && tokens.is(from + 2, "{");
      case "type" -> named && tokens.is(from + 2, "=");
      case "use" -> true;
      case "extern" -> foreign(from);
      default -> false;
    };
  }

  private Path beside(String file) {
    return InputFile.named(Path.of(tokens.file()).resolveSibling(""), file);
  }

  private void macro() {
    int start = at;
    String name = tokens.text(at);
    at = endOfItem(at);
    switch (name) {
      case "include" -> include(start);
      case "cfg_if" -> choice(start + 3, at);
      case "macro_rules" -> {}
      default -> tree.macro(name);
    }
  }

  private void include(int start) {
    String file = tokens.string(start + 3);
    if (!file.isEmpty()) {
      tree.file(beside(file), modules, module, conditions);
    } else if (tokens.text(start, at).contains("OUT_DIR")) {
      tree.report(
          tokens.place(start),
          "includes a file that the build script writes to OUT_DIR, which is not followed: give"
              + " that file too");
    } else {
      tree.macro("include");
    }
  }

  /** {@code cfg_if! { if #[cfg(a)] { … } else if #[cfg(b)] { … } else { … } }}. */
  private void choice(int from, int end) {
    int behind = at;
    List<String> around = conditions;
    Truth before = Truth.NO;
    int i = from;
    while (i < end && (tokens.is(i, "if") || tokens.is(i, "{"))) {
      int open = i;
      while (open < end && !tokens.is(open, "{")) {
        open = tokens.opens(open) ? tokens.after(open) : open + 1;
      }
      Attributes read = Attributes.read(tokens, i, open, tree.configuration);
      Truth chosen = before.not().and(read.present());
      int close = tokens.after(open);
      if (chosen != Truth.NO) {
        String text = open == i ? "else of cfg_if!" : tokens.text(i + 1, open);
        conditions = chosen == Truth.YES ? around : joined(around, List.of(text));
        at = open + 1;
        items(close - 1);
        conditions = around;
      }
      before = before.or(read.present());
      i = tokens.is(close, "else") ? close + 1 : end;
    }
    at = behind;
  }

  /** Returns the index after the semicolon, or the braces, that end an item. */
  private int endOfItem(int from) {
    boolean statement =
        switch (tokens.text(from)) {
          case "const", "static", "type", "use" -> true;
          default -> false;
        };
    int end = from;
    while (end < tokens.size()) {
      if (tokens.is(end, ";")) {
        return end + 1;
      }
      if (tokens.is(end, "{") && !statement) {
        return tokens.after(end);
      }
      end = tokens.opens(end) ? tokens.after(end) : end + 1;
    }
    return end;
  }

  // Accessors of bit-fields.

  private void implementation() {
    int open = at;
    while (open < tokens.size() && !tokens.is(open, "{")) {
      open++;
    }
    int close = tokens.after(open);
    Optional<String> type = inherentType(at + 1, open);
    if (type.isPresent()) {
      associated(type.get(), open + 1, close - 1);
    }
    body(open, close);
    at = close;
  }

  /** {@code impl<T> X<T>} is X; {@code impl Trait for X} is none: traits hold no accessors. */
  private Optional<String> inherentType(int from, int to) {
    int start = tokens.afterAngles(from);
    for (int i = start; i < to; i++) {
      if (tokens.is(i, "for")) {
        return Optional.empty();
      }
    }
    int last = start;
    while (tokens.is(last + 1, ":") && tokens.is(last + 2, ":") && last + 3 < to) {
      last += 3;
    }
    return start < to ? Optional.of(tokens.text(last)) : Optional.empty();
  }

  /** Reads the functions and the constants of a type. */
  private void associated(String type, int from, int to) {
    int begin = from;
    int i = from;
    while (i < to) {
      if (tokens.is(i, "fn")) {
        method(type, begin, i);
        int body = i + 1;
        while (body < to && !tokens.is(body, "{") && !tokens.is(body, ";")) {
          body++;
        }
        int end = tokens.is(body, "{") ? tokens.after(body) : body + 1;
        function(type, i + 1, body, end);
        i = end;
        begin = end;
      } else if (tokens.is(i, "const") && tokens.is(i + 2, ":")) {
        Attributes read = Attributes.read(tokens, begin, i, tree.configuration);
        int end = endOfItem(i);
        if (conditions.isEmpty() && read.present() == Truth.YES) {
          syntax.constant(i, end, type);
        }
        i = end;
        begin = end;
      } else {
        boolean item = tokens.is(i, "{") || tokens.is(i, ";");
        i = tokens.opens(i) ? tokens.after(i) : i + 1;
        begin = item ? i : begin;
      }
    }
  }

  /** Notes a function of a type that has a symbol for C; {@code self} is a value of the type. */
  private void method(String type, int begin, int function) {
    Attributes read = Attributes.read(tokens, begin, function, tree.configuration);
    if (conditions.isEmpty() && read.present() == Truth.YES) {
      read.exported(RustIdentifiers.ofC(tokens.text(function + 1)))
          .ifPresent(
              symbol ->
                  tree.exports.put(
                      symbol, syntax.method(symbol, function, convention(begin, function), type)));
    }
  }

  /** Returns the convention that stands in front of {@code fn}. */
  private String convention(int begin, int function) {
    for (int i = begin; i < function; i++) {
      if (tokens.is(i, "extern")) {
        return tokens.is(i + 1, Token.Kind.LITERAL) ? tokens.string(i + 1) : "C";
      }
    }
    return "Rust";
  }

  /**
   * One accessor. The constructor {@code new_bitfield_N} sets all bit-fields of a unit and repeats
   * what the setters say.
   */
  private void function(String type, int name, int body, int end) {
    String function = tokens.text(name);
    if (type.equals("__BindgenBitfieldUnit") || function.startsWith("new_bitfield_")) {
      return;
    }
    for (int i = body; i < end; i++) {
      String method = tokens.text(i);
      boolean get = method.equals("get") || method.equals("get_const");
      boolean set = method.equals("set") || method.equals("set_const");
      if (!(get || set) || !tokens.is(i - 1, ".") || i < body + 3) {
        continue;
      }
      String unit = tokens.text(i - 2);
      if (!unit.startsWith("_bitfield_")) {
        continue;
      }
      Optional<Accessor> found = call(field(function, set), i + 1);
      if (found.isPresent()) {
        add(type, unit, found.get(), tokens.place(name));
      } else {
        tree.report(
            tokens.place(name),
            "the accessor " + type + "::" + function + " has no constant position");
      }
    }
  }

  private static String field(String function, boolean setter) {
    String name = setter && function.startsWith("set_") ? function.substring(4) : function;
    return RustIdentifiers.ofC(name);
  }

  /** {@code (0usize, 3u8, …)} or {@code ::<0usize, 3u8>(…)}. */
  private Optional<Accessor> call(String name, int from) {
    int first = tokens.is(from, ":") ? from + 3 : from + 1;
    Optional<Long> offset = Constants.literal(tokens.text(first));
    Optional<Long> width = Constants.literal(tokens.text(first + 2));
    return tokens.is(first + 1, ",") && offset.isPresent() && width.isPresent()
        ? Optional.of(new Accessor(name, offset.get(), width.get().intValue()))
        : Optional.empty();
  }

  private void add(String type, String unit, Accessor accessor, Item.Place where) {
    Map<String, Accessor> known =
        tree.accessors
            .computeIfAbsent(type, _ -> new LinkedHashMap<>())
            .computeIfAbsent(unit, _ -> new LinkedHashMap<>());
    Accessor earlier = known.putIfAbsent(accessor.name(), accessor);
    if (earlier != null && !earlier.equals(accessor)) {
      tree.report(
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
}
