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
 * @param access of a variable, what code that sees it so may do
 * @param entry of a function with code, where each parameter is when it is entered; of one that is
 *     only called, the registers that calls leave; empty where not read
 */
public record Definition(
    List<String> path,
    String name,
    TypeId type,
    Producer producer,
    Evidence evidence,
    int units,
    Access access,
    List<EntryPlace> entry) {

  /** Copies the lists. */
  public Definition {
    path = List.copyOf(path);
    entry = List.copyOf(entry);
  }

  /**
   * Creates the definition of a type, a variable, or a function of which no place is known.
   *
   * @param path namespaces that enclose it, outermost first; empty in C
   * @param name tag, typedef name or Rust path segment
   * @param type its node in the object's graph
   * @param producer the compiler of the first unit that defines it so
   * @param evidence what the definition was read from
   * @param units how many compile units define it exactly so, at least 1
   * @param access of a variable, what code that sees it so may do
   */
  public Definition(
      List<String> path,
      String name,
      TypeId type,
      Producer producer,
      Evidence evidence,
      int units,
      Access access) {
    this(path, name, type, producer, evidence, units, access, List.of());
  }

  /**
   * Creates the definition of a type, a function, or a variable that may be written.
   *
   * @param path namespaces that enclose it, outermost first; empty in C
   * @param name tag, typedef name or Rust path segment
   * @param type its node in the object's graph
   * @param producer the compiler of the first unit that defines it so
   * @param evidence what the definition was read from
   * @param units how many compile units define it exactly so, at least 1
   */
  public Definition(
      List<String> path,
      String name,
      TypeId type,
      Producer producer,
      Evidence evidence,
      int units) {
    this(path, name, type, producer, evidence, units, Access.WRITE);
  }

  /** What code does with a variable. */
  public enum Access {
    /** It may write it. */
    WRITE,
    /** It only reads it: C {@code const}, Rust {@code static} without {@code mut}. */
    READ
  }

  /**
   * Returns the same with what code may do.
   *
   * @param other of a variable
   * @return a copy
   */
  public Definition with(Access other) {
    return new Definition(path, name, type, producer, evidence, units, other, entry);
  }

  /**
   * Says how many units define it so.
   *
   * @param all at least 1
   * @return a copy
   */
  public Definition counting(int all) {
    return new Definition(path, name, type, producer, evidence, all, access, entry);
  }

  /**
   * Returns the same under another name.
   *
   * @param other the name
   * @return a copy
   */
  public Definition named(String other) {
    return new Definition(path, other, type, producer, evidence, units, access, entry);
  }

  /**
   * Returns the same with another type.
   *
   * @param other a node of the same graph
   * @return a copy
   */
  public Definition typed(TypeId other) {
    return new Definition(path, name, other, producer, evidence, units, access, entry);
  }

  /**
   * Returns the same with the places of its parameters.
   *
   * @param places one for each parameter, or none
   * @return a copy
   */
  public Definition entered(List<EntryPlace> places) {
    return new Definition(path, name, type, producer, evidence, units, access, places);
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
