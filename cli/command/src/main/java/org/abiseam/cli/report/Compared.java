package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Side;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Verification;

/** Says in two sentences what a check compared and what it did not, for whoever reads no more. */
final class Compared {
  private Compared() {}

  /** Returns the sentences; one where nothing was compared. */
  static List<String> lines(Report run) {
    Verification all = run.verification();
    int shared = 0;
    int agree = 0;
    int disagree = 0;
    int opaque = 0;
    for (Verification.Coverage one : List.of(all.coverage(), all.functions(), all.variables())) {
      shared += one.shared();
      agree += one.agree();
      disagree += one.disagree();
      opaque += one.opaque();
    }
    if (shared == 0) {
      return List.of(
          run.incomplete()
              ? "Compared: nothing."
              : "Compared: nothing; the inputs share no type, function or variable.");
    }
    String decided =
        "Compared: %s of %s shared types, functions and variables; %s, %s."
            .formatted(
                ReportText.count(agree + (long) disagree),
                ReportText.count(shared),
                agree == 1 ? "1 agrees" : ReportText.count(agree) + " agree",
                disagree == 1 ? "1 disagrees" : ReportText.count(disagree) + " disagree");
    return List.of(decided, "Not compared: " + open(run, opaque) + ".");
  }

  private static String open(Report run, int opaque) {
    Verification all = run.verification();
    List<Gap> gaps = Gap.of(all);
    List<String> open = new ArrayList<>();
    if (!gaps.isEmpty()) {
      Gap largest = gaps.getFirst();
      String most = Gap.kinds(largest.subjects()) + " (" + largest.reason().text() + ")";
      open.add(
          gaps.size() == 1
              ? most
              : Gap.kinds(all.undetermined().stream().map(Undetermined::subject).toList())
                  + "; most of it: "
                  + most);
    }
    if (opaque > 0) {
      open.add(ReportText.count(opaque, "type") + " that one side only declares");
    }
    if (all.flags().undetermined() > 0) {
      open.add(
          ReportText.count(all.flags().undetermined(), "ABI switch", "ABI switches")
              + unrecorded(run));
    }
    return open.isEmpty() ? "nothing" : String.join("; ", open);
  }

  /** Names the compilers of which no unit has a switch. */
  private static String unrecorded(Report run) {
    Set<String> silent = new TreeSet<>();
    for (Side side : run.sides()) {
      if (side.flags().isEmpty()) {
        switch (side.producer().compiler()) {
          case RUSTC, RUSTC_GCC -> silent.add("rustc");
          case CLANG -> silent.add("Clang");
          case GCC, GCCRS, GNU_AS, UNKNOWN -> {}
        }
      }
    }
    return silent.isEmpty()
        ? ""
        : " (%s %s not record them)"
            .formatted(String.join(" and ", silent), silent.size() == 1 ? "does" : "do");
  }
}
