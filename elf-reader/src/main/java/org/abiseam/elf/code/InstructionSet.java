package org.abiseam.elf.code;

/** Finds branches and addresses in the code of one machine. */
interface InstructionSet {
  /**
   * Reads code from its first instruction to its end.
   *
   * @param code the code
   * @param found receives what it refers to
   */
  void scan(CodeBytes code, References found);
}
