package org.abiseam.cli.gate;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.abiseam.cli.report.Status;
import org.abiseam.engine.result.Report;

/**
 * Weighs what a run found by a policy.
 *
 * @param policy the policy
 * @param baseline the file of findings that were there before; empty where the policy names none
 * @param report without what the policy suppresses
 */
public record Decision(Policy policy, Optional<Path> baseline, Report report) {
  /**
   * Holds what a gate says of a run.
   *
   * @param report without what was there before
   * @param status the exit status and what it means
   * @param reasons why the build stops; none where it goes on
   */
  public record Verdict(Report report, Status status, List<StopReason> reasons) {
    /** Returns the verdict in one line. */
    public String sentence() {
      return reasons.isEmpty()
          ? "GATE passed"
          : reasons.stream()
              .map(StopReason::text)
              .collect(Collectors.joining("; ", "GATE failed: ", ""));
    }
  }

  /**
   * Takes out what the policy suppresses today.
   *
   * @param policy the policy
   * @param file the policy's file, which its paths are relative to
   * @param weighed what was found, with the severities of the policy
   * @return a decision that is not yet made
   * @throws IllegalArgumentException where a file that the policy names cannot be used
   */
  public static Decision begin(Policy policy, Path file, Report weighed) {
    LocalDate today = LocalDate.now(ZoneId.systemDefault());
    return new Decision(
        policy,
        Optional.ofNullable(policy.baseline()).map(Policy.base(file)::resolve),
        policy.known(file, today).apply(weighed));
  }

  /**
   * Takes out what is in the baseline, and decides.
   *
   * @return the verdict
   * @throws IllegalArgumentException where the baseline cannot be read
   */
  public Verdict verdict() {
    Report judged = baseline.map(path -> Baseline.apply(report, path)).orElse(report);
    List<StopReason> reasons = policy.reasons(judged);
    Status status = Status.decided(judged, StopReason.status(reasons));
    return new Verdict(judged.withRemarks(unmet(reasons)), status, reasons);
  }

  /** Says for every report what no finding of it shows. */
  private static List<String> unmet(List<StopReason> reasons) {
    return reasons.stream()
        .filter(reason -> reason.cause() == StopReason.Cause.COVERAGE)
        .map(reason -> "the policy is not met: " + reason.text())
        .toList();
  }
}
