package org.abiseam.tests.embedding;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Finding;
import org.abiseam.model.Severity;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Verification.Coverage;

/** Shows how a program embeds the engine: checks files and prints what was found. */
public final class EmbeddedCheck {
  private EmbeddedCheck() {}

  /** Checks the files that the arguments name. */
  public static void main(String[] arguments) {
    List<Path> paths = Stream.of(arguments).map(Path::of).toList();
    System.exit(check(paths, System.out) ? 0 : 1);
  }

  /** Tells whether all could be read and nothing harmful was found. */
  static boolean check(List<Path> paths, PrintStream out) {
    Report report = Abiseam.check(CheckRequest.of(paths), Progress.SILENT);
    for (Finding finding : report.verification().findings()) {
      out.println(finding.severity() + " " + finding.rule().id() + " " + finding.subject().name());
    }
    boolean complete = !report.incomplete();

    for (Undetermined open : report.verification().undetermined()) {
      out.println("NOT VERIFIED " + open.subject().name() + ": " + open.reason());
    }
    print("types", report.verification().coverage(), out);
    print("functions", report.verification().functions(), out);
    report.diagnostics().forEach(out::println);
    boolean harmful =
        report.verification().findings().stream()
            .anyMatch(finding -> finding.severity() == Severity.HARMFUL);
    return complete && !harmful;
  }

  private static void print(String what, Coverage coverage, PrintStream out) {
    out.printf(
        "%d %s shared: %d agree, %d disagree, %d undetermined%n",
        coverage.shared(), what, coverage.agree(), coverage.disagree(), coverage.undetermined());
  }
}
