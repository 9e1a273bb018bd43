package org.abiseam.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.abiseam.cli.pipeline.OldAndNew;
import org.abiseam.cli.pipeline.Pipeline;
import org.abiseam.cli.pipeline.Progress;
import org.abiseam.cli.pipeline.Run;
import org.abiseam.model.Producer;

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
    if (ofRust(old) != ofRust(recent)) {
      return new Check(settings, out, err).run();
    }
    Progress progress = ProgressLine.of(settings, err);
    Run found =
        OldAndNew.compare(
            new OldAndNew.Builds(
                old, recent, settings.debugDirectory(), settings.scope(), impacted),
            settings.threads(),
            progress);
    progress.close();
    return new Check(settings, out, err)
        .report(settings.suppressions().map(known -> known.apply(found)).orElse(found));
  }

  /** Whether an input is Rust alone. */
  private boolean ofRust(Path path) {
    Run run =
        new Pipeline(
                new Pipeline.Request(
                    List.of(path),
                    settings.threads(),
                    settings.debugDirectory(),
                    List.of(),
                    Optional.of("")),
                Progress.SILENT)
            .run();
    return run.sides().stream()
            .anyMatch(side -> side.producer().language() == Producer.Language.RUST)
        && run.sides().stream()
            .noneMatch(side -> side.producer().language() == Producer.Language.C);
  }
}
