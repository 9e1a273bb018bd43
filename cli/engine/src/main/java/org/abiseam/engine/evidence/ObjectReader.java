package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.abiseam.concurrent.Workers;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.elf.ObjectFile;
import org.abiseam.engine.cache.Question;
import org.abiseam.engine.input.Asked;
import org.abiseam.engine.input.ObjectSource;
import org.abiseam.engine.input.RunLog;
import org.abiseam.engine.input.Summaries;
import org.abiseam.engine.request.Progress;
import org.abiseam.model.Malformed;
import org.abiseam.model.ObjectModel;

/**
 * Opens objects, several at once: the boundary behind which an object that cannot be read is a
 * diagnostic in the log, and the others go on.
 *
 * @param threads how many threads work at once, at least 1
 * @param log receives what cannot be read
 * @param progress hears of each object that is done
 * @param summaries remembers what was learned before
 */
public record ObjectReader(int threads, RunLog log, Progress progress, Summaries summaries) {

  /** Creates a reader that remembers nothing between runs. */
  public ObjectReader(int threads, RunLog log, Progress progress) {
    this(threads, log, progress, Summaries.none());
  }

  /**
   * Reads something of an object.
   *
   * @param reading what is read; it throws {@link Malformed} where it cannot be
   * @return what was read; empty where it could not be
   * @param <T> what is read
   */
  public <T> Optional<T> read(ObjectSource source, Function<DebugInfo, T> reading) {
    return attempt(source, () -> source.read(reading));
  }

  /**
   * Reads something of an object, unless it is remembered.
   *
   * @param <T> what is read
   */
  public <T> Optional<T> read(
      ObjectSource source, Question<T> question, Function<DebugInfo, T> reading) {
    return summaries.of(source, question, () -> read(source, reading));
  }

  /**
   * Reads something of each object of a list, in its order, as far as it is not remembered.
   *
   * @param name what is asked of all
   */
  <T> List<Optional<T>> readAll(
      String name,
      List<SurveyedObject> objects,
      Function<SurveyedObject, Question<T>> question,
      BiFunction<SurveyedObject, DebugInfo, T> reading) {
    return summaries.ofEach(name, asked(objects, question, reading), threads);
  }

  /**
   * Reads something of each object of a list, in its order, and joins what was read of runs of
   * objects, as far as that is not remembered.
   *
   * @param runs asks what is joined
   */
  <T, R> List<R> readRuns(
      Question<R> runs,
      List<SurveyedObject> objects,
      Question<T> question,
      BiFunction<SurveyedObject, DebugInfo, T> reading,
      BiFunction<List<SurveyedObject>, List<Optional<T>>, R> joining) {
    return summaries.ofRuns(
        runs,
        asked(objects, _ -> question, reading),
        threads,
        (from, read) -> joining.apply(objects.subList(from, from + read.size()), read));
  }

  private <T> List<Asked<T>> asked(
      List<SurveyedObject> objects,
      Function<SurveyedObject, Question<T>> question,
      BiFunction<SurveyedObject, DebugInfo, T> reading) {
    List<Asked<T>> asked = new ArrayList<>(objects.size());
    for (SurveyedObject object : objects) {
      asked.add(
          new Asked<>(
              object.source(),
              question.apply(object),
              () -> {
                Optional<T> read = read(object.source(), info -> reading.apply(object, info));
                progress.object(object.source().path(), objects.size());
                return read;
              }));
    }
    return asked;
  }

  /**
   * Reads something of each object that needs no debug info, as far as it is not remembered; in
   * their order.
   */
  <T> List<Optional<T>> readFiles(
      List<SurveyedObject> objects,
      Question<T> question,
      BiFunction<SurveyedObject, ObjectFile, T> reading) {
    List<Asked<T>> asked = new ArrayList<>(objects.size());
    for (SurveyedObject object : objects) {
      asked.add(new Asked<>(object.source(), question, () -> readFile(object, reading)));
    }
    return summaries.ofEach(question.name(), asked, threads);
  }

  /**
   * Reads something of each object that needs no debug info, which is not looked for; in their
   * order, without those that cannot be read.
   */
  <T> List<T> readFiles(
      List<SurveyedObject> objects, BiFunction<SurveyedObject, ObjectFile, T> reading) {
    return Workers.map(objects, threads, object -> readFile(object, reading)).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private <T> Optional<T> readFile(
      SurveyedObject object, BiFunction<SurveyedObject, ObjectFile, T> reading) {
    return attempt(
        object.source(), () -> object.source().readFile(file -> reading.apply(object, file)));
  }

  private <T> Optional<T> attempt(ObjectSource source, Supplier<T> reading) {
    if (progress.isCancelled()) {
      throw new CancellationException("cancelled before " + source.path());
    }
    try {
      return Optional.of(reading.get());
    } catch (Malformed fault) {
      log.note(source, fault.diagnostic(source.path(), Optional.empty()));
      return Optional.empty();
    }
  }

  /** Notes what was lost of an object when it was lowered; returns the model. */
  public ObjectModel noted(ObjectSource source, ObjectModel model) {
    model.diagnostics().forEach(diagnostic -> log.note(source, diagnostic));
    return model;
  }

  /** Returns how many threads work on one object: all, or one where each works on its own. */
  int threadsInside(int of) {
    return of > 1 ? 1 : threads;
  }
}
