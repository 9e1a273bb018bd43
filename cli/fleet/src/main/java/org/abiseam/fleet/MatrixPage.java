package org.abiseam.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.abiseam.cli.Version;
import org.abiseam.cli.report.Status;
import org.abiseam.cli.report.WebPage;
import org.abiseam.model.Severity;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/** Shows builds against rules: the worst first, with what is new since the run before. */
final class MatrixPage {
  private static final WebPage PAGE =
      new WebPage(MatrixPage.class, "fleet.mustache", List.of("fleet.css"), List.of("fleet.js"));

  private static final String CELLS =
      """
      SELECT f.build, f.rule, f.severity, count(*) AS findings,
        count_if(p.fingerprint IS NULL) AS added
      FROM findings f
      LEFT JOIN (SELECT DISTINCT build, fingerprint FROM previous_findings) p
        ON p.build = f.build AND p.fingerprint = f.fingerprint
      WHERE f.suppressed IS NULL
      GROUP BY f.build, f.rule, f.severity
      """;

  private static final String COVERAGE =
      """
      SELECT build, sum(shared) AS shared, sum(agree + disagree + opaque) AS determined
      FROM coverage WHERE kind <> 'flags' GROUP BY build
      """;

  private static final String COMPARISONS =
      """
      SELECT old, new, count_if(severity = 'harmful') AS harmful,
        count_if(severity = 'risky') AS risky, count(*) AS changes
      FROM changes GROUP BY old, new ORDER BY harmful DESC, risky DESC, old, new
      """;

  private final List<Line> lines;
  private final Set<String> rules;
  private final Map<String, String> coverage;
  private final List<Map<String, Object>> comparisons;

  /** Says what the page marks as new. */
  enum News {
    /** Nothing: there was no run before. */
    UNKNOWN,
    /** What the run before did not have. */
    COUNTED,
    /** Nothing: the run before had all of it. */
    NONE
  }

  private MatrixPage(
      List<Line> lines,
      Set<String> rules,
      Map<String, String> coverage,
      List<Map<String, Object>> comparisons) {
    this.lines = lines;
    this.rules = rules;
    this.coverage = coverage;
    this.comparisons = comparisons;
  }

  /** Counts the findings of one rule in one build. */
  private record Cell(Severity severity, long findings, long added) {
    Cell plus(Cell other) {
      Severity worst = severity.compareTo(other.severity) <= 0 ? severity : other.severity;
      return new Cell(worst, findings + other.findings, added + other.added);
    }
  }

  /** Holds what the table of builds says of one. */
  private record Build(
      String name,
      SortedMap<String, String> tags,
      int status,
      String verdict,
      String gate,
      Optional<String> fault) {
    static Build of(Row row) {
      int tags = row.fieldIndex("tags");
      return new Build(
          row.getAs("build"),
          new TreeMap<>(CollectionConverters.asJava(row.<String, String>getMap(tags))),
          row.<Integer>getAs("exit_status"),
          row.getAs("verdict"),
          row.getAs("gate"),
          Optional.ofNullable(row.getAs("fault")));
    }

    boolean passed() {
      return status == 0;
    }

    /** Grades what was not looked at: all of it, or some of it. */
    int unverified() {
      return fault.isPresent() ? 2 : status & Status.ERROR;
    }
  }

  /** Holds a row of the page; builds with the most harmful findings come first. */
  private record Line(Build build, Map<String, Cell> cells, long harmful, long risky) {
    static Line of(Build build, Map<String, Cell> cells) {
      return new Line(build, cells, count(cells, Severity.HARMFUL), count(cells, Severity.RISKY));
    }

    private static long count(Map<String, Cell> cells, Severity severity) {
      return cells.values().stream()
          .filter(cell -> cell.severity() == severity)
          .mapToLong(Cell::findings)
          .sum();
    }
  }

  private static Severity severity(String word) {
    return Stream.of(Severity.values())
        .filter(one -> one.word().equals(word))
        .findFirst()
        .orElseThrow();
  }

