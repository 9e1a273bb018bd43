package org.abiseam.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.abiseam.cli.gate.Policy;
import org.abiseam.cli.kbuild.BuildTree;
import org.abiseam.cli.report.Status;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.result.Report;

/** Runs {@code abiseam kbuild BUILD_DIR}: the step after the link of a kernel. */
final class KbuildCommand extends Subcommand {
  private final CommonOptions common = with(new CommonOptions());
  private final ReportOptions reports = with(new ReportOptions());

  private final PolicyOptions policies = with(new PolicyOptions());
  private final CacheOptions cache = with(new CacheOptions());
  private final KernelOptions kernel = with(new KernelOptions());

  private final Supplier<Optional<Path>> module =
      optional(
          Path.class,
          "DIR",
          "check the external modules in DIR (built with M=) instead of those of the tree",
          "--module");

  private final Supplier<Optional<Path>> changedSince =
      optional(
          Path.class,
          "FILE",
          "check only modules newer than FILE; all of them if the kernel is newer",
          "--changed-since");

  private final Supplier<Path> build =
      first(argument("BUILD_DIR", "the directory in which the kernel was built"), Path.class);

  KbuildCommand(Console console) {
    super(
        console,
        "kbuild",
        "Verifies a kernel build tree: vmlinux, its modules and all that Rust calls.");
  }

  @Override
  int run() {
    if (!Files.isDirectory(build.get())) {
      throw new UsageException(
          build.get()
              + " is not a directory; give the directory in which the kernel was built (O=)");
    }
    Reporting reporting = reports.prepare(console, common.paint(console.terminal()));
    Optional<Policy> policy = policies.read();
    BuildTree.Place place =
        new BuildTree.Place(build.get(), kernel.source(), module.get(), changedSince.get());
    List<Path> bindings = new ArrayList<>(common.bindings());
    bindings.addAll(policies.bindings(policy));
    try (TemporaryFolder folder = new TemporaryFolder("abiseam-witness")) {
      return kernel
          .find(place, bindings, folder, console)
          .map(found -> verified(found, policy, reporting))
          .orElse(Status.ERROR);
    }
  }

  private int verified(KernelBuild found, Optional<Policy> policy, Reporting reporting) {
    CheckRequest request =
        found
            .refined(policies.refined(common.request(found.inputs()), policy, reports.scope()))
            .withCaching(cache.settings(console));
    Report report =
        found.settled(
            Abiseam.check(
                request,
                cache.telling(
                    common.progress(console, reports.quiet()), console, reporting.verbosity())));
    return policy
        .map(given -> policies.decide(given, report, reporting, console))
        .orElseGet(() -> reporting.write(report));
  }
}
