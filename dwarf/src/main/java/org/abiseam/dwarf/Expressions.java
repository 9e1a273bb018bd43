package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Operations.*;

import java.util.OptionalLong;

/**
 * Location expressions that are constants in disguise. DWARF 2 has no other way to say where a
 * member lies than {@code DW_OP_plus_uconst N}, to be applied to the address of the struct (DWARF 2
 * §5.5.4); GNU C wrote it up to version 3. Whatever needs a register or memory is no constant.
 */
final class Expressions {
  private static final int STACK = 16;

  private Expressions() {}

  /**
   * Evaluates with the struct at address 0.
   *
   * @return the value, or empty where the expression is not constant
   */
  static OptionalLong constant(Cursor cursor, boolean signed) {
    long[] stack = new long[STACK];
    int depth = 1;
    while (cursor.remaining() > 0) {
      int operation = cursor.u8("operation");
      if (operation >= DW_OP_lit0 && operation <= DW_OP_lit31) {
        if (depth == STACK) {
          return OptionalLong.empty();
        }
        stack[depth++] = (long) operation - DW_OP_lit0;
        continue;
      }
      switch (operation) {
        case DW_OP_nop -> {}
        case DW_OP_plus_uconst -> stack[depth - 1] += cursor.uleb128("operand");
        case DW_OP_plus -> {
          if (depth < 2) {
            return OptionalLong.empty();
          }
          depth--;
          stack[depth - 1] += stack[depth];
        }
        case DW_OP_const1u,
            DW_OP_const1s,
            DW_OP_const2u,
            DW_OP_const2s,
            DW_OP_const4u,
            DW_OP_const4s,
            DW_OP_const8u,
            DW_OP_const8s,
            DW_OP_constu,
            DW_OP_consts -> {
          if (depth == STACK) {
            return OptionalLong.empty();
          }
          stack[depth++] = operand(cursor, operation);
        }
        default -> {
          return OptionalLong.empty();
        }
      }
    }
    return signed || stack[depth - 1] >= 0
        ? OptionalLong.of(stack[depth - 1])
        : OptionalLong.empty();
  }

  private static long operand(Cursor cursor, int operation) {
    return switch (operation) {
      case DW_OP_const1u -> cursor.u8("operand");
      case DW_OP_const1s -> (byte) cursor.u8("operand");
      case DW_OP_const2u -> cursor.u16("operand");
      case DW_OP_const2s -> (short) cursor.u16("operand");
      case DW_OP_const4u -> cursor.u32("operand");
      case DW_OP_const4s -> (int) cursor.u32("operand");
      case DW_OP_const8u, DW_OP_const8s -> cursor.u64("operand");
      case DW_OP_constu -> cursor.uleb128("operand");
      default -> cursor.sleb128("operand");
    };
  }
}
