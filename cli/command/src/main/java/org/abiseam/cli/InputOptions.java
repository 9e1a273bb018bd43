package org.abiseam.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Options that add installed kernels to the files of a command. */
final class InputOptions extends OptionGroup {
  private final Supplier<List<String>> kernels =
      list(
          String.class,
          "VERSION",
          "the installed kernel of this version, with its modules",
          "--kernel");

  private final Supplier<Optional<Path>> root =
      optional(Path.class, "DIR", "the root directory for --kernel (default: /)", "--root");

  /** Lists the inputs; there must be one. */
  List<Path> required(List<Path> files) {
    return present(optional(files));
  }

  /** Lists the inputs; of each kernel only the image. */
  List<Path> images(List<Path> files) {
    return present(inputs(files, 1));
  }

  /** Lists the inputs; there may be none. */
  List<Path> optional(List<Path> files) {
    return inputs(files, Integer.MAX_VALUE);
  }

  private List<Path> inputs(List<Path> files, int mostOfKernel) {
    if (files.contains(Path.of(""))) {
      throw new UsageException("an input has an empty name; is a variable of the shell not set?");
    }
    if (kernels.get().isEmpty() && root.get().isPresent()) {
      throw new UsageException("--root needs --kernel VERSION");
    }
    List<Path> inputs = new ArrayList<>();
    for (String version : kernels.get()) {
      InstalledKernel.files(version, root.get().orElse(Path.of("/"))).stream()
          .limit(mostOfKernel)
          .forEach(inputs::add);
    }
    inputs.addAll(files);
    return inputs;
  }

  private static List<Path> present(List<Path> inputs) {
    if (inputs.isEmpty()) {
      throw new UsageException("no input: name a FILE, or an installed kernel by --kernel VERSION");
    }
    return inputs;
  }
}
