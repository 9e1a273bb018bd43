package org.abiseam.engine;

import java.nio.file.Path;
import java.util.Optional;
import org.abiseam.engine.check.BuildCheck;
import org.abiseam.engine.compare.BuildComparison;
import org.abiseam.engine.evidence.SnapshotTaker;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.CompareRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Snapshotted;

/** Verifies builds; the way in for whoever embeds the engine. */
public final class Abiseam {
  private Abiseam() {}

  /**
   * Finds the sides of a build and verifies all that they share.
   *
   * @param request the inputs
   * @param progress receives the progress
   * @return verdicts, findings, coverage and diagnostics; what could not be read is a diagnostic
   */
  public static Report check(CheckRequest request, Progress progress) {
    return BuildCheck.run(request, progress);
  }

  /**
   * Compares two builds. Where one of the two is Rust alone and the other is not, they are sides of
   * one build, and are checked as such.
   *
   * @param request the two
   * @param progress receives the progress
   * @return what changed, or what the sides disagree on
   */
  public static Report compare(CompareRequest request, Progress progress) {
    Optional<Report> compared = BuildComparison.compare(request, progress);
    return compared.orElseGet(() -> check(request.asOneBuild(), progress));
  }

  /**
   * Takes a snapshot: everything of some objects that a later check may need, as text.
   *
   * @param request the objects; of the rest only threads and debug directory count
   * @param progress receives the progress
   * @return the text, and what could not be read
   */
  public static Snapshotted snapshot(CheckRequest request, Progress progress) {
    return SnapshotTaker.take(request, progress);
  }

  /**
   * Tells whether a file has something that can be compared.
   *
   * @param file an object
   * @param debugDirectory the folder of separate debug files; empty for {@code /usr/lib/debug}
   * @return false where it cannot be read or has no debug info
   */
  public static boolean isDescribed(Path file, Optional<Path> debugDirectory) {
    return BuildComparison.isDescribed(file, debugDirectory);
  }
}
