package org.abiseam.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.abiseam.cli.gate.Policy;
import org.abiseam.cli.kbuild.BuildTree;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.result.Report;

/** Runs {@code abiseam gate --policy FILE [FILE...]}. */
final class GateCommand extends Subcommand {
  private final CommonOptions common = with(new CommonOptions());
  private final ReportOptions reports = with(new ReportOptions());
  private final InputOptions inputs = with(new InputOptions());
  private final PolicyOptions policies = with(new PolicyOptions());
  private final CacheOptions cache = with(new CacheOptions());
  private final Supplier<List<Path>> files = files(0);

  GateCommand(Console console) {
    super(console, "gate", "Evaluates findings against a policy; the exit status gates the build.");
  }

  @Override
  int run() {
    Reporting reporting = reports.prepare(console, common.paint(console.terminal()));
    Policy policy =
        policies
            .read()
            .orElseThrow(
                () -> new UsageException("--policy FILE is missing; docs/gate.md shows one"));
    CheckRequest request =
        PolicyOptions.refusing(() -> request(policy)).withCaching(cache.settings(console));
    Report found =
        Abiseam.check(
            request,
            cache.telling(
                common.progress(console, reports.quiet()), console, reporting.verbosity()));
    return policies.decide(policy, found, reporting, console);
  }

  private CheckRequest request(Policy policy) {
    List<Path> paths = new ArrayList<>(inputs.optional(files.get()));
    if (paths.isEmpty()) {
      paths.addAll(policy.inputs(policies.base()));
    }
    if (paths.isEmpty()) {
      throw new UsageException(
          "neither the command line nor "
              + policies.file()
              + " names an input; name a FILE, or add 'inputs: [...]'");
    }
    for (Path path : paths) {
      if (Files.isDirectory(path) && BuildTree.around(path).isPresent()) {
        console.warn(
            "%s is a kernel's build tree; 'abiseam kbuild --policy %s %s' verifies its bindings, recorded commands and .config too"
                .formatted(path, policies.file(), path));
      }
    }
    return policies.refined(common.request(paths), Optional.of(policy), reports.scope());
  }
}
