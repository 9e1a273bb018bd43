package org.abiseam.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.abiseam.cli.kbuild.BuildTree;
import org.abiseam.cli.kbuild.WitnessObject;

/** Options of the commands that verify a kernel's build tree. */
final class KernelOptions extends OptionGroup {
  private final Supplier<Optional<Path>> source =
      optional(Path.class, "DIR", "kernel sources (default: BUILD_DIR/source)", "--source");

  private final Supplier<When> witness =
      value(
          When.class,
          When.AUTO,
          "WHEN",
          "compile a witness of the kernel's bindings: auto, always or never",
          "--witness");

  private final Supplier<String> rustc =
      value(
          String.class,
          "rustc",
          "PROGRAM",
          "the rustc that compiles the witness (default: rustc); nothing that the tree names is"
              + " run",
          "--rustc");

  /** Returns the kernel's sources where the command line names them. */
  Optional<Path> source() {
    return source.get();
  }

  /** Refuses what only a build tree gives a meaning to, where there is none. */
  void refuse() {
    if (source.get().isPresent() || witness.get() == When.ALWAYS) {
      throw new UsageException(
          (source.get().isPresent() ? "--source" : "--witness")
              + " needs a kernel's build tree; no input is the directory in which a kernel was"
              + " built");
    }
  }

  /**
   * Finds what a build left behind, says what is missing, and compiles the witness.
   *
   * @param place where the tree is
   * @param more bindings beside those of the tree
   * @param folder holds the witness if it cannot be kept in the tree
   * @return empty where nothing is there to verify, or a witness that was asked for is missing
   */
  Optional<KernelBuild> find(
      BuildTree.Place place, List<Path> more, TemporaryFolder folder, Console console) {
    BuildTree tree = BuildTree.find(place);
    for (String missing : tree.missing()) {
      console.warn("missing " + missing);
    }
    if (tree.images().isEmpty() && tree.modules().isEmpty()) {
      console.warn(
          "nothing to verify in "
              + place.build()
              + "; build the kernel first, or give the directory in which it was built (O=)");
      return Optional.empty();
    }
    List<Path> bindings = new ArrayList<>(tree.bindings());
    bindings.addAll(more);
    if (witness.get() == When.NEVER || (bindings.isEmpty() && witness.get() == When.AUTO)) {
      return Optional.of(new KernelBuild(place, tree, List.of()));
    }
    return switch (WitnessObject.make(place.build(), bindings, rustc.get(), folder::path)) {
      case WitnessObject.Outcome.Made(Path object) ->
          Optional.of(new KernelBuild(place, tree, List.of(object)));
      case WitnessObject.Outcome.Missing(String reason) -> {
        console.warn(
            "missing a witness of the bindings: "
                + reason
                + "; Rust's calls are checked only against the source of the bindings");
        yield witness.get() == When.ALWAYS
            ? Optional.empty()
            : Optional.of(new KernelBuild(place, tree, List.of()));
      }
    };
  }
}
