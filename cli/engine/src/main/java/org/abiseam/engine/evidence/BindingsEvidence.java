package org.abiseam.engine.evidence;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.abiseam.bindings.BindingsSource;
import org.abiseam.engine.input.RunLog;
import org.abiseam.engine.request.RustSources;
import org.abiseam.engine.result.Input;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Seam;
import org.abiseam.model.View;

/**
 * Reads Rust source that bindgen wrote. It declares what Rust calls, and tells where bit-fields lie
 * inside the units that debug info shows.
 */
final class BindingsEvidence implements EvidenceSource {
  private final List<BindingsSource> sources;

  private BindingsEvidence(List<BindingsSource> sources) {
    this.sources = sources;
  }

  /** Reads the files that are not LLVM IR. */
  static BindingsEvidence read(RustSources given, RunLog log) {
    List<BindingsSource> sources = new ArrayList<>();
    for (Path file : given.files()) {
      if (!LlvmIrEvidence.isIr(file)) {
        BindingsSource source = BindingsSource.read(file, given.conditions());
        log.noteFile(file.toString(), Input.Kind.BINDINGS, source.diagnostics());
        sources.add(source);
      }
    }
    return new BindingsEvidence(sources);
  }

  @Override
  public KnownNames names() {
    Set<String> types = new TreeSet<>();
    Set<String> symbols = new TreeSet<>();
    sources.forEach(source -> types.addAll(source.types()));
    sources.forEach(source -> symbols.addAll(source.symbols()));
    return new KnownNames(types, symbols, Set.of(), Optional.empty());
  }

  @Override
  public Found find(Wanted wanted) {
    return shared ->
        shared
            .target()
            .map(target -> sources.stream().map(source -> model(source, target)).toList())
            .orElse(List.of());
  }

  private ObjectModel model(BindingsSource source, Target target) {
    return source.model(target.machine(), target.rustcOrUnknown(), sources);
  }

  @Override
  public ObjectModel complete(ObjectModel model) {
    ObjectModel told = model;
    for (BindingsSource source : sources) {
      told = source.withAccessors(told);
    }
    return told;
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
