package org.abiseam.rules.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.model.Citation;
import org.abiseam.rules.plan.Divergence.Answer;
import org.abiseam.rules.plan.Divergence.Family;

/**
 * Collects the divergences of one machine in the order in which its file declares them. Each is one
 * constant, which the file asks by its name:
 *
 * <pre>{@code
 * static final Divergence FLEXIBLE_ARRAY_MAKES_MEMORY =
 *     divergence("flexible-array")
 *         .asks("Does a flexible array member put the whole struct in memory?")
 *         .yes("A struct that ends in T x[] is copied to the stack.")
 *         .answers(gcc(NO.since(4, 4), YES.before(4, 4)), clang(YES), rustc(NO))
 *         .see(llvm("issue #195572"));
 * }</pre>
 *
 * <p>Filled only while the machine's class is initialised.
 */
public final class Divergences {
  /** Yes, whatever the version. */
  public static final Answer YES = new Answer(true, Optional.empty(), Optional.empty());

  /** No, whatever the version. */
  public static final Answer NO = new Answer(false, Optional.empty(), Optional.empty());

  private final String machine;
  private final List<Divergence> all = new ArrayList<>();

  /**
   * Begins an empty collection.
   *
   * @param machine the first half of each id
   */
  public Divergences(String machine) {
    this.machine = machine;
  }

  /**
   * Lists the divergences.
   *
   * @return in the order of their declaration
   */
  public List<Divergence> all() {
    return Collections.unmodifiableList(all);
  }

  /**
   * Begins the declaration of a divergence.
   *
   * @param name the second half of its id
   * @return to be completed with {@link Draft#see}
   */
  public Draft add(String name) {
    return new Draft(machine + "/" + name);
  }

  /**
   * States what GCC answers.
   *
   * @param answers the first that covers a version counts
   * @return all of them
   */
  public static Answers gcc(Answer... answers) {
    return new Answers(Family.GCC, List.of(answers));
  }

  /**
   * States what Clang answers.
   *
   * @param answers the first that covers a version counts
   * @return all of them
   */
  public static Answers clang(Answer... answers) {
    return new Answers(Family.CLANG, List.of(answers));
  }

  /**
   * States what rustc answers.
   *
   * @param answers the first that covers a version counts
   * @return all of them
   */
  public static Answers rustc(Answer... answers) {
    return new Answers(Family.RUSTC, List.of(answers));
  }

  /**
   * Cites LLVM's and Clang's project.
   *
   * @param clause an issue, a pull request, a review or a place in the source
   * @return the citation
   */
  public static Citation llvm(String clause) {
    return new Citation("llvm-project", clause);
  }

  /**
   * Cites Rust's project.
   *
   * @param clause an issue, a pull request or a place in the source
   * @return the citation
   */
  public static Citation rust(String clause) {
    return new Citation("rust-lang/rust", clause);
  }

  /**
   * Cites calls of real compilers that are recorded in this repository.
   *
   * @param directory below {@code fixtures/observations}
   * @return the citation
   */
  public static Citation recorded(String directory) {
    return new Citation("abiseam fixtures", "observations/" + directory);
  }

  /**
   * Answers for one compiler.
   *
   * @param compiler whose answers these are
   * @param answers the first that covers a version counts
   */
  public record Answers(Family compiler, List<Answer> answers) {}

  /** Declares one divergence, step by step. */
  public final class Draft {
    private final String id;
    private final Map<Family, List<Answer>> answers = new EnumMap<>(Family.class);
    private String question = "";
    private String summary = "";

    private Draft(String id) {
      this.id = id;
    }

    /**
     * States the point.
     *
     * @param text as a question that yes or no answers
     * @return this
     */
    public Draft asks(String text) {
      this.question = text;
      return this;
    }

    /**
     * States what a yes means for the bytes.
     *
     * @param text as a sentence
     * @return this
     */
    public Draft yes(String text) {
      this.summary = text;
      return this;
    }

    /**
     * States what the compilers answer.
     *
     * @param compilers one for each of which it is known
     * @return this
     */
    public Draft answers(Answers... compilers) {
      for (Answers one : compilers) {
        answers.put(one.compiler(), one.answers());
      }
      return this;
    }

    /**
     * Cites where this is written or recorded, which completes the declaration.
     *
     * @param first one reference; a divergence without any cannot be declared
     * @param more others
     * @return the divergence, now one of {@link Divergences#all}
     */
    public Divergence see(Citation first, Citation... more) {
      List<Citation> references = new ArrayList<>(List.of(more));
      references.addFirst(first);
      Divergence divergence =
          new Divergence(
              id, question, summary, Collections.unmodifiableMap(answers), List.copyOf(references));
      all.add(divergence);
      return divergence;
    }
  }
}
