package org.abiseam.laboratory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the types of a header as bindgen writes them, each with the size and alignment that bindgen
 * knows of the C type. What needs Rust's core library is left out.
 */
final class RustDefinitions {
  private static final Pattern DEFINED = Pattern.compile("pub (?:struct|union|type) (\\w+)");
  private static final Pattern LAYOUT =
      Pattern.compile("\\[\"(Size|Alignment) of (\\w+)\"\\]\\[.* - (\\d+)usize\\];");

  private static final Pattern OFFSET =
      Pattern.compile("\\[\"Offset of field: (\\w+)::(\\w+)\"\\].* - (\\d+)usize\\];");

  private final Map<String, String> definitions = new LinkedHashMap<>();
  private final Map<String, Long> sizes = new HashMap<>();
  private final Map<String, Long> alignments = new HashMap<>();
  private final Map<String, Map<String, Long>> offsets = new HashMap<>();

  RustDefinitions(String bindings) {
    List<String> pending = new ArrayList<>();
    boolean skipping = false;
    for (String line : bindings.lines().toList()) {
      Matcher layout = LAYOUT.matcher(line);
      if (layout.find()) {
        (layout.group(1).equals("Size") ? sizes : alignments)
            .put(layout.group(2), Long.parseLong(layout.group(3)));
      }
      Matcher offset = OFFSET.matcher(line);
      if (offset.find()) {
        offsets
            .computeIfAbsent(offset.group(1), _ -> new LinkedHashMap<>())
            .put(offset.group(2), Long.parseLong(offset.group(3)));
      }
      if (line.matches("(impl|const _).*")) {
        pending.clear();
        skipping = !line.endsWith("};") && !line.endsWith("}");
      } else if (skipping) {
        skipping = !line.startsWith("}");
      } else if (!line.matches("(#\\[(derive|allow)|/\\*|pub const ).*") && !line.isBlank()) {
        pending.add(line);
        if (line.matches("\\}|pub .*;|pub struct \\w+ \\{\\}")) {
          define(pending);
        }
      }
    }
  }

  private void define(List<String> lines) {
    String text = String.join("\n", lines).replace("::core::marker::", "");
    Matcher name = DEFINED.matcher(text);
    if (name.find()) {
      definitions.put(name.group(1), text);
    }
    lines.clear();
  }

  /** What uses one of these types, and they themselves. */
  void drop(Set<String> names) {
    boolean more = true;
    definitions.keySet().removeAll(names);
    while (more) {
      more =
          definitions
              .entrySet()
              .removeIf(
                  entry -> {
                    boolean uses = uses(entry.getValue(), names);
                    if (uses) {
                      names.add(entry.getKey());
                    }
                    return uses;
                  });
    }
  }

  /** Types that name one of these. */
  Set<String> users(String... names) {
    Set<String> users = new HashSet<>();
    definitions.forEach(
        (name, text) -> {
          if (uses(text, Set.of(names))) {
            users.add(name);
          }
        });
    return users;
  }

  private static boolean uses(String text, Set<String> names) {
    return Pattern.compile("\\w+").matcher(text).results().anyMatch(m -> names.contains(m.group()));
  }

  boolean has(String name) {
    return definitions.containsKey(name);
  }

  /** Definitions, each of them a value that can be copied; which line belongs to which type. */
  String source(List<String> owners) {
    StringBuilder text = new StringBuilder();
    definitions.forEach(
        (name, definition) -> {
          append(text, owners, name, definition);
          if (!definition.startsWith("pub type") && !definition.contains("<")) {
            append(text, owners, name, "impl Copy for " + name + " {}");
          } else if (definition.contains(name + "<")) {
            append(text, owners, name, "impl<T: Copy> Copy for " + name + "<T> {}");
          } else if (!definition.startsWith("pub type")) {
            append(text, owners, name, "impl Copy for " + name + " {}");
          }
        });
    return text.toString();
  }

  /** Assertions that no compiler accepts whose idea of a type is another. */
  String assertions(List<String> owners) {
    StringBuilder text = new StringBuilder();
    definitions
        .keySet()
        .forEach(
            name -> {
              String line = "const _: [(); %d] = [(); %s::<%s>()];";
              if (sizes.containsKey(name)) {
                append(text, owners, name, line.formatted(sizes.get(name), "size_of", name));
              }
              if (alignments.containsKey(name)) {
                append(text, owners, name, line.formatted(alignments.get(name), "align_of", name));
              }
              offsets
                  .getOrDefault(name, Map.of())
                  .forEach(
                      (m, at) ->
                          append(
                              text,
                              owners,
                              name,
                              "const _: [(); %d] = [(); builtin # offset_of(%s, %s)];"
                                  .formatted(at, name, m)));
            });
    return text.toString();
  }

  private static void append(StringBuilder text, List<String> owners, String name, String more) {
    text.append(more).append('\n');
    more.lines().forEach(_ -> owners.add(name));
  }
}
