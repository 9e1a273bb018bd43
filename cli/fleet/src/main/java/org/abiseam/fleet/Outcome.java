package org.abiseam.fleet;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Holds what one task found: rows for the tables, and reports by the path below the output folder
 * that they go to.
 *
 * @param rows by table
 * @param reports the texts
 * @param status as {@code gate} has it; of a comparison, as {@code compare} has it
 */
record Outcome(Map<Table, List<Row>> rows, Map<String, String> reports, int status)
    implements Serializable {
  /**
   * Takes over a row of an earlier run, which has the exit status.
   *
   * @param table the row's
   * @param row of this run
   * @param before the same of the earlier run
   */
  static Outcome of(Table table, Row row, Row before) {
    return new Outcome(Map.of(table, List.of(row)), Map.of(), before.<Integer>getAs("exit_status"));
  }
}
