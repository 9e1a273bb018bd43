package org.abiseam.model;

import java.util.List;

/**
 * Describes the type of a function.
 *
 * @param parameters in order
 * @param result {@link Type.Void} where nothing comes back
 * @param arity how far the parameter list is known
 * @param convention the calling convention as stated; {@link CallingConvention#C} where none is
 * @param completion whether a call ever comes back
 */
public record Signature(
    List<Parameter> parameters,
    TypeId result,
    Arity arity,
    CallingConvention convention,
    Completion completion) {

  /** Copies the list. */
  public Signature {
    parameters = List.copyOf(parameters);
  }

  /**
   * Creates the signature of a function that comes back.
   *
   * @param parameters in order
   * @param result {@link Type.Void} where nothing comes back
   * @param arity how far the parameter list is known
   * @param convention the calling convention
   */
  public Signature(
      List<Parameter> parameters, TypeId result, Arity arity, CallingConvention convention) {
    this(parameters, result, arity, convention, Completion.RETURNS);
  }

  /**
   * Returns the same with other types.
   *
   * @param others the parameters
   * @param value the result
   * @return a copy
   */
  public Signature with(List<Parameter> others, TypeId value) {
    return new Signature(others, value, arity, convention, completion);
  }

  /**
   * Returns the same by another convention.
   *
   * @param other the calling convention
   * @return a copy
   */
  public Signature by(CallingConvention other) {
    return new Signature(parameters, result, arity, other, completion);
  }

  /** Tells whether a call comes back. */
  public enum Completion {
    /** It may, or nothing is said. */
    RETURNS,
    /** C {@code _Noreturn}, Rust {@code -> !}: what calls it has no code behind the call. */
    NEVER
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
