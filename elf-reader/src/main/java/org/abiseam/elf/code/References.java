package org.abiseam.elf.code;

/** Receives what a decoder finds in code. */
interface References {
  /**
   * A call or a jump whose target the instruction states.
   *
   * @param target an address
   */
  void branch(long target);

  /**
   * Memory whose address the code states: it reads from there, writes there or passes the address.
   *
   * @param address where it lies
   */
  void memory(long address);

  /** An instruction that uses a floating-point or vector register. */
  default void floatingPoint() {}
}
