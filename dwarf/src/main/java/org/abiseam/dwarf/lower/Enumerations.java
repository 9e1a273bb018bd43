package org.abiseam.dwarf.lower;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Tags.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.dwarf.Die;
import org.abiseam.lowering.Unmodelled;
import org.abiseam.model.Type;
import org.abiseam.model.Type.Encoding;

/**
 * {@code DW_TAG_enumeration_type}, DWARF 5 §5.7.
 *
 * <p>Whether an enumeration is signed is told, best first, by the type it is represented in ({@code
 * DW_AT_type}: GCC 8 and later from DWARF 3 on, clang, rustc), by its {@code DW_AT_encoding} (GCC),
 * or by a value that is written as negative. The values themselves come in any form: GCC writes a
 * value that is not negative as {@code DW_FORM_data1} even in a signed enumeration, so 200 is
 * {@code 0xc8} and must not be read as -56. Each is therefore taken as the bits it stands for and
 * read again with the size and the sign of the enumeration.
 *
 * <p>rustc's {@code core::ffi::c_void} is an enumeration of two hidden variants; what it means is
 * {@code void}.
 */
final class Enumerations {

  private Enumerations() {}

  static Type lowered(Die die) {
    Optional<String> name = Entries.name(die);
    if (die.flag(DW_AT_declaration) && !die.has(DW_AT_byte_size)) {
      return new Type.Opaque(
          name, OptionalLong.empty(), OptionalInt.empty(), "an enumeration without its values");
    }
    long bytes = bytes(die);
    if (bytes > 1 && Entries.swapped(die)) {
      return Type.Opaque.swapped(name, bytes, Entries.alignment(die));
    }
    List<Die> enumerators = new ArrayList<>();
    for (Die child : die.children()) {
      if (child.tag() == DW_TAG_enumerator) {
        enumerators.add(child);
      }
    }
    boolean rust = Entries.rust(die);
    if (rust && voidInDisguise(name, enumerators)) {
      return new Type.Void();
    }
    boolean signed = signed(die, enumerators);
    List<Type.Enumeration.Value> values = new ArrayList<>(enumerators.size());
    for (Die enumerator : enumerators) {
      long number = extended(raw(enumerator, signed), bytes, signed);
      values.add(new Type.Enumeration.Value(Entries.nameOrEmpty(enumerator), number));
    }
    return new Type.Enumeration(name, bytes, signed, values, rust);
  }

  private static boolean voidInDisguise(Optional<String> name, List<Die> enumerators) {
    return name.isPresent()
        && name.get().equals("c_void")
        && enumerators.size() == 2
        && Entries.nameOrEmpty(enumerators.getFirst()).startsWith("__variant");
  }

  private static long bytes(Die die) {
    OptionalLong stated = Entries.statedBytes(die);
    if (stated.isPresent()) {
      return stated.getAsLong();
    }
    return Entries.bytes(
        representation(die).orElseThrow(() -> new Unmodelled("no size is stated")));
  }

  private static boolean signed(Die die, List<Die> enumerators) {
    Optional<Die> representation = representation(die);
    if (representation.isPresent()) {
      return Scalars.encoding(representation.get()) == Encoding.SIGNED;
    }
    if (die.has(DW_AT_encoding)) {
      return Scalars.encoding(die) == Encoding.SIGNED;
    }
    for (Die enumerator : enumerators) {
      if (WideConstants.constant(enumerator, DW_AT_const_value, true).orElse(0) < 0) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Die> representation(Die die) {
    Optional<Die> type = Entries.type(die).flatMap(Entries::behindTypedefs);
    if (type.isPresent() && type.get().tag() != DW_TAG_base_type) {
      throw new Unmodelled("an enumeration represented in something that is no base type");
    }
    return type;
  }

  private static long raw(Die enumerator, boolean signed) {
    return WideConstants.constant(enumerator, DW_AT_const_value, signed)
        .orElseThrow(
            () ->
                new Unmodelled(
                    "the value of "
                        + Entries.nameOrEmpty(enumerator)
                        + " is no number of 64 bits"));
  }

  static long extended(long value, long bytes, boolean signed) {
    if (bytes >= 8) {
      return value;
    }
    int unused = (int) (64 - bytes * 8);
    return unused == 64 ? value : signed ? value << unused >> unused : value << unused >>> unused;
  }
}
