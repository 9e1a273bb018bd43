package org.abiseam.rules.plan;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.Citation;
import org.abiseam.model.Producer;
import org.abiseam.model.Producer.Version;

/**
 * Who answers a question how, and where that is written.
 *
 * @param id {@code machine/name}; also the name of the fixture that shows it
 * @param question the point
 * @param summary what a yes means for the bytes, as a sentence
 * @param answers by compiler and version; the first that fits counts
 * @param references at least one
 */
public record Divergence(
    String id, Question question, String summary, List<Answer> answers, List<Citation> references) {

  /** Refuses a divergence that nothing supports. */
  public Divergence {
    answers = List.copyOf(answers);
    references = List.copyOf(references);
    if (references.isEmpty()) {
      throw new IllegalArgumentException(id + " has no reference");
    }
  }

  /** Compilers that classify by code of their own. */
  public enum Family {
    /** GCC, and what uses its back end: gccrs, rustc with the GCC back end. */
    GCC,
    /** Clang. */
    CLANG,
    /** rustc with the LLVM back end. */
    RUSTC
  }

  /**
   * The answer of a range of versions.
   *
   * @param family the compiler
   * @param from first version; empty for all up to the end
   * @param before first version that answers otherwise; empty where none is known
   * @param yes the answer
   */
  public record Answer(
      Family family, Optional<Version> from, Optional<Version> before, boolean yes) {
    boolean covers(Version version) {
      return from.map(first -> version.compareTo(first) >= 0).orElse(true)
          && before.map(end -> version.compareTo(end) < 0).orElse(true);
    }

    boolean always() {
      return from.isEmpty() && before.isEmpty();
    }

    /**
     * This answer for versions from one on.
     *
     * @param major first number
     * @param minor second number
     * @return the narrowed answer
     */
    public Answer since(int major, int minor) {
      return new Answer(family, Optional.of(new Version(major, minor, 0)), before, yes);
    }

    /**
     * This answer for versions before one.
     *
     * @param major first number
     * @param minor second number
     * @return the narrowed answer
     */
    public Answer before(int major, int minor) {
      return new Answer(family, from, Optional.of(new Version(major, minor, 0)), yes);
    }
  }

  /**
   * Yes, whatever the version.
   *
   * @param family the compiler
   * @return the answer
   */
  public static Answer yes(Family family) {
    return new Answer(family, Optional.empty(), Optional.empty(), true);
  }

  /**
   * No, whatever the version.
   *
   * @param family the compiler
   * @return the answer
   */
  public static Answer no(Family family) {
    return new Answer(family, Optional.empty(), Optional.empty(), false);
  }

  /**
   * What a compiler answers.
   *
   * @param family the compiler
   * @param version its version; where empty, only what holds for every version is an answer
   * @return the answer, or empty where none is known
   */
  public Optional<Boolean> answer(Family family, Optional<Producer.Version> version) {
    for (Answer answer : answers) {
      if (answer.family() == family
          && (answer.always() || version.map(answer::covers).orElse(false))) {
        return Optional.of(answer.yes());
      }
    }
    return Optional.empty();
  }
}
