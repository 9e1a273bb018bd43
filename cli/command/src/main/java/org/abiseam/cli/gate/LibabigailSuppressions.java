package org.abiseam.cli.gate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.abiseam.model.Finding;

/**
 * Suppressions of libabigail, as abidiff, kmidiff and rpminspect read them.
 *
 * <pre>
 * [suppress_type]
 *   label = only the core looks inside
 *   type_kind = struct
 *   name_regexp = ^priv_
 *
 * [suppress_function]
 *   symbol_name = internal_open
 * </pre>
 *
 * <p>All properties of a section must fit. Unlike libabigail, which overlooks a property that it
 * does not know, and so suppresses more than was meant, we leave out the whole section where a
 * property cannot be followed, and say so with its line: the finding stays. What can be followed is
 * in {@link LibabigailProperty}.
 *
 * <p>Source: libabigail, {@code doc/manuals/libabigail-concepts.rst}, Suppression specifications.
 */
final class LibabigailSuppressions {
  private final Path file;
  private final List<SuppressionEntry> entries = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  /** Describes a value and where it stands. */
  record Property(String value, int line) {}

  private record Section(String name, int line, Map<String, Property> properties) {}

  private LibabigailSuppressions(Path file) {
    this.file = file;
  }

  static SuppressionFile read(Path file, List<String> lines) {
    LibabigailSuppressions suppressions = new LibabigailSuppressions(file);
    suppressions.sections(lines).forEach(suppressions::section);
    return new SuppressionFile(suppressions.entries, suppressions.remarks);
  }

  private List<Section> sections(List<String> lines) {
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      int number = i + 1;
      String text = lines.get(i).strip();
      // A list in braces may go on over lines.
      while (open(text) && i + 1 < lines.size()) {
        i++;
        text = text + " " + lines.get(i).strip();
      }
      if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) {
        continue;
      }
      int equals = text.indexOf('=');
      if (text.startsWith("[") && text.endsWith("]")) {
        String name = text.substring(1, text.length() - 1).strip();
        sections.add(new Section(name, number, new TreeMap<>()));
      } else if (equals > 0 && !sections.isEmpty()) {
        String value = unescaped(text.substring(equals + 1).strip());
        String key = text.substring(0, equals).strip();
        Property before = sections.getLast().properties().put(key, new Property(value, number));
        if (before != null) {
          throw refused(
              number, key + " is given twice in one section, first in line " + before.line());
        }
      } else {
        throw refused(number, "'" + text + "' is neither [section] nor property = value");
      }
    }
    return sections;
  }

  private static boolean open(String text) {
    return text.indexOf('=') > 0
        && text.indexOf('{') >= 0
        && text.chars().filter(c -> c == '{').count() > text.chars().filter(c -> c == '}').count();
  }

  /** Returns the backslash that INI files put before a backslash. */
  private static String unescaped(String value) {
    return value.replace("\\\\", "\\");
  }

  private void section(Section section) {
    Optional<LibabigailProperty.Kind> kind = LibabigailProperty.Kind.of(section.name());
    if (kind.isEmpty()) {
      remarks.add(
          "%s:%d: [%s] is not a suppression section; it is not applied"
              .formatted(file, section.line(), section.name()));
      return;
    }
    Predicate<Finding> means = kind.get()::concerns;
    boolean narrows = false;
    List<Map.Entry<String, Property>> byLine = new ArrayList<>(section.properties().entrySet());
    byLine.sort(Comparator.comparingInt(one -> one.getValue().line()));
    for (Map.Entry<String, Property> one : byLine) {
      Property property = one.getValue();
      LibabigailProperty known;
      try {
        known = LibabigailProperty.of(kind.get(), one.getKey(), property.value());
      } catch (IllegalArgumentException fault) {
        notApplied(section, property.line(), String.valueOf(fault.getMessage()));
        return;
      }
      narrows |= known.narrows();
      means = means.and(known.means());
    }
    if (!narrows) {
      notApplied(section, section.line(), "no property selects findings");
      return;
    }
    String label =
        Optional.ofNullable(section.properties().get("label")).map(Property::value).orElse("");
    String place = file + ":" + section.line();
    entries.add(
        new SuppressionEntry(
            place,
            "[" + section.name() + "]",
            (label.isEmpty() ? "suppressed" : label) + " (" + place + ")",
            Optional.empty(),
            means));
  }

  private void notApplied(Section section, int line, String reason) {
    remarks.add(
        "%s:%d: %s; [%s] of line %d is not applied"
            .formatted(file, line, reason, section.name(), section.line()));
  }

  private Yaml.Refused refused(int line, String reason) {
    return new Yaml.Refused(file + ":" + line + ": " + reason);
  }
}
