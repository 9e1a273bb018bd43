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
import org.abiseam.engine.result.Report;
import org.abiseam.engine.scope.SymbolScope;
import org.abiseam.model.Finding;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Verification.Coverage;
import org.jspecify.annotations.Nullable;

/**
 * When a build stops.
 *
 * @param inputs files and directories, where the command line names none
 * @param bindings sources that bindgen wrote
 * @param symbols lists of symbols and patterns: nothing else counts
 * @param failOn {@code harmful}, {@code risky} or {@code never}
 * @param undetermined {@code allow}, or {@code fail} where nothing may stay undetermined
 * @param severities other severities, by rule
 * @param coverage percent that has to be determined of {@code types}, {@code functions}, {@code
 *     variables} and {@code flags}
 * @param suppressions findings that are known
 * @param suppressionFiles more of them
 * @param baseline a file of findings that were there before
 */
public record Policy(
    @Nullable List<String> inputs,
    @Nullable List<String> bindings,
    @Nullable List<String> symbols,
    @JsonProperty("fail-on") @Nullable String failOn,
    @Nullable String undetermined,
    @Nullable Map<String, String> severities,
    @Nullable Map<String, Double> coverage,
    @Nullable List<Suppression> suppressions,
    @JsonProperty("suppression-files") @Nullable List<String> suppressionFiles,
    @Nullable String baseline) {

  /**
   * Reads a policy.
   *
   * @param file in YAML
   * @return a policy whose words are all known
   * @throws IllegalArgumentException with file and line, where it says what it may not
   */
  public static Policy read(Path file) {
    try {
      Policy policy = Yaml.read(file, Policy.class);
      policy.check(file);
      return policy;
    } catch (Yaml.Refused refused) {
      throw new IllegalArgumentException(refused.getMessage(), refused);
    }
  }

  private void check(Path file) {
    oneOf(file, "fail-on", failOn, List.of("harmful", "risky", "never"));
    oneOf(file, "undetermined", undetermined, List.of("allow", "fail"));
    Suppressions.checked(file, suppressions);
    for (Map.Entry<String, String> entry : orEmpty(severities).entrySet()) {
      if (rule(entry.getKey()) == null) {
        throw new Yaml.Refused(file + ": severities: there is no rule " + entry.getKey());
      }
      oneOf(file, entry.getKey(), entry.getValue(), List.of("harmful", "risky", "harmless"));
    }
    for (String kind : orEmpty(coverage).keySet()) {
      oneOf(file, "coverage", kind, List.of("types", "functions", "variables", "flags"));
    }
  }

  private static void oneOf(Path file, String key, @Nullable String value, List<String> known) {
    if (value != null && !known.contains(value)) {
      throw new Yaml.Refused(
          "%s: %s: '%s' is none of %s".formatted(file, key, value, String.join(", ", known)));
    }
  }

  private static <V> Map<String, V> orEmpty(@Nullable Map<String, V> map) {
    return map == null ? Map.of() : map;
  }

  private static @Nullable Rule rule(String id) {
    for (Rule rule : Rule.values()) {
      if (rule.id().equals(id)) {
        return rule;
      }
    }
    return null;
  }

  /**
   * All suppressions.
   *
   * @param file this policy, which relative paths are relative to
   * @param today the day on which expired ones end
   * @return those of the policy and of its files
   */
  public Suppressions known(Path file, LocalDate today) {
    List<KnownFile> files = new ArrayList<>();
    files.add(KnownFile.of(file, suppressions));
    for (String other : suppressionFiles == null ? List.<String>of() : suppressionFiles) {
      files.add(KnownFile.read(file.resolveSibling(other)));
    }
    return Suppressions.of(files, today);
  }

  /**
   * The symbols that count.
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
      Path file = base.resolve(symbol);
      arguments.add(Files.exists(file) ? file.toString() : symbol);
    }
    return Optional.of(SymbolScope.of(arguments));
  }

  /**
   * The findings with the severities of the policy.
   *
   * @param run as found
   * @return a copy
   */
  public Report weighed(Report run) {
    List<Finding> findings = new ArrayList<>();
    for (Finding finding : run.verification().findings()) {
      String word = orEmpty(severities).get(finding.rule().id());
      findings.add(word == null ? finding : with(finding, word));
    }
    return run.judged(findings, run.suppressed(), run.remarks());
  }

  private static Finding with(Finding finding, String word) {
    return new Finding(
        finding.rule(),
        Severity.valueOf(word.toUpperCase(Locale.ROOT)),
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
   * Why the build stops.
   *
   * @param run with its severities, without what is suppressed or in the baseline
   * @return reasons; empty where it goes on
   */
  public List<String> reasons(Report run) {
    List<String> reasons = new ArrayList<>();
    Severity from =
        switch (failOn == null ? "harmful" : failOn) {
          case "risky" -> Severity.RISKY;
          case "never" -> null;
          default -> Severity.HARMFUL;
        };
    if (from != null) {
      for (Severity severity : Severity.values()) {
        long count =
            run.verification().findings().stream()
                .filter(finding -> finding.severity() == severity)
                .count();
        if (count > 0 && severity.compareTo(from) <= 0) {
          reasons.add(count + " " + severity.word() + (count == 1 ? " finding" : " findings"));
        }
      }
    }
    if ("fail".equals(undetermined) && !run.verification().undetermined().isEmpty()) {
      reasons.add(run.verification().undetermined().size() + " things are undetermined");
    }
    covered("types", run.verification().coverage(), reasons);
    covered("functions", run.verification().functions(), reasons);
    covered("variables", run.verification().variables(), reasons);
    covered("flags", run.verification().flags(), reasons);
    if (run.incomplete()) {
      reasons.add("an input could not be read");
    }
    return reasons;
  }

  private void covered(String kind, Coverage found, List<String> reasons) {
    Double wanted = orEmpty(coverage).get(kind);
    if (wanted == null) {
      return;
    }
    double percent =
        found.shared() == 0 ? 0 : 100.0 * (found.shared() - found.undetermined()) / found.shared();
    if (percent < wanted) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "%.2f %% of %s are determined, %s %% are required",
              percent,
              kind,
              wanted));
    }
  }
}
