package org.abiseam.engine.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.abiseam.bindings.BindingsSource;
import org.abiseam.dwarf.index.WantedNames;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.KernelConfiguration;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Caller;
import org.abiseam.engine.result.Report;
import org.abiseam.ir.LlvmIr;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Linkage;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Pairing;
import org.abiseam.model.Producer;
import org.abiseam.model.Seam;
import org.abiseam.model.Verification;
import org.abiseam.rules.Checker;

/** One run: the stages in their order. */
public final class Pipeline {
  private final CheckRequest request;
  private final Progress progress;
  private final Clock clock;

  /**
   * A run that has not begun.
   *
   * @param request what is asked for
   * @param progress who is told how far it has come
   */
  public Pipeline(CheckRequest request, Progress progress) {
    this.request = request;
    this.progress = progress;
    this.clock = new Clock(progress);
  }

  /**
   * Runs all stages.
   *
   * @return all that a report tells
   */
  public Report run() {
    try (Inputs inputs =
            clock.time("open", () -> Inputs.open(request.paths(), request.debugDirectory()));
        Inputs parts = Inputs.open(request.linked(), request.debugDirectory())) {
      Book book = new Book(inputs);
      Reading reading = new Reading(request, progress, book);
      SnapshotStage snapshots = new SnapshotStage(inputs, book);
      List<Surveyed> surveyed = clock.time("units", () -> reading.survey(inputs, snapshots));
      List<BindingsSource> sources = clock.time("bindings", () -> sources(book));
      List<LlvmIr> intermediate = clock.time("llvm-ir", () -> intermediate(book));
      WantedNames wanted = WantedNames.of(wantedNames(surveyed, sources, snapshots));
      List<Surveyed> linked = reading.linked(parts);
      Set<String> named = wantedSymbols(surveyed, linked, sources, intermediate);
      named.addAll(snapshots.symbols(request.only()));
      WantedNames symbols = WantedNames.of(named);
      List<Indexed> indexed = clock.time("index", () -> reading.index(surveyed, wanted, symbols));
      BtfStage btf = new BtfStage(surveyed, book);
      List<ObjectModel> described =
          btf.needed()
              ? clock.time("btf", () -> btf.models(wanted.names(), symbols.names()))
              : new ArrayList<>();
      Set<String> rust = snapshots.definedByRust();
      described.addAll(snapshots.ofC(wanted.names(), symbols.names(), rust(surveyed, rust)));
      List<Surveyed> knowing = new ArrayList<>(surveyed);
      knowing.addAll(linked);
      Selection selection = Selection.of(knowing, indexed, described, rust, request.only());
      List<ObjectModel> lowered =
          clock.time("types", () -> reading.types(selection, surveyed, described));
      linked.stream()
          .filter(selection::concerns)
          .forEach(one -> lowered.addAll(Reading.beliefs(selection, one)));
      lowered.addAll(snapshots.ofRust(selection.sharedTypes(), selection.sharedSymbols()));
      List<ObjectModel> models = withCalls(withBindings(lowered, sources), intermediate);
      Linkage tables =
          clock.time("symbols", () -> SymbolTables.read(surveyed, linked, snapshots.parts()));
      Linkage linkage = request.exports().map(path -> exported(path, tables, book)).orElse(tables);
      Seam seam = clock.time("pair", () -> Pairing.pair(models, linkage)).configured(told(book));
      Optional<Scoping.Result> scoped =
          request
              .scope()
              .map(
                  scope ->
                      clock.time(
                          "scope",
                          () ->
                              new Scoping(scope, surveyed, request.threads(), book)
                                  .narrow(models, seam, btf)));
      Seam left = scoped.map(Scoping.Result::seam).orElse(seam);
      Verification verification = clock.time("check", () -> Checker.check(left));
      progress.close();
      List<Caller> callers = Caller.of(models, left.linkage(), verification.symbols());
      List<String> remarks = new ArrayList<>(inputs.remarks());
      remarks.addAll(remarks(verification, models, left, sources));
      return new Report(
          book.inputs(),
          book.sides(),
          models,
          left,
          verification,
          callers,
          List.of(),
          remarks,
          scoped.map(Scoping.Result::scoped),
          clock.milliseconds());
    }
  }

  private static List<String> remarks(
      Verification verification,
      List<ObjectModel> models,
      Seam seam,
      List<BindingsSource> sources) {
    List<String> remarks = new ArrayList<>(Namesakes.remarks(verification));
    if (!sources.isEmpty()) {
      Staleness.remark(models).ifPresent(remarks::add);
      Unmatched.of(sources, seam).remark().ifPresent(remarks::add);
    }
    return remarks;
  }

  private Optional<Seam.Configuration> told(Book book) {
    request
        .configuration()
        .ifPresent(it -> book.noteFile(it.path().toString(), "configuration", it.diagnostics()));
    return request.configuration().map(KernelConfiguration::told);
  }

