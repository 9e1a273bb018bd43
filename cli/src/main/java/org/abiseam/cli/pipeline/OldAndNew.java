package org.abiseam.cli.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.cli.scope.SymbolScope;
import org.abiseam.cli.snapshot.BadSnapshot;
import org.abiseam.model.Definition;
import org.abiseam.model.Difference;
import org.abiseam.model.Entity;
import org.abiseam.model.Finding;
import org.abiseam.model.Linkage;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeText;
import org.abiseam.model.Verification;
import org.abiseam.model.View;
import org.abiseam.rules.Checker;

/**
 * C of an old build against C of a new one.
 *
 * <p>Most of two builds is the same. Each definition has a fingerprint of what bears on layout,
 * each function one of what travels in its calls, so that only names whose fingerprints differ
 * become types and are compared. A kernel exports some of its functions to modules: where both
 * builds do, only those count.
 */
public final class OldAndNew {
  private final int threads;
  private final Progress progress;
  private final Clock clock;

  /**
   * What changed.
   *
   * @param run findings, provider old, consumer new, with what is the same in the counts
   * @param removed names that only the old one has, by kind
   * @param added names that only the new one has, by kind
   * @param files files of packages and directories that only one of them has
   * @param exports whether only symbols that a kernel exports were looked at
   */
  public record Result(
      Run run,
      Map<Subject.Kind, SortedSet<String>> removed,
      Map<Subject.Kind, SortedSet<String>> added,
      MemberPairs files,
      boolean exports) {

    /**
     * The verdicts.
     *
     * @return of the run
     */
    public Verification verification() {
      return run.verification();
    }

    /**
     * Types that both have and that are the same.
     *
     * @return how many
     */
    public int unchanged() {
      return verification().coverage().agree();
    }
  }

  private OldAndNew(int threads, Progress progress) {
    this.threads = threads;
    this.progress = progress;
    this.clock = new Clock(progress);
  }

  /**
   * Compares two builds.
   *
   * @param old an object, archive, module, directory or snapshot
   * @param recent another
   * @param threads how many threads may work, at least 1
   * @param progress who is told how far it has come
   * @return what changed
   */
  public static Result compare(Path old, Path recent, int threads, Progress progress) {
    return compare(new Builds(old, recent, Optional.empty(), Optional.empty()), threads, progress);
  }

  /**
   * What is to be compared.
   *
   * @param old an object, archive, module, directory or snapshot
   * @param recent another
   * @param debugDirectory where separate debug files are looked for
   * @param scope the symbols that count; empty for all
   */
  public record Builds(
      Path old, Path recent, Optional<Path> debugDirectory, Optional<SymbolScope> scope) {}

  /**
   * Compares two builds within a scope.
   *
   * @param builds the old one, the new one and what counts of them
   * @param threads how many threads may work, at least 1
   * @param progress who is told how far it has come
   * @return what changed
   */
  public static Result compare(Builds builds, int threads, Progress progress) {
    return new OldAndNew(threads, progress).run(builds);
  }

  private Result run(Builds builds) {
    Path recent = builds.recent();
    try (Inputs inputs = Inputs.open(List.of(builds.old(), recent), builds.debugDirectory())) {
      Book book = new Book(inputs);
      Build before = clock.time("old", () -> build(inputs, 0, book));
      Build after = clock.time("new", () -> build(inputs, 1, book));
      boolean exports = !before.exported().isEmpty() && !after.exported().isEmpty();
      if (exports) {
        before.narrow();
        after.narrow();
      }
      Optional<Scoped> scoped =
          builds.scope().map(some -> clock.time("scope", () -> narrow(some, before, after, book)));
      Set<String> types = changedTypes(before, after);
      Set<String> symbols = changedSymbols(before, after);
      Map<Subject.Kind, SortedSet<String>> removed = onlyIn(before, after);
      Set<String> gone = new HashSet<>(symbols);
      removed.forEach((kind, names) -> gone.addAll(kind == Subject.Kind.TYPE ? Set.of() : names));
      List<ObjectModel> ours = models(before, types, gone, book, 0, inputs);
      List<ObjectModel> theirs = models(after, types, symbols, book, 1, inputs);
      Seam seam = clock.time("pair", () -> seam(ours, theirs, symbols));
      Verification checked = clock.time("check", () -> Checker.changes(seam));
      progress.close();
      Verification all = withRest(checked, before, after, seam, removed(removed, ours, recent));
      List<ObjectModel> models = new ArrayList<>(ours);
      models.addAll(theirs);
      Run run =
          new Run(
              book.inputs(),
              book.sides(),
              models,
              seam,
              all,
              List.of(),
              List.of(),
              List.of(),
              scoped,
              clock.milliseconds());
      MemberPairs files = MemberPairs.of(inputs, 0, 1);
      return new Result(run, removed, onlyIn(after, before), files, exports);
    }
  }

