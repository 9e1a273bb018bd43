package org.abiseam.bindings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.abiseam.bindings.Configuration.Truth;
import org.abiseam.dwarf.lower.RustIdentifiers;
import org.abiseam.model.Definition.Access;
import org.abiseam.model.Type;

/**
 * Reads the items that {@link Parser} steps over: it knows where each begins and ends, and this
 * what stands between.
 */
final class ItemSyntax {
  /** Trees of imports in each other. */
  private static final int DEEPEST = 32;

  private final SourceTree tree;
  private final Tokens tokens;
  private final Constants constants;
  private List<String> module = List.of();

  ItemSyntax(SourceTree tree, Tokens tokens) {
    this.tree = tree;
    this.tokens = tokens;
    this.constants = new Constants(tokens);
  }

  /** Tells in which module the items lie that are read next. */
  void enter(List<String> inner) {
    module = inner;
  }

  /** Returns the place of what begins at a token and ends before another. */
  private Item.Place place(int at, int end) {
    Item.Place line = tree.written.place(tokens, at).orElseGet(() -> tokens.place(at));
    return new Item.Place(line.file(), line.line(), module, tokens.place(end - 1).behind());
  }

  private TypeSyntax types(int at) {
    return new TypeSyntax(tokens, constants, tree.configuration, at);
  }

  /** {@code struct} or {@code union}; empty where it is generic and bindgen's, known by name. */
  Optional<Item.Aggregate> aggregate(Item.Repr repr, int at, int end) {
    List<RustType.Parameter> generics = generics(at + 2);
    if (!generics.isEmpty() && tokens.text(at + 1).startsWith("__")) {
      return Optional.empty();
    }
    Type.Shape shape = tokens.is(at, "union") ? Type.Shape.UNION : Type.Shape.STRUCT;
    int open = tokens.afterAngles(at + 2);
    while (tokens.is(at + 2, "<") && open < end && !fieldsBegin(open)) {
      open++;
    }
    constants.shadow(generics.stream().map(RustType.Parameter::name).toList());
    Fields fields = fields(open, end);
    constants.shadow(List.of());
    return Optional.of(
        new Item.Aggregate(
            tokens.text(at + 1),
            place(at, end),
            shape,
            repr,
            generics,
            fields.known,
            Optional.of(fields.unsettled).filter(it -> !it.isEmpty()).map(ItemSyntax::depends)));
  }

  /** Tells whether fields or their absence follow, and no bounds behind {@code where}. */
  private boolean fieldsBegin(int at) {
    return tokens.is(at, "{")
        || tokens.is(at, ";")
        || (tokens.is(at, "(") && tokens.is(at - 1, ">"));
  }

  /** Returns the sentence about what stands under a condition that nothing settles. */
  static String depends(String condition) {
    return "it depends on " + condition + "; --cfg tells whether that holds";
  }

  /**
   * Holds the fields of a struct, a union or a variant; and the conditions that nothing settles.
   */
  private record Fields(List<RustType.Parameter> known, String unsettled) {}

  private Fields fields(int open, int end) {
    List<RustType.Parameter> known = new ArrayList<>();
    List<String> unsettled = new ArrayList<>();
    boolean tuple = tokens.is(open, "(");
    int limit = tuple || tokens.is(open, "{") ? Math.min(end, tokens.after(open) - 1) : open;
    int at = open + 1;
    while (at < limit) {
      int from = at;
      while (tokens.is(at, "#")) {
        at = tokens.after(at + 1);
      }
      Attributes read = Attributes.read(tokens, from, at, tree.configuration);
      if (tokens.is(at, "pub")) {
        at++;
        boolean restricted =
            tokens.is(at, "(")
                && (!tuple || tokens.is(at + 1, "crate") || tokens.is(at + 1, "super"));
        at = restricted ? tokens.after(at) : at;
      }
      String name = tuple ? "__" + known.size() : tokens.text(at);
      TypeSyntax syntax = types(tuple ? at : at + 2);
      RustType type = syntax.type();
      if (read.present() != Truth.NO) {
        known.add(new RustType.Parameter(name, type, tokens.place(at).line()));
        unsettled.addAll(read.unsettled());
      }
      at = tokens.endOfElement(Math.max(at + 1, syntax.position()), limit) + 1;
    }
    return new Fields(known, String.join(" and ", unsettled));
  }

