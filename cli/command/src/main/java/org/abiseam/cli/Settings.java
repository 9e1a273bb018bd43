package org.abiseam.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.abiseam.cli.gate.Suppressions;
import org.abiseam.cli.report.Paint;
import org.abiseam.cli.report.Status;
import org.abiseam.cli.report.Verbosity;
import org.abiseam.engine.scope.SymbolScope;

/**
 * What a command was told.
 *
 * @param inputs files and directories
 * @param formats the reports to write; text to standard output where none is named
 * @param failOn from where on the exit status is not 0
 * @param threads how many threads may work
 * @param debugDirectory where separate debug files lie
 * @param bindings sources that bindgen wrote
 * @param suppressions findings that are known; empty where no file was named
 * @param scope the symbols that count; empty for all
 * @param progress whether to tell how far it has come
 * @param paint with colours or without
 * @param verbosity how much to say
 */
record Settings(
    List<Path> inputs,
    List<Format> formats,
    Status.FailOn failOn,
    int threads,
    Optional<Path> debugDirectory,
    List<Path> bindings,
    Optional<Suppressions> suppressions,
    Optional<SymbolScope> scope,
    boolean progress,
    Paint paint,
    Verbosity verbosity) {

  /** One report. */
  record Format(Kind kind, Optional<Path> file) {
    /** What kinds there are. */
    enum Kind {
      TEXT,
      JSON,
      SARIF,
      JUNIT,
      MARKDOWN,
      HTML;

      /** The kinds as the command line has them. */
      static List<String> words() {
        return Stream.of(values()).map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList();
      }
    }

    /** Reads {@code TYPE[:FILE]}, where {@code -} is standard output. */
    static Format parse(String text) {
      int colon = text.indexOf(':');
      String type = colon < 0 ? text : text.substring(0, colon);
      String file = colon < 0 ? "-" : text.substring(colon + 1);
      Kind kind =
          switch (type) {
            case "text" -> Kind.TEXT;
            case "json" -> Kind.JSON;
            case "sarif" -> Kind.SARIF;
            case "junit" -> Kind.JUNIT;
            case "markdown" -> Kind.MARKDOWN;
            case "html" -> Kind.HTML;
            default ->
                throw new Usage(
                    "--format: '" + type + "' is none of text, json, sarif, junit, markdown, html");
          };
      if (file.isEmpty()) {
        throw new Usage("--format: the file name behind '" + type + ":' is missing");
      }
      return new Format(kind, file.equals("-") ? Optional.empty() : Optional.of(writable(file)));
    }

    /** A run of a minute is not for nothing because of the name of its report. */
    private static Path writable(String name) {
      Path file = Path.of(name);
      Optional<String> obstacle = WholeFile.obstacle(file);
      if (obstacle.isPresent()) {
        throw new Usage("--format: " + file + " cannot be written: " + obstacle.get());
      }
      return file;
    }
  }

  /** The command line was used wrongly. */
  static final class Usage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Usage(String message) {
      super(message, null, false, false);
    }
  }
}