  /** Leaves of both builds what the scope's symbols reach in either. */
  private Scoped narrow(SymbolScope scope, Build before, Build after, Book book) {
    Set<String> known = new TreeSet<>();
    Set<String> reached = new HashSet<>();
    Set<String> types = new HashSet<>(before.types().keySet());
    types.addAll(after.types().keySet());
    int symbols = 0;
    for (Build build : List.of(before, after)) {
      int all = build.symbols().size();
      build.symbols().keySet().removeIf(name -> !scope.covers(name));
      symbols = Math.max(symbols, all - build.symbols().size());
      known.addAll(build.symbols().keySet());
      reached.addAll(build.reached(threads));
    }
    int outside = types.size();
    types.retainAll(reached);
    before.types().keySet().retainAll(reached);
    after.types().keySet().retainAll(reached);
    if (known.isEmpty()) {
      book.note(0, Scoping.empty(scope));
    }
    return new Scoped(
        scope.label(),
        scope.entries(),
        known.size(),
        List.copyOf(scope.without(known)),
        outside - types.size(),
        symbols,
        0);
  }

  private Build build(Inputs inputs, int input, Book book) {
    Build build = new Build(threads, book);
    for (Source source : inputs.sources()) {
      if (source.input() == input) {
        build.read(source);
        progress.object(source.path(), inputs.sources().size());
      }
    }
    if (inputs.snapshots().containsKey(input)) {
      book.note(input, inputs.snapshots().get(input).objects());
      build.read(inputs.snapshots().get(input));
    }
    return build;
  }

  /** The boundary of this stage: a snapshot that cannot be understood is a diagnostic. */
  private List<ObjectModel> models(
      Build build, Set<String> types, Set<String> symbols, Book book, int input, Inputs inputs) {
    try {
      return clock.time("types", () -> build.models(types, symbols));
    } catch (BadSnapshot fault) {
      book.note(input, Inputs.diagnostic(inputs.paths().get(input), fault));
      return List.of();
    }
  }

  /** Names of which one side has a definition that the other has not. */
  private static Set<String> changedTypes(Build before, Build after) {
    Set<String> changed = new TreeSet<>();
    before
        .types()
        .forEach(
            (name, old) -> {
              Set<Long> recent = after.types().get(name);
              if (recent != null && differ(old, recent)) {
                changed.add(name);
              }
            });
    return changed;
  }

  private static Set<String> changedSymbols(Build before, Build after) {
    Set<String> changed = new TreeSet<>();
    before
        .symbols()
        .forEach(
            (name, old) -> {
              Build.Symbol recent = after.symbols().get(name);
              if (recent != null && differ(old.fingerprints(), recent.fingerprints())) {
                changed.add(name);
              }
            });
    return changed;
  }

  private static boolean differ(Set<Long> old, Set<Long> recent) {
    return old.contains(0L) || recent.contains(0L) || !old.containsAll(recent);
  }

  private static Map<Subject.Kind, SortedSet<String>> onlyIn(Build one, Build other) {
    Map<Subject.Kind, SortedSet<String>> only = new TreeMap<>();
    SortedSet<String> types = new TreeSet<>(one.types().keySet());
    types.removeAll(other.types().keySet());
    only.put(Subject.Kind.TYPE, types);
    only.put(Subject.Kind.FUNCTION, new TreeSet<>());
    only.put(Subject.Kind.VARIABLE, new TreeSet<>());
    one.symbols()
        .forEach(
            (name, symbol) -> {
              if (!other.symbols().containsKey(name)) {
                only.computeIfAbsent(symbol.kind(), _ -> new TreeSet<>()).add(name);
              }
            });
    return only;
  }

  private static Seam seam(List<ObjectModel> ours, List<ObjectModel> theirs, Set<String> symbols) {
    Map<String, List<View>> old = definitions(ours);
    Map<String, List<View>> recent = definitions(theirs);
    List<Seam.SharedType> types = new ArrayList<>();
    old.forEach(
        (name, views) -> {
          List<View> others = recent.getOrDefault(name, List.of());
          if (!others.isEmpty() && !namedElsewhere(views, others)) {
            types.add(new Seam.SharedType(name, views, others));
          }
        });
    Map<String, List<Entity>> kinds = new TreeMap<>();
    Map<String, List<View>> oldSymbols = entities(ours, kinds);
    Map<String, List<View>> newSymbols = entities(theirs, new TreeMap<>());
    List<Seam.SharedSymbol> shared = new ArrayList<>();
    oldSymbols.forEach(
        (name, views) -> {
          List<View> others = newSymbols.getOrDefault(name, List.of());
          if (!others.isEmpty() && symbols.contains(name)) {
            Subject.Kind kind = kinds.getOrDefault(name, List.of()).getFirst().kind();
            shared.add(new Seam.SharedSymbol(kind, name, views, others));
          }
        });
    return new Seam(types, shared, List.of(), List.of(), Linkage.NOTHING);
  }

  /** A typedef of something with a name that both have: what changed answers for itself there. */
  private static boolean namedElsewhere(List<View> old, List<View> recent) {
    Optional<String> one = target(old);
    return one.isPresent() && one.equals(target(recent));
  }

