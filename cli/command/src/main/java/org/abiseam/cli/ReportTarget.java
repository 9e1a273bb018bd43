package org.abiseam.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.abiseam.cli.report.ReportFormat;
import picocli.CommandLine.TypeConversionException;

/**
 * Names a report and where it goes.
 *
 * @param format of the report
 * @param file to replace; empty for standard output
 */
record ReportTarget(ReportFormat format, Optional<Path> file) {
  static final ReportTarget TEXT = new ReportTarget(ReportFormat.TEXT, Optional.empty());

  /** Reads {@code TYPE[:FILE]}, where {@code -} is standard output. */
  static ReportTarget parse(String text) {
    int colon = text.indexOf(':');
    ReportFormat format =
        OptionGroup.constant(ReportFormat.class, colon < 0 ? text : text.substring(0, colon));
    String file = colon < 0 ? "-" : text.substring(colon + 1);
    if (file.isEmpty()) {
      throw new TypeConversionException("the file name after '" + format + ":' is missing");
    }
    return new ReportTarget(
        format, file.equals("-") ? Optional.empty() : Optional.of(writable(Path.of(file))));
  }

  /** Refuses a file that cannot be written before a long run is spent on it. */
  private static Path writable(Path file) {
    Optional<String> obstacle = WholeFile.obstacle(file);
    if (obstacle.isPresent()) {
      throw new TypeConversionException(file + " cannot be written: " + obstacle.get());
    }
    return file;
  }
}
