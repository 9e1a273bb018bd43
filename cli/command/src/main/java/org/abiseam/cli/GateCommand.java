package org.abiseam.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.abiseam.cli.gate.Baseline;
import org.abiseam.cli.gate.Policy;
import org.abiseam.cli.gate.StopReason;
import org.abiseam.cli.report.Status;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.result.Report;

/** {@code abiseam gate --policy FILE [FILE...]}: whether a build goes on. */
final class GateCommand {
  private final Settings settings;
  private final Path policyFile;
  private final boolean update;
  private final PrintStream out;
  private final PrintStream err;

  GateCommand(
      Settings settings, Path policyFile, boolean update, PrintStream out, PrintStream err) {
    this.settings = settings;
    this.policyFile = policyFile;
    this.update = update;
    this.out = out;
    this.err = err;
  }

  int run() {
    try {
      return judged();
    } catch (IllegalArgumentException fault) {
      throw new Settings.Usage(String.valueOf(fault.getMessage()));
    }
  }

  private int judged() {
    Policy policy = Policy.read(policyFile);
    Path base = Optional.ofNullable(policyFile.toAbsolutePath().getParent()).orElse(Path.of(""));
    Report found = Abiseam.check(request(policy, base), ProgressLine.of(settings, err));
    Report weighed = policy.weighed(found);
    LocalDate today = LocalDate.now(ZoneId.systemDefault());
    Report known = policy.known(policyFile, today).apply(weighed);
    String baseline = policy.baseline();
    if (update && baseline == null) {
      throw new Settings.Usage(
          policyFile + " names no baseline to update; add e.g. 'baseline: abi-baseline.txt'");
    }
    if (baseline != null && update) {
      WholeFile.replace("the baseline", base.resolve(baseline), Baseline.of(known));
      out.println("The baseline " + baseline + " was written.");
      return 0;
    }
    Report judged = baseline == null ? known : Baseline.apply(known, base.resolve(baseline));
    List<StopReason> reasons = policy.reasons(judged);
    Status status = Status.decided(judged, StopReason.status(reasons));
    new Check(settings, out, err).report(judged, status);
    out.println(
        reasons.isEmpty()
            ? "GATE passed"
            : reasons.stream()
                .map(StopReason::text)
                .collect(Collectors.joining("; ", "GATE failed: ", "")));
    return status.value();
  }

  private CheckRequest request(Policy policy, Path base) {
    List<Path> inputs = new ArrayList<>(settings.inputs());
    if (inputs.isEmpty() && policy.inputs() != null) {
      policy.inputs().forEach(name -> inputs.add(base.resolve(name)));
    }
    if (inputs.isEmpty()) {
      throw new Settings.Usage(
          "neither the command line nor "
              + policyFile
              + " names an input; name a FILE, or add 'inputs: [...]'");
    }
    List<Path> bindings = new ArrayList<>(settings.bindings());
    if (policy.bindings() != null) {
      policy.bindings().forEach(name -> bindings.add(base.resolve(name)));
    }
    return CheckRequest.of(inputs)
        .withThreads(settings.threads())
        .withDebugDirectory(settings.debugDirectory())
        .withBindings(bindings)
        .withScope(settings.scope().or(() -> policy.scope(base)));
  }
}
