package org.abiseam.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.abiseam.cli.kbuild.BuildTree;
import org.abiseam.cli.kbuild.PackedSources;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.result.Report;

/** Adds to a check what the build of a kernel left behind. */
final class KernelBuild {
  private final BuildTree tree;
  private final List<Path> inputs;
  private final PackedSources sources;

  /**
   * Creates the build of a tree.
   *
   * @param place where the tree is
   * @param witness objects in which rustc describes its bindings
   */
  KernelBuild(BuildTree.Place place, BuildTree tree, List<Path> witness) {
    this.tree = tree;
    this.inputs = new ArrayList<>(tree.images());
    this.sources = new PackedSources(place, tree.images());
    inputs.addAll(tree.modules());
    inputs.addAll(witness);
  }

  /** Returns the image, its modules and the witness. */
  List<Path> inputs() {
    return List.copyOf(inputs);
  }

  /** Returns a request with what the tree tells of the inputs. */
  CheckRequest refined(CheckRequest request) {
    return request
        .withBindings(tree.bindings())
        .withLinked(tree.rustObjects())
        .withFlags(tree.flags())
        .withExports(tree.exports())
        .withConfiguration(tree.configuration());
  }

  /** Returns a report in which the sources settle what debug info leaves open. */
  Report settled(Report report) {
    return sources.settled(report);
  }
}
