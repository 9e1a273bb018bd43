package org.abiseam.engine.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.abiseam.concurrent.Workers;
import org.abiseam.dwarf.index.TypeIndexer;
import org.abiseam.dwarf.index.WantedNames;
import org.abiseam.engine.pipeline.Pipeline.Indexed;
import org.abiseam.engine.pipeline.Pipeline.Surveyed;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;

/**
 * The stages that open objects: each object is attempted, and one that cannot be read is noted
 * while the others go on.
 *
 * <p>Which names count is known only when all objects have been surveyed, because any of them may
 * be Rust's; so a relocatable object among many is opened once for its units and once for its
 * types. Its relocations, which would have to stay in memory in between, are larger than what the
 * second opening costs.
 */
final class Reading {
  private final CheckRequest request;
  private final Progress progress;
  private final Book book;

  Reading(CheckRequest request, Progress progress, Book book) {
    this.request = request;
    this.progress = progress;
    this.book = book;
  }

  List<Surveyed> survey(Inputs inputs, SnapshotStage snapshots) {
    int inside = threadsInside(inputs.sources().size());
    List<Surveyed> surveyed = new ArrayList<>();
    List<Optional<Surveyed>> tried =
        Workers.map(
            inputs.sources(),
            request.threads(),
            source ->
                attempt(
                        source,
                        inputs.sources().size(),
                        () -> source.read(info -> Survey.of(info, inside)))
                    .map(survey -> new Surveyed(source, survey)));
    tried.forEach(
        one ->
            one.map(found -> new Surveyed(found.source(), found.survey().compiled(request.flags())))
                .ifPresent(surveyed::add));
    List<Surveyed> named = BtfStage.onOneMachine(withClang(surveyed, snapshots));
    for (Surveyed one : named) {
      book.note(one.source(), one.survey());
    }
    return named;
  }

  /** Clang's C is a side of its own only where it meets GCC's. */
  private List<Surveyed> withClang(List<Surveyed> surveyed, SnapshotStage snapshots) {
    boolean gnu = any(surveyed, Survey.Part.C) || snapshots.has(Producer.Compiler.GCC);
    boolean mixed =
        gnu && (any(surveyed, Survey.Part.CLANG) || snapshots.has(Producer.Compiler.CLANG));
    snapshots.mixed(mixed && snapshots.has(Producer.Compiler.CLANG));
    List<Surveyed> named = new ArrayList<>(surveyed.size());
    for (Surveyed one : surveyed) {
      Survey survey = one.survey();
      if (!survey.parts().contains(Survey.Part.CLANG)) {
        named.add(one);
      } else if (mixed) {
        int inside = threadsInside(surveyed.size());
        attempt(
                one.source(),
                surveyed.size(),
                () -> one.source().read(info -> survey.naming(info, Survey.Part.CLANG, inside)))
            .ifPresent(more -> named.add(new Surveyed(one.source(), more)));
      } else {
        named.add(new Surveyed(one.source(), survey.withClangAsC(any(surveyed, Survey.Part.RUST))));
      }
    }
    return named;
  }

  /** One that cannot be read has no calls to show; the image has its code all the same. */
  List<Surveyed> linked(Inputs parts) {
    List<Surveyed> surveyed = new ArrayList<>();
    for (Source source : parts.sources()) {
      try {
        Survey survey = source.read(info -> Survey.of(info, 1));
        surveyed.add(new Surveyed(source, survey.importing()));
      } catch (Malformed fault) {
        Diagnostic diagnostic = fault.diagnostic(source.path(), Optional.empty());
        book.noteFile(source.path(), "object", List.of(diagnostic));
      }
    }
    return surveyed;
  }

  /** Its units are the image's. */
  static List<ObjectModel> beliefs(Selection selection, Surveyed one) {
    return one.source().read(info -> selection.lower(info, one, 1)).stream()
        .map(ObjectModel::withoutUnits)
        .toList();
  }

  private static boolean any(List<Surveyed> surveyed, Survey.Part part) {
    return surveyed.stream()
        .anyMatch(
            one ->
                one.survey().parts().contains(part)
                    || (part == Survey.Part.C && one.survey().btf().source()));
  }

  /** The single boundary behind which an object that cannot be read is a diagnostic. */
  private <T> Optional<T> attempt(Source source, int of, Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (Malformed fault) {
      book.note(source, fault.diagnostic(source.path(), Optional.empty()));
      return Optional.empty();
    } finally {
      progress.object(source.path(), of);
    }
  }

  /** Two threads work on one object, or each on its own. */
  private int threadsInside(int objects) {
    return objects > 1 ? 1 : request.threads();
  }

  List<Indexed> index(List<Surveyed> surveyed, WantedNames wanted, WantedNames symbols) {
    // The image with most units first would be fair; the order of the command line is steady.
    Function<Surveyed, Optional<Indexed>> work =
        one -> {
          TypeIndexer indexer = new TypeIndexer(wanted, symbols, threadsInside(surveyed.size()));
          return attempt(
                  one.source(),
                  surveyed.size(),
                  () -> one.source().read(info -> Definitions.of(info, one.survey(), indexer)))
              .map(definitions -> new Indexed(one, definitions));
        };
    List<Indexed> indexed = new ArrayList<>();
    Workers.map(surveyed, request.threads(), work).forEach(one -> one.ifPresent(indexed::add));
    for (Indexed one : indexed) {
      for (Diagnostic diagnostic : one.definitions().diagnostics()) {
        book.note(one.surveyed().source(), diagnostic);
      }
    }
    return indexed;
  }

  List<ObjectModel> types(
      Selection selection, List<Surveyed> surveyed, List<ObjectModel> described) {
    int inside = threadsInside(surveyed.size());
    List<Surveyed> concerned = new ArrayList<>();
    List<ObjectModel> models = new ArrayList<>();
    for (Surveyed one : surveyed) {
      if (selection.concerns(one)) {
        concerned.add(one);
      } else {
        models.add(selection.nothing(one));
      }
    }
    Workers.map(
            concerned,
            request.threads(),
            one ->
                attempt(
                    one.source(),
                    concerned.size(),
                    () -> one.source().read(info -> selection.lower(info, one, inside))))
        .forEach(lowered -> lowered.ifPresent(models::addAll));
    models.addAll(selection.declarations());
    models.addAll(described);
    return models;
  }
}
