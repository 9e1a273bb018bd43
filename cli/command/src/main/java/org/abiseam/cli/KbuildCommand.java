package org.abiseam.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.abiseam.cli.gate.Policy;
import org.abiseam.cli.kbuild.BuildTree;
import org.abiseam.cli.kbuild.PackedSources;
import org.abiseam.cli.kbuild.WitnessObject;
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

  private final Supplier<Optional<Path>> source =
      optional(Path.class, "DIR", "kernel sources (default: BUILD_DIR/source)", "--source");

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

  private final Supplier<When> witness =
      value(
          When.class,
          When.AUTO,
          "WHEN",
          "compile a witness of the bindings: auto, always or never",
          "--witness");

  private final Supplier<String> rustc =
      value(
          String.class,
          "rustc",
          "PROGRAM",
          "the rustc that compiles the witness (default: rustc); nothing that the tree names is"
              + " run",
          "--rustc");

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
    try (TemporaryFolder folder = new TemporaryFolder("abiseam-witness")) {
      return run(folder);
    }
  }

  private int run(TemporaryFolder folder) {
    Reporting reporting = reports.prepare(console, common.paint(console.terminal()));
    Optional<Policy> policy = policies.read();
    BuildTree.Place place =
        new BuildTree.Place(build.get(), source.get(), module.get(), changedSince.get());
    if (!Files.isDirectory(build.get())) {
      throw new UsageException(
          build.get()
              + " is not a directory; give the directory in which the kernel was built (O=)");
    }
    BuildTree tree = BuildTree.find(place);
    for (String missing : tree.missing()) {
      console.warn("missing " + missing);
    }
    List<Path> inputs = new ArrayList<>(tree.images());
    inputs.addAll(tree.modules());
    if (inputs.isEmpty()) {
      console.warn(
          "nothing to verify in "
              + build.get()
              + "; build the kernel first, or give the directory in which it was built (O=)");
      return Status.ERROR;
    }
    List<Path> bindings = new ArrayList<>(tree.bindings());
    bindings.addAll(common.bindings());
    bindings.addAll(policies.bindings(policy));
    if (!witness(inputs, bindings, folder)) {
      return Status.ERROR;
    }
    CheckRequest request =
        common
            .request(inputs)
            .withBindings(bindings)
            .withLinked(tree.rustObjects())
            .withFlags(tree.flags())
            .withScope(policies.scope(policy, reports.scope()))
            .withExports(tree.exports())
            .withConfiguration(tree.configuration())
            .withCaching(cache.settings(console));
    Report found =
        Abiseam.check(
            request,
            cache.telling(
                common.progress(console, reports.quiet()), console, reporting.verbosity()));
    Report settled = new PackedSources(place, tree.images()).settled(found);
    return policy
        .map(given -> policies.decide(given, settled, reporting, console))
        .orElseGet(() -> reporting.write(settled));
  }

  /** Adds the witness to the inputs; false where it is missing and was asked for. */
  private boolean witness(List<Path> inputs, List<Path> bindings, TemporaryFolder folder) {
    if (witness.get() == When.NEVER || (bindings.isEmpty() && witness.get() == When.AUTO)) {
      return true;
    }
    switch (WitnessObject.make(build.get(), bindings, rustc.get(), folder::path)) {
      case WitnessObject.Outcome.Made(Path object) -> inputs.add(object);
      case WitnessObject.Outcome.Missing(String reason) -> {
        console.warn(
            "missing a witness of the bindings: "
                + reason
                + "; Rust's calls are checked only against the source of the bindings");
        return witness.get() != When.ALWAYS;
      }
    }
    return true;
  }
}
