package org.abiseam.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.abiseam.model.Citation;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Finding;
import org.abiseam.model.Linkage;
import org.abiseam.model.Linkage.Addressing;
import org.abiseam.model.Linkage.Binding;
import org.abiseam.model.Linkage.Definition;
import org.abiseam.model.Linkage.Visibility;
import org.abiseam.model.LinkerInterface;
import org.abiseam.model.LinkerInterface.Place;
import org.abiseam.model.LinkerInterface.Symbol;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Rule;
import org.abiseam.model.Subject;
import org.abiseam.model.View;
import org.abiseam.rules.layout.Clause;

/**
 * Compares what two builds give to the linker: kind, size, binding, visibility and version of each
 * symbol that both have, and what shared libraries state of themselves.
 *
 * <p>What was linked with the old build asks the dynamic linker for a name and a version (glibc,
 * elf/dl-lookup.c, {@code check_match}): a symbol of another version is not found, one without a
 * version is, as long as the library defines the node. A library that defines no node at all is
 * taken with a warning (elf/dl-version.c, {@code match_symbol}), but not one without {@code
 * .gnu.version}, for which the dynamic linker stops.
 */
public final class LinkerChanges {
  private static final Citation SYMBOLS = new Citation("ELF gABI", "Symbol Table");
  private static final Citation DYNAMIC = new Citation("ELF gABI", "Dynamic Section");
  private static final Citation VERSIONS =
      new Citation("Linux Standard Base Core 5.0", "10.7 Symbol Versioning");
  private static final Clause KIND = Clause.harmful(Rule.SYMBOL_KIND, SYMBOLS);
  private static final Citation SECTIONS = new Citation("ELF gABI", "Sections, SHF_WRITE");
  private static final Clause READ_ONLY = Clause.harmful(Rule.SYMBOL_KIND, SECTIONS);
  private static final Clause WRITABLE = Clause.risky(Rule.SYMBOL_KIND, SECTIONS);
  private static final Clause RESOLVED = Clause.harmless(Rule.SYMBOL_KIND, SYMBOLS);
  private static final Clause SIZE = Clause.harmful(Rule.SYMBOL_SIZE, SYMBOLS);
  private static final Clause SIZE_ALONE = Clause.risky(Rule.SYMBOL_SIZE, SYMBOLS);
  private static final Clause BINDING = Clause.risky(Rule.SYMBOL_BINDING, SYMBOLS);
  private static final Clause BINDING_ALIKE = Clause.harmless(Rule.SYMBOL_BINDING, SYMBOLS);
  private static final Clause VERSION = Clause.harmful(Rule.SYMBOL_VERSION, VERSIONS);
  private static final Clause VERSION_UNSURE = Clause.risky(Rule.SYMBOL_VERSION, VERSIONS);
  private static final Clause VERSION_ALIKE = Clause.harmless(Rule.SYMBOL_VERSION, VERSIONS);
  private static final Clause NAME = Clause.risky(Rule.LIBRARY_NAME, DYNAMIC);
  private static final Clause NEEDED = Clause.harmless(Rule.LIBRARY_NAME, DYNAMIC);
  private final LinkerInterface old;
  private final LinkerInterface recent;
  private final Predicate<String> described;
  private final Set<Subject> changed;
  private final List<Finding> findings = new ArrayList<>();

  private LinkerChanges(
      LinkerInterface old,
      LinkerInterface recent,
      Predicate<String> described,
      Set<Subject> changed) {
    this.old = old;
    this.recent = recent;
    this.described = described;
    this.changed = changed;
  }

  /**
   * Compares two interfaces.
   *
   * @param old what users were linked with
   * @param recent what they meet now, under the names of the old one
   * @param described whether debug info of both builds describes a symbol, so that its kind and
   *     size were compared by its type
   * @param changed functions and variables whose types differ
   * @return what changed
   */
  public static List<Finding> of(
      LinkerInterface old,
      LinkerInterface recent,
      Predicate<String> described,
      Set<Subject> changed) {
    LinkerChanges changes = new LinkerChanges(old, recent, described, changed);
    old.symbols()
        .forEach(
            (name, before) ->
                Optional.ofNullable(recent.symbols().get(name))
                    .ifPresent(after -> changes.symbol(name, before, after)));
    changes.libraries();
    return changes.findings;
  }

  /**
   * Creates a view of an object whose symbol has no debug info.
   *
   * @param object its path
   * @return a view that knows the name alone
   */
  public static View view(String object) {
    return new View.NameOnly(
        Producer.UNKNOWN, new Origin(object, "", OptionalLong.empty(), Optional.empty()));
  }

  /**
   * Tells whether only parts of the library itself use a version node, by the names that are usual
   * for such nodes (glibc's {@code GLIBC_PRIVATE}).
   *
   * @param version a node
   * @return true for a node that others are not meant to use
   */
  public static boolean internal(String version) {
    return version.contains("PRIVATE") || version.contains("INTERNAL");
  }

