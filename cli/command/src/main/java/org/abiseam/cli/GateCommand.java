package org.abiseam.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.abiseam.cli.gate.Policy;
import org.abiseam.cli.kbuild.BuildTree;
import org.abiseam.cli.report.Status;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.result.Report;

/** Runs {@code abiseam gate --policy FILE [FILE...]}; a kernel's build tree is read as one. */
final class GateCommand extends Subcommand {
  private final CommonOptions common = with(new CommonOptions());
  private final ReportOptions reports = with(new ReportOptions());
  private final InputOptions inputs = with(new InputOptions());
  private final PolicyOptions policies = with(new PolicyOptions());
  private final CacheOptions cache = with(new CacheOptions());
  private final KernelOptions kernel = with(new KernelOptions());
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
    List<Path> paths = PolicyOptions.refusing(() -> paths(policy));
    Optional<Path> tree = tree(paths);
    if (tree.isEmpty()) {
      kernel.refuse();
      return decided(policy, request(policy, paths), reporting, found -> found);
    }
    BuildTree.Place place =
        new BuildTree.Place(tree.get(), kernel.source(), Optional.empty(), Optional.empty());
    List<Path> bindings = new ArrayList<>(common.bindings());
    bindings.addAll(policies.bindings(Optional.of(policy)));
    try (TemporaryFolder folder = new TemporaryFolder("abiseam-witness")) {
      return kernel
          .find(place, bindings, folder, console)
          .map(
              build -> {
                List<Path> all = new ArrayList<>(build.inputs());
                paths.stream().filter(path -> !path.equals(tree.get())).forEach(all::add);
                return decided(
                    policy, build.refined(request(policy, all)), reporting, build::settled);
              })
          .orElse(Status.ERROR);
    }
  }

  private int decided(
      Policy policy, CheckRequest request, Reporting reporting, UnaryOperator<Report> settled) {
    Report found =
        Abiseam.check(
            request.withCaching(cache.settings(console)),
            cache.telling(
                common.progress(console, reports.quiet()), console, reporting.verbosity()));
    return policies.decide(policy, settled.apply(found), reporting, console);
  }

  private List<Path> paths(Policy policy) {
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
    return paths;
  }

  /** Returns the input that is a kernel's build tree; there may be one. */
  private static Optional<Path> tree(List<Path> paths) {
    List<Path> trees =
        paths.stream()
            .filter(path -> Files.isDirectory(path) && BuildTree.around(path).isPresent())
            .distinct()
            .toList();
    if (trees.size() > 1) {
      throw new UsageException(
          "%s and %s are build trees of two kernels; run 'abiseam gate' once for each"
              .formatted(trees.get(0), trees.get(1)));
    }
    return trees.stream().findFirst();
  }

  private CheckRequest request(Policy policy, List<Path> paths) {
    return policies.refined(common.request(paths), Optional.of(policy), reports.scope());
  }
}
