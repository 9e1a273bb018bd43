package org.abiseam.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.abiseam.cli.report.LayoutText;
import org.abiseam.cli.report.Paint;
import org.abiseam.cli.report.Status;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.TypeExplanation;

/** Runs {@code abiseam layout TYPE FILE...}. */
final class LayoutCommand extends Subcommand {
  private final CommonOptions common = with(new CommonOptions());
  private final InputOptions inputs = with(new InputOptions());

  private final Supplier<String> type =
      first(argument("TYPE", "name of the type in C"), String.class);

  private final Supplier<List<Path>> files = files(1);

  LayoutCommand(Console console) {
    super(console, "layout", "Shows the layouts of one type in C and Rust, side by side.");
  }

  @Override
  int run() {
    List<Path> paths = inputs.required(files.get());
    CheckRequest request = common.request(paths);
    TypeExplanation found = Abiseam.layout(request, type.get(), common.progress(console));
    Report run = found.report();
    console.warn(run.diagnostics());
    String name = type.get().substring(type.get().lastIndexOf(' ') + 1);
    if (found.byValue().isEmpty()) {
      console.noType(
          name,
          SymbolNames.isFile(type.get())
              ? "; the TYPE comes first: abiseam layout TYPE FILE..."
              : SymbolNames.suggestedType(
                  name,
                  paths,
                  near -> !Abiseam.layout(request, near, Progress.SILENT).byValue().isEmpty()));
      return Status.ERROR;
    }
    LayoutText.Definitions definitions = new LayoutText.Definitions(found.c(), found.rust());
    Paint paint = common.paint(console.terminal());
    int columns = console.terminal().columns();
    console.print(LayoutText.of(name, definitions, run.verification(), paint, columns));
    return run.incomplete() ? Status.ERROR : 0;
  }
}