  /** A program that was compiled for a constant may have its value; one that writes it faults. */
  private static void memory(Pair pair, Definition one, Definition two) {
    boolean variables =
        one.kind().equals(two.kind())
            && one.kind().filter(kind -> kind == Subject.Kind.VARIABLE).isPresent();
    if (variables && one.readOnly() != two.readOnly()) {
      pair.add(
          two.readOnly() ? READ_ONLY : WRITABLE,
          What.LOCATION,
          memory(one),
          memory(two),
          two.readOnly()
              ? "Code that writes to it crashes"
              : "Code that was compiled for a constant may not see a new value");
    }
  }

  private void symbol(String name, Symbol before, Symbol after) {
    Definition one = before.definition();
    Definition two = after.definition();
    Pair pair = new Pair(name, before, after);
    if (one.addressing() != two.addressing()) {
      boolean thread = one.threadLocal() || two.threadLocal();
      pair.add(
          thread ? KIND : RESOLVED,
          What.LOCATION,
          word(one.addressing()),
          word(two.addressing()),
          thread
              ? "Code that was compiled for one of them looks at the wrong place for the other"
              : "Callers are linked in the same way");
    } else if (one.kind().isPresent()
        && two.kind().isPresent()
        && !one.kind().equals(two.kind())
        && !described.test(name)) {
      pair.add(KIND, What.TYPE, one.kind().get().word(), two.kind().get().word(), "");
    }
    memory(pair, one, two);
    size(pair, one, two);
    binding(pair, one, two);
    visibility(pair, one, two);
    if (before.place() == Place.LIBRARY && after.place() == Place.LIBRARY) {
      version(pair, one.version(), two.version());
    }
  }

  /** Programs copy a variable of a library into themselves, with the size that it had. */
  private void size(Pair pair, Definition one, Definition two) {
    boolean variable =
        one.kind().equals(two.kind()) && one.kind().equals(Optional.of(Subject.Kind.VARIABLE));
    boolean differ = one.bytes() != two.bytes() && one.bytes() > 0 && two.bytes() > 0;
    if (!variable || !differ || changed.contains(pair.subject())) {
      return;
    }
    boolean typed = described.test(pair.name);
    if (!typed || pair.after.place() == Place.LIBRARY) {
      pair.add(
          typed ? SIZE_ALONE : SIZE,
          What.SIZE,
          Value.of(one.bytes() * 8),
          Value.of(two.bytes() * 8),
          typed
              ? "Its type is the same; a program that holds a copy of the variable copies the old"
                  + " number of bytes"
              : "");
    }
  }

  private static void binding(Pair pair, Definition one, Definition two) {
    if (one.binding() == two.binding()) {
      return;
    }
    // The dynamic linker takes the first definition, weak or not (ld.so(8), LD_DYNAMIC_WEAK).
    boolean alike =
        pair.after.place() == Place.LIBRARY
            || (one.binding() == Binding.GLOBAL && two.binding() == Binding.COMMON);
    String cause =
        alike
            ? "It is found as before"
            : two.binding() == Binding.GLOBAL
                ? "An object that defines the name as well no longer links"
                : "A definition in another object now takes its place";
    pair.add(
        alike ? BINDING_ALIKE : BINDING,
        What.VALUE,
        "binding " + lower(one.binding()),
        "binding " + lower(two.binding()),
        cause);
  }

  private static void visibility(Pair pair, Definition one, Definition two) {
    if (one.visibility() == two.visibility()) {
      return;
    }
    boolean hidden = two.visibility() == Visibility.HIDDEN;
    // A program that copies a protected variable has another one than the library.
    boolean copied =
        two.visibility() == Visibility.PROTECTED
            && two.kind().equals(Optional.of(Subject.Kind.VARIABLE));
    pair.add(
        hidden || copied ? BINDING : BINDING_ALIKE,
        What.VALUE,
        "visibility " + lower(one.visibility()),
        "visibility " + lower(two.visibility()),
        hidden
            ? "A shared library made from the object no longer exports it"
            : copied
                ? "A program that holds a copy of the variable no longer shares it with the library"
                : "It is found as before");
  }

