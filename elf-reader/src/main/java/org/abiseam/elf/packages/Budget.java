package org.abiseam.elf.packages;

import static org.abiseam.model.Limits.Limit.*;

import org.abiseam.model.Diagnostic;
import org.abiseam.model.Limits;
import org.abiseam.model.Malformed;
import org.jspecify.annotations.Nullable;

/** How much of what one package may take is used up. Once exceeded it stays so. */
final class Budget {
  private final Limits limits;
  private long unpacked;
  private int entries;
  private @Nullable Malformed exceeded;

  Budget(Limits limits) {
    this.limits = limits;
  }

  Limits limits() {
    return limits;
  }

  void unpacked(Layer layer, int bytes) {
    unpacked += bytes;
    if (exceeded == null && unpacked > limits.of(UNPACKED_BYTES)) {
      exceed(
          layer, "the package unpacks to more than %d bytes".formatted(limits.of(UNPACKED_BYTES)));
    }
    check();
  }

  void entry(Layer layer) {
    entries++;
    if (exceeded == null && entries > limits.of(MEMBERS)) {
      exceed(layer, "more than " + limits.of(MEMBERS) + " files in the package");
    }
    check();
  }

  /** Ends the reading of the whole package. */
  Malformed exceed(Layer layer, String message) {
    Malformed fault = new Malformed(Diagnostic.Kind.LIMIT, layer.name(), layer.position(), message);
    exceeded = fault;
    return fault;
  }

  private void check() {
    if (exceeded != null) {
      throw exceeded;
    }
  }
}
