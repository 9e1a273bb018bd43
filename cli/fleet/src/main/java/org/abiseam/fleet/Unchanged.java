package org.abiseam.fleet;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.abiseam.engine.cache.CacheKey;
import org.apache.spark.sql.Row;

/**
 * Holds all that a run writes where nothing changed since the run before. That run prepares it, so
 * that the next one compares keys and copies files, and needs no Spark.
 */
final class Unchanged {
  private static final String FOLDER = "unchanged";
  private static final String TABLES = FOLDER + "/tables";
  private static final String PAGE = FOLDER + "/index.html";

  /** The key, the exit status, and a line for each build and comparison. */
  private static final String ANSWER = FOLDER + "/answer.txt";

  private final ResultFolder folder;
  private final List<BuildTask> builds;
  private final List<Comparison> comparisons;
  private final boolean reports;

  private record Comparison(BuildTask old, BuildTask recent) {
    String title() {
      return old.name() + " with " + recent.name();
    }

    String reports() {
      return "comparisons/" + old.name() + "--" + recent.name();
    }
  }

  /**
   * Describes a run.
   *
   * @param builds in order of the manifest
   * @param groups names of builds whose modules are shared
   * @param reports whether reports are wanted
   */
  Unchanged(
      ResultFolder folder, List<BuildTask> builds, List<List<String>> groups, boolean reports) {
    this.folder = folder;
    this.builds = builds;
    this.comparisons = new ArrayList<>();
    this.reports = reports;
    for (List<String> group : groups) {
      BuildTask first = named(group.getFirst());
      group.stream().skip(1).forEach(name -> comparisons.add(new Comparison(first, named(name))));
    }
  }

  private BuildTask named(String name) {
    return builds.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  /**
   * Writes what was prepared, if everything is as the run before left it.
   *
   * @param progress receives a line for each build and comparison
   * @return the exit status; empty where something has to be judged
   */
  Optional<Integer> write(Consumer<String> progress) {
    List<String> answer = folder.text(ANSWER).map(text -> text.lines().toList()).orElse(List.of());
    Optional<String> page = folder.text(PAGE);
    if (answer.size() < 2
        || page.isEmpty()
        || !key().equals(Optional.of(answer.getFirst()))
        || !copied()) {
      return Optional.empty();
    }
    folder.publish();
    folder.write("index.html", page.get());
    answer.stream().skip(2).forEach(progress);
    return Optional.of(Integer.valueOf(answer.get(1)));
  }

  private boolean copied() {
    try {
      folder.delete(ResultFolder.UNFINISHED);
      folder.copy(TABLES, ResultFolder.UNFINISHED);
      return true;
    } catch (UncheckedIOException _) {
      // Somebody changed it: its checksum does not fit, and the tables are made anew.
      return false;
    }
  }

  /** Removes what was prepared, since something is judged. */
  void forget() {
    folder.delete(FOLDER);
  }

  /**
   * Prepares the next run, if the results of this one may stand.
   *
   * @param results the complete tables of this run
   * @param page the page of a run that finds nothing new
   * @param status the exit status
   */
  void prepare(Results results, String page, int status) {
    Optional<String> key = key();
    if (key.isEmpty()) {
      return;
    }
    Earlier earlier = Earlier.of(results, folder, reports);
    List<Row> checked = new ArrayList<>();
    List<Row> compared = new ArrayList<>();
    List<String> answer = new ArrayList<>(List.of(key.get(), String.valueOf(status)));
    for (BuildTask build : builds) {
      Optional<Row> before = earlier.build(build);
      before.ifPresent(row -> checked.add(Rows.reused(build, row)));
      before.ifPresent(row -> answer.add(line(build.name(), row)));
    }
    for (Comparison one : comparisons) {
      Optional<Row> before = earlier.comparison(one.old(), one.recent());
      before.ifPresent(row -> compared.add(Rows.reused(row)));
      before.ifPresent(row -> answer.add(line(one.title(), row)));
    }
    if (checked.size() < builds.size() || compared.size() < comparisons.size()) {
      return;
    }
    for (Table table : Table.values()) {
      switch (table) {
        case BUILDS -> results.write(TABLES, table, checked);
        case COMPARISONS -> results.write(TABLES, table, compared);
        case FINDINGS, COVERAGE, DIAGNOSTICS, TIMINGS, IMPORTS, CHANGES, IMPACTED ->
            folder.copy(ResultFolder.CURRENT + "/" + table.word(), TABLES + "/" + table.word());
      }
    }
    folder.write(PAGE, page);
    folder.write(ANSWER, String.join("\n", answer));
  }

  /** Says of a build or comparison that it is not judged again. */
  static String line(String name, Row before) {
    return name
        + ": unchanged since the run before, exit status "
        + before.<Integer>getAs("exit_status");
  }

  /** Returns what the whole run is known by; empty where a build is judged each time. */
  private Optional<String> key() {
    CacheKey.Builder key = new CacheKey.Builder("fleet").with(builds.size());
    for (BuildTask build : builds) {
      if (build.content() == null) {
        return Optional.empty();
      }
      key.with(build.name()).with(build.content()).with(build.tags().size());
      new TreeMap<>(build.tags()).forEach((tag, value) -> key.with(tag).with(value));
      key.with(standing("builds/" + build.name()));
    }
    for (Comparison one : comparisons) {
      key.with(one.reports()).with(standing(one.reports()));
    }
    return Optional.of(key.build().name());
  }

  private String standing(String name) {
    return reports ? Earlier.digest(folder.reports(name)) : "";
  }
}
