package org.abiseam.rules.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.model.Citation;
import org.abiseam.model.Producer;
import org.abiseam.model.Producer.Version;

/**
 * Names a point on which compilers differ: the question that a machine's file asks in the middle of
 * its work, who answers how, and where that is written. {@link Divergences} makes them.
 *
 * @param id {@code machine/name}; no two divergences have the same
 * @param question the point, as a question that yes or no answers
 * @param summary what a yes means for the bytes, as a sentence
 * @param answers by compiler; the first of a compiler's answers that covers its version counts
 * @param references at least one
 */
public record Divergence(
    String id,
    String question,
    String summary,
    Map<Family, List<Answer>> answers,
    List<Citation> references) {

  /** Names the compilers that classify values by code of their own. */
  public enum Family {
    /** GCC, and what uses its back end: gccrs, rustc with the GCC back end. */
    GCC,
    /** Clang. */
    CLANG,
    /** rustc with the LLVM back end. */
    RUSTC
  }

  /**
   * Answers yes or no for a range of versions.
   *
   * @param yes the answer
   * @param from first version; empty for all up to the end
   * @param end first version that answers otherwise; empty where none is known
   */
  public record Answer(boolean yes, Optional<Version> from, Optional<Version> end) {
    boolean covers(Optional<Version> version) {
      boolean always = from.isEmpty() && end.isEmpty();
      return always || version.map(this::covers).orElse(false);
    }

    private boolean covers(Version version) {
      return from.map(first -> version.compareTo(first) >= 0).orElse(true)
          && end.map(last -> version.compareTo(last) < 0).orElse(true);
    }

    /**
     * Narrows this answer to versions from one on.
     *
     * @param major first number
     * @param minor second number
     * @return the narrowed answer
     */
    public Answer since(int major, int minor) {
      return new Answer(yes, Optional.of(new Version(major, minor, 0)), end);
    }

    /**
     * Narrows this answer to versions before one.
     *
     * @param major first number
     * @param minor second number
     * @return the narrowed answer
     */
    public Answer before(int major, int minor) {
      return new Answer(yes, from, Optional.of(new Version(major, minor, 0)));
    }
  }

  /**
   * Returns what a compiler answers.
   *
   * @param family the compiler
   * @param version its version; where empty, only what holds for every version is an answer
   * @return the answer, or empty where none is known
   */
  public Optional<Boolean> answer(Family family, Optional<Producer.Version> version) {
    return answers.getOrDefault(family, List.of()).stream()
        .filter(answer -> answer.covers(version))
        .map(Answer::yes)
        .findFirst();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Divergence same && id.equals(same.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }
}
