package org.abiseam.fleet;

import java.util.Locale;
import org.abiseam.cli.report.EnumWords;

/** Lists the questions that a command answers from the tables; any SQL may ask more. */
enum Question {
  /** Which exported symbols differ between builds that share modules. */
  DIFFERING_EXPORTS(
      """
      SELECT old, new, kind, subject AS symbol, rule, severity, title AS change
      FROM changes WHERE kind IN ('function', 'variable')
      UNION ALL
      SELECT old, new, kind, symbol, 'reaches', '', concat(cause, ' by ', path) FROM impacted
      ORDER BY old, new, symbol, rule
      """),
  /** Which modules see a type that changed. */
  SEEING_MODULES(
      """
      SELECT i.old, i.new, i.cause AS type, m.object AS module, count(DISTINCT m.symbol) AS symbols
      FROM impacted i
      JOIN (SELECT build, object, explode(symbols) AS symbol FROM imports) m
        ON m.build = i.new AND m.symbol = i.symbol
      GROUP BY i.old, i.new, i.cause, m.object
      ORDER BY i.old, i.new, type, symbols DESC, module
      """),
  /** Which builds carry which finding. */
  CARRIERS(
      """
      SELECT f.subject, f.rule, f.severity, f.fingerprint, count(DISTINCT f.build) AS builds,
        array_join(transform(array_sort(collect_set(struct(b.position, f.build))), x -> x.build), ' ')
          AS carried_by
      FROM findings f JOIN builds b ON b.build = f.build
      GROUP BY f.subject, f.rule, f.severity, f.fingerprint
      ORDER BY builds DESC, f.subject, f.rule
      """),
  /** Since which build of its architecture and flavour each finding is there. */
  SINCE(
      """
      SELECT b.tags['architecture'] AS architecture, b.tags['flavour'] AS flavour, f.subject, f.rule,
        f.severity, min_by(f.build, b.position) AS first_build,
        min_by(b.tags['version'], b.position) AS first_version, max_by(f.build, b.position) AS last_build
      FROM findings f JOIN builds b ON b.build = f.build
      GROUP BY b.tags['architecture'], b.tags['flavour'], f.subject, f.rule, f.severity, f.fingerprint
      ORDER BY architecture, flavour, f.subject, f.rule
      """),
  /** What is new since the run before. */
  NEW(
      """
      SELECT f.build, f.severity, f.rule, f.subject, f.title FROM findings f
      LEFT ANTI JOIN previous_findings p ON p.build = f.build AND p.fingerprint = f.fingerprint
      WHERE f.suppressed IS NULL
      ORDER BY f.build, f.severity, f.subject
      """),
  /** What was not read, and tasks that failed. */
  UNREAD(
      "SELECT build, input, object, kind, message FROM diagnostics ORDER BY build, input, object");

  private final String sql;

  Question(String sql) {
    this.sql = sql;
  }

  String sql() {
    return sql;
  }

  @Override
  public String toString() {
    return EnumWords.of(this);
  }

  /** Returns the question of a word. */
  static Question of(String word) {
    return EnumWords.find(Question.class, word.toLowerCase(Locale.ROOT))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + word
                        + "' is none of "
                        + String.join(", ", EnumWords.all(Question.class))));
  }
}
