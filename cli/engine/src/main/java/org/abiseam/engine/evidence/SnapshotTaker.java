package org.abiseam.engine.evidence;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.abiseam.btf.Btf;
import org.abiseam.btf.BtfModels;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.index.RustTypeScanner;
import org.abiseam.dwarf.index.TypeIndexer;
import org.abiseam.dwarf.index.WantedNames;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Symbol;
import org.abiseam.elf.code.StackArguments;
import org.abiseam.engine.cache.Question;
import org.abiseam.engine.input.ObjectSource;
import org.abiseam.engine.input.OpenedInputs;
import org.abiseam.engine.input.RunLog;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Snapshotted;
import org.abiseam.engine.snapshot.Snapshot;
import org.abiseam.engine.snapshot.SnapshotWriter;
import org.abiseam.model.Definition;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Evidence;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Type;

/**
 * Takes a snapshot: everything of the objects that a check with any other objects may need. Of C's
 * beliefs only those are taken that are about something of another object; what C believes of its
 * own functions no rule asks for.
 */
public final class SnapshotTaker {
  private static final String EXPORTED = "__ksymtab_";

  /** Asks what an object exports to modules. */
  public static final Question<SortedSet<String>> EXPORTS =
      Question.of("exports", new TableRead.Names());

  private final int threads;
  private final List<Snapshot.Part> parts = new ArrayList<>();
  private final List<ObjectModel> models = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Set<String> defined = new HashSet<>();
  private final SortedSet<String> declared = new TreeSet<>();

  private SnapshotTaker(int threads) {
    this.threads = threads;
  }

  /** Takes a snapshot. */
  public static Snapshotted take(CheckRequest request, Progress progress) {
    SnapshotTaker taker = new SnapshotTaker(request.threads());
    List<Path> paths = request.paths();
    try (OpenedInputs inputs =
        OpenedInputs.open(paths, request.debugDirectory(), request.threads(), progress)) {
      RunLog log = inputs.log();
      ObjectReader reader = new ObjectReader(request.threads(), log, progress);
      for (ObjectSource source : inputs.sources()) {
        reader
            .read(source, info -> taker.take(info, name(source, paths)))
            .ifPresent(faults -> faults.forEach(fault -> log.note(source, fault)));
        progress.object(source.path(), inputs.sources().size());
      }
      log.inputs().forEach(input -> taker.diagnostics.addAll(input.diagnostics()));
    }
    taker.declared.removeAll(taker.defined);
    Snapshot snapshot = new Snapshot(taker.parts, taker.models, taker.declared);
    return new Snapshotted(
        snapshot.objects().size(), SnapshotWriter.of(snapshot), taker.diagnostics);
  }

  /** Without the directories that lead to the argument, which differ from machine to machine. */
  private static String name(ObjectSource source, List<Path> paths) {
    Path given = paths.get(source.input());
    Path file = given.getFileName();
    String path = source.path();
    String prefix = given.toString();
    return file != null && path.startsWith(prefix) ? file + path.substring(prefix.length()) : path;
  }

  /** Takes one object; what could not be read of it. */
  private List<Diagnostic> take(DebugInfo info, String name) {
    ObjectSurvey survey = ObjectSurvey.of(info, threads);
    List<Diagnostic> faults = new ArrayList<>(survey.diagnostics());
    List<ObjectModel> own = new ArrayList<>();
    LinkedNames linked = new LinkedNames(info);
    Set<String> local = linked.local(_ -> true);
    TypeIndexer indexer = TypeIndexer.ofEverything(threads).withLocal(WantedNames.of(local));
    for (CompilerSide side : List.of(CompilerSide.C, CompilerSide.CLANG)) {
      CDefinitions all =
          CDefinitions.of(info, survey.units(info, side), indexer).named(linked, local);
      faults.addAll(all.diagnostics());
      declared.addAll(all.declared());
      if (!all.types().isEmpty() || !all.symbols().isEmpty()) {
        own.add(ofC(info, name, survey, all));
      }
    }
    if (survey.btf().source()) {
      own.add(ofBtf(info, name, survey));
    }
    if (survey.has(CompilerSide.RUST)) {
      own.add(ofRust(info, name, survey));
      if (!survey.named().undescribed().isEmpty()) {
        own.add(SideLowering.undescribed(name, survey, survey.named().undescribed()));
      }
    }
    models.addAll(own);
    own.forEach(model -> faults.addAll(model.diagnostics()));
    ObjectFile object = info.object();
    parts.add(
        new Snapshot.Part(
            name,
            machine(survey, own, object),
            survey.btf().source() ? Evidence.BTF : Evidence.DWARF,
            survey.units(),
            SymbolTables.form(object),
            KernelRelease.of(object),
            new TreeSet<>(survey.named().imports().keySet()),
            ExportedSymbols.all(object),
            ExportedSymbols.library(object),
            exported(object),
            faults));
    return faults;
  }

