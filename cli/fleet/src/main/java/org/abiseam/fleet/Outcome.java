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
    implements Serializable {}
