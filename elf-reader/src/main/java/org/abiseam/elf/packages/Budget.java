package org.abiseam.elf.packages;

import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;
import org.jspecify.annotations.Nullable;

/** How much of what one package may take is used up. Once exceeded it stays so. */
final class Budget {
  private final long unpackedLimit;
  private final int entryLimit;
  private long unpacked;
  private int entries;
  private @Nullable Malformed exceeded;

  Budget() {
    this(PackageLimits.UNPACKED, PackageLimits.ENTRIES);
  }

  Budget(long unpackedLimit, int entryLimit) {
    this.unpackedLimit = unpackedLimit;
    this.entryLimit = entryLimit;
  }

  void unpacked(Layer layer, int bytes) {
    unpacked += bytes;
    if (exceeded == null && unpacked > unpackedLimit) {
      exceed(layer, "the package unpacks to more than %d bytes".formatted(unpackedLimit));
    }
    check();
  }

  void entry(Layer layer) {
    entries++;
    if (exceeded == null && entries > entryLimit) {
      exceed(layer, "more than " + entryLimit + " files in the package");
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