  private static Linkage exported(Path path, Linkage tables, Book book) {
    ExportTable exports = ExportTable.read(path);
    book.noteFile(path.toString(), "exports", exports.diagnostics());
    return exports.told(tables);
  }

  /** An object that could be opened. */
  record Surveyed(Source source, Survey survey) {}

  /** An object whose C units have been looked through. */
  record Indexed(Surveyed surveyed, Definitions definitions) {}

  /** What Rust defines in objects and in snapshots. */
  private static Set<String> rust(List<Surveyed> surveyed, Set<String> snapshots) {
    Set<String> names = new TreeSet<>(snapshots);
    for (Surveyed one : surveyed) {
      for (Survey.NamedSymbol symbol : one.survey().symbols()) {
        if (!symbol.declaration()) {
          names.add(symbol.name());
        }
      }
    }
    return names;
  }

  private Set<String> wantedNames(
      List<Surveyed> surveyed, List<BindingsSource> sources, SnapshotStage snapshots) {
    TreeSet<String> names = new TreeSet<>();
    Predicate<String> asked = name -> request.only().map(name::equals).orElse(true);
    snapshots.types().stream().filter(asked).forEach(names::add);
    for (Surveyed one : surveyed) {
      one.survey().names().stream().map(Survey.NamedType::cName).filter(asked).forEach(names::add);
    }
    for (BindingsSource source : sources) {
      source.types().stream().filter(asked).forEach(names::add);
    }
    // With one side alone there is still something to show.
    request.only().ifPresent(names::add);
    return names;
  }

  private Set<String> wantedSymbols(
      List<Surveyed> surveyed,
      List<Surveyed> linked,
      List<BindingsSource> sources,
      List<LlvmIr> intermediate) {
    TreeSet<String> names = new TreeSet<>();
    linked.forEach(one -> names.addAll(one.survey().imports()));
    for (Surveyed one : surveyed) {
      one.survey().symbols().forEach(symbol -> names.add(symbol.name()));
      names.addAll(one.survey().imports());
    }
    sources.forEach(source -> names.addAll(source.symbols()));
    intermediate.forEach(file -> names.addAll(file.symbols()));
    request.only().ifPresent(only -> names.removeIf(name -> !name.equals(only)));
    request.only().ifPresent(names::add);
    return names;
  }

  private List<BindingsSource> sources(Book book) {
    List<BindingsSource> sources = new ArrayList<>();
    for (Path path : request.bindings()) {
      if (isIntermediate(path)) {
        continue;
      }
      BindingsSource source = BindingsSource.read(path);
      book.noteFile(path.toString(), "bindings", source.diagnostics());
      sources.add(source);
    }
    return sources;
  }

  private List<LlvmIr> intermediate(Book book) {
    List<LlvmIr> files = new ArrayList<>();
    for (Path path : request.bindings()) {
      if (isIntermediate(path)) {
        LlvmIr file = LlvmIr.read(path);
        book.noteFile(path.toString(), "llvm-ir", file.diagnostics());
        files.add(file);
      }
    }
    return files;
  }

  private static boolean isIntermediate(Path path) {
    return path.toString().endsWith(".ll");
  }

  /** With what rustc calls, by its intermediate code. */
  private static List<ObjectModel> withCalls(List<ObjectModel> models, List<LlvmIr> files) {
    if (files.isEmpty() || models.isEmpty()) {
      return models;
    }
    List<ObjectModel> told = new ArrayList<>(models);
    Machine machine = models.getFirst().machine();
    Producer producer = rustc(models);
    files.forEach(file -> told.add(file.model(machine, producer)));
    return told;
  }

  /** The objects' Rust types with the accessors, and the sources as views of their own. */
  private static List<ObjectModel> withBindings(
      List<ObjectModel> models, List<BindingsSource> sources) {
    if (sources.isEmpty() || models.isEmpty()) {
      return models;
    }
    List<ObjectModel> told = new ArrayList<>(models);
    for (BindingsSource source : sources) {
      told.replaceAll(source::withAccessors);
    }
    Machine machine = models.getFirst().machine();
    Producer producer = rustc(models);
    sources.forEach(source -> told.add(source.model(machine, producer, sources)));
    return told;
  }

  /** The rustc of the objects; one of no known version where none of them is Rust's. */
  private static Producer rustc(List<ObjectModel> models) {
    return models.stream()
        .flatMap(model -> model.units().stream())
        .map(CompileUnit::producer)
        .filter(producer -> producer.compiler() == Producer.Compiler.RUSTC)
        .findFirst()
        .orElse(
            new Producer(
                Producer.Compiler.RUSTC,
                Producer.Language.RUST,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "rustc, by its bindings"));
  }
}
