package org.abiseam.engine.evidence;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.abiseam.bindings.BindingsSource;
import org.abiseam.bindings.SourceCrate;
import org.abiseam.engine.input.RunLog;
import org.abiseam.engine.request.RustCrate;
import org.abiseam.engine.request.RustSources;
import org.abiseam.engine.result.Input;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Seam;
import org.abiseam.model.View;

/**
 * Reads Rust source that bindgen wrote. It declares what Rust calls, and tells where bit-fields lie
 * inside the units that debug info shows.
 */
final class BindingsEvidence implements EvidenceSource {
  private final List<SourceCrate> crates;
  private final List<BindingsSource> sources;

  private BindingsEvidence(List<SourceCrate> crates) {
    this.crates = crates;
    this.sources = crates.stream().flatMap(crate -> crate.sources().stream()).toList();
  }

  /** Reads the files that are not LLVM IR. */
  static BindingsEvidence read(RustSources given, RunLog log) {
    Map<String, List<BindingsSource>> read = new LinkedHashMap<>();
    for (RustCrate crate : given.crates()) {
      List<BindingsSource> sources = new ArrayList<>();
      for (Path file : crate.files()) {
        if (!LlvmIrEvidence.isIr(file)) {
          BindingsSource source =
              BindingsSource.expanded(file, given.conditions(), crate.written());
          log.noteFile(file.toString(), Input.Kind.BINDINGS, source.diagnostics());
          sources.add(source);
        }
      }
      read.put(crate.id(), sources);
    }
    Map<String, SourceCrate> known = new LinkedHashMap<>();
    given.crates().forEach(crate -> known(crate, given, read, known));
    return new BindingsEvidence(List.copyOf(known.values()));
  }

  /** Makes a crate after those that it depends on, which never depend on it (Cargo refuses). */
  private static SourceCrate known(
      RustCrate crate,
      RustSources given,
      Map<String, List<BindingsSource>> read,
      Map<String, SourceCrate> known) {
    SourceCrate made = known.get(crate.id());
    if (made != null) {
      return made;
    }
    Map<String, SourceCrate> dependencies = new LinkedHashMap<>();
    crate
        .dependencies()
        .forEach(
            (name, id) ->
                given.crates().stream()
                    .filter(one -> one.id().equals(id) && !id.equals(crate.id()))
                    .findFirst()
                    .ifPresent(one -> dependencies.put(name, known(one, given, read, known))));
    List<BindingsSource> sources = read.getOrDefault(crate.id(), List.of());
    SourceCrate whole = new SourceCrate(crate.id(), sources, dependencies);
    known.put(crate.id(), whole);
    return whole;
  }

  @Override
  public KnownNames names() {
    Set<String> types = new TreeSet<>();
    Set<String> symbols = new TreeSet<>();
    sources.forEach(source -> types.addAll(source.types()));
    Set<String> defined = new TreeSet<>();
    sources.forEach(source -> symbols.addAll(source.symbols()));
    sources.forEach(source -> defined.addAll(source.exported()));
    symbols.addAll(defined);
    return KnownNames.ofRust(types, symbols, defined);
  }

  @Override
  public Found find(Wanted wanted) {
    return shared -> shared.target().map(this::models).orElse(List.of());
  }

  private List<ObjectModel> models(Target target) {
    List<ObjectModel> models = new ArrayList<>();
    for (SourceCrate crate : crates) {
      for (BindingsSource source : crate.sources()) {
        models.add(source.model(target.machine(), target.rustcOrUnknown(), crate));
      }
    }
    return models;
  }

  @Override
  public ObjectModel complete(ObjectModel model) {
    Set<String> ambiguous = ambiguous();
    ObjectModel told = model;
    for (SourceCrate crate : crates) {
      Set<String> others = DescribedCrate.describes(model, crate) ? Set.of() : ambiguous;
      for (BindingsSource source : crate.sources()) {
        told = source.withAccessors(told, others);
      }
    }
    return StatedConventions.of(told, exports(model.machine()));
  }

  /** Returns the conventions of functions that Rust defines, where all sources state the same. */
  private Map<String, CallingConvention> exports(Machine machine) {
    Map<String, CallingConvention> stated = new HashMap<>();
    Set<String> contested = new HashSet<>();
    for (BindingsSource source : sources) {
      source
          .exports(machine)
          .forEach(
              (symbol, convention) -> {
                CallingConvention before = stated.putIfAbsent(symbol, convention);
                if (before != null && !before.equals(convention)) {
                  contested.add(symbol);
                }
              });
    }
    stated.keySet().removeAll(contested);
    return stated;
  }

  @Override
  public List<ObjectModel> complete(List<ObjectModel> models) {
    List<ObjectModel> completed = BestDescription.of(models);
    for (SourceCrate crate : crates) {
      completed = DescribedCrate.complete(completed, crate);
    }
    return completed;
  }

  /** Finds the names that more than one crate has for a type of its own. */
  private Set<String> ambiguous() {
    Set<String> all = new HashSet<>();
    Set<String> again = new HashSet<>();
    for (SourceCrate crate : crates) {
      Set<String> own = new HashSet<>();
      crate.sources().forEach(source -> own.addAll(source.types()));
      own.stream().filter(name -> !all.add(name)).forEach(again::add);
    }
    return again;
  }

  @Override
  public boolean needsOthers() {
    return sources.stream().anyMatch(BindingsSource::needsOthers);
  }

  @Override
  public List<String> remarks(List<ObjectModel> models, Seam seam) {
    List<String> remarks = new ArrayList<>();
    if (!sources.isEmpty()) {
      Staleness.remark(models).ifPresent(remarks::add);
      Unmatched.of(names(), seam).remark().ifPresent(remarks::add);
      if (incomplete(models, seam)) {
        macros().ifPresent(remarks::add);
      }
    }
    return remarks;
  }

  /** Tells whether Rust takes a symbol that was not read, or nothing shows what it takes. */
  private boolean incomplete(List<ObjectModel> models, Seam seam) {
    Set<String> declared = names().symbols();
    boolean objects =
        models.stream()
            .flatMap(model -> model.units().stream())
            .anyMatch(unit -> unit.producer().language() == Producer.Language.RUST);
    return !objects
        || seam.symbols().stream()
            .filter(symbol -> !declared.contains(symbol.name()))
            .flatMap(symbol -> symbol.consumer().stream())
            .anyMatch(
                view ->
                    view instanceof View.NameOnly
                        && view.producer().language() == Producer.Language.RUST);
  }

  /** Names the macros whose items are not seen; empty where there are none. */
  private Optional<String> macros() {
    Map<String, Integer> calls = new TreeMap<>();
    sources.forEach(
        source -> source.macros().forEach((name, count) -> calls.merge(name, count, Integer::sum)));
    return calls.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "macros of the Rust source are not expanded and may declare more: "
                + calls.entrySet().stream()
                    .map(entry -> entry.getKey() + "! (" + entry.getValue() + ")")
                    .collect(Collectors.joining(", ")));
  }
}
