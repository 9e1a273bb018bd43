package org.abiseam.cli.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.Member;
import org.abiseam.model.Rule;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;

/**
 * Describes one property of a suppression of libabigail, as far as a finding can tell whether it
 * fits.
 *
 * <p>Followed are names, kinds of types, places of declaration, members that a type has,
 * enumerators that changed, places where members were inserted, versions that a symbol left, and
 * names of files. Not followed are sonames; parameters and results by name, which libabigail writes
 * in its own way; and how a type is accessed.
 *
 * @param means which findings fit
 * @param narrows whether it is one of those of which a section needs at least one
 * @param subject the only name of which findings fit
 * @param literals what each name has of which findings fit
 */
record LibabigailProperty(
    Predicate<Finding> means, boolean narrows, Optional<String> subject, List<String> literals) {
  private static final String VERSION = "version ";

  private LibabigailProperty(Predicate<Finding> means, boolean narrows) {
    this(means, narrows, Optional.empty(), List.of());
  }

  /** What sort of thing a section is about. */
  enum Kind {
    /** {@code [suppress_type]}. */
    TYPE,
    /** {@code [suppress_function]}. */
    FUNCTION,
    /** {@code [suppress_variable]}. */
    VARIABLE,
    /** {@code [suppress_file]}: everything that comes from it. */
    FILE;

    static Optional<Kind> of(String section) {
      return switch (section) {
        case "suppress_type" -> Optional.of(TYPE);
        case "suppress_function" -> Optional.of(FUNCTION);
        case "suppress_variable" -> Optional.of(VARIABLE);
        case "suppress_file" -> Optional.of(FILE);
        default -> Optional.empty();
      };
    }

    boolean concerns(Finding finding) {
      return switch (this) {
        case TYPE -> finding.subject().kind() == Subject.Kind.TYPE;
        case FUNCTION -> finding.subject().kind() == Subject.Kind.FUNCTION;
        case VARIABLE -> finding.subject().kind() == Subject.Kind.VARIABLE;
        case FILE -> true;
      };
    }
  }

  /** Reads a property; refuses one that cannot be followed, with the reason. */
  static LibabigailProperty of(Kind kind, String key, String value, boolean resized) {
    Optional<LibabigailProperty> found = common(key, value);
    if (found.isEmpty() && kind != Kind.FILE) {
      found = named(key, value);
    }
    if (found.isEmpty()) {
      found =
          switch (kind) {
            case TYPE -> ofType(key, value, resized);
            case FUNCTION, VARIABLE -> ofSymbol(kind, key, value);
            case FILE -> Optional.empty();
          };
    }
    return found.orElseThrow(() -> new IllegalArgumentException(key + " is not supported"));
  }

  private static Optional<LibabigailProperty> common(String key, String value) {
    return switch (key) {
      case "label", "drop", "drop_artifact" ->
          Optional.of(new LibabigailProperty(_ -> true, false));
      case "file_name_regexp" -> {
        PosixPattern pattern = narrow(value);
        yield narrowing(finding -> FindingOrigins.anyObject(finding, pattern::found));
      }
      case "file_name_not_regexp" -> {
        PosixPattern pattern = PosixPattern.of(value);
        yield narrowing(finding -> FindingOrigins.anyObject(finding, path -> !pattern.found(path)));
      }
      default -> Optional.empty();
    };
  }

  private static Optional<LibabigailProperty> named(String key, String value) {
    Function<Finding, String> name = finding -> finding.subject().name();
    return switch (key) {
      case "name" ->
          Optional.of(
              new LibabigailProperty(
                  finding -> name.apply(finding).equals(value),
                  true,
                  Optional.of(value),
                  List.of()));
      case "name_regexp" -> {
        PosixPattern pattern = narrow(value);
        yield Optional.of(
            new LibabigailProperty(
                finding -> pattern.found(name.apply(finding)),
                true,
                Optional.empty(),
                pattern.literals()));
      }
      case "name_not_regexp" -> {
        PosixPattern pattern = PosixPattern.of(value);
        yield narrowing(finding -> !pattern.found(name.apply(finding)));
      }
      default -> Optional.empty();
    };
  }

  /** C has one name for a function and its symbol. */
  private static Optional<LibabigailProperty> ofSymbol(Kind kind, String key, String value) {
    return switch (key) {
      case "symbol_name", "symbol_name_regexp", "symbol_name_not_regexp" ->
          named(key.substring("symbol_".length()), value);
      case "change_kind" -> Optional.of(new LibabigailProperty(changed(kind, value), false));
      case "symbol_version" -> version(value::equals);
      case "symbol_version_regexp" -> version(PosixPattern.of(value)::found);
      default -> Optional.empty();
    };
  }

  /** A symbol that was added is no finding. */
  private static Predicate<Finding> changed(Kind kind, String value) {
    String thing = kind == Kind.FUNCTION ? "function" : "variable";
    if (value.equals("all")) {
      return _ -> true;
    } else if (value.equals(thing + "-subtype-change")) {
      return finding -> finding.rule() != Rule.SYMBOL_MISSING;
    } else if (value.equals("deleted-" + thing)) {
      return finding -> finding.rule() == Rule.SYMBOL_MISSING;
    } else if (value.equals("added-" + thing)) {
      return _ -> false;
    }
    throw new IllegalArgumentException("change_kind = " + value + " is not supported");
  }

  /** Only a finding about the version of a symbol carries it. */
  private static Optional<LibabigailProperty> version(Predicate<String> meant) {
    return narrowing(
        finding ->
            finding.rule() == Rule.SYMBOL_VERSION
                && finding.differences().stream()
                    .map(one -> one.expected().text())
                    .filter(text -> text.startsWith(VERSION))
                    .anyMatch(text -> meant.test(text.substring(VERSION.length()))));
  }

  private static boolean resized(Finding finding) {
    return finding.differences().stream()
        .anyMatch(
            one ->
                one.what() == Difference.What.SIZE && one.path().equals(finding.subject().name()));
  }

  private static Optional<LibabigailProperty> ofType(String key, String value, boolean resized) {
    return switch (key) {
      case "type_kind" -> narrowing(kind(value));
      case "source_location_not_in" -> {
        List<String> files = list(value);
        yield narrowing(
            finding ->
                FindingOrigins.declaredIn(finding)
                    .filter(file -> files.stream().noneMatch(file::endsWith))
                    .isPresent());
      }
      case "source_location_not_regexp" -> {
        PosixPattern pattern = PosixPattern.of(value);
        yield narrowing(
            finding ->
                FindingOrigins.declaredIn(finding)
                    .filter(file -> !pattern.found(file))
                    .isPresent());
      }
      case "has_data_member" -> {
        List<String> wanted = list(value);
        yield Optional.of(
            new LibabigailProperty(finding -> members(finding).containsAll(wanted), false));
      }
      case "has_data_member_regexp" -> {
        PosixPattern pattern = PosixPattern.of(value);
        yield Optional.of(
            new LibabigailProperty(
                finding -> members(finding).stream().anyMatch(pattern::found), false));
      }
      case "has_data_member_inserted_at" ->
          Optional.of(new LibabigailProperty(InsertedMembers.at(value, resized)::means, false));
      case "has_data_member_inserted_between", "has_data_members_inserted_between" ->
          Optional.of(
              new LibabigailProperty(InsertedMembers.between(value, resized)::means, false));
      case "has_size_change" ->
          Optional.of(
              new LibabigailProperty(finding -> value.equals("yes") || !resized(finding), false));
      case "changed_enumerators" -> {
        List<String> wanted = list(value);
        yield Optional.of(new LibabigailProperty(finding -> enumerators(finding, wanted), false));
      }
      default -> Optional.empty();
    };
  }

  private static Optional<LibabigailProperty> narrowing(Predicate<Finding> means) {
    return Optional.of(new LibabigailProperty(means, true));
  }

  /** An expression that everything has is a mistake more often than a wish. */
  private static PosixPattern narrow(String value) {
    PosixPattern pattern = PosixPattern.of(value);
    if (pattern.anything()) {
      throw new IllegalArgumentException("'" + value + "' matches everything, which is too wide");
    }
    return pattern;
  }

  /** {@code a, b} or {@code {a, b}}. */
  private static List<String> list(String value) {
    List<String> items = new ArrayList<>();
    for (String item : value.replaceAll("[{}]", " ").split(",", -1)) {
      if (!item.isBlank()) {
        items.add(item.strip());
      }
    }
    if (items.isEmpty()) {
      throw new IllegalArgumentException("'" + value + "' is a list without a name");
    }
    return items;
  }

  private static Predicate<Finding> kind(String value) {
    return switch (value) {
      // Structs are classes to libabigail; C has no others.
      case "class", "struct" -> finding -> shape(finding, Type.Shape.STRUCT);
      case "union" -> finding -> shape(finding, Type.Shape.UNION);
      case "enum" ->
          finding ->
              !FindingOrigins.isTypedef(finding)
                  && FindingOrigins.type(finding)
                      .filter(Type.Enumeration.class::isInstance)
                      .isPresent();
      case "typedef" -> FindingOrigins::isTypedef;
      default -> throw new IllegalArgumentException("type_kind = " + value + " is not supported");
    };
  }

  private static boolean shape(Finding finding, Type.Shape shape) {
    return !FindingOrigins.isTypedef(finding)
        && FindingOrigins.type(finding)
            .filter(type -> type instanceof Type.Aggregate one && one.shape() == shape)
            .isPresent();
  }

  private static List<String> members(Finding finding) {
    List<String> names = new ArrayList<>();
    if (FindingOrigins.type(finding).orElse(null) instanceof Type.Aggregate aggregate) {
      for (Member member : aggregate.members()) {
        names.add(member.name());
      }
    }
    return names;
  }

  private static boolean enumerators(Finding finding, List<String> wanted) {
    return (finding.rule() == Rule.LAYOUT_ENUM_VALUE || finding.rule() == Rule.LAYOUT_ENUM_RANGE)
        && !finding.differences().isEmpty()
        && finding.differences().stream()
            .allMatch(
                one ->
                    wanted.contains(FindingOrigins.last(one.path()))
                        && (one.what() == Difference.What.VALUE
                            || one.what() == Difference.What.PRESENCE));
  }
}
