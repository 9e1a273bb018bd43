package org.abiseam.cli.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.abiseam.engine.result.Caller;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Scoped;
import org.abiseam.engine.result.Side;
import org.abiseam.engine.result.Suppressed;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Finding;
import org.abiseam.model.Severity;
import org.abiseam.model.Verification;

/** The report for a reader at a terminal. */
public final class TextReport {
  private static final int SOME_NAMES = 6;
  private static final int SOME_DIAGNOSTICS = 10;
  private static final String BROKEN = " \\";

  private final Report run;
  private final Paint paint;
  private final Verbosity verbosity;

  /** As many are listed one by one. */
  private static final int MOST_INPUTS = 12;

  private final int columns;
  private final Sources sources;
  private final String who;
  private final Optional<String> project;
  private final StringBuilder text = new StringBuilder();

  private TextReport(
      Report run,
      Paint paint,
      Verbosity verbosity,
      int columns,
      Sources sources,
      Optional<String> project) {
    this.sources = sources;
    this.project = project;
    this.columns = columns;
    this.run = run;
    this.paint = paint;
    this.verbosity = verbosity;
    this.who = SharedBy.of(run).text();
  }

  static void write(Report run, Presentation presentation, Writer out) throws IOException {
    Paint paint = presentation.paint();
    Verbosity verbosity = presentation.verbosity();
    if (run.changes().isPresent()) {
      CompareText.write(run, presentation, out);
    } else {
      TextReport report =
          new TextReport(
              run,
              paint,
              verbosity,
              presentation.columns(),
              presentation.sources(),
              presentation.project());
      report.all(presentation.status(), out);
      report.pass(out);
      report.next(out);
    }
  }

  private void pass(Writer out) throws IOException {
    ReportText.pass(text, columns, out);
  }

  /**
   * Returns the findings alone.
   *
   * @param paint with colours or without
   * @param columns characters of a line
   * @param sources whether lines of source files are shown
   * @return lines, each ended; empty where there are none
   */
  public static String findings(Report run, Paint paint, int columns, Sources sources) {
    StringBuilder text = new StringBuilder();
    FindingText findings = new FindingText(run, paint, Verbosity.VERBOSE, columns, sources, text);
    run.verification().findings().forEach(findings::write);
    return text.toString();
  }

  /**
   * Returns what could not be decided, for the commands that explain one name.
   *
   * @param run what was found of the name
   * @param paint with colors or without
   * @return sections, each with its reason; empty where all was decided
   */
  public static String undecided(Report run, Paint paint) {
    StringBuilder text = new StringBuilder();
    NotVerifiedText.reasons(run, paint, text);
    return text.toString();
  }

  /**
   * Returns what does not count, what is not known and what could not be read, for other reports.
   */
  static String rest(Report run, Paint paint, Verbosity verbosity) {
    TextReport report =
        new TextReport(
            run, paint, verbosity, Presentation.ENDLESS, Sources.WITHHELD, Optional.empty());
    report.suppressed();
    if (verbosity != Verbosity.QUIET) {
      NotVerifiedText.write(run, paint, verbosity, report.text);
      UnitsText.languages(run, paint, report.text);
    }
    report.diagnostics();
    return report.text.toString();
  }

  private void all(Status status, Writer out) throws IOException {
    if (verbosity != Verbosity.QUIET) {
      inputs();
    }
    FindingText findings = new FindingText(run, paint, verbosity, columns, sources, text);
    for (Finding finding : run.verification().findings()) {
      if (verbosity == Verbosity.VERBOSE || finding.severity() != Severity.HARMLESS) {
        findings.write(finding);
        pass(out);
      }
    }
    suppressed();
    if (verbosity != Verbosity.QUIET) {
      NotVerifiedText.write(run, paint, verbosity, text);
      UnitsText.write(run, paint, verbosity, text);
    }
    diagnostics();
    // Where nothing could be read there is nothing to count.
    boolean counted = !(run.incomplete() && run.sides().isEmpty());
    if (verbosity != Verbosity.QUIET && counted) {
      summary();
    }
    if (verbosity == Verbosity.VERBOSE) {
      line(time(run));
    }
    if (verbosity == Verbosity.QUIET) {
      verdict(status);
    } else {
      if (counted) {
        line("");
      }
      verdict(status);
      Compared.lines(run).forEach(this::line);
    }
  }

