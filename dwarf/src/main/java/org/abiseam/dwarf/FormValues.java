package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Forms.*;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalLong;
import org.abiseam.dwarf.spec.DwarfNames;
import org.abiseam.elf.Section;

/**
 * What the bytes of an attribute mean, by its form (DWARF 5 §7.5.5, §7.5.6). The methods read at a
 * cursor that stands on the value; the unit gives sizes and bases.
 *
 * <p>What a newcomer gets wrong: {@code DW_FORM_data1} to {@code DW_FORM_data8} do not say whether
 * they are signed, the attribute does; {@code DW_FORM_ref_addr} has the size of an address in
 * version 2 and of an offset since; {@code DW_FORM_implicit_const} has its value in the
 * abbreviation.
 */
final class FormValues {
  /** DW_FORM_indirect that leads to another one. */
  private static final int INDIRECT_STEPS = 4;

  private FormValues() {}

  /** Returns a form that stands in the entry, looked through. */
  static int direct(Cursor cursor, int form) {
    int at = form;
    for (int steps = 0; at == DW_FORM_indirect; steps++) {
      if (steps == INDIRECT_STEPS) {
        throw cursor.fault("DW_FORM_indirect leads to itself");
      }
      long next = cursor.uleb128("form of DW_FORM_indirect");
      // The constant of DW_FORM_implicit_const is in the abbreviation, where an indirect one has
      // no place for it.
      if (next >>> 16 != 0 || next == DW_FORM_implicit_const) {
        throw cursor.fault("DW_FORM_indirect leads to form 0x" + Long.toHexString(next));
      }
      at = (int) next;
    }
    return at;
  }

  /** Passes over a value. */
  static void skip(UnitHeader unit, Cursor cursor, int form) {
    switch (form) {
      case DW_FORM_flag_present, DW_FORM_implicit_const -> {}
      case DW_FORM_data1, DW_FORM_ref1, DW_FORM_flag, DW_FORM_strx1, DW_FORM_addrx1 ->
          cursor.skip(1, "attribute value");
      case DW_FORM_data2, DW_FORM_ref2, DW_FORM_strx2, DW_FORM_addrx2 ->
          cursor.skip(2, "attribute value");
      case DW_FORM_strx3, DW_FORM_addrx3 -> cursor.skip(3, "attribute value");
      case DW_FORM_data4, DW_FORM_ref4, DW_FORM_ref_sup4, DW_FORM_strx4, DW_FORM_addrx4 ->
          cursor.skip(4, "attribute value");
      case DW_FORM_data8, DW_FORM_ref8, DW_FORM_ref_sig8, DW_FORM_ref_sup8 ->
          cursor.skip(8, "attribute value");
      case DW_FORM_data16 -> cursor.skip(16, "attribute value");
      case DW_FORM_addr -> cursor.skip(unit.addressBytes(), "address");
      case DW_FORM_ref_addr -> cursor.skip(referenceBytes(unit), "reference");
      case DW_FORM_strp,
          DW_FORM_line_strp,
          DW_FORM_strp_sup,
          DW_FORM_sec_offset,
          DW_FORM_GNU_ref_alt,
          DW_FORM_GNU_strp_alt ->
          cursor.skip(unit.offsetBytes(), "section offset");
      case DW_FORM_udata,
          DW_FORM_sdata,
          DW_FORM_ref_udata,
          DW_FORM_strx,
          DW_FORM_addrx,
          DW_FORM_loclistx,
          DW_FORM_rnglistx,
          DW_FORM_GNU_addr_index,
          DW_FORM_GNU_str_index ->
          cursor.skipLeb128("attribute value");
      case DW_FORM_string -> cursor.skipString("string");
      case DW_FORM_block1, DW_FORM_block2, DW_FORM_block4, DW_FORM_block, DW_FORM_exprloc ->
          cursor.skip(blockLength(cursor, form), "block");
      case DW_FORM_LLVM_addrx_offset -> {
        cursor.skipLeb128("address index");
        cursor.skip(4, "address offset");
      }
      case DW_FORM_indirect -> skip(unit, cursor, direct(cursor, form));
      default -> throw cursor.fault("unknown form " + DwarfNames.form(form));
    }
  }

  /** DW_FORM_ref_addr: the size of an address in version 2, of an offset since (DWARF 3 §7.5.4). */
  static int referenceBytes(UnitHeader unit) {
    return unit.version() == 2 ? unit.addressBytes() : unit.offsetBytes();
  }

  private static long blockLength(Cursor cursor, int form) {
    return switch (form) {
      case DW_FORM_block1 -> cursor.u8("block length");
      case DW_FORM_block2 -> cursor.u16("block length");
      case DW_FORM_block4 -> cursor.u32("block length");
      default -> cursor.uleb128("block length");
    };
  }

