package org.abiseam.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.abiseam.bindings.BindingsSource;
import org.abiseam.bindings.WitnessCrate;
import org.abiseam.cli.report.Status;
import org.abiseam.model.Diagnostic;

/**
 * Runs {@code abiseam witness BINDINGS}: writes the crate that makes rustc describe its imports.
 */
final class WitnessCommand extends Subcommand {

  private final Supplier<Optional<String>> crate =
      optional(
          String.class,
          "CRATE",
          "the crate that contains the bindings (default: include their source)",
          "--extern");

  private final Supplier<Optional<Path>> output =
      optional(Path.class, "FILE", "output file (default: stdout)", "-o", Outputs.OPTION);

  private final Supplier<List<Path>> bindings = rest(0, "BINDINGS", "Rust source from bindgen", 1);

  private final Supplier<List<String>> conditions =
      list(String.class, "KEY[=\"VALUE\"]", "condition that holds, as for rustc", "--cfg");

  WitnessCommand(Console console) {
    super(
        console, "witness", "Writes a crate that makes rustc describe what the bindings declare.");
  }

  @Override
  int run() {
    int status = 0;
    List<BindingsSource> sources = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (Path path : bindings.get()) {
      BindingsSource source = BindingsSource.read(path, conditions.get());
      for (Diagnostic diagnostic : source.diagnostics()) {
        console.warn(diagnostic.object() + ": " + diagnostic.message());
        status = Status.ERROR;
      }
      sources.add(source);
      files.add(path.toAbsolutePath().normalize().toString());
    }
    if (status == Status.ERROR
        && sources.stream().allMatch(it -> it.types().isEmpty() && it.symbols().isEmpty())) {
      console.warn("no crate was written: nothing of the bindings could be read");
      return status;
    }
    WitnessCrate.Access access =
        crate.get().isPresent()
            ? new WitnessCrate.Access.Extern(crate.get().get())
            : new WitnessCrate.Access.Included(files);
    String source = WitnessCrate.source(sources, access);
    output
        .get()
        .ifPresentOrElse(
            file -> WholeFile.replace("the crate", file, source),
            () -> console.out().print(source));
    return status;
  }
}
