package org.abiseam.dwarf.entry;

import static org.abiseam.dwarf.spec.Operations.*;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.dwarf.Cursor;
import org.abiseam.elf.Relocations;
import org.abiseam.elf.Section;
import org.abiseam.model.EntryPlace;
import org.abiseam.model.EntryPlace.Why;
import org.abiseam.model.Machine;

/**
 * A location as it is at a function's entry: registers, the stack of arguments, and pieces of both
 * (DWARF 5 §2.6.1).
 */
final class PlaceExpression {
  private final Machine machine;
  private final Cursor cursor;
  private final Scope scope;
  private final boolean framed;
  private final List<EntryPlace.Piece> pieces = new ArrayList<>(1);
  private Why why = Why.COMPUTED;
  private boolean address;

  private PlaceExpression(Machine machine, Cursor cursor, Scope scope, boolean framed) {
    this.machine = machine;
    this.cursor = cursor;
    this.scope = scope;
    this.framed = framed;
  }

  /** What a location is good for. */
  enum Scope {
    /** The entry. */
    ENTRY,
    /** All of the function. */
    FUNCTION,
    /** All of the function; a register is where it is moved to. */
    MEMORY_OF_FUNCTION
  }

  /**
   * Reads a location.
   *
   * @param framed whether the frame base is the canonical frame address, which is known at the
   *     entry
   */
  static EntryPlace read(Machine machine, MemorySegment expression, Scope scope, boolean framed) {
    if (expression.byteSize() == 0) {
      return new EntryPlace.Unknown(Why.NOT_AT_ENTRY);
    }
    Section alone = new Section("location", expression, Relocations.NONE);
    Cursor cursor = new Cursor(alone, machine.bigEndian(), 0);
    return new PlaceExpression(machine, cursor, scope, framed).read();
  }

  private EntryPlace read() {
    while (cursor.remaining() > 0) {
      if (takes(DW_OP_piece)) {
        cursor.uleb128("bytes");
        continue;
      }
      Optional<EntryPlace.Piece> piece = piece(cursor.u8("operation"));
      boolean last = cursor.remaining() == 0;
      if (piece.isEmpty() || (!last && !takes(DW_OP_piece))) {
        return new EntryPlace.Unknown(why);
      }
      if (!last) {
        cursor.uleb128("bytes");
      }
      pieces.add(piece.get());
    }
    return pieces.isEmpty()
        ? new EntryPlace.Unknown(why)
        : new EntryPlace.Known(pieces, address, scope != Scope.ENTRY);
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

  private Optional<EntryPlace.Piece> piece(int operation) {
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
        (operation >= DW_OP_lit0 && operation <= DW_OP_lit31)
            || (operation >= DW_OP_const1u && operation <= DW_OP_consts)
            || operation == DW_OP_addr
            || operation == DW_OP_implicit_value;
    why = constant ? Why.CONSTANT : Why.COMPUTED;
    return Optional.empty();
  }

  private Optional<EntryPlace.Piece> register(long number) {
    Optional<String> name =
        scope == Scope.MEMORY_OF_FUNCTION
            ? Optional.empty()
            : ArgumentRegisters.name(machine, number);
    why = name.isEmpty() && scope != Scope.ENTRY ? Why.MOVED : why;
    return name.map(EntryPlace.Piece.Register::new);
  }

  private Optional<EntryPlace.Piece> stack(long fromFrame) {
    long at = fromFrame - ArgumentRegisters.argumentsAboveFrame(machine);
    if (at < 0) {
      why = Why.OWN_FRAME;
      return Optional.empty();
    }
    // DW_OP_fbreg, DW_OP_deref: the address of the value stands there.
    address |= takes(DW_OP_deref);
    return Optional.of(new EntryPlace.Piece.Stack(at));
  }

  private Optional<EntryPlace.Piece> based(long register, long offset) {
    if (register == ArgumentRegisters.stackPointer(machine)) {
      return scope == Scope.ENTRY
          ? stack(offset - ArgumentRegisters.frameAboveStackPointer(machine))
          : Optional.empty();
    }
    if (offset == 0 && cursor.remaining() == 0) {
      address = true;
      return register(register);
    }
    return Optional.empty();
  }

  /** DW_OP_entry_value of a register is the register, at the entry. */
  private Optional<EntryPlace.Piece> entryValue() {
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
