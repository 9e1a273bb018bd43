package org.abiseam.laboratory;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Holds one call as the stub saw it.
 *
 * @param arguments what was passed, in bytes of memory, at least a word each
 * @param given what the callee was told to return
 * @param entry what the caller left at entry
 * @param references for each argument the places that hold a pointer to it
 * @param callee what the callee made of scrambled registers; empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
record ProbeRun(
    List<byte[]> arguments,
    byte[] given,
    State entry,
    List<BitSet> references,
    Optional<Callee> callee) {

  /** Registers and stack at entry. */
  record State(byte[] registers, byte[] stack) {}

  /**
   * A callee's run.
   *
   * @param entry what it was given
   * @param taken each argument as it took it
   * @param references for each argument the places whose buffer has that value
   * @param results registers at return
   * @param written the places whose buffer holds the result afterwards
   */
  record Callee(
      State entry, List<byte[]> taken, List<BitSet> references, byte[] results, BitSet written) {}
}
