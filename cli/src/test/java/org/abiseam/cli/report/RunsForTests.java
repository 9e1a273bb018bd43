package org.abiseam.cli.report;

import org.abiseam.cli.pipeline.Run;
import org.abiseam.model.Severity;

/** The hand-made runs, for tests of other packages. */
public final class RunsForTests {
  private RunsForTests() {}

  /** One finding of this severity. */
  public static Run disagreeing(Severity severity) {
    return Runs.disagreeing(severity);
  }

  /** One type that is not determined. */
  public static Run undetermined() {
    return Runs.undetermined();
  }
}
