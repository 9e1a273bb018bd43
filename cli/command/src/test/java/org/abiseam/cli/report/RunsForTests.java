package org.abiseam.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Difference;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;

/** The hand-made runs, for tests of other packages. */
public final class RunsForTests {
  private RunsForTests() {}

  /** One finding of this severity. */
  public static Report disagreeing(Severity severity) {
    return Runs.disagreeing(severity);
  }

  /** A harmful finding of a rule about each of some subjects. */
  public static Report disagreeing(List<Subject> subjects, Rule rule, Difference... differences) {
    return Runs.disagreeing(subjects, rule, differences);
  }

  /** One type that is not determined. */
  public static Report undetermined() {
    return Runs.undetermined();
  }

  /** A run whose sides share nothing. */
  public static Report unshared() {
    return Runs.disagreeing(List.of(), Rule.LAYOUT_SIZE);
  }

  /** A variant of the fixture of a core in C and a driver in Rust. */
  static Report seam(String variant) throws IOException {
    Path seams = Path.of("../fixtures/seams/prebuilt");
    List<Path> objects = new ArrayList<>();
    for (String name : List.of("core.o", "glue.o", "log.o", "driver.o", "witness.o")) {
      Path own = seams.resolve(variant).resolve(name);
      objects.add(Files.exists(own) ? own : seams.resolve("agree").resolve(name));
    }
    return Abiseam.check(CheckRequest.of(objects).withThreads(1), Progress.SILENT);
  }
}
