package org.abiseam.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.abiseam.cli.pipeline.OldAndNew;
import org.abiseam.cli.pipeline.Progress;
import org.abiseam.cli.pipeline.Run;

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
    Optional<Run> found =
        OldAndNew.compare(
            new OldAndNew.Builds(
                old, recent, settings.debugDirectory(), settings.scope(), impacted),
            settings.threads(),
            progress);
    progress.close();
    Check check = new Check(settings, out, err);
    if (found.isEmpty()) {
      return check.run();
    }
    Run run = found.get();
    return check.report(settings.suppressions().map(known -> known.apply(run)).orElse(run));
  }
}
