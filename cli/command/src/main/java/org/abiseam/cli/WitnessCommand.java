package org.abiseam.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.bindings.BindingsSource;
import org.abiseam.bindings.WitnessCrate;
import org.abiseam.cli.report.Status;
import org.abiseam.model.Diagnostic;

/** {@code abiseam witness BINDINGS}: writes the crate that makes rustc describe its imports. */
final class WitnessCommand {
  private final Settings settings;
  private final Optional<String> crate;
  private final Optional<Path> output;
  private final PrintStream out;
  private final PrintStream err;

  WitnessCommand(
      Settings settings,
      Optional<String> crate,
      Optional<Path> output,
      PrintStream out,
      PrintStream err) {
    this.settings = settings;
    this.crate = crate;
    this.output = output;
    this.out = out;
    this.err = err;
  }

  int run() {
    int status = 0;
    List<BindingsSource> sources = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (Path path : settings.inputs()) {
      BindingsSource source = BindingsSource.read(path);
      for (Diagnostic diagnostic : source.diagnostics()) {
        err.println("abiseam: " + diagnostic.object() + ": " + diagnostic.message());
        status = Status.ERROR;
      }
      sources.add(source);
      files.add(path.toAbsolutePath().normalize().toString());
    }
    WitnessCrate.Access access =
        crate.isPresent()
            ? new WitnessCrate.Access.Extern(crate.get())
            : new WitnessCrate.Access.Included(files);
    write(WitnessCrate.source(sources, access));
    return status;
  }

  private void write(String source) {
    if (output.isEmpty()) {
      out.print(source);
      return;
    }
    try {
      Files.writeString(output.get(), source);
    } catch (IOException fault) {
      throw new UncheckedIOException(output.get() + ": cannot be written", fault);
    }
  }
}
