package org.abiseam.engine.evidence;

import java.util.List;

/**
 * Locates a type in the debug info of an object, also after the object is closed.
 *
 * @param side which side its unit belongs to
 * @param path the modules around it; empty in C
 * @param name its tag, typedef name or Rust name
 * @param unit the position of its compile unit
 * @param offset the offset of its entry in {@code .debug_info}, in bytes
 * @param fingerprint a hash of what bears on its layout; 0 where it was not computed
 * @param units how many units define it alike
 */
public record TypeEntry(
    CompilerSide side,
    List<String> path,
    String name,
    int unit,
    long offset,
    long fingerprint,
    int units) {

  /** Returns the name to look for in C; gccrs writes the whole path before it. */
  public String cName() {
    return name.substring(name.lastIndexOf(':') + 1);
  }

  /** Counts units that define it alike. */
  TypeEntry withUnits(int all) {
    return new TypeEntry(side, path, name, unit, offset, fingerprint, all);
  }
}
