package org.abiseam.fleet;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.abiseam.cli.report.Status;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;

/**
 * Runs all tasks of a fleet on Spark. Each task is a job of its own, so that one that fails costs
 * itself alone: it is tried again, and then counts as not verified.
 */
final class FleetRun {
  /** How often a task is tried. Spark tries the work of a lost executor again besides. */
  static final int ATTEMPTS = 2;

  /** How many jobs wait for Spark at once. */
  private static final int MOST_JOBS = 256;

  private final JavaSparkContext spark;
  private final BuildWorker worker;
  private final Consumer<String> progress;

  /**
   * Prepares a run.
   *
   * @param progress receives a line for each task that ended
   */
  FleetRun(JavaSparkContext spark, BuildWorker worker, Consumer<String> progress) {
    this.spark = spark;
    this.worker = worker;
    this.progress = progress;
  }

  /** Describes a task and what stands for it where it fails. */
  private record Task(
      String name, Runnable before, Function<Integer, Outcome> work, OnFault onFault) {
    private interface OnFault {
      Outcome outcome(String fault);
    }
  }

  /**
   * Checks all builds and compares those that share modules.
   *
   * @param builds in order of the manifest
   * @param groups names of builds whose modules are shared
   * @param earlier what stands of the run before
   * @param results receives each outcome
   * @return the sum of the exit statuses' bits
   */
  int run(List<BuildTask> builds, List<List<String>> groups, Earlier earlier, Results results) {
    List<Task> tasks = new ArrayList<>();
    Set<String> kept = new HashSet<>();
    Set<List<String>> compared = new HashSet<>();
    int status = 0;
    BuildWorker own = worker;
    int shares = spark.defaultParallelism() / builds.size();
    for (BuildTask build : builds) {
      Optional<Row> before = earlier.build(build);
      if (before.isPresent()) {
        kept.add(build.name());
        Outcome outcome = Outcome.of(Table.BUILDS, Rows.reused(build, before.get()), before.get());
        status |= reused(build.name(), outcome, before.get(), results);
        continue;
      }
      tasks.add(
          new Task(
              build.name(),
              () -> survey(build, shares),
              _ -> own.check(build),
              fault -> failed(build, fault)));
    }
    for (List<String> group : groups) {
      BuildTask first = named(builds, group.getFirst());
      for (String name : group.subList(1, group.size())) {
        BuildTask other = named(builds, name);
        Optional<Row> before = earlier.comparison(first, other);
        if (before.isPresent()) {
          compared.add(List.of(first.name(), name));
          Outcome outcome = Outcome.of(Table.COMPARISONS, Rows.reused(before.get()), before.get());
          status |= reused(first.name() + " with " + name, outcome, before.get(), results);
          continue;
        }
        tasks.add(
            new Task(
                first.name() + " with " + name,
                () -> {},
                _ -> own.compare(first, other),
                fault -> failed(first, other, fault)));
      }
    }
    results.keep(kept, compared, earlier.isAll(kept, compared));
    return status | run(tasks, results::add);
  }

  private int reused(String name, Outcome outcome, Row before, Results results) {
    results.add(outcome);
    progress.accept(Unchanged.line(name, before));
    return outcome.status();
  }

  private int run(List<Task> tasks, Consumer<Outcome> results) {
    int status = 0;
    if (tasks.isEmpty()) {
      return status;
    }
    try (ExecutorService pool =
        Executors.newFixedThreadPool(Math.clamp(tasks.size(), 1, MOST_JOBS))) {
      ExecutorCompletionService<Outcome> ended = new ExecutorCompletionService<>(pool);
      tasks.forEach(task -> ended.submit(() -> tried(task)));
      for (int i = 0; i < tasks.size(); i++) {
        Outcome outcome = ended.take().get();
        status |= outcome.status();
        results.accept(outcome);
      }
    } catch (InterruptedException fault) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the run was interrupted", fault);
    } catch (ExecutionException fault) {
      throw new IllegalStateException(fault.getCause());
    }
    return status;
  }

  /**
   * Lets several workers learn of the objects of one build, where there are more workers than
   * builds: what they learn is in the cache that they share, and the check asks for it.
   */
  private void survey(BuildTask build, int shares) {
    List<List<String>> all =
        worker.cache() == null || shares < 2 ? List.of() : build.shares(shares);
    if (all.size() < 2) {
      return;
    }
    BuildWorker own = worker;
    try {
      long learned =
          spark
              .parallelize(all, all.size())
              .map(one -> (long) own.survey(build, one))
              .reduce(Long::sum);
      progress.accept(
          build.name() + ": " + learned + " answers were read by " + all.size() + " workers");
    } catch (Exception failure) {
      // The check reads what is missing, and says what cannot be read.
      progress.accept(build.name() + ": " + Attempt.reason(failure));
    }
  }

  private Outcome tried(Task task) {
    task.before().run();
    String fault = "";
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        Function<Integer, Outcome> work = task.work();
        Attempt ended =
            spark.parallelize(List.of(attempt), 1).map(it -> Attempt.of(work, it)).collect().get(0);
        if (ended.outcome() != null) {
          progress.accept(task.name() + ": exit status " + ended.outcome().status());
          return ended.outcome();
        }
        fault = ended.fault();
      } catch (Exception failure) {
        // What Spark gives up: its own exceptions are checked, and not declared.
        fault = Attempt.reason(failure);
      }
      progress.accept(task.name() + ": attempt " + attempt + " failed: " + fault);
    }
    return task.onFault().outcome(fault);
  }

  private static Outcome failed(BuildTask build, String fault) {
    Map<Table, List<Row>> rows = new EnumMap<>(Table.class);
    rows.put(Table.BUILDS, List.of(Rows.failed(build, fault)));
    rows.put(Table.DIAGNOSTICS, List.of(Rows.fault(build.name(), fault)));
    return new Outcome(rows, Map.of(), Status.ERROR);
  }

  private static Outcome failed(BuildTask old, BuildTask recent, String fault) {
    Map<Table, List<Row>> rows = new EnumMap<>(Table.class);
    rows.put(
        Table.DIAGNOSTICS,
        List.of(Rows.fault(recent.name(), "the comparison with " + old.name() + ": " + fault)));
    return new Outcome(rows, Map.of(), Status.ERROR);
  }

  private static BuildTask named(List<BuildTask> builds, String name) {
    return builds.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }
}
