package org.abiseam.engine.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.abiseam.engine.snapshot.BadSnapshot;
import org.abiseam.engine.snapshot.Snapshot;
import org.abiseam.engine.snapshot.SnapshotFile;
import org.abiseam.model.Definition;
import org.abiseam.model.Evidence;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;

/**
 * What the snapshots among the inputs know, in the place of the objects that they were taken of.
 */
final class SnapshotStage {
  private final List<SnapshotFile> files = new ArrayList<>();
  private final Inputs inputs;
  private final Book book;
  private boolean mixed;
  private final List<Snapshot.Part> parts = new ArrayList<>();

  SnapshotStage(Inputs inputs, Book book) {
    this.inputs = inputs;
    this.book = book;
    inputs
        .snapshots()
        .forEach(
            (input, file) -> {
              files.add(file);
              parts.addAll(file.objects());
              book.note(input, file.objects());
            });
  }

  List<Snapshot.Part> parts() {
    return parts;
  }

  /** Whether a snapshot has C of a compiler. */
  boolean has(Producer.Compiler compiler) {
    return parts.stream()
        .flatMap(part -> part.units().stream())
        .map(org.abiseam.model.CompileUnit::producer)
        .anyMatch(
            producer ->
                producer.compiler() == compiler && producer.language() == Producer.Language.C);
  }

  /** Says whether C is held against C. */
  void mixed(boolean known) {
    mixed = known;
  }

  /** Types that Rust names; and those of C, where two compilers of C meet. */
  Set<String> types() {
    Set<String> names = new TreeSet<>();
    for (SnapshotFile file : files) {
      names.addAll(file.types(true));
      if (mixed) {
        names.addAll(file.types(false));
      }
    }
    return names;
  }

  /** Symbols that Rust names or imports; and those of C, where two compilers of C meet. */
  Set<String> symbols(Optional<String> only) {
    Set<String> names = new TreeSet<>();
    parts.forEach(part -> names.addAll(part.imports()));
    for (SnapshotFile file : files) {
      names.addAll(file.symbols(true, false));
      if (mixed) {
        names.addAll(file.symbols(false, false));
      }
    }
    only.ifPresent(one -> names.removeIf(name -> !name.equals(one)));
    return names;
  }

  /** Symbols that Rust defines. */
  Set<String> definedByRust() {
    Set<String> names = new HashSet<>();
    files.forEach(file -> names.addAll(file.symbols(true, true)));
    return names;
  }

  /** C's part of what is asked for; of its beliefs those about something that Rust defines. */
  List<ObjectModel> ofC(
      Collection<String> types, Collection<String> symbols, Collection<String> rust) {
    Set<String> wanted = new HashSet<>(types);
    Set<String> named = new HashSet<>(symbols);
    Set<String> believed = new HashSet<>(rust);
    List<ObjectModel> models = new ArrayList<>();
    for (SnapshotFile file : files) {
      models.addAll(
          read(
              file,
              () ->
                  file.models(
                      false,
                      wanted::contains,
                      (name, defines) ->
                          named.contains(name) && (defines || believed.contains(name)))));
      Set<String> declared = new TreeSet<>(file.declared());
      declared.retainAll(wanted);
      if (!declared.isEmpty()) {
        models.add(declared(file.objects(), declared));
      }
    }
    return models;
  }

  /** Rust's part of what C has too. */
  List<ObjectModel> ofRust(Set<String> types, Set<String> symbols) {
    List<ObjectModel> models = new ArrayList<>();
    for (SnapshotFile file : files) {
      models.addAll(
          read(
              file, () -> file.models(true, types::contains, (name, _) -> symbols.contains(name))));
    }
    return models;
  }

  /** The boundary of this stage: a snapshot that cannot be understood is a diagnostic. */
  private List<ObjectModel> read(
      SnapshotFile file, java.util.function.Supplier<List<ObjectModel>> reading) {
    try {
      return reading.get();
    } catch (BadSnapshot fault) {
      inputs
          .snapshots()
          .forEach(
              (input, one) -> {
                if (one == file) {
                  book.note(input, Inputs.diagnostic(inputs.paths().get(input), fault));
                }
              });
      return List.of();
    }
  }

  private static ObjectModel declared(List<Snapshot.Part> parts, Set<String> names) {
    TypeGraph.Builder graph = new TypeGraph.Builder();
    Snapshot.Part part = parts.getFirst();
    Producer producer =
        parts.stream()
            .flatMap(one -> one.units().stream())
            .map(org.abiseam.model.CompileUnit::producer)
            .filter(one -> one.language() == Producer.Language.C)
            .findFirst()
            .orElseThrow();
    Origin origin = new Origin(part.path(), "", OptionalLong.empty(), Optional.empty());
    List<Definition> definitions = new ArrayList<>();
    for (String name : names) {
      Type type = new Type.Incomplete(Type.Shape.STRUCT, name, OptionalLong.empty());
      definitions.add(
          new Definition(List.of(), name, graph.add(type, origin), producer, Evidence.DWARF, 1));
    }
    return new ObjectModel(
        part.path(), part.machine(), List.of(), graph.build(), definitions, List.of());
  }
}