  /** {@code enum}; empty where it is generic. */
  Optional<Item> enumeration(Item.Repr repr, int at, int end) {
    if (tokens.is(at + 2, "<")) {
      return Optional.empty();
    }
    List<Item.Variant> variants = new ArrayList<>();
    Optional<String> unread = Optional.empty();
    long next = 0;
    int limit = Math.min(end, tokens.after(at + 2) - 1);
    int i = at + 3;
    while (i < limit) {
      int from = i;
      while (tokens.is(i, "#")) {
        i = tokens.after(i + 1);
      }
      Attributes read = Attributes.read(tokens, from, i, tree.configuration);
      String name = tokens.text(i++);
      Fields fields = fields(i, limit);
      i = tokens.opens(i) ? tokens.after(i) : i;
      int last = tokens.endOfElement(i, limit);
      if (read.present() != Truth.NO) {
        Optional<Long> number =
            tokens.is(i, "=") ? constants.value(i + 1, last) : Optional.of(next);
        String unsettled = String.join(" and ", read.unsettled()) + fields.unsettled;
        if (!unsettled.isEmpty()) {
          unread = Optional.of(depends(unsettled));
        } else if (number.isEmpty()) {
          unread = Optional.of("the value of " + name + " is no constant that is known here");
        }
        next = number.orElse(next);
        variants.add(new Item.Variant(name, next++, fields.known));
      }
      i = last + 1;
    }
    return Optional.of(
        new Item.Enumeration(tokens.text(at + 1), place(at, end), repr, variants, unread));
  }

  /** {@code type name<A> = T;}. */
  Optional<Item> alias(int at, int end) {
    int equals = tokens.afterAngles(at + 2);
    if (!tokens.is(equals, "=")) {
      return Optional.empty();
    }
    List<RustType.Parameter> generics = generics(at + 2);
    constants.shadow(generics.stream().map(RustType.Parameter::name).toList());
    RustType type = types(equals + 1).type();
    constants.shadow(List.of());
    return Optional.of(new Item.Alias(tokens.text(at + 1), place(at, end), generics, type));
  }

  /** Returns what of {@code <'a, T: Bound = U, const N: usize>} is no lifetime. */
  private List<RustType.Parameter> generics(int open) {
    List<RustType.Parameter> all = new ArrayList<>();
    int end = tokens.afterAngles(open) - 1;
    int at = open + 1;
    while (at < end) {
      int name = tokens.is(at, "const") ? at + 1 : at;
      int behind = name;
      RustType preset = new RustType.Unknown(tokens.text(name));
      while (behind < end && !tokens.is(behind, ",")) {
        if (tokens.is(behind, "=") && name == at) {
          preset = types(behind + 1).type();
        }
        behind =
            tokens.is(behind, "<")
                ? tokens.afterAngles(behind)
                : tokens.opens(behind) ? tokens.after(behind) : behind + 1;
      }
      if (tokens.is(name, Token.Kind.WORD)) {
        all.add(new RustType.Parameter(tokens.text(name), preset, tokens.place(name).line()));
      }
      at = behind + 1;
    }
    return all;
  }

  /**
   * {@code const name: T = 1;} or {@code T(1)}, where the type is of this module: so bindgen writes
   * the enumerators of C.
   *
   * @param self what {@code Self} stands for
   */
  void constant(int at, int end, String self) {
    boolean named = tokens.is(at + 3, Token.Kind.WORD) && tokens.is(at + 4, "=");
    if (!named || !tokens.is(end - 1, ";")) {
      return;
    }
    String type = tokens.is(at + 3, "Self") ? self : tokens.text(at + 3);
    boolean wrapped =
        (tokens.is(at + 5, "Self") || tokens.is(at + 5, type)) && tokens.is(at + 6, "(");
    Optional<Long> number =
        !wrapped
            ? constants.value(at + 5, end - 1)
            : tokens.after(at + 6) == end - 1 ? constants.value(at + 7, end - 2) : Optional.empty();
    number.ifPresent(
        value ->
            tree.constants
                .computeIfAbsent(Item.qualified(module, type), _ -> new LinkedHashMap<>())
                .putIfAbsent(tokens.text(at + 1), value));
  }

  /** {@code use a::{b, c as d, e::*};}: one import for each name. */
  void imports(int at, boolean sure) {
    imports(List.of(), at + 1, sure, 0);
  }

  /** {@code extern crate a as b;}. */
  void crate(int at, boolean sure) {
    boolean renamed = tokens.is(at + 3, "as");
    String crate = tokens.text(at + 2);
    String name = renamed ? tokens.text(at + 4) : crate;
    tree.imports.add(new Import(module, List.of(crate), name, sure));
  }

