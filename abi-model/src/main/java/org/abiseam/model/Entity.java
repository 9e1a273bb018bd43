package org.abiseam.model;

/**
 * Describes a function or variable that one object gives to the linker or takes from it.
 *
 * @param kind {@link Subject.Kind#FUNCTION} or {@link Subject.Kind#VARIABLE}
 * @param role whether the object has it or only knows of it
 * @param definition its symbol and its type: a {@link Type.Function}, the variable's type, or a
 *     {@link Type.Opaque} with the reason why it is not known
 */
public record Entity(Subject.Kind kind, Role role, Definition definition) {

  /** Whether an object has a thing or only knows of it. */
  public enum Role {
    /** It is in this object. */
    DEFINES,
    /** It is in another object. */
    DECLARES
  }

  /**
   * Names another symbol of the same function or variable.
   *
   * @param symbol the other one
   * @return a copy
   */
  public Entity named(String symbol) {
    return new Entity(kind, role, definition.named(symbol));
  }
}