  /**
   * Writes the next command so that it can be copied: what is too wide is broken as a shell does.
   */
  private void next(Writer out) throws IOException {
    Optional<String> command = NextStep.of(run, project);
    if (verbosity != Verbosity.QUIET && command.isPresent()) {
      int width = columns == Presentation.ENDLESS ? columns : columns - BROKEN.length();
      out.append(Folding.fold("Next: " + command.get(), width).replace("\n", BROKEN + "\n"));
      out.append('\n');
    }
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  /** Writes a line for inputs of one format and machine. */
  private void inputs(List<Input> alike) {
    Input first = alike.getFirst();
    int others = alike.size() - 1;
    String more = others == 0 ? "" : " and " + ReportText.count(others) + " more";
    String machines =
        first.machines().isEmpty() ? "" : ", " + String.join(" and ", first.machines());
    int all = alike.stream().mapToInt(Input::objects).sum();
    String objects = all <= 1 ? "" : ", " + ReportText.count(all, "object");
    int described = alike.stream().mapToInt(Input::units).sum();
    String units = described == 0 ? "" : ", " + ReportText.count(described, "unit");
    line(paint.bold(first.path()) + more + "  " + first.format() + objects + machines + units);
  }

  private void inputs() {
    if (verbosity == Verbosity.VERBOSE || run.inputs().size() <= MOST_INPUTS) {
      run.inputs().forEach(input -> inputs(List.of(input)));
    } else {
      run.inputs().stream()
          .collect(
              Collectors.groupingBy(
                  input -> input.format() + input.machines(),
                  LinkedHashMap::new,
                  Collectors.toList()))
          .values()
          .forEach(this::inputs);
    }
    String separator = "  ";
    StringBuilder sides = new StringBuilder();
    for (Side side : run.sides()) {
      sides.append(separator).append(Side.title(side.producer())).append(": ");
      sides.append(ReportText.count(side.units(), "unit"));
      boolean assembler =
          side.producer().language() == org.abiseam.model.Producer.Language.ASSEMBLER;
      if (assembler) {
        sides.append(" without types");
      } else if (side.untyped() > 0) {
        sides.append(", ").append(ReportText.count(side.untyped())).append(" without types");
      }
      separator = " · ";
    }
    if (!sides.isEmpty()) {
      line(sides.toString());
    }
    line("");
  }

  /** Writes what does not count, and what the suppressions themselves are worth. */
  private void suppressed() {
    if (!run.suppressed().isEmpty()) {
      line(paint.dim("SUPPRESSED") + "  " + ReportText.count(run.suppressed().size(), "finding"));
      for (Suppressed one : run.suppressed()) {
        Finding finding = one.finding();
        String name = ReportText.subject(finding.subject(), finding.provider());
        line("  " + name + "  " + finding.rule().id() + ": " + one.reason());
      }
      line("");
    }
    run.remarks().forEach(remark -> line("Note: " + remark + "."));
    if (!run.remarks().isEmpty()) {
      line("");
    }
  }

  private void diagnostics() {
    List<Diagnostic> all = run.diagnostics();
    if (all.isEmpty()) {
      return;
    }
    line(paint.doubtful("NOT READ") + "  " + ReportText.count(all.size(), "diagnostic"));
    int shown =
        verbosity == Verbosity.VERBOSE ? all.size() : Math.min(all.size(), SOME_DIAGNOSTICS);
    for (Diagnostic diagnostic : all.subList(0, shown)) {
      line("  " + ReportText.diagnostic(diagnostic));
    }
    if (shown < all.size()) {
      line("  and " + ReportText.count(all.size() - (long) shown) + " more (--verbose lists them)");
    }
    line("");
  }

  private void summary() {
    run.scope().ifPresent(scope -> text.append(scope(scope, ReportText.outside(scope), verbosity)));
    Verification.Coverage coverage = run.verification().coverage();
    line("Types shared by " + who + ": " + paint.bold(ReportText.count(coverage.shared())));
    String opaque = ReportText.count(coverage.opaque());
    line(
        "  " + figures(coverage) + ", " + opaque + " opaque (declared only, used behind pointers)");
    String harmless = ReportText.harmless(run);
    if (!harmless.isEmpty() && verbosity != Verbosity.VERBOSE) {
      line("  " + harmless + " not shown (--verbose lists them)");
    }
    bitFields(run.verification().bitFields());
    namesakes();
    symbols("Functions", run.verification().functions());
    symbols("Variables", run.verification().variables());
    if (run.verification().flags().shared() > 0) {
      symbols("ABI switches", run.verification().flags());
    }
    callers();
  }

  /** Writes how far bits below the bytes were compared. */
  private void bitFields(Verification.BitFields counts) {
    int all = counts.verified() + counts.byModel() + counts.undetermined();
    if (all > 0) {
      List<String> figures = new ArrayList<>();
      agreeing(figures, counts.verified(), " bit by bit");
      agreeing(figures, counts.byModel(), " by bindgen's packing rules");
      figures.add(undetermined(counts.undetermined()));
      line("  " + ReportText.count(all, "bit-field") + " in them: " + String.join(", ", figures));
    }
  }

  private void agreeing(List<String> figures, int count, String how) {
    if (count > 0) {
      figures.add(paint.good(ReportText.count(count) + how));
    }
  }

  /** Names of several C types, of which Rust uses one. */
  private void namesakes() {
    List<Verification.Namesake> several =
        run.verification().namesakes().stream().filter(ReportText::ofC).toList();
    if (several.isEmpty()) {
      return;
    }
    String are = several.size() == 1 ? " is" : " are";
    String more = verbosity == Verbosity.VERBOSE ? ":" : " (--verbose lists them)";
    line(
        "  "
            + ReportText.count(several.size(), "type name")
            + are
            + " ambiguous in C; compared is the definition that "
            + (SharedBy.of(run) == SharedBy.C_AND_RUST ? "Rust" : "the other side")
            + " uses"
            + more);
    if (verbosity == Verbosity.VERBOSE) {
      several.forEach(namesake -> line("    " + ReportText.namesake(namesake)));
    }
  }

  /** Returns what was asked for, and what was therefore left out. */
  static String scope(Scoped scope, String outside, Verbosity verbosity) {
    StringBuilder text = new StringBuilder("Symbol scope: ");
    text.append(scope.label()).append("; ");
    text.append(ReportText.count(scope.symbols(), "symbol")).append(" of the inputs\n");
    text.append("  not verified, because outside it: ").append(outside).append('\n');
    if (!scope.unknown().isEmpty()) {
      int most = verbosity == Verbosity.VERBOSE ? Integer.MAX_VALUE : SOME_NAMES;
      text.append("  ").append(of(scope.unknown().size(), scope.entries()));
      text.append(" in no input: ").append(ReportText.some(scope.unknown(), most)).append('\n');
    }
    return text.toString();
  }

  private static String of(int some, int all) {
    return ReportText.count(some)
        + " of its "
        + ReportText.count(all, "name")
        + (some == 1 ? " is" : " are");
  }

  /** Objects of Rust and what they take from C. */
  private void callers() {
    if (run.callers().isEmpty()) {
      return;
    }
    line("Imports of Rust from C, by object:");
    for (Caller caller : run.callers()) {
      List<String> figures = new ArrayList<>();
      figures.add(decided(caller.agree(), caller.disagree()));
      open(figures, caller.undetermined(), "undetermined");
      open(figures, caller.missing(), "missing");
      line(
          "  "
              + paint.bold(caller.object())
              + ": "
              + ReportText.count(caller.imports())
              + ", "
              + String.join(", ", figures));
    }
  }

  private void open(List<String> figures, List<String> names, String word) {
    if (!names.isEmpty()) {
      int most = verbosity == Verbosity.VERBOSE ? Integer.MAX_VALUE : SOME_NAMES;
      String text = ReportText.count(names.size()) + " " + word;
      figures.add(paint.doubtful(text) + " (" + ReportText.some(names, most) + ")");
    }
  }

  private void symbols(String things, Verification.Coverage coverage) {
    line(things + " shared by " + who + ": " + paint.bold(ReportText.count(coverage.shared())));
    if (coverage.shared() > 0) {
      line("  " + figures(coverage));
    }
  }

  private String figures(Verification.Coverage coverage) {
    return decided(coverage.agree(), coverage.disagree())
        + ", "
        + undetermined(coverage.undetermined());
  }

  private String decided(int agree, int disagree) {
    String differ = ReportText.count(disagree) + " disagree";
    return paint.good(ReportText.count(agree) + " agree")
        + ", "
        + (disagree > 0 ? paint.bad(differ) : differ);
  }

  private String undetermined(int count) {
    String open = ReportText.count(count) + " undetermined";
    return count > 0 ? paint.doubtful(open) : open;
  }

  /** Returns the line that says how long each stage took. */
  static String time(Report run) {
    StringBuilder stages = new StringBuilder("Time: ");
    stages.append(run.milliseconds()).append(" ms");
    String separator = " = ";
    for (Map.Entry<String, Long> stage : run.stages().entrySet()) {
      stages.append(separator).append(stage.getKey()).append(' ').append(stage.getValue());
      separator = " + ";
    }
    return stages.toString();
  }

  private void verdict(Status status) {
    line(status.value() == 0 ? paint.good(status.sentence()) : paint.bad(status.sentence()));
  }
}
