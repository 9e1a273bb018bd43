package org.abiseam.fleet;

import java.util.Locale;
import org.apache.spark.sql.types.StructType;

/** Lists the tables of a run. {@code docs/fleet.md} explains each column. */
enum Table {
  /** A row for each build. */
  BUILDS(
      "position int, build string, tags map<string,string>, inputs array<string>, exit_status int,"
          + " verdict string, gate string, fault string, reused boolean, content string,"
          + " reports string"),
  /** A row for each finding of each build, suppressed ones included. */
  FINDINGS(
      "build string, rule string, severity string, kind string, subject string,"
          + " fingerprint string, title string, cause string, suppressed string"),
  /** A row for each build and kind of thing that its sides share. */
  COVERAGE(
      "build string, kind string, shared int, agree int, disagree int, undetermined int,"
          + " opaque int"),
  /** A row for each thing that was not read. */
  DIAGNOSTICS("build string, input string, object string, kind string, message string"),
  /** A row for each build and stage. */
  TIMINGS("build string, stage string, milliseconds bigint"),
  /** A row for each object, with the symbols that it takes from others. */
  IMPORTS("build string, object string, symbols array<string>"),
  /** A row for each pair of builds that share modules. */
  COMPARISONS("old string, new string, exit_status int, reused boolean, reports string"),
  /** A row for each change between two builds that share modules. */
  CHANGES(
      "old string, new string, rule string, severity string, kind string, subject string,"
          + " fingerprint string, title string, cause string"),
  /** A row for each exported symbol that a change reaches. */
  IMPACTED("old string, new string, kind string, symbol string, cause string, path string");

  private final String columns;

  Table(String columns) {
    this.columns = columns;
  }

  /** Returns the columns. */
  StructType schema() {
    return StructType.fromDDL(columns);
  }

  /** Returns its name in SQL, which is its folder's. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
