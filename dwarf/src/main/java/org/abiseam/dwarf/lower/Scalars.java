package org.abiseam.dwarf.lower;

import static org.abiseam.dwarf.spec.Attributes.DW_AT_bit_size;
import static org.abiseam.dwarf.spec.Attributes.DW_AT_encoding;
import static org.abiseam.dwarf.spec.Encodings.*;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_base_type;

import org.abiseam.dwarf.Die;
import org.abiseam.lowering.Unmodelled;
import org.abiseam.model.Type;
import org.abiseam.model.Type.Encoding;

/**
 * {@code DW_TAG_base_type}, DWARF 5 §5.1.
 *
 * <p>Names are the compiler's own ({@code long unsigned int} in GCC, {@code unsigned long} in
 * clang, {@code u64} in rustc; clang calls every {@code _Complex} just {@code complex}), so only
 * encoding and size mean something. A {@code _BitInt(N)} states its N bits in {@code
 * DW_AT_bit_size} and the storage in {@code DW_AT_byte_size}. rustc describes {@code ()} and {@code
 * !} as base types of no bytes.
 */
final class Scalars {
  /** {@code DW_ATE_lo_user}; GCC uses it for {@code _Complex} of an integer type. */
  private static final int DW_ATE_GNU_complex_integer = 0x80;

  /** Stands in GCC's debug info for the name of {@code _Complex long long} and the like. */
  private static final String NO_NAME = "__unknown__";

  private Scalars() {}

  static Type lowered(Die die) {
    long bytes = Entries.bytes(die);
    if (bytes == 0) {
      return new Type.Void();
    }
    if (bytes > 1 && Entries.swapped(die)) {
      return Type.Opaque.swapped(Entries.name(die), bytes, Entries.alignment(die));
    }
    long bits = die.unsigned(DW_AT_bit_size).orElse(bytes * 8);
    if (bits < 1 || bits > bytes * 8) {
      throw new Unmodelled(bits + " bits of value in " + bytes + " bytes");
    }
    Encoding encoding = encoding(die);
    String name = Entries.nameOrEmpty(die);
    boolean named = encoding != Encoding.COMPLEX_INTEGER || !name.equals(NO_NAME);
    return new Type.Scalar(
        named ? name : "complex integer", encoding, bytes, bits, Entries.alignment(die));
  }

  /** Tells whether an entry is a binary floating point number. */
  static boolean floating(Die die) {
    return die.tag() == DW_TAG_base_type && die.unsigned(DW_AT_encoding).orElse(0) == DW_ATE_float;
  }

  static Encoding encoding(Die die) {
    long encoding =
        die.unsigned(DW_AT_encoding)
            .orElseThrow(() -> new Unmodelled("a base type without an encoding"));
    return switch ((int) encoding) {
      case DW_ATE_signed, DW_ATE_signed_char -> Encoding.SIGNED;
      case DW_ATE_unsigned, DW_ATE_unsigned_char, DW_ATE_address -> Encoding.UNSIGNED;
      case DW_ATE_boolean -> Encoding.BOOLEAN;
      case DW_ATE_UTF, DW_ATE_UCS, DW_ATE_ASCII -> Encoding.UNICODE;
      case DW_ATE_float -> Encoding.FLOAT;
      case DW_ATE_decimal_float -> Encoding.DECIMAL_FLOAT;
      case DW_ATE_complex_float -> Encoding.COMPLEX_FLOAT;
      case DW_ATE_GNU_complex_integer -> Encoding.COMPLEX_INTEGER;
      default -> throw new Unmodelled("a base type of encoding 0x" + Long.toHexString(encoding));
    };
  }
}
