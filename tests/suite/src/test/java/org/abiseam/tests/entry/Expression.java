package org.abiseam.tests.entry;

import static org.abiseam.dwarf.spec.Operations.DW_OP_GNU_entry_value;
import static org.abiseam.dwarf.spec.Operations.DW_OP_breg0;
import static org.abiseam.dwarf.spec.Operations.DW_OP_breg31;
import static org.abiseam.dwarf.spec.Operations.DW_OP_bregx;
import static org.abiseam.dwarf.spec.Operations.DW_OP_deref;
import static org.abiseam.dwarf.spec.Operations.DW_OP_entry_value;
import static org.abiseam.dwarf.spec.Operations.DW_OP_fbreg;
import static org.abiseam.dwarf.spec.Operations.DW_OP_implicit_value;
import static org.abiseam.dwarf.spec.Operations.DW_OP_piece;
import static org.abiseam.dwarf.spec.Operations.DW_OP_reg0;
import static org.abiseam.dwarf.spec.Operations.DW_OP_reg31;
import static org.abiseam.dwarf.spec.Operations.DW_OP_regx;
import static org.abiseam.dwarf.spec.Operations.DW_OP_stack_value;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.dwarf.Cursor;
import org.abiseam.elf.Relocations;
import org.abiseam.elf.Section;
import org.abiseam.model.Machine;
import org.abiseam.tests.entry.Where.Why;

/**
 * A location as it is at a function's entry: registers, the stack of arguments, and pieces of both
 * (DWARF 5 §2.6.1).
 */
final class Expression {
  private static final int DW_OP_LIT0 = 0x30;
  private static final int DW_OP_LIT31 = 0x4f;
  private static final int DW_OP_CONST1U = 0x08;
  private static final int DW_OP_CONSTS = 0x11;
  private static final int DW_OP_ADDR = 0x03;

  private final Machine machine;
  private final Cursor cursor;
  private final boolean whole;
  private final boolean framed;
  private final List<String> places = new ArrayList<>();
  private Why why = Why.COMPUTED;
  private boolean address;

  private Expression(Machine machine, Cursor cursor, boolean whole, boolean framed) {
    this.machine = machine;
    this.cursor = cursor;
    this.whole = whole;
    this.framed = framed;
  }

  /**
   * Reads a location.
   *
   * @param whole whether it is the place for all of the function
   * @param framed whether the frame base is the canonical frame address, which is known at the
   *     entry
   */
  static Where read(Machine machine, MemorySegment expression, boolean whole, boolean framed) {
    if (expression.byteSize() == 0) {
      return new Where.Unknown(Why.NOT_AT_ENTRY);
    }
    Section alone = new Section("location", expression, Relocations.NONE);
    Cursor cursor = new Cursor(alone, machine.bigEndian(), 0);
    return new Expression(machine, cursor, whole, framed).read();
  }

  private Where read() {
    while (cursor.remaining() > 0) {
      if (takes(DW_OP_piece)) {
        cursor.uleb128("bytes");
        continue;
      }
      Optional<String> place = place(cursor.u8("operation"));
      boolean last = cursor.remaining() == 0;
      if (place.isEmpty() || (!last && !takes(DW_OP_piece))) {
        break;
      }
      if (!last) {
        cursor.uleb128("bytes");
      }
      places.add(place.get());
    }
    boolean unknown = places.isEmpty() || why == Why.MOVED;
    return unknown ? new Where.Unknown(why) : new Where.Known(places, address, whole);
  }

  private boolean takes(int operation) {
    if (cursor.remaining() == 0) {
      return false;
    }
    long at = cursor.position();
    if (cursor.u8("operation") == operation) {
      return true;
    }
    cursor.seek(at, "operation");
    return false;
  }

  private Optional<String> place(int operation) {
    if (operation >= DW_OP_reg0 && operation <= DW_OP_reg31) {
      return register(operation - DW_OP_reg0);
    }
    if (operation == DW_OP_regx) {
      return register(cursor.uleb128("register"));
    }
    if (operation == DW_OP_fbreg) {
      return framed ? stack(cursor.sleb128("offset")) : Optional.empty();
    }
    if (operation >= DW_OP_breg0 && operation <= DW_OP_breg31) {
      return based(operation - DW_OP_breg0, cursor.sleb128("offset"));
    }
    if (operation == DW_OP_bregx) {
      return based(cursor.uleb128("register"), cursor.sleb128("offset"));
    }
    if (operation == DW_OP_entry_value || operation == DW_OP_GNU_entry_value) {
      return entryValue();
    }
    boolean constant =
        (operation >= DW_OP_LIT0 && operation <= DW_OP_LIT31)
            || (operation >= DW_OP_CONST1U && operation <= DW_OP_CONSTS)
            || operation == DW_OP_ADDR
            || operation == DW_OP_implicit_value;
    why = constant ? Why.CONSTANT : Why.COMPUTED;
    return Optional.empty();
  }

  private Optional<String> register(long number) {
    Optional<String> name = Registers.name(machine, number);
    why = name.isEmpty() && whole ? Why.MOVED : why;
    return name;
  }

  private Optional<String> stack(long fromFrame) {
    long at = fromFrame - Registers.argumentsAboveFrame(machine);
    if (at < 0) {
      why = Why.OWN_FRAME;
      return Optional.empty();
    }
    // DW_OP_fbreg, DW_OP_deref: the address of the value stands there.
    address |= takes(DW_OP_deref);
    return Optional.of("stack+" + at);
  }

  private Optional<String> based(long register, long offset) {
    if (register == Registers.stackPointer(machine)) {
      return stack(offset - Registers.frameAboveStackPointer(machine));
    }
    if (offset == 0 && cursor.remaining() == 0) {
      address = true;
      return register(register);
    }
    return Optional.empty();
  }

  /** DW_OP_entry_value of a register is the register, at the entry. */
  private Optional<String> entryValue() {
    long length = cursor.uleb128("length");
    if (length != 1) {
      return Optional.empty();
    }
    int operation = cursor.u8("operation");
    boolean plain = operation >= DW_OP_reg0 && operation <= DW_OP_reg31;
    return plain && (takes(DW_OP_stack_value) || cursor.remaining() == 0)
        ? register(operation - DW_OP_reg0)
        : Optional.empty();
  }
}
