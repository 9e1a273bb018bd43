package org.abiseam.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CompareRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;

/**
 * {@code abiseam compare A B}: what one side believes against what the other does, where A and B
 * are of different sides; an old build against a new one, where both are C.
 */
final class Compare {
  private final Settings settings;
  private final boolean impacted;
  private final PrintStream out;
  private final PrintStream err;

  Compare(Settings settings, boolean impacted, PrintStream out, PrintStream err) {
    this.settings = settings;
    this.impacted = impacted;
    this.out = out;
    this.err = err;
  }

  int run() {
    if (settings.inputs().size() != 2) {
      throw new Settings.Usage(
          "compare needs two inputs, the old one and the new one, not " + settings.inputs().size());
    }
    Path old = settings.inputs().getFirst();
    Path recent = settings.inputs().getLast();
    if (EqualFiles.answer(settings, old, recent)) {
      return 0;
    }
    Progress progress = ProgressLine.of(settings, err);
    CompareRequest request =
        new CompareRequest(
            old,
            recent,
            settings.threads(),
            settings.debugDirectory(),
            settings.bindings(),
            settings.scope(),
            impacted);
    Report run = Abiseam.compare(request, progress);
    progress.close();
    return new Check(settings, out, err)
        .report(settings.suppressions().map(known -> known.apply(run)).orElse(run));
  }
}
