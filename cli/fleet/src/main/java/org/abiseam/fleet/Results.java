package org.abiseam.fleet;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Keeps what a run found in a folder of any Hadoop file system: {@code tables} in Parquet, those of
 * the run before as {@code previous}, and the reports of each build. Until a run is complete its
 * tables lie beside those of the last one.
 */
final class Results {
  /** Rows of one table that are held in memory before they are written. */
  private static final int MOST_ROWS = 20_000;

  private static final List<String> REPORTS = List.of("report.txt", "report.json", "report.html");

  private static final String CURRENT = "tables";
  private static final String PREVIOUS = "previous";
  private static final String UNFINISHED = "tables.unfinished";

  private final SparkSession spark;
  private final Path folder;
  private final FileSystem files;
  private final Map<Table, List<Row>> pending = new EnumMap<>(Table.class);
  private final Set<Table> written = EnumSet.noneOf(Table.class);

  private Results(SparkSession spark, Path folder, FileSystem files) {
    this.spark = spark;
    this.folder = folder;
    this.files = files;
  }

  /** Opens a folder, local or a URI. */
  static Results in(SparkSession spark, String folder) {
    String place =
        RemoteFiles.isRemote(folder)
            ? folder
            : java.nio.file.Path.of(folder).toAbsolutePath().toUri().toString();
    Path path = new Path(place);
    try {
      return new Results(
          spark, path, path.getFileSystem(spark.sparkContext().hadoopConfiguration()));
    } catch (IOException fault) {
      throw new UncheckedIOException(folder + " cannot be used: " + fault.getMessage(), fault);
    }
  }

  /** Forgets what an interrupted run left. */
  void begin() {
    io(() -> files.delete(new Path(folder, UNFINISHED), true));
    pending.clear();
    written.clear();
  }

  /** Adds what a task found. */
  void add(Outcome outcome) {
    outcome.reports().forEach(this::write);
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
    return isThere(CURRENT + "/" + table.word()) ? read(CURRENT, table).collectAsList() : List.of();
  }

  /** Reads the reports of a folder that can be read, by their paths below the output folder. */
  Map<String, String> reports(String name) {
    Map<String, String> texts = new TreeMap<>();
    for (String report : REPORTS) {
      String path = name + "/" + report;
      try (InputStream stream = files.open(new Path(folder, path))) {
        texts.put(path, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException _) {
        // It is written anew: Hadoop's checksum beside it does not fit where somebody changed it.
      }
    }
    return texts;
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
        copy(table);
      } else {
        Column names = pairs ? concat_ws("/", col("old"), col("new")) : col("build");
        Object[] wanted =
            pairs
                ? comparisons.stream().map(one -> String.join("/", one)).toArray()
                : builds.toArray();
        write(read(CURRENT, table).filter(names.isin(wanted)), table);
      }
    }
  }

  private void copy(Table table) {
    Path from = new Path(new Path(folder, CURRENT), table.word());
    Path to = new Path(new Path(folder, UNFINISHED), table.word());
    io(() -> files.mkdirs(to.getParent()));
    io(() -> FileUtil.copy(files, from, files, to, false, files.getConf()));
    written.add(table);
  }

  /** Makes the tables of this run the current ones. */
  void end() {
    for (Table table : Table.values()) {
      // A table without a row has its columns all the same.
      if (!written.contains(table) || !rows(table).isEmpty()) {
        write(table);
      }
    }
    Path current = new Path(folder, CURRENT);
    Path previous = new Path(folder, PREVIOUS);
    io(() -> files.delete(previous, true));
    if (isThere(CURRENT)) {
      io(() -> files.rename(current, previous));
    }
    io(() -> files.rename(new Path(folder, UNFINISHED), current));
  }

  /** Makes views of the current tables, and {@code previous_findings}. */
  void views() {
    if (!isThere(CURRENT)) {
      throw new IllegalArgumentException(
          folder + " has no results; run 'abiseam fleet run MANIFEST --out DIR' first");
    }
    for (Table table : Table.values()) {
      read(CURRENT, table).createOrReplaceTempView(table.word());
    }
    Dataset<Row> before =
        isThere(PREVIOUS)
            ? read(PREVIOUS, Table.FINDINGS)
            : spark.createDataFrame(List.of(), Table.FINDINGS.schema());
    before.createOrReplaceTempView("previous_findings");
  }

  /** Tells whether an earlier run is there to compare with. */
  boolean hasPrevious() {
    return isThere(PREVIOUS);
  }

  /** Writes a file below the folder. */
  void write(String name, String text) {
    io(
        () -> {
          try (OutputStream stream = files.create(new Path(folder, name), true)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
          }
          return true;
        });
  }

  private Dataset<Row> read(String version, Table table) {
    return spark
        .read()
        .schema(table.schema())
        .parquet(new Path(new Path(folder, version), table.word()).toString());
  }

  private List<Row> rows(Table table) {
    return pending.computeIfAbsent(table, _ -> new ArrayList<>());
  }

  private void write(Table table) {
    write(spark.createDataFrame(rows(table), table.schema()), table);
    pending.remove(table);
  }

  private void write(Dataset<Row> rows, Table table) {
    rows.coalesce(1)
        .write()
        .mode(SaveMode.Append)
        .parquet(new Path(new Path(folder, UNFINISHED), table.word()).toString());
    written.add(table);
  }

  private boolean isThere(String name) {
    return io(() -> files.exists(new Path(folder, name)));
  }

  private interface Io {
    boolean run() throws IOException;
  }

  private boolean io(Io step) {
    try {
      return step.run();
    } catch (IOException fault) {
      throw new UncheckedIOException(folder + " cannot be written: " + fault.getMessage(), fault);
    }
  }
}
