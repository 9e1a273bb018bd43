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
  private static final String ALLOWED = "allow_type";
  private static final String NOT_APPLIED = "; [%s] of line %d is not applied";

  private final Path file;
  private final List<SuppressionEntry> entries = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  /** Describes a value and where it stands. */
  record Property(String value, int line) {}

  private record Section(
      String name, int line, Map<String, Property> properties, List<String> faults) {
    Section(String name, int line) {
      this(name, line, new TreeMap<>(), new ArrayList<>());
    }
  }

  /** What the properties of a section select together. */
  private record Selected(
      Predicate<Finding> means, Optional<String> subject, List<String> literals) {
    Selected and(LibabigailProperty property) {
      List<String> all = new ArrayList<>(literals);
      all.addAll(property.literals());
      return new Selected(
          means.and(property.means()), subject.or(property::subject), List.copyOf(all));
    }
  }

  private LibabigailSuppressions(Path file) {
    this.file = file;
  }

  static SuppressionFile read(Path file, List<String> lines) {
    LibabigailSuppressions suppressions = new LibabigailSuppressions(file);
    List<Section> all = suppressions.sections(lines);
    all.stream().filter(section -> !section.name().equals(ALLOWED)).forEach(suppressions::section);
    suppressions.allowed(all.stream().filter(section -> section.name().equals(ALLOWED)).toList());
    return new SuppressionFile(suppressions.entries, suppressions.remarks);
  }

  private List<Section> sections(List<String> lines) {
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      int number = i + 1;
      String text = lines.get(i).strip();
      // A value may begin on the next line, and a list in braces go on over lines.
      while ((open(text) || text.endsWith("="))
          && i + 1 < lines.size()
          && !lines.get(i + 1).strip().startsWith("[")) {
        i++;
        text = text + " " + lines.get(i).strip();
      }
      if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) {
        continue;
      }
      int equals = text.indexOf('=');
      if (text.startsWith("[") && text.endsWith("]")) {
        String name = text.substring(1, text.length() - 1).strip();
        sections.add(new Section(name, number));
      } else if (equals > 0 && !sections.isEmpty()) {
        String value = unescaped(text.substring(equals + 1).strip());
        String key = text.substring(0, equals).strip();
        Property before = sections.getLast().properties().put(key, new Property(value, number));
        if (before != null) {
          fault(sections, number, key + " is given twice, first in line " + before.line());
        }
      } else {
        fault(sections, number, "'" + text + "' is neither [section] nor property = value");
      }
    }
    return sections;
  }

  /** Notes a line that cannot be understood; the section that it stands in is not applied. */
  private void fault(List<Section> sections, int line, String reason) {
    if (sections.isEmpty()) {
      throw new Yaml.Refused(file + ":" + line + ": " + reason);
    }
    sections.getLast().faults().add(file + ":" + line + ": " + reason);
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
    Optional<Selected> selected = selected(section, kind.get());
    if (selected.isEmpty()) {
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
            selected.get().subject(),
            selected.get().literals(),
            selected.get().means()));
  }

  /** Reads the properties of a section; empty where one of them cannot be followed. */
  private Optional<Selected> selected(Section section, LibabigailProperty.Kind kind) {
    for (String fault : section.faults()) {
      remarks.add(fault + NOT_APPLIED.formatted(section.name(), section.line()));
    }
    if (!section.faults().isEmpty()) {
      return Optional.empty();
    }
    Selected all = new Selected(kind::concerns, Optional.empty(), List.of());
    boolean narrows = false;
    Property size = section.properties().get("has_size_change");
    boolean resized = size != null && size.value().equals("yes");
    List<Map.Entry<String, Property>> byLine = new ArrayList<>(section.properties().entrySet());
    byLine.sort(Comparator.comparingInt(one -> one.getValue().line()));
    for (Map.Entry<String, Property> one : byLine) {
      Property property = one.getValue();
      LibabigailProperty known;
      try {
        known = LibabigailProperty.of(kind, one.getKey(), property.value(), resized);
      } catch (IllegalArgumentException fault) {
        notApplied(section, property.line(), String.valueOf(fault.getMessage()));
        return Optional.empty();
      }
      narrows |= known.narrows();
      all = all.and(known);
    }
    if (!narrows) {
      notApplied(section, section.line(), "no property selects findings");
      return Optional.empty();
    }
    return Optional.of(all);
  }

  /** Suppresses the types that no section allows, if all of them can be followed. */
  private void allowed(List<Section> sections) {
    Predicate<Finding> allowed = _ -> false;
    for (Section section : sections) {
      Optional<Selected> one = selected(section, LibabigailProperty.Kind.TYPE);
      if (one.isEmpty()) {
        return;
      }
      allowed = allowed.or(one.get().means());
    }
    if (!sections.isEmpty()) {
      String place = file + ":" + sections.getFirst().line();
      Predicate<Finding> meant = allowed;
      entries.add(
          new SuppressionEntry(
              place,
              "what no [" + ALLOWED + "] allows",
              "no [" + ALLOWED + "] allows it (" + place + ")",
              Optional.empty(),
              finding -> LibabigailProperty.Kind.TYPE.concerns(finding) && !meant.test(finding)));
    }
  }

  private void notApplied(Section section, int line, String reason) {
    remarks.add(
        file + ":" + line + ": " + reason + NOT_APPLIED.formatted(section.name(), section.line()));
  }
}
