package org.abiseam.cli.pipeline;

import java.util.List;
import java.util.Map;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Seam;
import org.abiseam.model.Verification;

/**
 * All that a report tells.
 *
 * @param inputs the arguments of the command line, in order
 * @param sides the compilers, most units first
 * @param models the types that both sides have, by object
 * @param seam what they share
 * @param verification the verdicts
 * @param callers objects of Rust that are still to be linked, or are linked into an image, and what
 *     they import from C
 * @param stages milliseconds by stage, in order
 */
public record Run(
    List<Input> inputs,
    List<Side> sides,
    List<ObjectModel> models,
    Seam seam,
    Verification verification,
    List<Caller> callers,
    Map<String, Long> stages) {

  /**
   * What could not be read or is not there, over all inputs.
   *
   * @return in order of input
   */
  public List<Diagnostic> diagnostics() {
    return inputs.stream().flatMap(input -> input.diagnostics().stream()).toList();
  }

  /**
   * Whether an input could not be read. An object without any debug info was not; a unit without
   * types beside others that have some was.
   *
   * @return true where the exit status must say so
   */
  public boolean incomplete() {
    return diagnostics().stream().anyMatch(Run::unread);
  }

  /**
   * Whether a diagnostic means that something was not read at all.
   *
   * @param diagnostic one of {@link #diagnostics()}
   * @return false for a unit that merely has no types
   */
  public static boolean unread(Diagnostic diagnostic) {
    return diagnostic.kind() != Diagnostic.Kind.DEBUG_INFO_INSUFFICIENT
        || diagnostic.unit().isEmpty();
  }

  /**
   * Milliseconds of all stages.
   *
   * @return the sum
   */
  public long milliseconds() {
    return stages.values().stream().mapToLong(Long::longValue).sum();
  }
}
