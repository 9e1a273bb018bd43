package org.abiseam.engine.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Finding;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Seam;
import org.abiseam.model.Verification;

/**
 * Holds all that a run found.
 *
 * @param inputs the arguments of the command line, in order
 * @param sides the compilers, most units first
 * @param models the types that both sides have, by object
 * @param seam what they share
 * @param verification the verdicts
 * @param callers objects of Rust that are still to be linked, or are linked into an image, and what
 *     they import from C
 * @param suppressed findings that do not count, which {@code verification} no longer has
 * @param remarks what a reader should know besides, as sentences without a full stop
 * @param scope what a scope of symbols left of the run; empty where there was none
 * @param stages milliseconds by stage, in order
 * @param changes what came and went, where an old build was compared with a new one
 */
public record Report(
    List<Input> inputs,
    List<Side> sides,
    List<ObjectModel> models,
    Seam seam,
    Verification verification,
    List<Caller> callers,
    List<Suppressed> suppressed,
    List<String> remarks,
    Optional<Scoped> scope,
    Map<String, Long> stages,
    Optional<Changes> changes) {

  /**
   * Returns what could not be read or is not there, over all inputs.
   *
   * @return in order of input
   */
  public List<Diagnostic> diagnostics() {
    return inputs.stream().flatMap(input -> input.diagnostics().stream()).toList();
  }

  /**
   * Tells whether an input could not be read. An object without any debug info was not; a unit
   * without types beside others that have some was.
   *
   * @return true where the exit status must say so
   */
  public boolean incomplete() {
    return diagnostics().stream().anyMatch(Report::unread);
  }

  /**
   * Tells whether a diagnostic means that something was not read at all.
   *
   * @param diagnostic one of {@link #diagnostics()}
   * @return false for a unit, or for members of an archive, that merely have no types
   */
  public static boolean unread(Diagnostic diagnostic) {
    return switch (diagnostic.kind()) {
      case MALFORMED, UNSUPPORTED, LIMIT, UNREADABLE -> true;
      case DEBUG_INFO_INSUFFICIENT -> diagnostic.unit().isEmpty();
      case MEMBERS_WITHOUT_DEBUG_INFO -> false;
    };
  }

  /**
   * Adds remarks in front of those that are there.
   *
   * @param more sentences without a full stop
   * @return a copy
   */
  public Report withRemarks(List<String> more) {
    List<String> all = new ArrayList<>(more);
    all.addAll(remarks);
    return judged(verification.findings(), suppressed, all);
  }

  /**
   * Replaces the findings that count.
   *
   * @param findings that count
   * @param known that do not
   * @param said remarks
   * @return a copy
   */
  public Report judged(List<Finding> findings, List<Suppressed> known, List<String> said) {
    return with(verification.withFindings(findings), known, said);
  }

  /**
   * Replaces the verdicts, where more is decided.
   *
   * @param decided the verdicts
   * @param said remarks
   * @return a copy
   */
  public Report verified(Verification decided, List<String> said) {
    return with(decided, suppressed, said);
  }

  /**
   * Says how long a run took.
   *
   * @param milliseconds by stage, in order
   * @return a copy
   */
  public Report timed(Map<String, Long> milliseconds) {
    return new Report(
        inputs,
        sides,
        models,
        seam,
        verification,
        callers,
        suppressed,
        remarks,
        scope,
        milliseconds,
        changes);
  }

  private Report with(Verification verdicts, List<Suppressed> known, List<String> said) {
    return new Report(
        inputs,
        sides,
        models,
        seam,
        verdicts,
        callers,
        List.copyOf(known),
        List.copyOf(said),
        scope,
        stages,
        changes);
  }

  /**
   * Adds up the milliseconds of all stages.
   *
   * @return the sum
   */
  public long milliseconds() {
    return stages.values().stream().mapToLong(Long::longValue).sum();
  }
}