  private static Optional<String> target(List<View> views) {
    for (View view : views) {
      if (!(view instanceof View.Typed typed)
          || !(typed.types().type(typed.definition().type()) instanceof Type.Alias alias)) {
        return Optional.empty();
      }
      return switch (typed.types().type(alias.target())) {
        case Type.Alias next -> Optional.of(next.name());
        case Type.Aggregate aggregate -> aggregate.name();
        case Type.Enumeration enumeration -> enumeration.name();
        case Type.Void _, Type.Scalar _, Type.Pointer _, Type.Array _ -> Optional.empty();
        case Type.Vector _, Type.Tagged _, Type.Function _, Type.Atomic _ -> Optional.empty();
        case Type.Incomplete _, Type.Opaque _ -> Optional.empty();
      };
    }
    return Optional.empty();
  }

  private static Map<String, List<View>> definitions(List<ObjectModel> models) {
    Map<String, List<View>> views = new TreeMap<>();
    for (ObjectModel model : models) {
      for (Definition definition : model.definitions()) {
        Type type = model.types().type(model.types().resolved(definition.type()));
        if (!(type instanceof Type.Incomplete)) {
          views
              .computeIfAbsent(definition.name(), _ -> new ArrayList<>())
              .add(new View.Typed(model.machine(), model.types(), definition));
        }
      }
    }
    return views;
  }

  /** Distinct ones: a name that a hundred units define alike is one view. */
  private static Map<String, List<View>> entities(
      List<ObjectModel> models, Map<String, List<Entity>> kinds) {
    Map<String, List<View>> views = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    for (ObjectModel model : models) {
      for (Entity entity : model.entities()) {
        Definition definition = entity.definition();
        String text = definition.name() + ' ' + TypeText.of(model.types(), definition.type());
        kinds.computeIfAbsent(definition.name(), _ -> new ArrayList<>()).add(entity);
        if (seen.add(text)) {
          views
              .computeIfAbsent(definition.name(), _ -> new ArrayList<>())
              .add(new View.Typed(model.machine(), model.types(), definition));
        }
      }
    }
    return views;
  }

  /** What was compiled against the old build and needs a symbol that is gone no longer links. */
  private static List<Finding> removed(
      Map<Subject.Kind, SortedSet<String>> names, List<ObjectModel> models, Path recent) {
    List<Finding> findings = new ArrayList<>();
    Set<String> done = new HashSet<>();
    for (ObjectModel model : models) {
      for (Entity entity : model.entities()) {
        Definition definition = entity.definition();
        SortedSet<String> gone = names.getOrDefault(entity.kind(), new TreeSet<>());
        if (gone.contains(definition.name()) && done.add(definition.name())) {
          View old = new View.Typed(model.machine(), model.types(), definition);
          findings.add(removed(entity, old, recent, text(model, definition)));
        }
      }
    }
    return findings;
  }

  private static String text(ObjectModel model, Definition definition) {
    return TypeText.declaration(model.types(), definition.type(), "");
  }

  private static Finding removed(Entity entity, View old, Path recent, String text) {
    String name = entity.definition().name();
    Origin nowhere =
        new Origin(recent.toString(), "", java.util.OptionalLong.empty(), Optional.empty());
    return new Finding(
        Rule.SYMBOL_MISSING,
        Severity.HARMFUL,
        new Subject(entity.kind(), name),
        old,
        new View.NameOnly(old.producer(), nowhere),
        List.of(
            new Difference(
                name,
                Difference.What.PRESENCE,
                Difference.Value.of(text),
                Difference.Value.of("absent"))),
        "the new build no longer has it",
        List.of(),
        List.of(),
        List.of());
  }

  /** The verdicts with what was the same at first sight, and what is gone. */
  private static Verification withRest(
      Verification checked, Build before, Build after, Seam seam, List<Finding> gone) {
    int types = common(before.types().keySet(), after.types().keySet()) - seam.types().size();
    int functions = 0;
    int variables = 0;
    for (Map.Entry<String, Build.Symbol> one : before.symbols().entrySet()) {
      if (after.symbols().containsKey(one.getKey())) {
        boolean function = one.getValue().kind() == Subject.Kind.FUNCTION;
        functions += function ? 1 : 0;
        variables += function ? 0 : 1;
      }
    }
    functions -= checked.functions().shared();
    variables -= checked.variables().shared();
    List<Finding> findings = new ArrayList<>(checked.findings());
    findings.addAll(gone);
    findings.sort(
        java.util.Comparator.comparing(Finding::severity).thenComparing(Finding::subject));
    return new Verification(
        checked.verdicts(),
        checked.symbols(),
        findings,
        checked.undetermined(),
        more(checked.coverage(), types),
        more(checked.functions(), functions),
        more(checked.variables(), variables),
        checked.flags(),
        checked.namesakes(),
        checked.bitFields());
  }

  private static int common(Set<String> one, Set<String> other) {
    int count = 0;
    for (String name : one) {
      count += other.contains(name) ? 1 : 0;
    }
    return count;
  }

  private static Verification.Coverage more(Verification.Coverage coverage, int same) {
    int agree = coverage.agree() + Math.max(0, same);
    return new Verification.Coverage(
        coverage.shared() + Math.max(0, same),
        agree,
        coverage.disagree(),
        coverage.undetermined(),
        coverage.opaque());
  }
}