  private void version(Pair pair, Optional<String> one, Optional<String> two) {
    if (one.equals(two)) {
      return;
    }
    String before = one.map(it -> "version " + it).orElse("no version");
    String after = two.map(it -> "version " + it).orElse("no version");
    if (one.isEmpty()) {
      pair.add(
          VERSION_ALIKE, What.VALUE, before, after, "A program that asks for no version finds it");
    } else if (two.isEmpty()) {
      Linkage.Library library = recent.libraries().get(pair.after.object());
      boolean none = library != null && library.versioned() && library.versions().isEmpty();
      boolean kept = library != null && library.versions().contains(one.get());
      pair.add(
          kept ? VERSION_ALIKE : none ? VERSION_UNSURE : VERSION,
          What.VALUE,
          before,
          after,
          kept
              ? "The library still has the version node, and the symbol is found"
              : none
                  ? "The library has no versions any more: the dynamic linker warns and takes the"
                      + " symbol"
                  : "The library no longer has the version node");
    } else {
      pair.add(
          internal(one.get()) ? VERSION_UNSURE : VERSION,
          What.VALUE,
          before,
          after,
          "The new library does not have the symbol in the old version");
    }
  }

  private static String memory(Definition definition) {
    return definition.readOnly() ? "read-only memory" : "writable memory";
  }

  private static String word(Addressing addressing) {
    return switch (addressing) {
      case FIXED -> "one address";
      case THREAD_LOCAL -> "thread-local";
      case RESOLVED -> "IFUNC";
    };
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** A symbol that both builds have. */
  private final class Pair {
    private final String name;
    private final Symbol before;
    private final Symbol after;

    Pair(String name, Symbol before, Symbol after) {
      this.name = name;
      this.before = before;
      this.after = after;
    }

    Subject subject() {
      return new Subject(before.kind(), name);
    }

    void add(Clause clause, What what, String expected, String actual, String cause) {
      add(clause, what, Value.of(expected), Value.of(actual), cause);
    }

    void add(Clause clause, What what, Value expected, Value actual, String cause) {
      findings.add(
          ObjectFindings.of(
              clause,
              subject(),
              view(before.object()),
              view(after.object()),
              new Difference(name, what, expected, actual),
              cause));
    }
  }

  private void libraries() {
    SortedMap<String, Linkage.Library> after = recent.libraries();
    for (Map.Entry<String, Linkage.Library> before : old.libraries().entrySet()) {
      partner(before.getKey(), after)
          .ifPresent(
              path ->
                  library(
                      before.getKey(), before.getValue(), path, after.getOrDefault(path, NOTHING)));
    }
  }

  private static final Linkage.Library NOTHING =
      new Linkage.Library(Optional.empty(), new TreeSet<>(), new TreeSet<>(), false);

  /** Returns the one library of a build, or that of the same file name without its version. */
  private Optional<String> partner(String path, SortedMap<String, Linkage.Library> others) {
    if (old.libraries().size() == 1 && others.size() == 1) {
      return Optional.of(others.firstKey());
    }
    return others.keySet().stream().filter(other -> stem(other).equals(stem(path))).findFirst();
  }

  private static String stem(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    int end = file.indexOf(".so");
    return end < 0 ? file : file.substring(0, end);
  }

  private void library(
      String path, Linkage.Library before, String recentPath, Linkage.Library after) {
    Subject subject = new Subject(Subject.Kind.OBJECT, recentPath);
    if (!before.soname().equals(after.soname())) {
      boolean added = before.soname().isEmpty();
      findings.add(
          ObjectFindings.of(
              added ? NEEDED : NAME,
              subject,
              view(path),
              view(recentPath),
              new Difference(
                  "SONAME",
                  What.VALUE,
                  before.soname().map(Value::of).orElse(Value.ABSENT),
                  after.soname().map(Value::of).orElse(Value.ABSENT)),
              added
                  ? "A program that was linked with the old file looks for its file name"
                  : "A program that was linked with the old file looks for the old name"));
    }
    for (String name : minus(before.needed(), after.needed())) {
      need(subject, path, recentPath, name, true);
    }
    for (String name : minus(after.needed(), before.needed())) {
      need(subject, path, recentPath, name, false);
    }
    for (String node : minus(before.versions(), after.versions())) {
      boolean warned = after.versions().isEmpty() && after.versioned();
      boolean unsure = warned || internal(node);
      findings.add(
          ObjectFindings.of(
              unsure ? VERSION_UNSURE : VERSION,
              subject,
              view(path),
              view(recentPath),
              new Difference("version " + node, What.PRESENCE, Value.of("defined"), Value.ABSENT),
              warned
                  ? "The library has no versions any more: the dynamic linker warns and goes on"
                  : "A program that needs the version does not start"));
    }
  }

  private void need(Subject subject, String path, String recentPath, String name, boolean before) {
    Value needed = Value.of("needed");
    findings.add(
        ObjectFindings.of(
            NEEDED,
            subject,
            view(path),
            view(recentPath),
            new Difference(
                "NEEDED " + name,
                What.PRESENCE,
                before ? needed : Value.ABSENT,
                before ? Value.ABSENT : needed),
            before ? "It no longer loads this library" : "It now loads this library as well"));
  }

  private static SortedSet<String> minus(SortedSet<String> all, SortedSet<String> some) {
    SortedSet<String> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }
}