  /** Returns what it was made for, with the switches of Rust of which its code tells nothing. */
  private static Machine machine(ObjectSurvey survey, List<ObjectModel> own, ObjectFile object) {
    Set<Machine.RustSwitch> open = EnumSet.noneOf(Machine.RustSwitch.class);
    open.addAll(survey.named().open().orElse(Set.of()));
    if (open.contains(Machine.RustSwitch.REGPARM)
        && StackArguments.readByOne(object, StackWords.of(own))) {
      open.remove(Machine.RustSwitch.REGPARM);
    }
    return survey.machine().withOpen(open);
  }

  /** Takes all that C defines, and what it declares that another object may define. */
  private ObjectModel ofC(DebugInfo info, String name, ObjectSurvey survey, CDefinitions all) {
    all.types().forEach(type -> defined.add(type.name()));
    Set<String> own = new HashSet<>();
    Set<String> rust = new HashSet<>();
    all.symbols().stream().filter(SymbolEntry::defines).forEach(one -> own.add(one.name()));
    survey.named().symbols().stream()
        .filter(SymbolEntry::defines)
        .forEach(one -> rust.add(one.name()));
    List<SymbolEntry> symbols =
        all.symbols().stream()
            .filter(
                symbol ->
                    symbol.defines()
                        || !own.contains(symbol.name())
                        || rust.contains(symbol.name()))
            .toList();
    return SideLowering.lower(info, name, survey, all.types(), symbols);
  }

  private static ObjectModel ofRust(DebugInfo info, String name, ObjectSurvey survey) {
    ObjectSurvey.Named named = survey.named();
    return SideLowering.lower(info, name, survey, named.types(), named.symbols());
  }

  private ObjectModel ofBtf(DebugInfo info, String name, ObjectSurvey survey) {
    Optional<Btf> base =
        survey.btf().form() == Btf.Form.SPLIT ? Btf.distilledBase(info.object()) : Optional.empty();
    if (survey.btf().form() == Btf.Form.SPLIT && base.isEmpty()) {
      throw new Malformed(
          Diagnostic.Kind.DEBUG_INFO_INSUFFICIENT,
          Btf.SECTION,
          0,
          "the .BTF extends that of the kernel image; a snapshot needs DWARF or a base of its own");
    }
    ObjectModel model =
        BtfModels.ofEverything().of(info.object(), survey.machine(), Btf.read(info.object(), base));
    List<Definition> definitions = new ArrayList<>();
    for (Definition definition : model.definitions()) {
      if (model.types().type(definition.type()) instanceof Type.Incomplete) {
        declared.add(definition.name());
      } else {
        defined.add(definition.name());
        definitions.add(definition);
      }
    }
    return new ObjectModel(
        name,
        model.machine(),
        survey.units(),
        model.types(),
        definitions,
        model.entities(),
        model.diagnostics());
  }

  /** The kernel names an entry of its export table after the symbol. */
  public static SortedSet<String> exported(ObjectFile object) {
    SortedSet<String> names = new TreeSet<>();
    for (Symbol symbol : object.symbols(Set.of(), List.of(EXPORTED))) {
      String name = symbol.name().substring(EXPORTED.length());
      if (!RustTypeScanner.mangled(name)) {
        names.add(name);
      }
    }
    return names;
  }
}
