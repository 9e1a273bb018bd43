package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Side;
import org.abiseam.model.Finding;
import org.abiseam.model.Producer;
import org.abiseam.model.Severity;
import org.abiseam.model.Verification;

/**
 * Describes the exit status: a sum of bits, as scripts around abidiff read them.
 *
 * @param value the sum
 * @param sentence the verdict in plain words
 */
public record Status(int value, String sentence) {
  /** Could not run, not read an input, or found nothing that two builds have in common. */
  public static final int ERROR = 1;

  /** Wrong use of the command line; always with {@link #ERROR}. */
  public static final int USAGE = 2;

  /** A difference at or above the threshold. */
  public static final int DIFFERENCE = 4;

  /** One of them is harmful. */
  public static final int HARMFUL = 8;

  /** Something was not determined, and that was asked for. */
  public static final int UNDETERMINED = 16;

  /** Nothing was verified, or no function of those that are shared, and that was asked for. */
  public static final int UNVERIFIED = 32;

  /** Says whether a run must have verified something. */
  public enum Demand {
    /** The status does not tell. */
    NONE,
    /** The status has {@link #UNVERIFIED} otherwise. */
    VERIFIED
  }

  /** From where on the status is not 0. */
  public enum FailOn {
    /** Findings of severity harmful. */
    HARMFUL,
    /** Findings of severity risky too. */
    RISKY,
    /** What was not determined, too. */
    UNDETERMINED;

    @Override
    public String toString() {
      return EnumWords.of(this);
    }
  }

  /**
   * Returns the status of a run.
   *
   * @param failOn from where on it fails
   * @return the sum and what it means
   */
  public static Status of(Report run, FailOn failOn) {
    boolean harmful = has(run, Severity.HARMFUL);
    boolean risky = has(run, Severity.RISKY);
    boolean open =
        !run.verification().undetermined().isEmpty()
            || !run.diagnostics().isEmpty()
            || shared(run.verification()) == 0;
    int value = run.incomplete() || nothingCompared(run) ? ERROR : 0;
    value |= harmful || (risky && failOn != FailOn.HARMFUL) ? DIFFERENCE : 0;
    value |= harmful ? HARMFUL : 0;
    value |= open && failOn == FailOn.UNDETERMINED ? UNDETERMINED : 0;
    return decided(run, value);
  }

  /**
   * Returns the status of a run that perhaps must have verified something.
   *
   * @param failOn from where on it fails
   * @param demand what else is asked for
   * @return the sum and what it means
   */
  public static Status of(Report run, FailOn failOn, Demand demand) {
    Status status = of(run, failOn);
    Verification.Coverage functions = run.verification().functions();
    boolean uncalled = functions.shared() > 0 && functions.decided() == 0;
    boolean lacks = run.verification().decided() == 0 || uncalled;
    return switch (demand) {
      case NONE -> status;
      case VERIFIED -> lacks ? decided(run, status.value() | UNVERIFIED) : status;
    };
  }

  /**
   * Returns the status that a gate decided on.
   *
   * @return the same with its meaning
   */
  public static Status decided(Report run, int value) {
    boolean compare = run.changes().isPresent();
    List<String> clauses = new ArrayList<>();
    if ((value & HARMFUL) != 0) {
      clauses.add(
          compare
              ? "what was built against the old one breaks with the new one"
              : "the sides disagree on something that runs");
    } else if ((value & DIFFERENCE) != 0) {
      clauses.add(
          compare
              ? "what was built against the old one works by luck"
              : "the sides agree only by luck");
    }
    if ((value & ERROR) != 0 && (run.incomplete() || !compare)) {
      clauses.add("an input could not be read");
    }
    if (nothingCompared(run)) {
      clauses.add(
          shared(run.verification()) == 0
              ? "nothing was compared: the two builds have no function, variable or type in common"
              : "nothing was compared: what both builds have is not described");
    }
    if ((value & UNDETERMINED) != 0) {
      clauses.add("not everything could be determined");
    }
    if ((value & UNVERIFIED) != 0 && run.verification().decided() > 0) {
      clauses.add("no function was verified");
    }
    if (!compare) {
      verified(run, value).ifPresent(clauses::add);
    } else if (clauses.isEmpty()) {
      clauses.add("no harmful change");
    }
    String text = String.join("; ", clauses);
    String sentence = Character.toUpperCase(text.charAt(0)) + text.substring(1);
    return new Status(value, sentence + " (exit status " + value + ").");
  }

