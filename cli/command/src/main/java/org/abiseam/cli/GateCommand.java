package org.abiseam.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.abiseam.cli.gate.Baseline;
import org.abiseam.cli.gate.Policy;
import org.abiseam.cli.gate.StopReason;
import org.abiseam.cli.report.Status;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.result.Report;

/** Runs {@code abiseam gate --policy FILE [FILE...]}. */
final class GateCommand extends Subcommand {
  private final CommonOptions common = with(new CommonOptions());
  private final ReportOptions reports = with(new ReportOptions());
  private final InputOptions inputs = with(new InputOptions());

  private final Supplier<Path> policyFile =
      value(Path.class, Path.of(""), "FILE", "policy file, in YAML", "--policy");

  private final Supplier<Boolean> update =
      flag("write the baseline that the policy names", "--update-baseline");

  private final Supplier<List<Path>> files = files(0);

  GateCommand(Console console) {
    super(console, "gate", "Evaluates findings against a policy; the exit status gates the build.");
  }

  @Override
  int run() {
    try {
      return judged();
    } catch (IllegalArgumentException fault) {
      throw new UsageException(String.valueOf(fault.getMessage()));
    }
  }

  private int judged() {
    Reporting reporting = reports.prepare(console, common.paint(console.terminal()));
    Policy policy = Policy.read(policyFile.get());
    Path base =
        Optional.ofNullable(policyFile.get().toAbsolutePath().getParent()).orElse(Path.of(""));
    Report found = Abiseam.check(request(policy, base), common.progress(console, reports.quiet()));
    Report weighed = policy.weighed(found);
    LocalDate today = LocalDate.now(ZoneId.systemDefault());
    Report known = policy.known(policyFile.get(), today).apply(weighed);
    String baseline = policy.baseline();
    if (update.get() && baseline == null) {
      throw new UsageException(
          policyFile.get() + " names no baseline to update; add e.g. 'baseline: abi-baseline.txt'");
    }
    if (baseline != null && update.get()) {
      WholeFile.replace("the baseline", base.resolve(baseline), Baseline.of(known));
      console.out().println("The baseline " + baseline + " was written.");
      return 0;
    }
    Report judged = baseline == null ? known : Baseline.apply(known, base.resolve(baseline));
    List<StopReason> reasons = policy.reasons(judged);
    Status status = Status.decided(judged, StopReason.status(reasons));
    reporting.write(judged, status);
    console
        .out()
        .println(
            reasons.isEmpty()
                ? "GATE passed"
                : reasons.stream()
                    .map(StopReason::text)
                    .collect(Collectors.joining("; ", "GATE failed: ", "")));
    return status.value();
  }

  private CheckRequest request(Policy policy, Path base) {
    List<Path> paths = inputs.optional(files.get());
    if (paths.isEmpty() && policy.inputs() != null) {
      policy.inputs().forEach(name -> paths.add(base.resolve(name)));
    }
    if (paths.isEmpty()) {
      throw new UsageException(
          "neither the command line nor "
              + policyFile.get()
              + " names an input; name a FILE, or add 'inputs: [...]'");
    }
    CheckRequest request = common.request(paths);
    if (policy.bindings() != null) {
      List<Path> bindings = new ArrayList<>(common.bindings());
      policy.bindings().forEach(name -> bindings.add(base.resolve(name)));
      request = request.withBindings(bindings);
    }
    return request.withScope(reports.scope().or(() -> policy.scope(base)));
  }
}