  /** Reads one tree of imports behind a path; returns the index behind it. */
  private int imports(List<String> before, int from, boolean sure, int depth) {
    List<String> path = new ArrayList<>(before);
    int at = from;
    while (at < tokens.size() && depth < DEEPEST) {
      if (tokens.is(at, ":")) {
        at++;
      } else if (tokens.is(at, "*")) {
        tree.imports.add(new Import(module, path, Import.ALL, sure));
        return at + 1;
      } else if (tokens.is(at, "{")) {
        int close = tokens.after(at) - 1;
        for (int one = at + 1; one < close; ) {
          one =
              Math.max(
                  one + 1, tokens.endOfElement(imports(path, one, sure, depth + 1), close) + 1);
        }
        return close + 1;
      } else if (!tokens.is(at, Token.Kind.WORD)) {
        return at;
      } else {
        String word = tokens.text(at++);
        if (!word.equals("self") || path.isEmpty()) {
          path.add(word);
        }
        if (!tokens.is(at, ":") && !path.isEmpty()) {
          boolean renamed = tokens.is(at, "as");
          String name = renamed ? tokens.text(at + 1) : path.getLast();
          tree.imports.add(new Import(module, path, name, sure));
          return renamed ? at + 2 : at;
        }
      }
    }
    return at;
  }

  /** What stands between the braces of an {@code extern} block, under some conditions. */
  void foreign(int at, int end, List<String> around) {
    String convention = "C";
    int i = at + 1;
    if (tokens.is(i, Token.Kind.LITERAL)) {
      convention = tokens.string(i);
      i++;
    }
    if (!tokens.is(i, "{")) {
      // A function with a body.
      return;
    }
    i++;
    int attributes = i;
    while (i < end - 1) {
      if (tokens.is(i, "#")) {
        i = tokens.after(i + 1);
        continue;
      }
      boolean item = tokens.is(i, "fn") || tokens.is(i, "static") || tokens.is(i, "type");
      if (item) {
        Attributes read = Attributes.read(tokens, attributes, i, tree.configuration);
        List<String> conditions = new ArrayList<>(around);
        conditions.addAll(read.unsettled());
        if (read.present() != Truth.NO) {
          tree.add(declared(i, end, convention, read), String.join(" and ", conditions));
        }
        i = endOfDeclaration(i, end);
        attributes = i;
      } else if (tokens.is(i + 1, "!")) {
        tree.macro(tokens.text(i));
        i = endOfDeclaration(i, end);
        attributes = i;
      } else {
        i = tokens.is(i, "(") ? tokens.after(i) : i + 1;
      }
    }
  }

  private int endOfDeclaration(int from, int end) {
    int i = from;
    while (i < end - 1 && !tokens.is(i, ";")) {
      boolean braces = tokens.is(i, "{");
      i = tokens.opens(i) ? tokens.after(i) : i + 1;
      if (braces) {
        return i;
      }
    }
    return i + 1;
  }

  /** Reads an item of an {@code extern} block, which ends before a token. */
  private Item declared(int at, int end, String convention, Attributes read) {
    if (tokens.is(at, "type")) {
      return new Item.Foreign(tokens.text(at + 1), place(at, end));
    }
    int name = tokens.is(at + 1, "mut") ? at + 2 : at + 1;
    String symbol = read.linkName().orElseGet(() -> RustIdentifiers.ofC(tokens.text(name)));
    return symbol(symbol, at, end, convention, read.ofThread());
  }

  /** Reads a function or static that is defined for C, which ends before a token. */
  Item exported(String symbol, int at, int end, String convention) {
    return symbol(symbol, at, end, convention, false);
  }

  /** Reads a function of a type, which {@code Self} and {@code self} stand for. */
  Item method(String symbol, int at, String convention, String self) {
    RustType.Function type = types(tokens.afterAngles(at + 2)).signature(convention).inside(self);
    return new Item.Function(symbol, tokens.text(at + 1), place(at, at + 2), type);
  }

  private Item symbol(String symbol, int at, int end, String convention, boolean ofThread) {
    boolean function = tokens.is(at, "fn");
    boolean mutable = tokens.is(at + 1, "mut");
    int name = mutable ? at + 2 : at + 1;
    TypeSyntax syntax = types(function ? tokens.afterAngles(name + 1) : name + 2);
    return function
        ? new Item.Function(symbol, tokens.text(name), place(at, end), syntax.signature(convention))
        : new Item.Static(
            symbol,
            tokens.text(name),
            place(at, end),
            ofThread
                ? new RustType.Unknown("a variable of each thread, which no type tells")
                : syntax.type(),
            mutable ? Access.WRITE : Access.READ);
  }
}
