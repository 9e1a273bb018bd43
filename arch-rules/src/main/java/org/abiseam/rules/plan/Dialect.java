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
    return switch (producer.compiler()) {
      case GCC, RUSTC_GCC, GCCRS -> Family.GCC;
      case CLANG -> Family.CLANG;
      case RUSTC -> Family.RUSTC;
      case GNU_AS, UNKNOWN ->
          throw new Unsettled(
              producer.text().isEmpty()
                  ? "which compiler passes the values is not recorded"
                  : "how this compiler passes values is not known: " + producer.text());
    };
  }

  /**
   * Tells whether the types are Rust's.
   *
   * @return true where a struct may be {@code repr(transparent)}
   */
  public boolean rust() {
    return producer.language() == Producer.Language.RUST;
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
    Optional<Producer.Version> version = version(family);
    return divergence
        .answer(family, version)
        .orElseThrow(
            () ->
                new Unsettled(
                    "not known of "
                        + producer.compiler()
                        + version.map(v -> " " + v).orElse("")
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
