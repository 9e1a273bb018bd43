package org.abiseam.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Optional;
import org.abiseam.cli.report.Folding;
import org.abiseam.cli.report.ReportText;
import org.abiseam.model.Diagnostic;

/**
 * Holds the streams that a command writes to.
 *
 * @param out gets reports and nothing else
 * @param err gets progress and errors
 * @param terminal which of the two are terminals
 * @param summaries where summaries of objects are kept unless an option says otherwise; empty for
 *     nowhere
 */
record Console(PrintStream out, PrintStream err, Terminal terminal, Optional<Path> summaries) {

  /** Creates one of a process without a user, as tests are. */
  Console(PrintStream out, PrintStream err, Terminal terminal) {
    this(out, err, terminal, Optional.empty());
  }

  /** Writes a report while it is made. */
  void print(WholeFile.Content text) {
    try {
      Writer writer = new BufferedWriter(new OutputStreamWriter(out, out.charset()));
      text.write(writer);
      writer.flush();
    } catch (IOException impossible) {
      // The stream of a process keeps its faults to itself; Main asks for them at the end.
      throw new UncheckedIOException(impossible);
    }
  }

  /** Writes lines as wide as the terminal. */
  void print(String lines) {
    out.print(Folding.fold(lines, terminal.columns()));
  }

  /** Writes an error or a warning. */
  void warn(String message) {
    err.println("abiseam: " + message);
  }

  /** Writes what could not be read. */
  void warn(Iterable<Diagnostic> diagnostics) {
    diagnostics.forEach(diagnostic -> warn(ReportText.diagnostic(diagnostic)));
  }

  /**
   * Tells that no input defines a type.
   *
   * @param suggestion the end of the sentence
   */
  void noType(String name, String suggestion) {
    warn(
        "no input defines a type named "
            + name
            + "; tags and typedef names count, as C has them"
            + suggestion);
  }
}
