package org.abiseam.fleet;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Keeps the tables of a run in Parquet, in a {@link ResultFolder}. */
final class Results {
  /** Rows of one table that are held in memory before they are written. */
  private static final int MOST_ROWS = 20_000;

  private final SparkSession spark;
  private final ResultFolder folder;
  private final Map<Table, List<Row>> pending = new EnumMap<>(Table.class);
  private final Set<Table> written = EnumSet.noneOf(Table.class);

  /** Writes and reads tables of a folder. */
  Results(SparkSession spark, ResultFolder folder) {
    this.spark = spark;
    this.folder = folder;
  }

  /** Forgets what an interrupted run left. */
  void begin() {
    folder.delete(ResultFolder.UNFINISHED);
    pending.clear();
    written.clear();
  }

  /** Adds what a task found. */
  void add(Outcome outcome) {
    outcome.reports().forEach(folder::write);
    outcome
        .rows()
        .forEach(
            (table, rows) -> {
              rows(table).addAll(rows);
              if (rows(table).size() > MOST_ROWS) {
                write(table);
              }
            });
  }

  /** Returns the rows of a table of the run before; none where there was none. */
  List<Row> before(Table table) {
    return folder.isThere(ResultFolder.CURRENT + "/" + table.word())
        ? read(ResultFolder.CURRENT, table).collectAsList()
        : List.of();
  }

  /**
   * Takes over rows of the run before.
   *
   * @param builds whose rows are kept, but for those of {@link Table#BUILDS}
   * @param comparisons old and new name; {@link Table#COMPARISONS} apart
   * @param all whether the run before had nothing else
   */
  void keep(Set<String> builds, Set<List<String>> comparisons, boolean all) {
    for (Table table : Table.values()) {
      boolean pairs = List.of(table.schema().fieldNames()).contains("old");
      boolean some = pairs ? !comparisons.isEmpty() : !builds.isEmpty();
      if (table == Table.BUILDS || table == Table.COMPARISONS || !some) {
        continue;
      }
      if (all) {
        folder.copy(
            ResultFolder.CURRENT + "/" + table.word(),
            ResultFolder.UNFINISHED + "/" + table.word());
        written.add(table);
      } else {
        Column names = pairs ? concat_ws("/", col("old"), col("new")) : col("build");
        Object[] wanted =
            pairs
                ? comparisons.stream().map(one -> String.join("/", one)).toArray()
                : builds.toArray();
        write(read(ResultFolder.CURRENT, table).filter(names.isin(wanted)), table);
      }
    }
  }

  /** Makes the tables of this run the current ones. */
  void end() {
    for (Table table : Table.values()) {
      // A table without a row has its columns all the same.
      if (!written.contains(table) || !rows(table).isEmpty()) {
        write(table);
      }
    }
    folder.publish();
  }

  /** Makes views of the current tables, and {@code previous_findings}. */
  void views() {
    if (!folder.isThere(ResultFolder.CURRENT)) {
      throw new IllegalArgumentException(
          folder + " has no results; run 'abiseam fleet run MANIFEST --out DIR' first");
    }
    for (Table table : Table.values()) {
      read(ResultFolder.CURRENT, table).createOrReplaceTempView(table.word());
    }
    Dataset<Row> before =
        folder.isThere(ResultFolder.PREVIOUS)
            ? read(ResultFolder.PREVIOUS, Table.FINDINGS)
            : spark.createDataFrame(List.of(), Table.FINDINGS.schema());
    before.createOrReplaceTempView("previous_findings");
  }

  /**
   * Writes rows of one table to a folder of tables.
   *
   * @param version which tables, as {@link ResultFolder} names them
   */
  void write(String version, Table table, List<Row> rows) {
    write(version, table, spark.createDataFrame(rows, table.schema()));
  }

  private Dataset<Row> read(String version, Table table) {
    return spark.read().schema(table.schema()).parquet(folder.uri(version + "/" + table.word()));
  }

  private List<Row> rows(Table table) {
    return pending.computeIfAbsent(table, _ -> new ArrayList<>());
  }

  private void write(Table table) {
    write(spark.createDataFrame(rows(table), table.schema()), table);
    pending.remove(table);
  }

  private void write(Dataset<Row> rows, Table table) {
    write(ResultFolder.UNFINISHED, table, rows);
    written.add(table);
  }

  private void write(String version, Table table, Dataset<Row> rows) {
    rows.coalesce(1)
        .write()
        .mode(SaveMode.Append)
        .parquet(folder.uri(version + "/" + table.word()));
  }
}
