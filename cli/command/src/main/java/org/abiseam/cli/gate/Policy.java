package org.abiseam.cli.gate;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.abiseam.cli.gate.StopReason.Cause;
import org.abiseam.cli.report.EnumWords;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.scope.SymbolScope;
import org.abiseam.model.Finding;
import org.abiseam.model.InputFile;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Verification;
import org.abiseam.model.Verification.Coverage;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a build stops.
 *
 * @param inputs files, directories and patterns, where the command line names none
 * @param bindings sources that bindgen wrote; patterns too
 * @param symbols lists of symbols and patterns: nothing else counts
 * @param failOn the lowest severity that stops the build
 * @param undetermined whether something may stay undetermined
 * @param severities other severities, by rule
 * @param coverage percent that has to be determined, by kind; where none is given for functions and
 *     some are shared, one at least
 * @param nothingVerified whether a build passes of which nothing at all was verified
 * @param suppressions findings that are known
 * @param suppressionFiles more of them
 * @param baseline a file of findings that were there before
 */
public record Policy(
    @Nullable List<String> inputs,
    @Nullable List<String> bindings,
    @Nullable List<String> symbols,
    @JsonProperty("fail-on") @Nullable FailOn failOn,
    @Nullable Undetermined undetermined,
    @Nullable Map<String, Severity> severities,
    @Nullable Map<Covered, Double> coverage,
    @JsonProperty("nothing-verified") @Nullable NothingVerified nothingVerified,
    @Nullable List<Suppression> suppressions,
    @JsonProperty("suppression-files") @Nullable List<String> suppressionFiles,
    @Nullable String baseline) {
  /** The page that shows the form of policies and suppressions. */
  static final String PAGE = "docs/gate.md";

  /** The severities from which a policy stops a build. */
  public enum FailOn {
    /** Harmful findings. */
    HARMFUL,
    /** Risky findings too. */
    RISKY,
    /** No finding. */
    NEVER
  }

  /** What a policy says of undetermined entities. */
  public enum Undetermined {
    /** They do not stop the build. */
    ALLOW,
    /** Any of them stops the build. */
    FAIL
  }

  /** What a policy says of a build of which nothing was verified. */
  public enum NothingVerified {
    /** It passes. */
    ALLOW,
    /** It stops. */
    FAIL
  }

  /** The kinds of entities that have a coverage. */
  public enum Covered {
    /** Types. */
    TYPES,
    /** Functions. */
    FUNCTIONS,
    /** Variables. */
    VARIABLES,
    /** Compiler switches that change the ABI. */
    FLAGS
  }

  /**
   * Reads a policy.
   *
   * @return a policy whose words are all known
   * @throws IllegalArgumentException with file and line, where the file is not valid
   */
  public static Policy read(Path file) {
    Policy policy = Yaml.read(file, Policy.class, PAGE);
    policy.check(file);
    return policy;
  }

  /**
   * Returns the directory that the paths of a policy are relative to.
   *
   * @param file the policy
   * @return the directory that holds it, relative where the policy is
   */
  public static Path base(Path file) {
    return Optional.ofNullable(file.getParent()).orElse(Path.of(""));
  }

  private void check(Path file) {
    Suppressions.checked(file, suppressions);
    for (String id : orEmpty(severities).keySet()) {
      if (Stream.of(Rule.values()).noneMatch(rule -> rule.id().equals(id))) {
        throw new Yaml.Refused(file + ": severities: " + Suppression.noRule(id));
      }
    }
    orEmpty(coverage)
        .forEach(
            (kind, percent) -> {
              if (!(percent >= 0 && percent <= 100)) {
                throw new Yaml.Refused(
                    "%s: coverage: %s: %s is no percentage, 0 to 100"
                        .formatted(file, kind.name().toLowerCase(Locale.ROOT), percent));
              }
            });
  }

  private static <K, V> Map<K, V> orEmpty(@Nullable Map<K, V> map) {
    return map == null ? Map.of() : map;
  }

  /**
   * Returns all suppressions.
   *
   * @param file this policy, which relative paths are relative to
   * @param today the day on which expired ones end
   * @return those of the policy and of its files
   */
  public Suppressions known(Path file, LocalDate today) {
    List<SuppressionFile> files = new ArrayList<>();
    files.add(SuppressionReader.of(file, suppressions));
    PathPatterns.of(base(file), suppressionFiles)
        .forEach(one -> files.add(SuppressionReader.read(one)));
    return Suppressions.of(files, today);
  }

  /**
   * Lists the inputs.
   *
   * @param base what relative paths are relative to
   * @return files and directories; empty where the policy names none
   * @throws IllegalArgumentException where a pattern matches nothing
   */
  public List<Path> inputs(Path base) {
    return PathPatterns.of(base, inputs);
  }

  /**
   * Lists the sources that bindgen wrote.
   *
   * @param base what relative paths are relative to
   * @return files; empty where the policy names none
   * @throws IllegalArgumentException where a pattern matches nothing
   */
  public List<Path> bindings(Path base) {
    return PathPatterns.of(base, bindings);
  }

  /**
   * Returns the symbols that count.
   *
   * @param base what relative paths are relative to
   * @return empty where all of them do
   */
  public Optional<SymbolScope> scope(Path base) {
    if (symbols == null || symbols.isEmpty()) {
      return Optional.empty();
    }
    List<String> arguments = new ArrayList<>();
    for (String symbol : symbols) {
      Path file = InputFile.named(base, symbol);
      arguments.add(Files.exists(file) ? file.toString() : symbol);
    }
    return Optional.of(SymbolScope.of(arguments));
  }

  /**
   * Returns the findings with the severities of the policy.
   *
   * @return a copy
   */
  public Report weighed(Report run) {
    List<Finding> findings = new ArrayList<>();
    for (Finding finding : run.verification().findings()) {
      Severity severity = orEmpty(severities).get(finding.rule().id());
      findings.add(severity == null ? finding : with(finding, severity));
    }
    return run.judged(findings, run.suppressed(), run.remarks());
  }

  private static Finding with(Finding finding, Severity severity) {
    return new Finding(
        finding.rule(),
        severity,
        finding.subject(),
        finding.provider(),
        finding.consumer(),
        finding.differences(),
        finding.cause(),
        finding.citations(),
        finding.divergences(),
        finding.reach());
  }

  /**
   * Collects the reasons to stop the build.
   *
   * @param run with its severities, without what is suppressed or in the baseline
   * @return reasons; empty where the build goes on
   */
  public List<StopReason> reasons(Report run) {
    List<StopReason> reasons = new ArrayList<>();
    switch (failOn == null ? FailOn.HARMFUL : failOn) {
      case HARMFUL -> findings(run, Severity.HARMFUL, Cause.HARMFUL_FINDINGS, reasons);
      case RISKY -> {
        findings(run, Severity.HARMFUL, Cause.HARMFUL_FINDINGS, reasons);
        findings(run, Severity.RISKY, Cause.RISKY_FINDINGS, reasons);
      }
      case NEVER -> {}
    }
    Verification verification = run.verification();
    int open = verification.undetermined().size();
    if (undetermined == Undetermined.FAIL && open > 0) {
      reasons.add(
          new StopReason(
              Cause.UNDETERMINED,
              open + (open == 1 ? " thing is" : " things are") + " undetermined"));
    }
    if (verification.decided() == 0 && nothingVerified != NothingVerified.ALLOW) {
      reasons.add(
          new StopReason(
              Cause.COVERAGE, "nothing was verified ('nothing-verified: allow' lets it pass)"));
    } else {
      covered(Covered.TYPES, verification.coverage(), reasons);
      covered(Covered.FUNCTIONS, verification.functions(), reasons);
      covered(Covered.VARIABLES, verification.variables(), reasons);
      covered(Covered.FLAGS, verification.flags(), reasons);
    }
    if (run.incomplete()) {
      reasons.add(new StopReason(Cause.UNREAD_INPUT, "an input could not be read"));
    }
    return reasons;
  }

  private static void findings(
      Report run, Severity severity, Cause cause, List<StopReason> reasons) {
    long count =
        run.verification().findings().stream()
            .filter(finding -> finding.severity() == severity)
            .count();
    if (count > 0) {
      String noun = count == 1 ? " finding" : " findings";
      reasons.add(new StopReason(cause, count + " " + severity.word() + noun));
    }
  }

  private void covered(Covered kind, Coverage found, List<StopReason> reasons) {
    if (found.shared() == 0) {
      return;
    }
    Double wanted = orEmpty(coverage).get(kind);
    int determined = found.shared() - found.undetermined();
    if (wanted == null) {
      if (determined == 0 && kind == Covered.FUNCTIONS) {
        reasons.add(
            new StopReason(
                Cause.COVERAGE,
                "none of the "
                    + found.shared()
                    + " shared functions was verified ('coverage: {functions: 0}' lets it pass)"));
      }
      return;
    }
    double percent = 100.0 * determined / found.shared();
    if (percent < wanted) {
      String text =
          String.format(
              Locale.ROOT,
              "%.2f %% of %s are determined, %s %% are required",
              percent,
              EnumWords.of(kind),
              wanted);
      reasons.add(new StopReason(Cause.COVERAGE, text));
    }
  }
}
