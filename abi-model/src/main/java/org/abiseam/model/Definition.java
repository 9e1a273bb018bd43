package org.abiseam.model;

import java.util.List;

/**
 * Describes a named type that one object file defines in one way. Units that define it in the same
 * way are counted, not repeated.
 *
 * @param path namespaces that enclose it, outermost first; empty in C
 * @param name tag, typedef name or Rust path segment, without generic arguments removed: {@code
 *     Option<u32>} stays
 * @param type its node in the object's graph
 * @param producer the compiler of the first unit that defines it so
 * @param evidence what the definition was read from
 * @param units how many compile units define it exactly so, at least 1
 */
public record Definition(
    List<String> path, String name, TypeId type, Producer producer, Evidence evidence, int units) {

  /** Copies the list. */
  public Definition {
    path = List.copyOf(path);
  }

  /**
   * The name as its language writes it.
   *
   * @return path and name joined with {@code ::}
   */
  public String qualifiedName() {
    return path.isEmpty() ? name : String.join("::", path) + "::" + name;
  }
}
