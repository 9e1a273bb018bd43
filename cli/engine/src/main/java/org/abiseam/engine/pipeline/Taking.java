package org.abiseam.engine.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.abiseam.btf.Btf;
import org.abiseam.btf.BtfModels;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.index.RustTypeScanner;
import org.abiseam.dwarf.index.TypeIndexer;
import org.abiseam.dwarf.lower.Lowering;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Symbol;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.snapshot.Snapshot;
import org.abiseam.model.Definition;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.Malformed;
import org.abiseam.model.ObjectModel;

/**
 * Takes a snapshot: everything of the objects that a verdict beside any other objects may need. Of
 * C's beliefs only those are taken that are about something of another object; what C believes of
 * its own functions no rule asks for.
 */
public final class Taking {
  private static final String EXPORTED = "__ksymtab_";

  private final int threads;
  private final Progress progress;
  private final List<Snapshot.Part> parts = new ArrayList<>();
  private final List<ObjectModel> models = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Set<String> defined = new HashSet<>();
  private final SortedSet<String> declared = new TreeSet<>();

  /**
   * What was taken.
   *
   * @param snapshot of all that could be read
   * @param diagnostics what could not
   */
  public record Taken(Snapshot snapshot, List<Diagnostic> diagnostics) {}

  private Taking(int threads, Progress progress) {
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Takes a snapshot.
   *
   * @param paths objects, archives, modules or directories
   * @param debugDirectory where separate debug files are looked for
   * @param threads how many threads may work, at least 1
   * @param progress who is told how far it has come
   * @return what was taken
   */
  public static Taken of(
      List<Path> paths, Optional<Path> debugDirectory, int threads, Progress progress) {
    Taking taking = new Taking(threads, progress);
    try (Inputs inputs = Inputs.open(paths, debugDirectory)) {
      for (int i = 0; i < paths.size(); i++) {
        taking.diagnostics.addAll(inputs.diagnostics(i));
      }
      for (Source source : inputs.sources()) {
        taking.take(source, name(source, paths), inputs.sources().size());
      }
    }
    taking.declared.removeAll(taking.defined);
    return new Taken(
        new Snapshot(taking.parts, taking.models, taking.declared), taking.diagnostics);
  }

  /** Without the directories that lead to the argument, which differ from machine to machine. */
  private static String name(Source source, List<Path> paths) {
    Path given = paths.get(source.input());
    Path file = given.getFileName();
    String path = source.path();
    String prefix = given.toString();
    return file != null && path.startsWith(prefix) ? file + path.substring(prefix.length()) : path;
  }

  private void take(Source source, String name, int of) {
    try {
      source.read(
          info -> {
            take(info, name);
            return true;
          });
    } catch (Malformed fault) {
      diagnostics.add(fault.diagnostic(source.path(), Optional.empty()));
    } finally {
      progress.object(source.path(), of);
    }
  }

  private void take(DebugInfo info, String name) {
    Survey survey = Survey.of(info, threads);
    List<Diagnostic> faults = new ArrayList<>(survey.diagnostics());
    for (Survey.Part side : List.of(Survey.Part.C, Survey.Part.CLANG)) {
      Definitions all =
          Definitions.of(info, survey.units(info, side), TypeIndexer.ofEverything(threads));
      faults.addAll(all.diagnostics());
      declared.addAll(all.declared());
      if (!all.types().isEmpty() || !all.symbols().isEmpty()) {
        models.add(ofC(info, name, survey, all));
      }
    }
    if (survey.btf().source()) {
      models.add(ofBtf(info, name, survey));
    }
    if (survey.parts().contains(Survey.Part.RUST)) {
      models.add(ofRust(info, name, survey));
    }
    ObjectFile object = info.object();
    parts.add(
        new Snapshot.Part(
            name,
            survey.machine(),
            survey.btf().source() ? Evidence.BTF : Evidence.DWARF,
            survey.units(),
            SymbolTables.form(object),
            Release.of(object),
            survey.imports(),
            SymbolTables.all(object),
            exported(object),
            faults));
    diagnostics.addAll(faults);
  }

  private ObjectModel ofC(DebugInfo info, String name, Survey survey, Definitions all) {
    Lowering lowering = new Lowering(name, survey.machine());
    List<Definition> definitions = new ArrayList<>(all.types().size());
    for (Definitions.CType type : all.types()) {
      Unit unit = info.units().get(type.unit());
      definitions.add(lowering.define(unit.die(type.offset()), List.of(), type.units()));
      defined.add(type.name());
    }
    Set<String> own = new HashSet<>();
    Set<String> rust = new HashSet<>();
    all.symbols().stream().filter(one -> !one.declaration()).forEach(one -> own.add(one.name()));
    survey.symbols().stream()
        .filter(one -> !one.declaration())
        .forEach(one -> rust.add(one.name()));
    List<Entity> entities = new ArrayList<>();
    for (Definitions.CSymbol symbol : all.symbols()) {
      boolean foreign = !own.contains(symbol.name()) || rust.contains(symbol.name());
      if (!symbol.declaration() || foreign) {
        Unit unit = info.units().get(symbol.unit());
        Entity.Role role = symbol.declaration() ? Entity.Role.DECLARES : Entity.Role.DEFINES;
        entities.add(lowering.symbol(unit.die(symbol.offset()), List.of(), symbol.name(), role));
      }
    }
    return model(name, survey, lowering, definitions, entities);
  }

  private static ObjectModel ofRust(DebugInfo info, String name, Survey survey) {
    Lowering lowering = new Lowering(name, survey.machine());
    List<Definition> definitions = new ArrayList<>();
    for (Survey.NamedType type : survey.names()) {
      Unit unit = info.units().get(type.unit());
      definitions.add(lowering.define(unit.die(type.offset()), type.path(), 1));
    }
    List<Entity> entities = new ArrayList<>();
    for (Survey.NamedSymbol symbol : survey.symbols()) {
      Unit unit = info.units().get(symbol.unit());
      Entity.Role role = symbol.declaration() ? Entity.Role.DECLARES : Entity.Role.DEFINES;
      entities.add(lowering.symbol(unit.die(symbol.offset()), symbol.path(), symbol.name(), role));
    }
    return model(name, survey, lowering, definitions, entities);
  }

  private static ObjectModel model(
      String name,
      Survey survey,
      Lowering lowering,
      List<Definition> definitions,
      List<Entity> entities) {
    return new ObjectModel(
        name, survey.machine(), survey.units(), lowering.build(), definitions, entities, List.of());
  }

  private ObjectModel ofBtf(DebugInfo info, String name, Survey survey) {
    Optional<Btf> base =
        survey.btf().form() == Btf.Form.SPLIT ? Btf.distilledBase(info.object()) : Optional.empty();
    if (survey.btf().form() == Btf.Form.SPLIT && base.isEmpty()) {
      throw new Malformed(
          Diagnostic.Kind.DEBUG_INFO_INSUFFICIENT,
          Btf.SECTION,
          0,
          "the .BTF goes on from that of the kernel image; a snapshot needs DWARF or a base of its"
              + " own");
    }
    ObjectModel model =
        BtfModels.ofEverything().of(info.object(), survey.machine(), Btf.read(info.object(), base));
    model.definitions().forEach(definition -> defined.add(definition.name()));
    return new ObjectModel(
        name,
        model.machine(),
        survey.units(),
        model.types(),
        model.definitions(),
        model.entities(),
        List.of());
  }

  /** The kernel names an entry of its export table after the symbol. */
  static SortedSet<String> exported(ObjectFile object) {
    SortedSet<String> names = new TreeSet<>();
    for (Symbol symbol : object.symbols(EXPORTED)) {
      String name = symbol.name().substring(EXPORTED.length());
      if (!RustTypeScanner.mangled(name)) {
        names.add(name);
      }
    }
    return names;
  }
}
