package org.abiseam.cli;

import java.io.PrintStream;
import org.abiseam.cli.report.ReportText;
import org.abiseam.model.Diagnostic;

/**
 * Holds the streams that a command writes to.
 *
 * @param out gets reports and nothing else
 * @param err gets progress and errors
 * @param terminal which of the two are terminals
 */
record Console(PrintStream out, PrintStream err, Terminal terminal) {

  /** Writes an error or a warning. */
  void warn(String message) {
    err.println("abiseam: " + message);
  }

  /** Writes what could not be read. */
  void warn(Iterable<Diagnostic> diagnostics) {
    diagnostics.forEach(diagnostic -> warn(ReportText.diagnostic(diagnostic)));
  }

  /** Tells that no input defines a type. */
  void noType(String name) {
    warn("no input defines a type named " + name + "; tags and typedef names count, as C has them");
  }
}
