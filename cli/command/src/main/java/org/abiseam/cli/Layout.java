package org.abiseam.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.cli.report.LayoutText;
import org.abiseam.cli.report.ReportText;
import org.abiseam.cli.report.Status;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Definition;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.View;

/** {@code abiseam layout TYPE FILE...}. */
final class Layout {
  private final Settings settings;
  private final String type;
  private final PrintStream out;
  private final PrintStream err;

  Layout(Settings settings, String type, PrintStream out, PrintStream err) {
    this.settings = settings;
    this.type = type;
    this.out = out;
    this.err = err;
  }

  /** The tag or typedef alone: {@code struct task_struct} is asked for as often. */
  private String name() {
    return type.substring(type.lastIndexOf(' ') + 1);
  }

  int run() {
    Report run =
        Abiseam.check(Check.request(settings, Optional.of(name())), ProgressLine.of(settings, err));
    List<View.Typed> c = new ArrayList<>();
    List<View.Typed> rust = new ArrayList<>();
    for (ObjectModel model : run.models()) {
      for (Definition definition : model.definitions()) {
        View.Typed view = new View.Typed(model.machine(), model.types(), definition);
        boolean ofRust = definition.producer().language() == Producer.Language.RUST;
        (ofRust ? rust : c).add(view);
      }
    }
    for (Diagnostic diagnostic : run.diagnostics()) {
      err.println("abiseam: " + ReportText.diagnostic(diagnostic));
    }
    if (c.isEmpty() && rust.isEmpty()) {
      err.println(
          "abiseam: no input defines a type named "
              + name()
              + "; tags and typedef names count, as C has them");
      return Status.ERROR;
    }
    LayoutText.Definitions definitions = new LayoutText.Definitions(c, rust);
    out.print(LayoutText.of(name(), definitions, run.verification(), settings.paint()));
    return run.incomplete() ? Status.ERROR : 0;
  }
}
