package org.abiseam.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.abiseam.cli.report.SavedReport;
import org.abiseam.cli.report.Status;

/** Shows a finding of a report that was kept; the objects need not be there any more. */
final class ExplainFinding {
  private static final int SOME = 10;

  private final Console console;
  private final String asked;
  private final List<SavedReport.Kept> matching = new ArrayList<>();
  private final List<SavedReport.Kept> others = new ArrayList<>();
  private int all;

  /**
   * Creates one.
   *
   * @param asked a fingerprint or its first digits, or the name of what the finding is about
   */
  ExplainFinding(Console console, String asked) {
    this.console = console;
    this.asked = asked;
  }

  /** Shows what matches; returns the exit status. */
  int show(List<Path> reports) {
    reports.forEach(report -> SavedReport.read(report, this::take));
    Set<String> fingerprints = new LinkedHashSet<>();
    matching.forEach(one -> fingerprints.add(one.fingerprint()));
    boolean named = matching.stream().allMatch(one -> one.subject().equals(asked));
    if (matching.isEmpty()) {
      console.warn(none(reports));
      list(others);
      return Status.ERROR;
    }
    if (fingerprints.size() > 1 && !named) {
      console.warn(
          "'%s' begins %d fingerprints; give more digits:".formatted(asked, fingerprints.size()));
      list(matching);
      return Status.ERROR;
    }
    return print();
  }

  private void take(SavedReport.Kept one) {
    all++;
    boolean begins = !asked.isEmpty() && one.fingerprint().startsWith(lower(asked));
    if (begins || one.subject().equals(asked)) {
      matching.add(one);
    } else if (others.size() < SOME) {
      others.add(one);
    }
  }

  private int print() {
    for (SavedReport.Kept one : matching) {
      if (one.rendered().isEmpty()) {
        console.warn(
            "the report has no text of finding "
                + one.fingerprint()
                + "; it was written by an older version: write it again");
        return Status.ERROR;
      }
      one.suppressed().ifPresent(reason -> console.out().println("SUPPRESSED  " + reason));
      console.out().print(one.rendered());
    }
    return 0;
  }

  private String none(List<Path> reports) {
    String where = reports.size() == 1 ? reports.getFirst().toString() : "these reports";
    return all == 0
        ? where + ": has no finding"
        : "%s: has no finding '%s'; it has %d:".formatted(where, asked, all);
  }

  private void list(List<SavedReport.Kept> some) {
    some.stream()
        .limit(SOME)
        .forEach(
            one ->
                console
                    .err()
                    .printf("  %s  %s  %s%n", one.fingerprint(), one.subject(), one.rule()));
  }

  private static String lower(String digits) {
    return digits.toLowerCase(Locale.ROOT);
  }
}
