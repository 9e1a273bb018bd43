package org.abiseam.ir;

import java.util.List;
import java.util.Optional;

/**
 * Describes a {@code declare} line.
 *
 * @param name the symbol, its prefix that forbids mangling taken off
 * @param result what comes back
 * @param parameters in order
 * @param variadic whether {@code ...} ends the list
 */
record Declaration(String name, Value result, List<Value> parameters, boolean variadic) {
  Declaration {
    parameters = List.copyOf(parameters);
  }

  /**
   * Describes a value with the attributes that decide how it travels.
   *
   * @param type as written
   * @param hidden of what {@code sret} says that the pointer is to
   * @param copied of what {@code byval} says that lies on the stack
   * @param signed whether a narrow integer is extended by its sign; empty where nothing extends it
   * @param inRegister whether {@code inreg} asks for a register
   */
  record Value(
      IrType type,
      Optional<IrType> hidden,
      Optional<IrType> copied,
      Optional<Boolean> signed,
      boolean inRegister) {}

  /** A first-class type. */
  sealed interface IrType {
    /** {@code void}. */
    record Nothing() implements IrType {}

    /** {@code iN}. */
    record Whole(int bits) implements IrType {}

    /** {@code half}, {@code float}, {@code double} and longer ones. */
    record Real(String name, int bytes) implements IrType {}

    /** {@code ptr}. */
    record Address() implements IrType {}

    /** {@code [N x T]} and {@code <N x T>}. */
    record Many(long count, IrType element, boolean vector) implements IrType {}

    /** <code>{ T, T }</code>, packed or not. */
    record Struct(List<IrType> members, boolean packed) implements IrType {
      public Struct {
        members = List.copyOf(members);
      }
    }
  }
}
