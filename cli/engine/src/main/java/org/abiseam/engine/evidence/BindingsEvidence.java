package org.abiseam.engine.evidence;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.abiseam.bindings.BindingsSource;
import org.abiseam.engine.input.RunLog;
import org.abiseam.engine.result.Input;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Seam;

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
  static BindingsEvidence read(List<Path> files, RunLog log) {
    List<BindingsSource> sources = new ArrayList<>();
    for (Path file : files) {
      if (!LlvmIrEvidence.isIr(file)) {
        BindingsSource source = BindingsSource.read(file);
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
    }
    return remarks;
  }
}