  /**
   * Returns a number; empty where the value is of a class that is none, or does not fit 64 bits.
   */
  static OptionalLong number(ValueContext unit, Cursor cursor, int form, boolean signed) {
    return switch (form) {
      case DW_FORM_data1 -> OptionalLong.of(extended(cursor.u8("constant"), 1, signed));
      case DW_FORM_data2 -> OptionalLong.of(extended(cursor.u16("constant"), 2, signed));
      case DW_FORM_data4 -> OptionalLong.of(extended(cursor.u32("constant"), 4, signed));
      case DW_FORM_data8 -> OptionalLong.of(cursor.u64("constant"));
      case DW_FORM_data16 -> sixteenBytes(unit, cursor, signed);
      case DW_FORM_udata -> OptionalLong.of(cursor.uleb128("constant"));
      case DW_FORM_sdata -> OptionalLong.of(cursor.sleb128("constant"));
      case DW_FORM_flag -> OptionalLong.of(cursor.u8("flag"));
      case DW_FORM_flag_present -> OptionalLong.of(1);
      case DW_FORM_sec_offset ->
          OptionalLong.of(cursor.unsigned(unit.offsetBytes(), "section offset"));
      case DW_FORM_loclistx, DW_FORM_rnglistx -> OptionalLong.of(cursor.uleb128("index of a list"));
      case DW_FORM_addr -> OptionalLong.of(cursor.unsigned(unit.addressBytes(), "address"));
      case DW_FORM_addrx,
          DW_FORM_GNU_addr_index,
          DW_FORM_addrx1,
          DW_FORM_addrx2,
          DW_FORM_addrx3,
          DW_FORM_addrx4 ->
          OptionalLong.of(unit.address(index(cursor, form)));
      case DW_FORM_LLVM_addrx_offset ->
          OptionalLong.of(
              unit.address(cursor.uleb128("address index")) + cursor.u32("address offset"));
      case DW_FORM_block1, DW_FORM_block2, DW_FORM_block4, DW_FORM_block, DW_FORM_exprloc ->
          Expressions.constant(cursor.inside(blockLength(cursor, form), "block"), signed);
      default -> OptionalLong.empty();
    };
  }

  private static long extended(long value, int bytes, boolean signed) {
    int shift = 64 - 8 * bytes;
    return signed ? value << shift >> shift : value;
  }

  private static OptionalLong sixteenBytes(ValueContext unit, Cursor cursor, boolean signed) {
    long first = cursor.u64("constant");
    long second = cursor.u64("constant");
    long low = unit.bigEndian() ? second : first;
    long high = unit.bigEndian() ? first : second;
    boolean fits = signed ? high == low >> 63 : high == 0;
    return fits ? OptionalLong.of(low) : OptionalLong.empty();
  }

  /** Reads a reference within the unit, in bytes from its beginning (class reference). */
  static long localReference(Cursor cursor, int form) {
    return switch (form) {
      case DW_FORM_ref1 -> cursor.u8("reference");
      case DW_FORM_ref2 -> cursor.u16("reference");
      case DW_FORM_ref4 -> cursor.u32("reference");
      case DW_FORM_ref8 -> cursor.u64("reference");
      case DW_FORM_ref_udata -> cursor.uleb128("reference");
      default ->
          throw cursor.fault("form " + DwarfNames.form(form) + " is no reference in the unit");
    };
  }

  static boolean isAddressIndex(int form) {
    return switch (form) {
      case DW_FORM_addrx,
          DW_FORM_GNU_addr_index,
          DW_FORM_addrx1,
          DW_FORM_addrx2,
          DW_FORM_addrx3,
          DW_FORM_addrx4,
          DW_FORM_LLVM_addrx_offset ->
          true;
      default -> false;
    };
  }

  /** Returns the index in {@code .debug_str_offsets} or {@code .debug_addr}. */
  static long index(Cursor cursor, int form) {
    return switch (form) {
      case DW_FORM_strx1, DW_FORM_addrx1 -> cursor.u8("index");
      case DW_FORM_strx2, DW_FORM_addrx2 -> cursor.u16("index");
      case DW_FORM_strx3, DW_FORM_addrx3 -> cursor.u24("index");
      case DW_FORM_strx4, DW_FORM_addrx4 -> cursor.u32("index");
      default -> cursor.uleb128("index");
    };
  }

  /** Returns a string. */
  static String string(ValueContext unit, int offsetBytes, Cursor cursor, int form) {
    return switch (form) {
      case DW_FORM_string -> cursor.string("string");
      case DW_FORM_strp ->
          text(unit, unit.strings(), cursor.unsigned(offsetBytes, "string offset"));
      case DW_FORM_line_strp ->
          text(unit, unit.lineStrings(), cursor.unsigned(offsetBytes, "string offset"));
      case DW_FORM_strx,
          DW_FORM_GNU_str_index,
          DW_FORM_strx1,
          DW_FORM_strx2,
          DW_FORM_strx3,
          DW_FORM_strx4 ->
          text(unit, unit.strings(), unit.stringOffset(index(cursor, form)));
      case DW_FORM_strp_sup, DW_FORM_GNU_strp_alt ->
          unit.supplementaryString(cursor.unsigned(offsetBytes, "string offset"));
      default -> throw cursor.fault("form " + DwarfNames.form(form) + " is no string");
    };
  }

  private static String text(ValueContext unit, Section section, long offset) {
    return Cursor.string(section, unit.bigEndian(), offset);
  }

  static boolean isBlock(int form) {
    return switch (form) {
      case DW_FORM_block1,
          DW_FORM_block2,
          DW_FORM_block4,
          DW_FORM_block,
          DW_FORM_exprloc,
          DW_FORM_data16 ->
          true;
      default -> false;
    };
  }

  /** Returns the bytes of a block or of DW_FORM_data16. */
  static MemorySegment block(Cursor cursor, int form) {
    long length = form == DW_FORM_data16 ? 16 : blockLength(cursor, form);
    return cursor.block(length, "block");
  }

  /** Returns the bytes of a block as an array. */
  static byte[] copy(MemorySegment block) {
    return block.toArray(ValueLayout.JAVA_BYTE);
  }
}
