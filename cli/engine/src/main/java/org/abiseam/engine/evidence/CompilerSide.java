package org.abiseam.engine.evidence;

import org.abiseam.dwarf.Unit;
import org.abiseam.model.Producer;

/** Names the side of the seam that a compile unit belongs to. */
public enum CompilerSide {
  /** GCC's C, and Clang's where there is none of GCC. */
  C,
  /** Clang's C where GCC's is there too. */
  CLANG,
  /** Rust, by any compiler. */
  RUST,
  /** Assembly and other languages. */
  NEITHER;

  private static final int DW_LANG_RUST = 0x1c;

  static CompilerSide of(Unit unit) {
    if (unit.isTypeUnit()) {
      return unit.language() == DW_LANG_RUST ? RUST : C;
    }
    Producer producer = unit.description().producer();
    return switch (producer.language()) {
      case C, CPP -> producer.compiler() == Producer.Compiler.CLANG ? CLANG : C;
      case RUST -> RUST;
      case ASSEMBLER, OTHER -> NEITHER;
    };
  }
}
