package org.abiseam.cli.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.abiseam.btf.Btf;
import org.abiseam.engine.result.Changes;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Scoped;
import org.abiseam.engine.result.Side;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.Verification;
import org.abiseam.model.View;

/** Writes model values as a C programmer would write them. */
public final class ReportText {
  private ReportText() {}

  /** Writes what was collected, in lines of a width, and forgets it. */
  static void pass(StringBuilder text, int columns, Writer out) throws IOException {
    out.append(Folding.fold(text.toString(), columns));
    text.setLength(0);
  }

  /** 12345 as 12,345. */
  static String count(long number) {
    String digits = Long.toString(number);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      if (i > 0 && (digits.length() - i) % 3 == 0) {
        text.append(',');
      }
      text.append(digits.charAt(i));
    }
    return text.toString();
  }

  /** "1 unit", "2 units". */
  static String count(long number, String noun) {
    return count(number, noun, noun + "s");
  }

  /** "1 switch", "2 switches". */
  static String count(long number, String noun, String nouns) {
    return count(number) + " " + (number == 1 ? noun : nouns);
  }

  /** Returns a position as pahole writes it: bytes, and the bit behind a colon. */
  static String position(long bits) {
    return bits % 8 == 0 ? Long.toString(bits / 8) : bits / 8 + ":" + bits % 8;
  }

  /** Returns an extent: bytes, or bits where they are no whole bytes. */
  static String extent(long bits) {
    return bits % 8 == 0 ? count(bits / 8, "byte") : count(bits, "bit");
  }

  /** Returns one side's value of a difference. */
  static String value(Difference.What what, Difference.Value value) {
    OptionalLong number = value.number();
    if (number.isEmpty()) {
      return value.text();
    }
    return switch (what) {
      case SIZE, ALIGNMENT -> extent(number.getAsLong());
      case OFFSET -> "byte " + position(number.getAsLong());
      case BIT_OFFSET -> "bit " + position(number.getAsLong());
      case BIT_SIZE -> count(number.getAsLong(), "bit");
      case TYPE, SIGNEDNESS, PRESENCE, COUNT, ARGUMENTS, CONVENTION, VALUE, LOCATION, NAME ->
          value.text();
    };
  }

  /** Returns a type with the keyword of C before its tag. */
  static String subject(Subject subject, View view) {
    if (subject.kind() != Subject.Kind.TYPE || subject.name().indexOf(' ') >= 0) {
      return subject.name();
    }
    return keyword(view) + subject.name();
  }

  private static String keyword(View view) {
    if (!(view instanceof View.Typed typed)) {
      return "";
    }
    return switch (typed.types().type(typed.definition().type())) {
      case Type.Aggregate aggregate -> keyword(aggregate.shape());
      case Type.Incomplete incomplete -> keyword(incomplete.shape());
      case Type.Enumeration _ -> "enum ";
      case Type.Void _, Type.Scalar _, Type.Pointer _, Type.Sequence _, Type.Tagged _ -> "";
      case Type.Function _, Type.Wrapper _, Type.Opaque _ -> "";
    };
  }

  static String keyword(Type.Shape shape) {
    return switch (shape) {
      case STRUCT -> "struct ";
      case UNION -> "union ";
    };
  }

  /**
   * {@code file:line}; the root of the crate where rustc records no line; else the place in the
   * debug info.
   */
  static String declared(Origin origin) {
    if (origin.declared().isPresent()) {
      return line(origin.declared().get());
    }
    String root = CompileUnit.source(origin.unit());
    if (!root.equals(origin.unit())) {
      return root;
    }
    String offset = offset(origin);
    return !offset.isEmpty() ? offset : root.isEmpty() ? origin.object() : root;
  }

  /** {@code file:line}. */
  static String line(Origin.Line line) {
    return line.number() == 0 ? line.file() : line.file() + ":" + line.number();
  }

  /** Returns the place in the debug info; empty where none is known. */
  static String offset(Origin origin) {
    return origin.offset().isPresent()
        ? section(origin) + "+0x" + Long.toHexString(origin.offset().getAsLong())
        : "";
  }

  /** Types of BTF have its section as their unit. */
  private static String section(Origin origin) {
    return origin.unit().equals(Btf.SECTION) ? Btf.SECTION : ".debug_info";
  }

  /** Object and unit. */
  static String place(Origin origin) {
    return origin.unit().isEmpty() ? origin.object() : origin.object() + ", unit " + origin.unit();
  }

  static String compiler(View view) {
    return Side.title(view.producer());
  }

  /** {@code object: section+0x1f: message (unit)}. */
  public static String diagnostic(Diagnostic diagnostic) {
    StringBuilder text = new StringBuilder(diagnostic.object()).append(": ");
    diagnostic.section().ifPresent(text::append);
    boolean located = diagnostic.section().isPresent();
    if (located && diagnostic.offset().isPresent()) {
      text.append("+0x").append(Long.toHexString(diagnostic.offset().getAsLong()));
    }
    if (located) {
      text.append(": ");
    }
    text.append(diagnostic.message());
    diagnostic.unit().ifPresent(unit -> text.append(" (").append(unit).append(')'));
    return text.toString();
  }

  /** Tells whether a view is of an input that is one object, all of whose C is by one compiler. */
  static boolean plain(Report run, View view) {
    return run.inputs().stream()
        .anyMatch(
            input ->
                input.path().equals(view.origin().object())
                    && input.objects() == 1
                    && compilers(run, input).size() == 1);
  }

  /** Returns the compilers of C of an input. */
  static List<String> compilers(Report run, Input input) {
    return run.sides().stream()
        .filter(side -> input.sides().contains(side.id()))
        .map(Side::producer)
        .filter(producer -> producer.language() == Producer.Language.C)
        .map(Side::title)
        .distinct()
        .toList();
  }

  /**
   * Returns the entry of a file of suppressions that means a finding; whoever pastes it adds the
   * reason.
   */
  static String suppression(Finding finding) {
    String subject = finding.subject().name().replace("\\", "\\\\").replace("\"", "\\\"");
    return "- {rule: %s, subject: \"%s\", reason: }".formatted(finding.rule().id(), subject);
  }

  /** Tells whether a name stands for several types of C, not for several of Rust. */
  static boolean ofC(Verification.Namesake namesake) {
    return namesake.others().stream()
        .anyMatch(view -> view.producer().language() != Producer.Language.RUST);
  }

  /** {@code struct s: fs/a.h:3 is used, not fs/b.c:7}. */
  static String namesake(Verification.Namesake namesake) {
    String name = subject(new Subject(Subject.Kind.TYPE, namesake.name()), namesake.chosen());
    List<String> others =
        namesake.others().stream().map(view -> declared(view.origin())).distinct().toList();
    return "%s: %s is used, not %s"
        .formatted(name, declared(namesake.chosen().origin()), String.join(", ", others));
  }

  /** Returns the remarks, after the one on the scope of symbols. */
  static List<String> remarks(Report run) {
    List<String> remarks = new ArrayList<>();
    run.scope()
        .ifPresent(
            scope ->
                remarks.add(
                    "Symbol scope: %s; not verified, because outside it: %s"
                        .formatted(scope.label(), outside(scope))));
    remarks.addAll(run.remarks());
    return remarks;
  }

  /** Returns what a scope of symbols left out. */
  static String outside(Scoped scope) {
    return String.join(
        ", ",
        count(scope.types(), "type"),
        count(scope.functions(), "function"),
        count(scope.variables(), "variable"));
  }

  /** Returns how much the changes reach. */
  static String impacted(Changes changes) {
    return "Impacted: "
        + count(changes.impacted(Subject.Kind.FUNCTION), "function")
        + ", "
        + count(changes.impacted(Subject.Kind.VARIABLE), "variable");
  }

  /** Counts the findings that cannot matter; empty where there are none. */
  static String harmless(Report run) {
    long count =
        run.verification().findings().stream()
            .filter(finding -> finding.severity() == Severity.HARMLESS)
            .count();
    String one = run.changes().isPresent() ? "harmless change" : "harmless difference";
    return count == 0 ? "" : count(count, one);
  }

  /** Names in a row, the rest counted. */
  static String some(List<String> names, int most) {
    if (names.size() <= most) {
      return String.join(", ", names);
    }
    return String.join(", ", names.subList(0, most))
        + " and "
        + count(names.size() - (long) most)
        + " more";
  }
}
