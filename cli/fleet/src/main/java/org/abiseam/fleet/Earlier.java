package org.abiseam.fleet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * Holds what the run before found, of which a build keeps its rows and reports where none of its
 * files changed and the reports are as they were written.
 */
final class Earlier {
  private final ResultFolder folder;
  private final boolean reports;
  private final Map<String, Row> builds = new HashMap<>();
  private final Map<List<String>, Row> comparisons = new HashMap<>();

  private Earlier(ResultFolder folder, boolean reports) {
    this.folder = folder;
    this.reports = reports;
  }

  /**
   * Reads the tables of the run before.
   *
   * @param folder where the reports are
   * @param reports whether reports are wanted
   */
  static Earlier of(Results results, ResultFolder folder, boolean reports) {
    Earlier earlier = new Earlier(folder, reports);
    for (Row row : results.before(Table.BUILDS)) {
      earlier.builds.put(row.getAs("build"), row);
    }
    for (Row row : results.before(Table.COMPARISONS)) {
      earlier.comparisons.put(List.of(row.getAs("old"), row.getAs("new")), row);
    }
    return earlier;
  }

  /** Returns the row of a build that is as it was; empty where it has to be judged. */
  Optional<Row> build(BuildTask task) {
    return Optional.ofNullable(builds.get(task.name()))
        .filter(row -> task.content() != null && task.content().equals(row.getAs("content")))
        .filter(row -> stand(row, "builds/" + task.name()));
  }

  /** Returns the row of two builds, both of which are as they were. */
  Optional<Row> comparison(BuildTask old, BuildTask recent) {
    return build(old).isPresent() && build(recent).isPresent()
        ? Optional.ofNullable(comparisons.get(List.of(old.name(), recent.name())))
            .filter(row -> stand(row, "comparisons/" + old.name() + "--" + recent.name()))
        : Optional.empty();
  }

  /** Tells whether the run before had these builds and comparisons and no others. */
  boolean isAll(Set<String> kept, Set<List<String>> compared) {
    return kept.equals(builds.keySet()) && compared.equals(comparisons.keySet());
  }

  private boolean stand(Row row, String name) {
    Map<String, String> texts = reports ? folder.reports(name) : Map.of();
    return digest(texts).equals(row.getAs("reports"));
  }

  /** Returns what reports are known by. */
  static String digest(Map<String, String> reports) {
    try {
      MessageDigest sum = MessageDigest.getInstance("SHA-256");
      for (Map.Entry<String, String> one : new TreeMap<>(reports).entrySet()) {
        sum.update(one.getKey().getBytes(StandardCharsets.UTF_8));
        sum.update((byte) 0);
        sum.update(one.getValue().getBytes(StandardCharsets.UTF_8));
        sum.update((byte) 0);
      }
      return HexFormat.of().formatHex(sum.digest());
    } catch (NoSuchAlgorithmException fault) {
      throw new IllegalStateException(fault);
    }
  }
}
