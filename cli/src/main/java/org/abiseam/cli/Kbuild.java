package org.abiseam.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.cli.kbuild.BuildTree;
import org.abiseam.cli.pipeline.Pipeline;
import org.abiseam.cli.report.Status;

/** {@code abiseam kbuild BUILD_DIR}: the step behind the link of a kernel. */
final class Kbuild {
  private final Settings settings;
  private final BuildTree.Place place;
  private final PrintStream out;
  private final PrintStream err;

  Kbuild(Settings settings, BuildTree.Place place, PrintStream out, PrintStream err) {
    this.settings = settings;
    this.place = place;
    this.out = out;
    this.err = err;
  }

  int run() {
    if (!Files.isDirectory(place.build())) {
      throw new Settings.Usage(place.build() + " is no directory");
    }
    BuildTree tree = BuildTree.find(place);
    for (String missing : tree.missing()) {
      err.println("abiseam: missing " + missing);
    }
    List<Path> inputs = new ArrayList<>(tree.images());
    inputs.addAll(tree.modules());
    if (inputs.isEmpty()) {
      err.println("abiseam: nothing to verify in " + place.build());
      return Status.ERROR;
    }
    List<Path> bindings = new ArrayList<>(tree.bindings());
    bindings.addAll(settings.bindings());
    Pipeline.Request request =
        new Pipeline.Request(
            inputs,
            settings.threads(),
            settings.debugDirectory(),
            bindings,
            tree.rustObjects(),
            tree.flags(),
            Optional.empty());
    return new Check(settings, out, err).run(request);
  }
}
