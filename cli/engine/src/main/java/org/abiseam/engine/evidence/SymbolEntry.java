package org.abiseam.engine.evidence;

import java.util.List;
import org.abiseam.model.Entity;

/**
 * Locates a function or variable in the debug info of an object, also after the object is closed.
 *
 * @param side which side its unit belongs to
 * @param path the modules around it; empty in C
 * @param name its symbol
 * @param role whether the unit defines it or declares what another unit defines
 * @param function whether it is a function
 * @param unit the position of its compile unit
 * @param offset the offset of its entry in {@code .debug_info}, in bytes
 * @param fingerprint a hash of what travels in a call; 0 where it was not computed
 */
public record SymbolEntry(
    CompilerSide side,
    List<String> path,
    String name,
    Entity.Role role,
    boolean function,
    int unit,
    long offset,
    long fingerprint) {

  /** Tells whether the unit defines it. */
  public boolean defines() {
    return role == Entity.Role.DEFINES;
  }

  /** Returns a copy with another fingerprint. */
  SymbolEntry withFingerprint(long other) {
    return other == fingerprint
        ? this
        : new SymbolEntry(side, path, name, role, function, unit, offset, other);
  }

  /** Describes another name of the same function or variable. */
  SymbolEntry named(String other) {
    return new SymbolEntry(side, path, other, role, function, unit, offset, fingerprint);
  }
}
