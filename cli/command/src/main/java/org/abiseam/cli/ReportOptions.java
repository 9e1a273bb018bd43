package org.abiseam.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.abiseam.cli.gate.Suppressions;
import org.abiseam.cli.report.EnumWords;
import org.abiseam.cli.report.Paint;
import org.abiseam.cli.report.ReportFormat;
import org.abiseam.cli.report.Status;
import org.abiseam.cli.report.Verbosity;
import org.abiseam.engine.scope.SymbolScope;

/** Options of each command that writes reports. */
final class ReportOptions extends OptionGroup {
  private final Supplier<List<ReportTarget>> targets =
      list(
          ReportTarget.class,
          new Formats(),
          "TYPE[:FILE]",
          "report type: "
              + String.join(", ", new Formats())
              + "; with :FILE it is written to that"
              + " file, else to stdout",
          "--format");

  private final Supplier<Status.FailOn> failOn =
      value(
          Status.FailOn.class,
          Status.FailOn.HARMFUL,
          "LEVEL",
          "lowest level that makes the exit status nonzero: harmful (default), risky, undetermined",
          "--fail-on");

  private final Supplier<Boolean> verified =
      flag(
          "add 32 to the exit status if nothing was verified, or none of the functions that are"
              + " shared",
          "--require-verified");

  private final Supplier<List<Path>> suppressions =
      list(
          Path.class,
          "FILE",
          "suppression file: YAML, libabigail suppressions, SUSE kABI severities, or an object"
              + " with kABI rules",
          "--suppressions");

  private final Supplier<List<String>> symbols =
      list(
          String.class,
          "FILE|GLOB",
          "check only these functions and variables and the types they reach: a symbol list"
              + " (Android, libabigail, Red Hat, Module.symvers, plain) or a pattern",
          "--symbols");

  private final Supplier<Boolean> quiet =
      flag("print only findings and the verdict", "-q", "--quiet");

  private final Supplier<Boolean> verbose =
      flag("print all names, harmless differences and the time of each stage", "-v", "--verbose");

  /** The words of {@code --format}. */
  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return EnumWords.all(ReportFormat.class).iterator();
    }
  }

  /** Checks the options and reads the files that they name, before any work is done. */
  Reporting prepare(Console console, Paint paint) {
    if (quiet.get() && verbose.get()) {
      throw new UsageException("--quiet and --verbose exclude each other");
    }
    List<ReportTarget> all = targets.get().isEmpty() ? List.of(ReportTarget.TEXT) : targets.get();
    if (all.stream().filter(target -> target.file().isEmpty()).count() > 1) {
      throw new UsageException("--format: two reports cannot share stdout; name a file");
    }
    return new Reporting(
        all,
        failOn.get(),
        verified.get() ? Status.Demand.VERIFIED : Status.Demand.NONE,
        known(),
        quiet.get() ? Verbosity.QUIET : verbose.get() ? Verbosity.VERBOSE : Verbosity.NORMAL,
        paint,
        Optional.empty(),
        console);
  }

  boolean quiet() {
    return quiet.get();
  }

  /** Returns the symbols to check; empty for all. */
  Optional<SymbolScope> scope() {
    try {
      return symbols.get().isEmpty()
          ? Optional.empty()
          : Optional.of(SymbolScope.of(symbols.get()));
    } catch (IllegalArgumentException fault) {
      throw new UsageException("--symbols: " + fault.getMessage());
    }
  }

  /** Loads the reader of suppressions only where a file is named, to start fast without. */
  private Optional<Suppressions> known() {
    if (suppressions.get().isEmpty()) {
      return Optional.empty();
    }
    try {
      LocalDate today = LocalDate.now(ZoneId.systemDefault());
      return Optional.of(Suppressions.read(suppressions.get(), today));
    } catch (IllegalArgumentException fault) {
      throw new UsageException(String.valueOf(fault.getMessage()));
    }
  }
}
