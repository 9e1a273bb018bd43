package org.abiseam.rules.layout;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.abiseam.model.Type.Enumeration.Value;

/**
 * Finds the Rust variant that means an enumerator of C.
 *
 * <p>bindgen keeps the name. A person writes it without case, underscores and C's common prefix:
 * {@code LRU_ADDED} is {@code Added}. Names that are the same as they stand come first; only what
 * they leave over on both sides is compared as a person would write it, and only where one
 * enumerator and one variant read so. {@code FOO} and {@code foo} are two names in both languages.
 */
final class EnumeratorNames {
  private final Map<String, Value> exact = new HashMap<>();
  private final Map<String, Optional<Value>> folded = new HashMap<>();
  private final Set<String> ambiguous = new HashSet<>();
  private final int prefix;

  EnumeratorNames(List<Value> expected, List<Value> actual) {
    Set<String> expectedNames = new HashSet<>();
    expected.forEach(value -> expectedNames.add(value.name()));
    int actualPrefix = commonPrefix(actual);
    for (Value value : actual) {
      exact.put(value.name(), value);
      if (!expectedNames.contains(value.name())) {
        folded.merge(
            plain(value.name(), actualPrefix), Optional.of(value), (_, _) -> Optional.empty());
      }
    }
    this.prefix = commonPrefix(expected);
    Set<String> seen = new HashSet<>();
    for (Value value : expected) {
      String name = plain(value.name(), prefix);
      if (!exact.containsKey(value.name()) && !seen.add(name)) {
        ambiguous.add(name);
      }
    }
  }

  /** Returns the variant of an enumerator of C; empty where none or more than one may be meant. */
  Optional<Value> partner(Value expected) {
    Value same = exact.get(expected.name());
    if (same != null) {
      return Optional.of(same);
    }
    String name = plain(expected.name(), prefix);
    return ambiguous.contains(name)
        ? Optional.empty()
        : folded.getOrDefault(name, Optional.empty());
  }

  private static int commonPrefix(List<Value> values) {
    if (values.size() < 2) {
      return 0;
    }
    String first = values.getFirst().name();
    int length = first.length();
    for (Value value : values) {
      int same = 0;
      while (same < Math.min(length, value.name().length())
          && first.charAt(same) == value.name().charAt(same)) {
        same++;
      }
      length = same;
    }
    return first.lastIndexOf('_', length) + 1 > length ? 0 : first.lastIndexOf('_', length) + 1;
  }

  private static String plain(String name, int prefix) {
    return name.substring(Math.min(prefix, name.length()))
        .replace("_", "")
        .toLowerCase(Locale.ROOT);
  }
}