  /** Reads what it shows from the views of {@link Results#views}. */
  static MatrixPage of(SparkSession spark) {
    Map<String, Map<String, Cell>> cells = cells(spark);
    TreeSet<String> rules = new TreeSet<>();
    cells.values().forEach(row -> rules.addAll(row.keySet()));
    List<Line> lines = new ArrayList<>();
    for (Row row : spark.sql("SELECT * FROM builds ORDER BY position").collectAsList()) {
      Build build = Build.of(row);
      lines.add(Line.of(build, cells.getOrDefault(build.name(), Map.of())));
    }
    lines.sort(
        Comparator.<Line>comparingInt(line -> -line.build().unverified())
            .thenComparing(Comparator.comparingLong(Line::harmful).reversed())
            .thenComparing(Comparator.comparingLong(Line::risky).reversed())
            .thenComparingInt(line -> line.build().passed() ? 1 : 0));
    return new MatrixPage(lines, rules, coverage(spark), comparisons(spark));
  }

  /** Returns the page. */
  String text(News news) {
    Map<String, Object> page = new HashMap<>();
    page.put("version", Version.TEXT);
    page.put("rules", List.copyOf(rules));
    page.put("builds", lines.stream().map(line -> line(line, news)).toList());
    page.put("count", lines.size());
    page.put("failing", lines.stream().filter(line -> !line.build().passed()).count());
    page.put("good", lines.stream().allMatch(line -> line.build().passed()));
    page.put("filters", filters(lines));
    page.put("compared", news != News.UNKNOWN);
    page.put("comparisons", comparisons);
    return PAGE.with(page);
  }

  private static Map<String, Map<String, Cell>> cells(SparkSession spark) {
    Map<String, Map<String, Cell>> cells = new HashMap<>();
    for (Row row : spark.sql(CELLS).collectAsList()) {
      cells
          .computeIfAbsent(row.getString(0), _ -> new HashMap<>())
          .merge(
              row.getString(1),
              new Cell(severity(row.getString(2)), row.getLong(3), row.getLong(4)),
              Cell::plus);
    }
    return cells;
  }

  private static Map<String, String> coverage(SparkSession spark) {
    Map<String, String> coverage = new HashMap<>();
    for (Row row : spark.sql(COVERAGE).collectAsList()) {
      coverage.put(row.getString(0), row.getLong(2) + " of " + row.getLong(1));
    }
    return coverage;
  }

  private static List<Map<String, Object>> comparisons(SparkSession spark) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Row row : spark.sql(COMPARISONS).collectAsList()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("old", row.getString(0));
      one.put("new", row.getString(1));
      one.put("harmful", row.getLong(2));
      one.put("risky", row.getLong(3));
      one.put("changes", row.getLong(4));
      one.put("worst", row.getLong(2) > 0 ? "harmful" : row.getLong(3) > 0 ? "risky" : "harmless");
      rows.add(one);
    }
    return rows;
  }

  private Map<String, Object> line(Line line, News news) {
    Build build = line.build();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", build.name());
    row.put("tags", tags(build));
    row.put("fault", build.fault().orElse(""));
    row.put("read", build.fault().isEmpty());
    row.put("verdict", build.verdict());
    row.put("gate", build.gate());
    row.put("passed", build.passed());
    row.put("coverage", coverage.getOrDefault(build.name(), ""));
    List<Map<String, Object>> cells = new ArrayList<>();
    for (String rule : rules) {
      Cell cell = line.cells().get(rule);
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("severity", cell == null ? "" : cell.severity().word());
      shown.put("findings", cell == null ? "" : String.valueOf(cell.findings()));
      long added = cell == null || news != News.COUNTED ? 0 : cell.added();
      shown.put("added", added == 0 ? "" : "+" + added);
      cells.add(shown);
    }
    row.put("cells", cells);
    return row;
  }

  private static List<Map<String, String>> tags(Build build) {
    List<Map<String, String>> tags = new ArrayList<>();
    build.tags().forEach((key, value) -> tags.add(Map.of("key", key, "value", value)));
    return tags;
  }

  /** Lists the values of each tag, to filter by. */
  private static List<Map<String, Object>> filters(List<Line> lines) {
    TreeMap<String, TreeSet<String>> values = new TreeMap<>();
    for (Line line : lines) {
      line.build()
          .tags()
          .forEach((key, value) -> values.computeIfAbsent(key, _ -> new TreeSet<>()).add(value));
    }
    List<Map<String, Object>> filters = new ArrayList<>();
    values.forEach((key, all) -> filters.add(Map.of("key", key, "values", List.copyOf(all))));
    return filters;
  }
}
