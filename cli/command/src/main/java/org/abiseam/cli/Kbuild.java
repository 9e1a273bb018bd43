package org.abiseam.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.abiseam.cli.kbuild.BuildTree;
import org.abiseam.cli.kbuild.PackedSources;
import org.abiseam.cli.kbuild.WitnessObject;
import org.abiseam.cli.report.Status;
import org.abiseam.engine.request.CheckRequest;

/** {@code abiseam kbuild BUILD_DIR}: the step behind the link of a kernel. */
final class Kbuild {
  private final Settings settings;
  private final BuildTree.Place place;
  private final When witness;
  private final PrintStream out;
  private final PrintStream err;

  /** Whether a witness of the bindings is compiled. */
  enum When {
    /** Where it can be. */
    AUTO,
    ALWAYS,
    NEVER
  }

  Kbuild(Settings settings, BuildTree.Place place, When witness, PrintStream out, PrintStream err) {
    this.settings = settings;
    this.place = place;
    this.witness = witness;
    this.out = out;
    this.err = err;
  }

  int run() {
    if (!Files.isDirectory(place.build())) {
      throw new Settings.Usage(
          place.build() + " is no directory; give the one that the kernel was built in (O=)");
    }
    BuildTree tree = BuildTree.find(place);
    for (String missing : tree.missing()) {
      err.println("abiseam: missing " + missing);
    }
    List<Path> inputs = new ArrayList<>(tree.images());
    inputs.addAll(tree.modules());
    if (inputs.isEmpty()) {
      err.println(
          "abiseam: nothing to verify in "
              + place.build()
              + "; build the kernel first, or give the directory that it was built in (O=)");
      return Status.ERROR;
    }
    List<Path> bindings = new ArrayList<>(tree.bindings());
    bindings.addAll(settings.bindings());
    if (!witness(inputs, bindings)) {
      return Status.ERROR;
    }
    CheckRequest request =
        CheckRequest.of(inputs)
            .withThreads(settings.threads())
            .withDebugDirectory(settings.debugDirectory())
            .withBindings(bindings)
            .withLinked(tree.rustObjects())
            .withFlags(tree.flags())
            .withScope(settings.scope())
            .withExports(tree.exports())
            .withConfiguration(tree.configuration());
    PackedSources sources = new PackedSources(place, tree.images());
    return new Check(settings, out, err).run(request, sources::settled);
  }

  /** Whether the witness is there as far as it is asked for. */
  private boolean witness(List<Path> inputs, List<Path> bindings) {
    if (witness == When.NEVER || (bindings.isEmpty() && witness == When.AUTO)) {
      return true;
    }
    switch (WitnessObject.make(place.build(), bindings)) {
      case WitnessObject.Outcome.Made(Path object) -> inputs.add(object);
      case WitnessObject.Outcome.Missing(String reason) -> {
        err.println(
            "abiseam: missing a witness of the bindings: "
                + reason
                + "; what Rust calls is verified by their source alone");
        return witness != When.ALWAYS;
      }
    }
    return true;
  }
}
