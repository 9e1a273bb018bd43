package org.abiseam.dwarf.lower;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Tags.*;
import static org.abiseam.model.Limits.Limit.QUALIFIERS;
import static org.abiseam.model.Limits.Limit.TYPEDEFS;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.dwarf.Die;
import org.abiseam.lowering.Unmodelled;
import org.abiseam.model.Producer;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Producer.Language;
import org.abiseam.model.mangling.MrustcName;

/** What every kind of entry is asked: name, size, alignment, type. */
final class Entries {
  /** No type is larger: offsets in bits must fit a {@code long}. */
  static final long MOST_BYTES = 1L << 56;

  /** Largest alignment: 2^28, the largest that GCC takes. */
  private static final long MOST_ALIGNMENT = 1L << 28;

  /** DWARF 5 §7.8: what {@code DW_AT_endianity} may be. */
  private static final long DW_END_default = 0;

  private static final long DW_END_big = 1;
  private static final long DW_END_little = 2;

  private Entries() {}

  static Optional<String> name(Die die) {
    Optional<String> name = die.string(DW_AT_name).filter(it -> !it.isEmpty());
    return name.isPresent() && mrustc(die)
        ? Optional.of(MrustcName.ofTag(name.get()).map(MrustcName.Path::name).orElse(name.get()))
        : name;
  }

  static String nameOrEmpty(Die die) {
    return name(die).orElse("");
  }

  static boolean rust(Die die) {
    return die.unit().description().producer().language() == Language.RUST;
  }

  static boolean rustc(Die die) {
    Producer producer = die.unit().description().producer();
    return rust(die) && producer.compiler() != Compiler.GCCRS && !producer.isMrustc();
  }

  static boolean mrustc(Die die) {
    return die.unit().description().producer().isMrustc();
  }

  static OptionalLong statedBytes(Die die) {
    OptionalLong bytes = die.unsigned(DW_AT_byte_size);
    if (bytes.isPresent()) {
      checked(bytes.getAsLong());
    } else if (die.has(DW_AT_byte_size)) {
      throw new Unmodelled("its size is only known at run time");
    }
    return bytes;
  }

  static long bytes(Die die) {
    return statedBytes(die).orElseThrow(() -> new Unmodelled("no size is stated"));
  }

  static long checked(long bytes) {
    if (bytes < 0 || bytes > MOST_BYTES) {
      throw new Unmodelled("no type has " + Long.toUnsignedString(bytes) + " bytes");
    }
    return bytes;
  }

  /**
   * Tells whether the bytes of a number are in the other order than those of the machine: GCC's
   * {@code scalar_storage_order}, which other compilers ignore (DWARF 5 §5.1.1.2). One byte is the
   * same in both, and its bit-fields are not.
   *
   * @throws Unmodelled if the order is none that DWARF names
   */
  static boolean swapped(Die die) {
    long order = die.unsigned(DW_AT_endianity).orElse(DW_END_default);
    if (order > DW_END_little) {
      throw new Unmodelled("a byte order of number " + Long.toUnsignedString(order));
    }
    return order == (die.unit().bigEndian() ? DW_END_little : DW_END_big);
  }

  static OptionalInt alignment(Die die) {
    OptionalLong stated = die.unsigned(DW_AT_alignment);
    if (stated.isEmpty()) {
      return OptionalInt.empty();
    }
    long alignment = stated.getAsLong();
    if (alignment < 1 || alignment > MOST_ALIGNMENT || Long.bitCount(alignment) != 1) {
      throw new Unmodelled("an alignment of " + Long.toUnsignedString(alignment));
    }
    return OptionalInt.of((int) alignment);
  }

  /** The type an entry names, qualifiers dropped; empty for {@code void}. */
  static Optional<Die> type(Die die) {
    Optional<Die> type = die.reference(DW_AT_type);
    return type.isPresent() ? unqualified(type.get()) : type;
  }

  /** Returns a qualified type without its qualifiers; empty for a qualified {@code void}. */
  static Optional<Die> unqualified(Die die) {
    int most = die.unit().limits().count(QUALIFIERS);
    Die at = die;
    for (int steps = 0; steps < most; steps++) {
      switch (at.tag()) {
        case DW_TAG_const_type,
            DW_TAG_volatile_type,
            DW_TAG_restrict_type,
            DW_TAG_immutable_type,
            DW_TAG_packed_type,
            DW_TAG_shared_type -> {
          Optional<Die> next = at.reference(DW_AT_type);
          if (next.isEmpty()) {
            return next;
          }
          at = next.get();
        }
        default -> {
          // A type in a unit of its own leaves an entry behind that has nothing but its signature.
          return Optional.of(at.has(DW_AT_signature) ? at.definition() : at);
        }
      }
    }
    throw new Unmodelled("more than " + most + " qualifiers in a row");
  }

  /** Tells whether code only reads a variable: whether it is {@code const}, or its elements are. */
  static boolean constant(Die variable) {
    int most = variable.unit().limits().count(TYPEDEFS);
    Optional<Die> at = variable.carrier(DW_AT_type).flatMap(it -> it.reference(DW_AT_type));
    for (int steps = 0; steps < most && at.isPresent(); steps++) {
      switch (at.get().tag()) {
        case DW_TAG_const_type -> {
          return true;
        }
        case DW_TAG_typedef, DW_TAG_volatile_type, DW_TAG_array_type, DW_TAG_atomic_type ->
            at = at.get().reference(DW_AT_type);
        default -> {
          return false;
        }
      }
    }
    return false;
  }

  /** Tells whether a pointer of C is one to a {@code const} number, and no text. */
  static boolean constantNumber(Die pointer) {
    if (!constant(pointer)) {
      return false;
    }
    return behindTypedefs(pointer.reference(DW_AT_type).orElseThrow())
        .filter(
            it ->
                it.tag() == DW_TAG_enumeration_type
                    || (it.tag() == DW_TAG_base_type && !nameOrEmpty(it).equals("char")))
        .isPresent();
  }

  /** Returns what typedefs and qualifiers stand for; empty for {@code void}. */
  static Optional<Die> behindTypedefs(Die die) {
    int most = die.unit().limits().count(TYPEDEFS);
    Optional<Die> at = unqualified(die);
    for (int steps = 0; steps < most; steps++) {
      if (at.isEmpty() || at.get().tag() != DW_TAG_typedef) {
        return at;
      }
      at = type(at.get());
    }
    throw new Unmodelled("more than " + most + " typedefs in a row");
  }
}
