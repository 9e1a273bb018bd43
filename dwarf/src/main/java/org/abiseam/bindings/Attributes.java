package org.abiseam.bindings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.abiseam.bindings.Configuration.Truth;
import org.abiseam.model.Printable;

/**
 * Reads the attributes in front of an item, a field or a variant: {@code cfg}, {@code cfg_attr},
 * {@code repr}, {@code link_name}, {@code no_mangle}, {@code export_name}, {@code thread_local} and
 * {@code path} (Rust Reference, "Attributes"). All others say nothing about layout or calls.
 */
final class Attributes {
  private static final int DEEPEST = 32;

  private final Tokens tokens;
  private final Configuration configuration;
  private final List<String> unsettled = new ArrayList<>();
  private Truth present = Truth.YES;
  private Optional<String> link = Optional.empty();
  private Optional<String> path = Optional.empty();
  private OptionalInt packed = OptionalInt.empty();
  private OptionalInt aligned = OptionalInt.empty();
  private Optional<String> integer = Optional.empty();
  private Optional<String> export = Optional.empty();
  private boolean plain;
  private boolean ofThread;
  private boolean stable;
  private boolean transparent;

  private Attributes(Tokens tokens, Configuration configuration) {
    this.tokens = tokens;
    this.configuration = configuration;
  }

  /** Reads all attributes between two indexes; other tokens there are skipped. */
  static Attributes read(Tokens tokens, int from, int to, Configuration configuration) {
    Attributes attributes = new Attributes(tokens, configuration);
    for (int i = from; i < to; i++) {
      if (tokens.is(i, "#")) {
        int open = tokens.is(i + 1, "!") ? i + 2 : i + 1;
        int close = tokens.after(open) - 1;
        attributes.attribute(open + 1, close, 0);
        i = close;
      }
    }
    return attributes;
  }

  /** Tells whether the item is there. */
  Truth present() {
    return present;
  }

  /** Returns the conditions that nothing settles, as the source writes them. */
  List<String> unsettled() {
    return unsettled;
  }

  Optional<String> linkName() {
    return link;
  }

  /**
   * Returns the symbol of what is defined here, where it has one that C can name.
   *
   * @param name as the source calls it
   */
  Optional<String> exported(String name) {
    return export.or(() -> plain ? Optional.of(name) : Optional.empty());
  }

  /** Tells whether each thread has its own. */
  boolean ofThread() {
    return ofThread;
  }

  /** Returns the file of a module. */
  Optional<String> path() {
    return path;
  }

  Item.Repr repr() {
    return new Item.Repr(stable, transparent, packed, aligned, integer);
  }

  private void attribute(int from, int to, int depth) {
    String name = tokens.text(from);
    boolean list = tokens.is(from + 1, "(");
    switch (name) {
      case "cfg" -> {
        if (list) {
          condition(condition(from + 2, to - 1, 0), from, to);
        }
      }
      case "cfg_attr" -> {
        if (list && depth < DEEPEST) {
          conditional(from + 2, to - 1, depth);
        }
      }
      // #[unsafe(link_name = "…")]
      case "unsafe" -> attribute(from + 2, to - 1, depth);
      case "link_name" -> link = Optional.of(Printable.of(symbol(tokens.string(from + 2))));
      case "export_name" -> export = Optional.of(Printable.of(symbol(tokens.string(from + 2))));
      case "no_mangle" -> plain = true;
      case "thread_local" -> ofThread = true;
      case "path" -> path = Optional.of(tokens.string(from + 2));
      case "repr" -> repr(from + 2, to - 1);
      default -> {}
    }
  }

  private void condition(Truth truth, int from, int to) {
    present = present.and(truth);
    if (truth == Truth.UNKNOWN) {
      unsettled.add("#[" + tokens.text(from, to) + "]");
    }
  }

  private void conditional(int from, int to, int depth) {
    int end = tokens.endOfElement(from, to);
    Truth truth = condition(from, end, 0);
    for (int at = end + 1; at < to && truth != Truth.NO; at = tokens.endOfElement(at, to) + 1) {
      int last = tokens.endOfElement(at, to);
      if (truth == Truth.YES) {
        attribute(at, last, depth + 1);
      } else if (matters(tokens.text(at))) {
        condition(Truth.UNKNOWN, from - 2, to + 1);
      }
    }
  }

  /** Takes off the character 1 in front, which says that a name is not to be mangled. */
  private static String symbol(String text) {
    return text.replace("\\u{1}", "").replace("\\x01", "");
  }

  private static boolean matters(String attribute) {
    return switch (attribute) {
      case "cfg", "cfg_attr", "unsafe", "link_name", "path", "repr" -> true;
      case "export_name", "no_mangle", "thread_local" -> true;
      default -> false;
    };
  }

  /** Evaluates a predicate; what is written otherwise is unknown. */
  private Truth condition(int from, int to, int depth) {
    String name = tokens.text(from);
    if (tokens.is(from + 1, "(") && depth < DEEPEST) {
      List<Truth> parts = new ArrayList<>();
      int close = Math.min(to, tokens.after(from + 1)) - 1;
      for (int at = from + 2; at < close; at = tokens.endOfElement(at, close) + 1) {
        parts.add(condition(at, tokens.endOfElement(at, close), depth + 1));
      }
      return switch (name) {
        case "all" -> parts.stream().reduce(Truth.YES, Truth::and);
        case "any" -> parts.stream().reduce(Truth.NO, Truth::or);
        case "not" -> parts.size() == 1 ? parts.getFirst().not() : Truth.UNKNOWN;
        default -> Truth.UNKNOWN;
      };
    }
    boolean valued = tokens.is(from + 1, "=");
    return configuration.holds(name, valued ? tokens.string(from + 2) : "");
  }

  private void repr(int from, int to) {
    for (int at = from; at < to; at = tokens.endOfElement(at, to) + 1) {
      OptionalInt number =
          tokens.is(at + 1, "(")
              ? OptionalInt.of(Constants.literal(tokens.text(at + 2)).orElse(1L).intValue())
              : OptionalInt.empty();
      String word = tokens.text(at);
      switch (word) {
        case "C" -> stable = true;
        case "transparent" -> {
          stable = true;
          transparent = true;
        }
        case "packed" -> packed = OptionalInt.of(number.orElse(1));
        case "align" -> aligned = OptionalInt.of(Math.max(aligned.orElse(1), number.orElse(1)));
        default -> {
          if (word.matches("[iu](8|16|32|64|128|size)")) {
            integer = Optional.of(word);
          }
        }
      }
    }
  }
}
