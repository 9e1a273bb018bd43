package org.abiseam.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.abiseam.cli.gate.Baseline;
import org.abiseam.cli.gate.Decision;
import org.abiseam.cli.gate.Policy;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.scope.SymbolScope;

/** Options of the commands that let a policy decide the exit status. */
final class PolicyOptions extends OptionGroup {
  private final Supplier<Optional<Path>> named =
      optional(Path.class, "FILE", "policy file, in YAML", "--policy");

  private final Supplier<Boolean> update =
      flag("write the baseline that the policy names", "--update-baseline");

  /** Reads the policy; empty where none is named. */
  Optional<Policy> read() {
    if (named.get().isEmpty() && update.get()) {
      throw new UsageException("--update-baseline needs --policy FILE");
    }
    return named.get().map(path -> refusing(() -> Policy.read(path)));
  }

  /** Returns the policy file; there must be one. */
  Path file() {
    return named.get().orElseThrow();
  }

  /** Returns the directory that the paths of the policy are relative to. */
  Path base() {
    return named.get().map(Policy::base).orElse(Path.of(""));
  }

  /**
   * Returns a request with the bindings that the policy names beside those of the command line, and
   * its symbols where the command line names none.
   */
  CheckRequest refined(CheckRequest request, Optional<Policy> policy, Optional<SymbolScope> scope) {
    return request.withBindings(bindings(policy)).withScope(scope(policy, scope));
  }

  /** Returns the bindings that the policy names; none without a policy. */
  List<Path> bindings(Optional<Policy> policy) {
    return policy.map(it -> refusing(() -> it.bindings(base()))).orElse(List.of());
  }

  /** Returns the symbols that the command line names, else those that the policy names. */
  Optional<SymbolScope> scope(Optional<Policy> policy, Optional<SymbolScope> given) {
    return given.or(() -> policy.flatMap(it -> refusing(() -> it.scope(base()))));
  }

  /** Turns what a policy or one of its files may not say into wrong use of the command line. */
  static <T> T refusing(Supplier<T> step) {
    try {
      return step.get();
    } catch (IllegalArgumentException fault) {
      throw new UsageException(String.valueOf(fault.getMessage()));
    }
  }

  /** Weighs what was found by the policy, writes the reports and the decision. */
  int decide(Policy policy, Report found, Reporting reporting, Console console) {
    return refusing(() -> decided(policy, found, reporting, console));
  }

  private int decided(Policy policy, Report found, Reporting reporting, Console console) {
    Decision decision =
        Decision.begin(policy, file(), reporting.unsuppressed(policy.weighed(found)));
    if (update.get()) {
      Path target =
          decision
              .baseline()
              .orElseThrow(
                  () ->
                      new UsageException(
                          file()
                              + " names no baseline to update; add e.g. 'baseline:"
                              + " abi-baseline.txt'"));
      Baseline.refuseOther(target);
      WholeFile.replace("the baseline", target, Baseline.of(decision.report()));
      console.out().println("The baseline " + policy.baseline() + " was written.");
      return 0;
    }
    Decision.Verdict verdict = decision.verdict();
    int written = reporting.write(verdict.report(), verdict.status());
    console.out().println(verdict.sentence());
    return written;
  }
}
