package org.abiseam.rules.plan;

import java.util.Optional;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.rules.plan.Divergence.Family;

/**
 * All answers of one compiler, with the machine and the switches that it compiled for.
 *
 * @param machine what the object was made for
 * @param producer the compiler
 * @param switches what it was told
 */
public record Dialect(Machine machine, Producer producer, Switches switches) {

  /**
   * Whose code classifies values.
   *
   * @return the family
   * @throws Unsettled if the compiler is not known
   */
  public Family family() {
    return knownFamily()
        .orElseThrow(
            () ->
                new Unsettled(
                    producer.text().isEmpty()
                        ? "which compiler passes the values is not recorded"
                        : "how this compiler passes values is not known: " + producer.text()));
  }

  private Optional<Family> knownFamily() {
    return switch (producer.compiler()) {
      case GCC, RUSTC_GCC, GCCRS -> Optional.of(Family.GCC);
      case CLANG -> Optional.of(Family.CLANG);
      case RUSTC -> Optional.of(Family.RUSTC);
      case GNU_AS, UNKNOWN -> Optional.empty();
    };
  }

  /**
   * Tells whether the types are Rust's.
   *
   * @return true where a struct may be {@code repr(transparent)}; false of what mrustc wrote as C
   */
  public boolean rust() {
    return producer.language() == Producer.Language.RUST && !producer.isMrustc();
  }

  /**
   * Tells whether another compiler answers as this one.
   *
   * @param divergence the point
   * @param other the compiler
   * @return false also where an answer is not known
   */
  public boolean answersAs(Divergence divergence, Dialect other) {
    Optional<Boolean> answer = known(divergence);
    return answer.isPresent() && answer.equals(other.known(divergence));
  }

  private Optional<Boolean> known(Divergence divergence) {
    return knownFamily().flatMap(family -> divergence.answer(family, version(family)));
  }

  /**
   * Returns the compiler's answer.
   *
   * @param divergence the point
   * @return yes or no
   * @throws Unsettled if no answer covers this version
   */
  public boolean answer(Divergence divergence) {
    Family family = family();
    return known(divergence)
        .orElseThrow(
            () ->
                new Unsettled(
                    "not known of "
                        + producer.compiler()
                        + version(family).map(v -> " " + v).orElse("")
                        + ": "
                        + divergence.question()));
  }

  /** gccrs and rustc's GCC back end carry numbers of their own; GCC's is not recorded. */
  private Optional<Producer.Version> version(Family family) {
    boolean own =
        family != Family.GCC
            || producer.compiler() == Producer.Compiler.GCC
            || producer.compiler() == Producer.Compiler.GCCRS;
    return own ? producer.version() : Optional.empty();
  }
}