  /** Tells whether no change was found because nothing could be compared. */
  private static boolean nothingCompared(Report run) {
    return run.changes().isPresent()
        && run.verification().decided() == 0
        && run.verification().findings().isEmpty()
        && run.suppressed().isEmpty()
        && !run.incomplete();
  }

  private static int shared(Verification verification) {
    return verification.coverage().shared()
        + verification.functions().shared()
        + verification.variables().shared();
  }

  private static boolean has(Report run, Severity severity) {
    for (Finding finding : run.verification().findings()) {
      if (finding.severity() == severity) {
        return true;
      }
    }
    return false;
  }

  /** Says what the check found apart from faults; empty where the other clauses say all. */
  private static Optional<String> verified(Report run, int value) {
    Verification verification = run.verification();
    int agree =
        verification.coverage().agree()
            + verification.functions().agree()
            + verification.variables().agree();
    int disagree =
        verification.coverage().disagree()
            + verification.functions().disagree()
            + verification.variables().disagree();
    boolean nothing = agree == 0 && disagree == 0;
    if ((value & DIFFERENCE) != 0) {
      return nothing ? Optional.of("nothing was verified" + missingSide(run)) : Optional.empty();
    }
    if (has(run, Severity.HARMFUL)) {
      return Optional.of("the sides disagree on something that runs, which the policy allows");
    }
    return Optional.of(
        agree > 0
            ? "no harmful difference in what was verified"
            : disagree > 0
                ? "what was verified differs"
                : "nothing was verified" + missingSide(run));
  }

  private static String missingSide(Report run) {
    boolean c = false;
    boolean rust = false;
    boolean linesOfRust = false;
    for (Side side : run.sides()) {
      boolean typed = side.units() > side.untyped();
      switch (side.producer().language()) {
        case C, CPP -> c |= typed;
        case RUST -> {
          rust |= typed;
          linesOfRust |= !typed;
        }
        case ASSEMBLER, OTHER -> {}
      }
    }
    rust |=
        run.inputs().stream()
            .anyMatch(
                input -> input.kind() == Input.Kind.BINDINGS || input.kind() == Input.Kind.LLVM_IR);
    if (run.incomplete() && shared(run.verification()) == 0) {
      return "";
    }
    if (c && rust) {
      return nothingOf(run);
    }
    if (!c && !rust) {
      return ": no input describes types of C or of Rust; compile C with -g and Rust with"
          + " -Cdebuginfo=2";
    }
    if (c && linesOfRust) {
      return ": the Rust objects describe no types: they were compiled with less than"
          + " -Cdebuginfo=2, or no function of them has parameters";
    }
    if (SharedBy.of(run) == SharedBy.GCC_AND_CLANG) {
      Optional<Side> lines = untypedC(run).filter(_ -> shared(run.verification()) == 0);
      return lines.isPresent()
          ? ": units of "
              + Side.title(lines.get().producer())
              + " have line tables and no types; compile them with -g"
          : nothingOf(run);
    }
    return c
        ? ": all objects are of one compiler; add those of the other one (Rust, or C of "
            + (ofClang(run) ? "GCC" : "clang")
            + ") of the same build"
        : ": no input describes C; add its objects compiled with -g, or its headers by --header";
  }

  private static boolean ofClang(Report run) {
    return run.sides().stream()
        .anyMatch(side -> side.producer().compiler() == Producer.Compiler.CLANG);
  }

  /** Finds a compiler of C of which no unit describes types. */
  static Optional<Side> untypedC(Report run) {
    return run.sides().stream()
        .filter(side -> side.producer().language() == Producer.Language.C)
        .filter(side -> side.units() > 0 && side.units() == side.untyped())
        .findFirst();
  }

  private static String nothingOf(Report run) {
    return shared(run.verification()) == 0
        ? ": the two sides share nothing that both describe"
        : ": nothing that the two sides share could be compared";
  }
}
