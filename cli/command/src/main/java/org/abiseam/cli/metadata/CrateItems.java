package org.abiseam.cli.metadata;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.abiseam.bindings.WitnessCrate.Kind;

/**
 * Reads what {@code rustc -Zls=items} prints of a crate: the items as a tree of modules, each with
 * its visibility.
 *
 * <pre>
 *   Public Mod crate {
 *       Public Struct point {}
 *       Restricted("crate") Mod raw {
 *           Public Fn draw {}
 *       }
 *   }
 * </pre>
 *
 * <p>What lies in a module that others do not see may be handed on by the modules around it: it is
 * named as if it lay there, and rustc says whether that is so.
 */
final class CrateItems {
  private static final Pattern LINE =
      Pattern.compile("(Public|Restricted\\([^)]*\\)) (\\w+)\\b.* (\\w+) \\{(}?)");

  private CrateItems() {}

  /**
   * Names an item.
   *
   * @param path from the crate's name on
   */
  record Listed(Kind kind, String path) {}

  /** Reads the functions, statics and types that have a path for others. */
  static List<Listed> read(String crate, String listing) {
    Set<Listed> items = new LinkedHashSet<>();
    Deque<Optional<String>> around = new ArrayDeque<>();
    for (String line : listing.lines().map(String::strip).toList()) {
      Matcher matcher = LINE.matcher(line);
      if (line.equals("}")) {
        around.pollLast();
      } else if (matcher.matches()) {
        boolean open = matcher.group(1).equals("Public");
        boolean leaf = !matcher.group(4).isEmpty();
        if (open) {
          kind(matcher.group(2))
              .ifPresent(
                  kind -> items.add(new Listed(kind, path(crate, around, matcher.group(3)))));
        }
        if (!leaf) {
          boolean module = matcher.group(2).equals("Mod");
          around.add(
              open && module && !around.isEmpty()
                  ? Optional.of(matcher.group(3))
                  : Optional.empty());
        }
      } else if (line.endsWith("{")) {
        around.add(Optional.empty());
      }
    }
    return List.copyOf(items);
  }

  private static String path(String crate, Deque<Optional<String>> around, String name) {
    List<String> path = new ArrayList<>(List.of(crate));
    around.forEach(module -> module.ifPresent(path::add));
    path.add(name);
    return String.join("::", path);
  }

  private static Optional<Kind> kind(String word) {
    return switch (word) {
      case "Fn" -> Optional.of(Kind.FUNCTION);
      case "Static" -> Optional.of(Kind.VARIABLE);
      case "Struct", "Union", "Enum" -> Optional.of(Kind.TYPE);
      default -> Optional.empty();
    };
  }
}
