package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.List;
import org.abiseam.engine.result.DeviatingUnits;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Side;

/** Writes which units are not verified in full, or are compiled unlike most others. */
final class UnitsText {
  private static final int SOME_GROUPS = 4;
  private static final int SOME_SWITCHES = 6;

  private UnitsText() {}

  static void write(Report run, Paint paint, Verbosity verbosity, StringBuilder text) {
    languages(run, paint, text);
    for (DeviatingUnits one : DeviatingUnits.of(run.seam().batches())) {
      if (2L * one.deviating() < one.units()) {
        text.append(paint.dim("COMPILED UNLIKE MOST")).append("  ");
        text.append(ReportText.count(one.deviating())).append(" of ");
      } else {
        text.append(paint.dim("COMPILED DIFFERENTLY")).append("  ");
      }
      text.append(ReportText.count(one.units(), "unit")).append(" of ");
      text.append(Side.language(one.language()));
      text.append("; a switch that changes the ABI is a finding\n");
      List<DeviatingUnits.Group> groups = one.groups();
      int shown =
          verbosity == Verbosity.VERBOSE ? groups.size() : Math.min(groups.size(), SOME_GROUPS);
      groups.subList(0, shown).forEach(group -> text.append(line(group, verbosity)).append('\n'));
      if (shown < groups.size()) {
        text.append("  and ").append(ReportText.count(groups.size() - (long) shown, "other way"));
        text.append(" (--verbose lists them)\n");
      }
      text.append('\n');
    }
  }

  /** Names the units of languages that no rule, or not every rule, is made for. */
  static void languages(Report run, Paint paint, StringBuilder text) {
    List<String> lines = new ArrayList<>();
    for (Side side : run.sides()) {
      String units = Side.title(side.producer()) + ", " + ReportText.count(side.units(), "unit");
      switch (side.producer().language()) {
        case CPP ->
            lines.add(
                units
                    + ": virtual functions, base classes, exceptions and templates are not"
                    + " compared; functions, variables and plain structs are");
        case OTHER ->
            lines.add(
                units
                    + (side.producer().isAnonymous()
                        ? ": debug info does not say the language; nothing of it is compared"
                        : ": no rule covers this language; nothing of it is compared"));
        case C, RUST, ASSEMBLER -> {}
      }
    }
    if (!lines.isEmpty()) {
      text.append(paint.doubtful("NOT VERIFIED")).append("  other languages\n");
      lines.forEach(line -> text.append("  ").append(line).append('\n'));
      text.append('\n');
    }
  }

  private static String line(DeviatingUnits.Group group, Verbosity verbosity) {
    int most = verbosity == Verbosity.VERBOSE ? Integer.MAX_VALUE : SOME_SWITCHES;
    List<String> how = new ArrayList<>();
    group.compiler().ifPresent(compiler -> how.add("by " + Side.title(compiler)));
    if (!group.added().isEmpty()) {
      how.add("with " + ReportText.some(group.added(), most));
    }
    if (!group.missing().isEmpty()) {
      how.add("without " + ReportText.some(group.missing(), most));
    }
    List<String> examples = group.examples();
    if (examples.size() < group.units()) {
      examples = new ArrayList<>(examples);
      examples.add("…");
    }
    return "  "
        + ReportText.count(group.units(), "unit")
        + " "
        + String.join(", ", how)
        + ": "
        + String.join(", ", examples);
  }
}
