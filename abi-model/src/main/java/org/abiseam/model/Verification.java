package org.abiseam.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Describes the result of a run over a seam.
 *
 * @param verdicts one for each shared type, in the seam's order
 * @param symbols one for each shared function and variable, in the seam's order
 * @param findings all findings, worst first, then by subject; victims grouped under their cause
 * @param undetermined all that was not decided, by subject
 * @param coverage the counts of types
 * @param functions the counts of functions
 * @param variables the counts of variables
 * @param flags the counts of switches that both sides have
 * @param namesakes names that stand for several C types, of which Rust means one, or for Rust types
 *     beside the one that was compared
 * @param bitFields how the positions of C's bit-fields were verified
 */
public record Verification(
    Map<String, Verdict> verdicts,
    Map<Subject, Verdict> symbols,
    List<Finding> findings,
    List<Undetermined> undetermined,
    Coverage coverage,
    Coverage functions,
    Coverage variables,
    Coverage flags,
    List<Namesake> namesakes,
    BitFields bitFields) {

  /**
   * Creates a result of types alone.
   *
   * @param verdicts one for each shared type
   * @param findings all findings
   * @param undetermined all that was not decided
   * @param coverage the counts
   */
  public Verification(
      Map<String, Verdict> verdicts,
      List<Finding> findings,
      List<Undetermined> undetermined,
      Coverage coverage) {
    this(
        verdicts,
        Map.of(),
        findings,
        undetermined,
        coverage,
        Coverage.NOTHING,
        Coverage.NOTHING,
        Coverage.NOTHING,
        List.of(),
        new BitFields(0, 0, 0));
  }

  /**
   * Replaces the findings.
   *
   * @param others in place of {@link #findings()}
   * @return a copy
   */
  public Verification withFindings(List<Finding> others) {
    return new Verification(
        verdicts,
        symbols,
        others,
        undetermined,
        coverage,
        functions,
        variables,
        flags,
        namesakes,
        bitFields);
  }

  /**
   * Adds what could not be determined.
   *
   * @param others behind {@link #undetermined()}
   * @return a copy
   */
  public Verification withUndetermined(List<Undetermined> others) {
    List<Undetermined> all = new ArrayList<>(undetermined);
    all.addAll(others);
    return new Verification(
        verdicts, symbols, findings, all, coverage, functions, variables, flags, namesakes,
        bitFields);
  }

  /**
   * A name that stands for several types of one side.
   *
   * @param name tag or typedef name
   * @param chosen of C, the one that the Rust type agrees with or comes closest to; of Rust, the
   *     one of the bindings
   * @param others the other ones, which were not compared
   */
  public record Namesake(String name, View chosen, List<View> others) {
    /** Copies the list. */
    public Namesake {
      others = List.copyOf(others);
    }
  }

  /**
   * Holds how the positions of C's bit-fields in shared types were verified, each counted under the
   * type whose verdict covers it.
   *
   * @param verified against the bits that the Rust side states
   * @param byModel they lie where bindgen's packing must put them
   * @param undetermined inside their unit, and no more is known
   */
  public record BitFields(int verified, int byModel, int undetermined) {}

  /**
   * Returns how many types, functions and variables were compared to the end.
   *
   * @return those that agree and those that disagree
   */
  public int decided() {
    return coverage.decided() + functions.decided() + variables.decided();
  }

  /**
   * Holds how many of the shared things got which verdict; the first is the sum of the others.
   *
   * @param shared types, functions or variables that both sides know
   * @param agree verified
   * @param disagree with a finding of severity harmful or risky
   * @param undetermined not decided
   * @param opaque a declaration without a body on one side
   */
  public record Coverage(int shared, int agree, int disagree, int undetermined, int opaque) {
    /** Nothing is shared. */
    public static final Coverage NOTHING = new Coverage(0, 0, 0, 0, 0);

    /** Refuses figures that do not reconcile. */
    public Coverage {
      if (shared != agree + disagree + undetermined + opaque) {
        throw new IllegalArgumentException(
            "%d shared are not %d + %d + %d + %d"
                .formatted(shared, agree, disagree, undetermined, opaque));
      }
    }

    /**
     * Returns how many were compared to the end.
     *
     * @return those that agree and those that disagree
     */
    public int decided() {
      return agree + disagree;
    }
  }
}
