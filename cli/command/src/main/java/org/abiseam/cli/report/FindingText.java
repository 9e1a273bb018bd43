package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.Producer;
import org.abiseam.model.Severity;
import org.abiseam.model.View;

/** One finding, on one screen. */
final class FindingText {
  private static final int MOST_DIFFERENCES = 12;
  private static final int SOME_TYPES = 8;

  private final Report run;
  private final Paint paint;
  private final Verbosity verbosity;
  private final SideLabels labels;
  private final StringBuilder text;

  FindingText(Report run, Paint paint, Verbosity verbosity, StringBuilder text) {
    this.run = run;
    this.paint = paint;
    this.verbosity = verbosity;
    this.labels = SideLabels.of(run);
    this.text = text;
  }

  /** Returns all that the text report has of a finding, without colors. */
  static String rendered(Report run, Finding finding) {
    StringBuilder text = new StringBuilder();
    new FindingText(run, Paint.NONE, Verbosity.VERBOSE, text).write(finding);
    return text.toString();
  }

  void write(Finding finding) {
    String severity = finding.severity().word().toUpperCase(Locale.ROOT);
    text.append(paint.severity(finding.severity(), severity)).append("  ");
    text.append(paint.bold(ReportText.subject(finding.subject(), finding.provider()))).append("  ");
    text.append(finding.rule().id()).append('\n');
    for (String sentence : FindingTitle.sentences(finding, labels)) {
      text.append("  ").append(sentence).append(".\n");
    }
    side(finding, finding.provider());
    side(finding, finding.consumer());
    differences(finding);
    if (!finding.reach().isEmpty()) {
      int most = verbosity == Verbosity.VERBOSE ? Integer.MAX_VALUE : SOME_TYPES;
      text.append("  reaches ")
          .append(ReportText.count(finding.reach().size(), "other"))
          .append(": ")
          .append(ReportText.some(finding.reach(), most))
          .append('\n');
    }
    if (!finding.divergences().isEmpty()) {
      text.append("  divergence ").append(String.join(", ", finding.divergences())).append('\n');
    }
    if (verbosity == Verbosity.VERBOSE && !finding.citations().isEmpty()) {
      text.append("  see ");
      String separator = "";
      for (Object citation : finding.citations()) {
        text.append(separator).append(citation);
        separator = "; ";
      }
      text.append('\n');
    }
    if (verbosity == Verbosity.VERBOSE && finding.severity() != Severity.HARMLESS) {
      text.append(paint.dim("  suppress " + ReportText.suppression(finding))).append('\n');
    }
    text.append('\n');
  }

  private void side(Finding finding, View view) {
    int width =
        Math.max(
            labels.label(finding, finding.provider()).length(),
            labels.label(finding, finding.consumer()).length());
    text.append("  ")
        .append(padded(labels.label(finding, view), Math.max(6, width + 1)))
        .append(ReportText.declared(view.origin()));
    String place = place(view);
    text.append(place.isEmpty() ? "" : paint.dim("  " + place)).append('\n');
  }

  /** Compiler, object and unit; of them what the head of the report has said is left out. */
  private String place(View view) {
    String unit = view.origin().unit();
    return labels == SideLabels.BUILDS && !unit.isEmpty() && ReportText.plain(run, view)
        ? "unit " + unit
        : known(view) ? ReportText.compiler(view) + ", " + ReportText.place(view.origin()) : unit;
  }

  /** Tells whether the view is of a unit; a symbol table alone names no compiler. */
  private static boolean known(View view) {
    return view.producer().compiler() != Producer.Compiler.UNKNOWN
        || view.producer().language() != Producer.Language.OTHER;
  }

  private void differences(Finding finding) {
    List<Difference> all = finding.differences();
    if (all.isEmpty()) {
      return;
    }
    List<Difference> shown = verbosity == Verbosity.VERBOSE ? all : foremost(all, finding);
    int path = 0;
    int left = labels.label(finding, finding.provider()).length();
    for (Difference one : shown) {
      path = Math.max(path, one.path().length() + 1 + one.what().word().length());
      left = Math.max(left, ReportText.value(one.what(), one.expected()).length());
    }
    path += 3;
    text.append("    ")
        .append(padded("", path))
        .append(padded(labels.label(finding, finding.provider()), left + 3));
    text.append(labels.label(finding, finding.consumer())).append('\n');
    for (Difference one : shown) {
      text.append("    ").append(padded(one.path() + " " + one.what().word(), path));
      text.append(padded(ReportText.value(one.what(), one.expected()), left + 3));
      text.append(ReportText.value(one.what(), one.actual())).append('\n');
    }
    if (shown.size() < all.size()) {
      text.append("    and ")
          .append(ReportText.count(all.size() - (long) shown.size()))
          .append(" more\n");
    }
  }

  /**
   * Returns the first ones; the size of the whole, which stands behind its members, is one of them.
   */
  private static List<Difference> foremost(List<Difference> all, Finding finding) {
    if (all.size() <= MOST_DIFFERENCES) {
      return all;
    }
    List<Difference> first = new ArrayList<>(all.subList(0, MOST_DIFFERENCES));
    all.subList(MOST_DIFFERENCES, all.size()).stream()
        .filter(one -> one.what() == Difference.What.SIZE)
        .filter(one -> one.path().equals(finding.subject().name()))
        .findFirst()
        .ifPresent(size -> first.set(MOST_DIFFERENCES - 1, size));
    return first;
  }

  private static String padded(String text, int width) {
    return text.length() >= width ? text : text + " ".repeat(width - text.length());
  }
}
