package org.abiseam.cli.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Side;
import org.abiseam.model.Citation;
import org.abiseam.model.Definition;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Difference;
import org.abiseam.model.Evidence;
import org.abiseam.model.Finding;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Producer.Language;
import org.abiseam.model.Producer.Version;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Verdict;
import org.abiseam.model.Verification;
import org.abiseam.model.View;

/** Runs written by hand. */
final class Runs {
  static final Producer GCC =
      new Producer(
          Compiler.GCC,
          Language.C,
          Optional.of(new Version(14, 2, 0)),
          Optional.empty(),
          List.of("-mno-sse", "-O2"),
          "GNU C11 14.2.0 -mno-sse -O2");
  static final Producer RUSTC =
      new Producer(
          Compiler.RUSTC,
          Language.RUST,
          Optional.of(new Version(1, 85, 1)),
          Optional.of("LLVM"),
          List.of(),
          "clang LLVM (rustc version 1.85.1)");
  private static final Machine X86_64 = new Machine(Machine.EM_X86_64, 8, false, 0);

  private Runs() {}

  /** A struct {@code queue} whose member {@code depth} begins at a byte. */
  static View.Typed queue(Producer producer, String object, String file, int line, long depthAt) {
    TypeGraph.Builder graph = new TypeGraph.Builder();
    Origin origin =
        new Origin(
            object,
            producer.language() == Language.C ? "drivers/queue.c" : "queue.rs",
            OptionalLong.of(0x1f2e),
            Optional.of(new Origin.Line(file, line)));
    TypeId word =
        graph.add(
            new Type.Scalar("u32", Type.Encoding.UNSIGNED, 4, 32, OptionalInt.empty()), origin);
    TypeId queue =
        graph.add(
            new Type.Aggregate(
                Type.Shape.STRUCT,
                Optional.of("queue"),
                depthAt + 4,
                OptionalInt.empty(),
                List.of(
                    new Member.Field("head", word, 0, OptionalInt.empty()),
                    new Member.Field("depth", word, depthAt * 8, OptionalInt.empty()))),
            origin);
    Definition definition = new Definition(List.of(), "queue", queue, producer, Evidence.DWARF, 1);
    return new View.Typed(X86_64, graph.build(), definition);
  }

  static Finding finding(Severity severity) {
    return new Finding(
        Rule.LAYOUT_OFFSET,
        severity,
        new Subject(Subject.Kind.TYPE, "queue"),
        queue(GCC, "vmlinux", "include/linux/queue.h", 12, 8),
        queue(RUSTC, "vmlinux", "rust/bindings.rs", 4711, 4),
        List.of(
            new Difference(
                "queue.depth",
                Difference.What.OFFSET,
                Difference.Value.of(64),
                Difference.Value.of(32)),
            new Difference(
                "queue", Difference.What.SIZE, Difference.Value.of(96), Difference.Value.of(64))),
        "depth lies 4 bytes further in C",
        List.of(new Citation("DWARF 5", "§5.7.6")),
        List.of(),
        List.of("device", "request_queue"));
  }

  /** Writes a run in one format, as without options. */
  static String report(ReportFormat format, Report run) {
    return report(format, run, Paint.NONE, Verbosity.NORMAL);
  }

  /** Writes a run as text. */
  static String text(Report run, Paint paint, Verbosity verbosity) {
    return report(ReportFormat.TEXT, run, paint, verbosity);
  }

  private static String report(ReportFormat format, Report run, Paint paint, Verbosity verbosity) {
    Status status = Status.of(run, Status.FailOn.HARMFUL);
    return format.text(run, new Presentation(status, paint, verbosity, "1.2.3"));
  }

  static Report agreeing() {
    return run(List.of(), List.of(), new Verification.Coverage(3, 2, 0, 0, 1), List.of());
  }

  /** The harmful finding about other things, at another place. */
  static Report disagreeing(List<Subject> subjects, Rule rule, Difference... differences) {
    Finding like = finding(Severity.HARMFUL);
    List<Finding> findings = new java.util.ArrayList<>();
    for (Subject subject : subjects) {
      findings.add(
          new Finding(
              rule,
              Severity.HARMFUL,
              subject,
              like.provider(),
              like.consumer(),
              List.of(differences),
              "",
              List.of(),
              List.of(),
              List.of()));
    }
    int bad = findings.size();
    return run(findings, List.of(), new Verification.Coverage(bad, 0, bad, 0, 0), List.of());
  }

