package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.abiseam.engine.result.Report;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Severity;
import org.abiseam.model.View;

/**
 * One finding, on one screen: what differs, what goes wrong, where both sides stand and what each
 * has, what it reaches, and what to do.
 */
final class FindingText {
  private static final int MOST_DIFFERENCES = 12;
  private static final int SOME_TYPES = 8;

  private final Report run;
  private final Paint paint;
  private final Verbosity verbosity;
  private final int columns;
  private final SideLabels labels;
  private final Places places;
  private final Optional<SourceMark> source;
  private final StringBuilder text;

  FindingText(
      Report run,
      Paint paint,
      Verbosity verbosity,
      int columns,
      Sources sources,
      StringBuilder text) {
    this.run = run;
    this.paint = paint;
    this.verbosity = verbosity;
    this.columns = columns;
    this.labels = SideLabels.of(run);
    this.places = Places.of(run);
    // An old build and a new one have their source in one place, which is of one of them.
    this.source =
        sources == Sources.SHOWN && labels == SideLabels.SIDES
            ? Optional.of(new SourceMark(places))
            : Optional.empty();
    this.text = text;
  }

  /** Writes findings as the text report has all of them, without colors, for other reports. */
  static FindingText plain(Report run) {
    return new FindingText(
        run,
        Paint.NONE,
        Verbosity.VERBOSE,
        Presentation.ENDLESS,
        Sources.WITHHELD,
        new StringBuilder());
  }

  /** Returns the text of one finding alone. */
  String rendered(Finding finding) {
    text.setLength(0);
    write(finding);
    return text.toString();
  }

  /** Returns what to do about a finding, without a full stop. */
  String fix(Finding finding) {
    return FindingFix.of(finding, labels);
  }

  void write(Finding finding) {
    write(finding, List.of());
  }

  /** Writes a finding, and the names of which the same is to be said. */
  void write(Finding finding, List<String> alike) {
    String severity = finding.severity().word().toUpperCase(Locale.ROOT);
    text.append(paint.severity(finding.severity(), severity)).append("  ");
    text.append(paint.bold(ReportText.subject(finding.subject(), finding.provider()))).append("  ");
    text.append(finding.rule().id()).append('\n');
    for (String sentence : FindingTitle.sentences(finding, labels)) {
      text.append("  ").append(sentence).append(".\n");
    }
    if (!alike.isEmpty()) {
      text.append("  The same is so for ")
          .append(ReportText.count(alike.size(), "other"))
          .append(": ")
          .append(ReportText.some(alike, SOME_TYPES))
          .append(" (--verbose shows each).\n");
    }
    sides(finding);
    differences(finding);
    FindingDrawing.of(finding, labels, columns - 4).forEach(this::drawn);
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
    text.append(paint.bold("  Fix: ")).append(FindingFix.of(finding, labels)).append(".\n");
    if (verbosity == Verbosity.VERBOSE && finding.severity() != Severity.HARMLESS) {
      text.append(paint.dim("  suppress " + ReportText.suppression(finding))).append('\n');
    }
    text.append('\n');
  }

  private void drawn(LayoutBeside.Line line) {
    String whole = "  " + line.text();
    text.append(line.differs() ? paint.bad(whole) : whole).append('\n');
  }

  private void sides(Finding finding) {
    List<View> views = List.of(finding.provider(), finding.consumer());
    int label = 5;
    for (View view : views) {
      label = Math.max(label, labels.label(finding, view).length());
    }
    for (View view : views) {
      String known = known(view);
      String where = places.declared(finding, view);
      text.append("  ").append(padded(labels.label(finding, view), label + 1));
      if (known.isEmpty()) {
        text.append(where);
      } else if (label + where.length() + known.length() + 5 <= columns) {
        text.append(where).append("  ").append(paint.dim(known));
      } else {
        text.append(where).append('\n').append(" ".repeat(label + 3)).append(paint.dim(known));
      }
      text.append('\n');
      source.ifPresent(it -> it.of(finding, view, columns).forEach(this::drawn));
    }
  }

  /** Compiler and object; of them what the head of the report has said is left out. */
  private String known(View view) {
    Origin origin = view.origin();
    String object = labels == SideLabels.BUILDS && ReportText.plain(run, view) ? "" : object(view);
    boolean unsaid = verbosity == Verbosity.VERBOSE || !Places.sameFile(origin);
    String unit = unsaid && !origin.unit().isEmpty() ? "unit " + unit(origin) : "";
    List<String> all = new ArrayList<>(List.of(object, unit));
    if (verbosity == Verbosity.VERBOSE && origin.declared().isEmpty()) {
      all.add(ReportText.offset(origin));
    }
    all.removeIf(String::isEmpty);
    return String.join(", ", all);
  }

  private String unit(Origin origin) {
    return verbosity == Verbosity.VERBOSE ? origin.unit() : CompileUnit.source(origin.unit());
  }

  /** Returns compiler and object; a symbol table alone names no compiler. */
  private String object(View view) {
    String object =
        verbosity == Verbosity.VERBOSE
            ? view.origin().object()
            : places.shortName(view.origin().object());
    boolean compiled =
        view.producer().compiler() != Producer.Compiler.UNKNOWN
            || view.producer().language() != Producer.Language.OTHER;
    return compiled ? ReportText.compiler(view) + ", " + object : "";
  }

  private void differences(Finding finding) {
    List<Difference> all = finding.differences();
    if (all.isEmpty()) {
      return;
    }
    List<Difference> shown = verbosity == Verbosity.VERBOSE ? all : foremost(all, finding);
    String provider = labels.label(finding, finding.provider());
    String consumer = labels.label(finding, finding.consumer());
    int path = 0;
    int left = provider.length();
    int right = consumer.length();
    for (Difference one : shown) {
      path = Math.max(path, one.path().length() + 1 + one.what().word().length());
      left = Math.max(left, ReportText.value(one.what(), one.expected()).length());
      right = Math.max(right, ReportText.value(one.what(), one.actual()).length());
    }
    if (4 + path + 3 + left + 3 + right <= columns) {
      text.append("    ").append(padded("", path + 3)).append(padded(provider, left + 3));
      text.append(consumer).append('\n');
      for (Difference one : shown) {
        text.append("    ").append(padded(one.path() + " " + one.what().word(), path + 3));
        text.append(padded(ReportText.value(one.what(), one.expected()), left + 3));
        text.append(ReportText.value(one.what(), one.actual())).append('\n');
      }
    } else {
      int label = Math.max(provider.length(), consumer.length()) + 2;
      for (Difference one : shown) {
        text.append("    ").append(one.path()).append(' ').append(one.what().word()).append('\n');
        Iterator<Difference.Value> values = List.of(one.expected(), one.actual()).iterator();
        for (String side : List.of(provider, consumer)) {
          text.append("      ").append(padded(side, label));
          text.append(ReportText.value(one.what(), values.next())).append('\n');
        }
      }
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
