package org.abiseam.fleet;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.abiseam.cli.report.EnumWords;
import org.abiseam.cli.report.FindingTitle;
import org.abiseam.cli.report.Fingerprint;
import org.abiseam.cli.report.ReportText;
import org.abiseam.cli.report.Status;
import org.abiseam.engine.result.Impact;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Suppressed;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Finding;
import org.abiseam.model.Verification.Coverage;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Turns a report into rows of the tables. */
final class Rows {
  private Rows() {}

  /** Lists what a check of one build found. */
  static EnumMap<Table, List<Row>> ofCheck(String build, Report report) {
    EnumMap<Table, List<Row>> rows = new EnumMap<>(Table.class);
    List<Row> findings = new ArrayList<>();
    report
        .verification()
        .findings()
        .forEach(one -> findings.add(finding(build, report, one, null)));
    for (Suppressed one : report.suppressed()) {
      findings.add(finding(build, report, one.finding(), one.reason()));
    }
    rows.put(Table.FINDINGS, findings);
    rows.put(
        Table.COVERAGE,
        List.of(
            coverage(build, "types", report.verification().coverage()),
            coverage(build, "functions", report.verification().functions()),
            coverage(build, "variables", report.verification().variables()),
            coverage(build, "flags", report.verification().flags())));
    List<Row> diagnostics = new ArrayList<>();
    for (Input input : report.inputs()) {
      for (Diagnostic one : input.diagnostics()) {
        diagnostics.add(
            RowFactory.create(
                build,
                input.path(),
                one.object(),
                EnumWords.of(one.kind()),
                ReportText.diagnostic(one)));
      }
    }
    rows.put(Table.DIAGNOSTICS, diagnostics);
    List<Row> timings = new ArrayList<>();
    report.stages().forEach((stage, time) -> timings.add(RowFactory.create(build, stage, time)));
    rows.put(Table.TIMINGS, timings);
    return rows;
  }

  /** Returns the row of what an object takes from others. */
  static Row imports(String build, String object, List<String> symbols) {
    return RowFactory.create(build, object, CollectionConverters.asScala(symbols).toSeq());
  }

  /** Lists what a comparison of two builds found. */
  static EnumMap<Table, List<Row>> ofCompare(String old, String recent, Report report) {
    EnumMap<Table, List<Row>> rows = new EnumMap<>(Table.class);
    List<Row> changes = new ArrayList<>();
    for (Finding one : report.verification().findings()) {
      changes.add(
          RowFactory.create(
              old,
              recent,
              one.rule().id(),
              one.severity().word(),
              one.subject().kind().word(),
              one.subject().name(),
              Fingerprint.of(one),
              FindingTitle.of(report, one),
              one.cause()));
    }
    rows.put(Table.CHANGES, changes);
    List<Row> impacted = new ArrayList<>();
    for (Impact one : report.changes().flatMap(it -> it.impacted()).orElse(List.of())) {
      impacted.add(
          RowFactory.create(
              old,
              recent,
              one.symbol().kind().word(),
              one.symbol().name(),
              one.cause(),
              one.path()));
    }
    rows.put(Table.IMPACTED, impacted);
    return rows;
  }

  private static Row finding(
      String build, Report report, Finding one, @Nullable String suppressed) {
    return RowFactory.create(
        build,
        one.rule().id(),
        one.severity().word(),
        one.subject().kind().word(),
        one.subject().name(),
        Fingerprint.of(one),
        FindingTitle.of(report, one),
        one.cause(),
        suppressed);
  }

  private static Row coverage(String build, String kind, Coverage it) {
    return RowFactory.create(
        build, kind, it.shared(), it.agree(), it.disagree(), it.undetermined(), it.opaque());
  }

  /** Returns the row of two builds whose comparison of an earlier run still holds. */
  static Row reused(Row before) {
    return RowFactory.create(
        before.getAs("old"),
        before.getAs("new"),
        before.<Integer>getAs("exit_status"),
        true,
        before.getAs("reports"));
  }

  /** Returns the row of a build that was checked. */
  static Row checked(BuildTask task, Status status, String gate, Map<String, String> reports) {
    return build(
        task, status.value(), status.sentence(), gate, null, false, Earlier.digest(reports));
  }

  /** Returns the row of a build whose result of an earlier run still holds. */
  static Row reused(BuildTask task, Row before) {
    return build(
        task,
        before.<Integer>getAs("exit_status"),
        before.getAs("verdict"),
        before.getAs("gate"),
        null,
        true,
        before.getAs("reports"));
  }

  /** Returns the row of two builds that were compared. */
  static Row compared(
      String old, String recent, int status, boolean reused, Map<String, String> reports) {
    return RowFactory.create(old, recent, status, reused, Earlier.digest(reports));
  }

  /** Returns the row of a build whose task failed. */
  static Row failed(BuildTask task, String fault) {
    return build(
        task.knownBy(null),
        Status.ERROR,
        "Nothing was verified.",
        "GATE failed: the task failed",
        fault,
        false,
        null);
  }

  /** Returns the row of a task that failed. */
  static Row fault(String build, String fault) {
    return RowFactory.create(build, "", "", EnumWords.of(Diagnostic.Kind.UNREADABLE), fault);
  }

  private static Row build(
      BuildTask task,
      int status,
      String verdict,
      String gate,
      @Nullable String fault,
      boolean reused,
      @Nullable String reports) {
    return RowFactory.create(
        task.position(),
        task.name(),
        CollectionConverters.asScala(Map.copyOf(task.tags())),
        CollectionConverters.asScala(task.inputs()).toSeq(),
        status,
        verdict,
        gate,
        fault,
        reused,
        task.content(),
        reports);
  }
}