  /** Makes a finding of two units of C. */
  static Finding ofC(Rule rule, Difference... differences) {
    return new Finding(
        rule,
        Severity.HARMFUL,
        new Subject(Subject.Kind.FUNCTION, "queue"),
        queue(GCC, "a.o", "queue.h", 12, 8),
        queue(GCC, "b.o", "queue.h", 12, 8),
        List.of(differences),
        "",
        List.of(),
        List.of(),
        List.of());
  }

  static Report disagreeing(Severity severity) {
    int bad = severity == Severity.HARMLESS ? 0 : 1;
    return run(
        List.of(finding(severity)),
        List.of(),
        new Verification.Coverage(3, 2 - bad, bad, 0, 1),
        List.of());
  }

  static Report undetermined() {
    View.Typed view = queue(GCC, "vmlinux", "include/linux/queue.h", 12, 8);
    return run(
        List.of(),
        List.of(
            new Undetermined(
                new Subject(Subject.Kind.TYPE, "queue"),
                Undetermined.Reason.BIT_FIELD_POSITIONS,
                "depth lies inside _bitfield_1",
                view)),
        new Verification.Coverage(3, 1, 0, 1, 1),
        List.of());
  }

  static Report unreadable() {
    return run(
        List.of(),
        List.of(),
        new Verification.Coverage(0, 0, 0, 0, 0),
        List.of(
            new Diagnostic(
                Diagnostic.Kind.MALFORMED,
                "vmlinux",
                Optional.of("init/main.c"),
                Optional.of(".debug_info"),
                OptionalLong.of(0x1f),
                "expected an abbreviation code, found the end")));
  }

  static Report nothing() {
    return run(List.of(), List.of(), new Verification.Coverage(0, 0, 0, 0, 0), List.of());
  }

  static Report linesOnly() {
    return run(
        List.of(),
        List.of(),
        new Verification.Coverage(3, 2, 0, 0, 1),
        List.of(
            new Diagnostic(
                Diagnostic.Kind.DEBUG_INFO_INSUFFICIENT,
                "vmlinux",
                Optional.of("lib.rs"),
                Optional.of(".debug_info"),
                OptionalLong.of(0),
                "a unit with line tables and no types")));
  }

  /** The same with its input several times. */
  static Report repeated(Report run, int times) {
    return new Report(
        Collections.nCopies(times, run.inputs().getFirst()),
        run.sides(),
        run.models(),
        run.seam(),
        run.verification(),
        run.callers(),
        run.suppressed(),
        run.remarks(),
        run.scope(),
        run.stages(),
        run.changes());
  }

  private static Map<String, Verdict> verdicts(List<Finding> findings) {
    Map<String, Verdict> verdicts = new java.util.TreeMap<>();
    for (Finding finding : findings) {
      if (finding.subject().kind() == Subject.Kind.TYPE
          && finding.severity() != Severity.HARMLESS) {
        verdicts.put(finding.subject().name(), new Verdict.Disagree(List.of(finding)));
      }
    }
    return verdicts;
  }

  private static Report run(
      List<Finding> findings,
      List<Undetermined> undetermined,
      Verification.Coverage coverage,
      List<Diagnostic> diagnostics) {
    Input input =
        new Input(
            "vmlinux",
            Input.Kind.OBJECTS,
            "elf",
            1,
            new TreeSet<>(List.of("x86-64")),
            2555,
            new TreeSet<>(List.of("gcc-14.2.0-c", "rustc-1.85.1-rust")),
            diagnostics);
    Map<String, Long> stages = new LinkedHashMap<>();
    stages.put("open", 7L);
    stages.put("index", 500L);
    return new Report(
        List.of(input),
        List.of(
            new Side("gcc-14.2.0-c", GCC, GCC.flags(), 2549, 0),
            new Side("rustc-1.85.1-rust", RUSTC, List.of(), 6, 0)),
        List.of(),
        new Seam(List.of()),
        new Verification(verdicts(findings), findings, undetermined, coverage),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        stages,
        Optional.empty());
  }
}
