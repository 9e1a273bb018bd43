package org.abiseam.engine;

import java.util.Optional;
import org.abiseam.engine.pipeline.OldAndNew;
import org.abiseam.engine.pipeline.Pipeline;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.CompareRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;

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
    return new Pipeline(request, progress).run();
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
    Optional<Report> compared = OldAndNew.compare(request, progress);
    return compared.orElseGet(() -> check(request.asOneBuild(), progress));
  }
}
