package org.abiseam.model;

import java.util.List;

/**
 * Describes the type of a function.
 *
 * @param parameters in order
 * @param result {@link Type.Void} where nothing comes back
 * @param arity how far the parameter list is known
 * @param convention the calling convention as stated; {@link CallingConvention#C} where none is
 */
public record Signature(
    List<Parameter> parameters, TypeId result, Arity arity, CallingConvention convention) {

  /** Copies the list. */
  public Signature {
    parameters = List.copyOf(parameters);
  }

  /**
   * Describes one parameter.
   *
   * @param name source name, or empty
   * @param type its type
   */
  public record Parameter(String name, TypeId type) {}

  /** How far a parameter list binds. */
  public enum Arity {
    /** Exactly these. */
    FIXED,
    /** These and then any ({@code ...}). */
    VARIADIC,
    /** C without a prototype: {@code f()}. */
    UNPROTOTYPED
  }
}
