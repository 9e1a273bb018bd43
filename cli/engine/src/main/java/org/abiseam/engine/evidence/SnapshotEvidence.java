package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.abiseam.engine.input.OpenedInputs;
import org.abiseam.engine.input.RunLog;
import org.abiseam.engine.snapshot.BadSnapshot;
import org.abiseam.engine.snapshot.Snapshot;
import org.abiseam.engine.snapshot.SnapshotFile;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;

/** Reads the snapshots among the inputs, in place of the objects that they were taken of. */
final class SnapshotEvidence implements EvidenceSource {
  private final SortedMap<Integer, SnapshotFile> files;
  private final boolean clang;
  private final RunLog log;

  /**
   * Takes snapshots.
   *
   * @param files by their place among the inputs
   * @param clang whether their C is a deciding side of its own, because it is Clang's and meets
   *     GCC's
   */
  SnapshotEvidence(SortedMap<Integer, SnapshotFile> files, boolean clang, RunLog log) {
    this.files = files;
    this.clang = clang;
    this.log = log;
  }

  /** Returns the objects of all snapshots. */
  static List<Snapshot.Part> parts(Map<Integer, SnapshotFile> files) {
    return files.values().stream().flatMap(file -> file.objects().stream()).toList();
  }

  /** Tells whether a snapshot has C of a compiler. */
  static boolean has(Map<Integer, SnapshotFile> files, Producer.Compiler compiler) {
    return parts(files).stream()
        .flatMap(part -> part.units().stream())
        .map(CompileUnit::producer)
        .anyMatch(
            producer ->
                producer.compiler() == compiler && producer.language() == Producer.Language.C);
  }

  @Override
  public KnownNames names() {
    Set<String> types = new TreeSet<>();
    Set<String> symbols = new TreeSet<>();
    Set<String> defined = new HashSet<>();
    Set<String> ofRust = new HashSet<>();
    List<Snapshot.Part> parts = parts(files);
    parts.forEach(part -> symbols.addAll(part.imports()));
    for (SnapshotFile file : files.values()) {
      types.addAll(file.types(true));
      symbols.addAll(file.symbols(true, false));
      defined.addAll(file.symbols(true, true));
      ofRust.addAll(file.types(true));
      ofRust.addAll(file.symbols(true, false));
      if (clang) {
        types.addAll(file.types(false));
        symbols.addAll(file.symbols(false, false));
        defined.addAll(file.symbols(false, true));
      }
    }
    Optional<Producer> rustc =
        parts.stream()
            .flatMap(part -> part.units().stream())
            .map(CompileUnit::producer)
            .filter(producer -> producer.compiler() == Producer.Compiler.RUSTC)
            .findFirst();
    return new KnownNames(
        types,
        symbols,
        defined,
        ofRust,
        parts.stream().findFirst().map(part -> new Target(part.machine(), rustc)));
  }

  /**
   * Reads C's definitions, and of its beliefs those about something that the deciding side defines;
   * Clang's where that is the deciding side.
   */
  @Override
  public Found find(Wanted wanted) {
    List<ObjectModel> models = new ArrayList<>();
    files.forEach(
        (input, file) -> {
          models.addAll(
              read(
                  input,
                  () ->
                      file.models(
                          false,
                          wanted.types()::contains,
                          (name, defines) ->
                              wanted.symbols().contains(name)
                                  && (defines || clang || wanted.defined().contains(name)))));
          Set<String> declared = new TreeSet<>(file.declared());
          declared.retainAll(wanted.types());
          if (!declared.isEmpty()) {
            Snapshot.Part first = file.objects().getFirst();
            List<CompileUnit> units =
                file.objects().stream().flatMap(part -> part.units().stream()).toList();
            models.add(SideLowering.declarations(first.path(), first.machine(), units, declared));
          }
        });
    return new FoundModels(models, this::ofRust);
  }

  private List<ObjectModel> ofRust(Shared shared) {
    List<ObjectModel> models = new ArrayList<>();
    files.forEach(
        (input, file) ->
            models.addAll(
                read(
                    input,
                    () ->
                        file.models(
                            true,
                            shared.types()::contains,
                            (name, _) -> shared.symbols().contains(name)))));
    return models;
  }

  /** The boundary of this source: a snapshot that cannot be understood is a diagnostic. */
  private List<ObjectModel> read(int input, Supplier<List<ObjectModel>> reading) {
    try {
      return reading.get();
    } catch (BadSnapshot fault) {
      String path = log.path(input);
      log.note(input, path, OpenedInputs.diagnostic(path, fault));
      return List.of();
    }
  }
}
