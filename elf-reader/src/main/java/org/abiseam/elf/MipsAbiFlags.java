package org.abiseam.elf;

import java.util.OptionalInt;
import org.abiseam.model.Malformed;

/**
 * Holds what a MIPS object says of floating point in {@code .MIPS.abiflags}: a structure of 24
 * bytes in the byte order of the file.
 *
 * <pre>
 *   0        2          3        4         5          6          7       8
 *   version  isa_level  isa_rev  gpr_size  cpr1_size  cpr2_size  fp_abi  …
 * </pre>
 *
 * <p>"MIPS O32 ABI - FR0 and FR1 Interlinking", 2014, §10; {@code Elf_MIPS_ABIFlags_v0}
 */
record MipsAbiFlags(Bytes bytes) {
  static final String SECTION = ".MIPS.abiflags";

  private static final int VERSION = 0;
  private static final int SIZE = 24;
  private static final int FP_ABI = 7;

  /** {@code fp_abi}; empty for a version that is not known. */
  OptionalInt floatAbi() {
    if (bytes.size() < SIZE) {
      throw new Malformed(
          bytes.section(), 0, "ABI flags of " + bytes.size() + " bytes, where 24 are needed");
    }
    return bytes.unsigned16(0) == VERSION
        ? OptionalInt.of(bytes.unsigned8(FP_ABI))
        : OptionalInt.empty();
  }
}
