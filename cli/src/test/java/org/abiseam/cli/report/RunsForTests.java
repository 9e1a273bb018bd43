package org.abiseam.cli.report;

import java.util.List;
import org.abiseam.cli.pipeline.Run;
import org.abiseam.model.Difference;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;

/** The hand-made runs, for tests of other packages. */
public final class RunsForTests {
  private RunsForTests() {}

  /** One finding of this severity. */
  public static Run disagreeing(Severity severity) {
    return Runs.disagreeing(severity);
  }

  /** A harmful finding of a rule about each of some subjects. */
  public static Run disagreeing(List<Subject> subjects, Rule rule, Difference... differences) {
    return Runs.disagreeing(subjects, rule, differences);
  }

  /** One type that is not determined. */
  public static Run undetermined() {
    return Runs.undetermined();
  }
}
