package org.abiseam.engine;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.abiseam.engine.check.BuildCheck;
import org.abiseam.engine.check.BuildSurvey;
import org.abiseam.engine.compare.BuildComparison;
import org.abiseam.engine.evidence.SnapshotTaker;
import org.abiseam.engine.explain.Explainer;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.CompareRequest;
import org.abiseam.engine.request.ObjectListener;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.CallExplanation;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Snapshotted;
import org.abiseam.engine.result.Surveyed;
import org.abiseam.engine.result.TypeExplanation;

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
    return check(request, progress, ObjectListener.NONE);
  }

  /**
   * Checks as {@link #check(CheckRequest, Progress)} does, and tells of each object.
   *
   * @param request the inputs
   * @param progress receives the progress
   * @param listener hears of the objects
   * @return as without a listener
   */
  public static Report check(CheckRequest request, Progress progress, ObjectListener listener) {
    return BuildCheck.run(request, progress, listener);
  }

  /**
   * Learns of some inputs what a check of a build will ask of them, keeps it in the cache of the
   * request, and judges nothing. So several processes that share a folder can each take some of the
   * objects, and the check reads what they kept.
   *
   * <p>What is asked of C depends on the names that Rust and the bindings know. Survey each object
   * by itself first, as a build of its own; then each again with the whole build: objects that were
   * surveyed before are not opened unless they are asked for.
   *
   * @param build the inputs, as the check will have them; without a cache nothing is kept
   * @param some those of its paths to learn of
   * @param progress receives the progress
   * @return how much was known before, and what could not be read
   */
  public static Surveyed survey(CheckRequest build, Set<Path> some, Progress progress) {
    return BuildSurvey.run(build, some, progress);
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
   * Explains where every byte of one call travels on both sides.
   *
   * @param request the inputs
   * @param symbol a function
   * @param progress receives the progress
   * @return both sides with their plans; no side where no input describes the symbol
   */
  public static CallExplanation explain(CheckRequest request, String symbol, Progress progress) {
    return Explainer.call(alone(request, symbol, progress), symbol);
  }

  /**
   * Finds how both sides lay out one type, and how it travels by value.
   *
   * @param request the inputs
   * @param type a tag or typedef name; {@code struct}, {@code union} and {@code enum} before it are
   *     ignored
   * @param progress receives the progress
   * @return the definitions of both sides; none where no input defines the type
   */
  public static TypeExplanation layout(CheckRequest request, String type, Progress progress) {
    String name = type.substring(type.lastIndexOf(' ') + 1);
    return Explainer.type(alone(request, name, progress), name);
  }

  /**
   * Checks everything, because what a type contains, and which types are one because of a function,
   * bear on the verdict of a name; keeps what concerns the name.
   */
  private static Report alone(CheckRequest request, String name, Progress progress) {
    return Explainer.only(check(request.withAlso(Optional.of(name)), progress), name);
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
   * @param one whether one object of an archive or package suffices, instead of all
   * @return false where it cannot be read or describes no types of C
   */
  public static boolean isDescribed(Path file, Optional<Path> debugDirectory, boolean one) {
    return BuildComparison.isDescribed(file, debugDirectory, one);
  }
}
