package org.abiseam.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Something at a position of a struct or union. */
public sealed interface Member {

  /**
   * Returns its name; empty for an anonymous member.
   *
   * @return the source name, without the trailing underscore that bindgen adds to a Rust keyword
   */
  String name();

  /**
   * Returns its type.
   *
   * @return a node of the same graph
   */
  TypeId type();

  /**
   * Returns where it begins.
   *
   * @return bits from the beginning of the struct or union
   */
  long bitOffset();

  /**
   * Describes an ordinary member.
   *
   * @param name source name, or empty where anonymous
   * @param type its type
   * @param bitOffset bits from the beginning, a multiple of 8
   * @param alignment alignment in bytes where the debug info states one on the member
   */
  record Field(String name, TypeId type, long bitOffset, OptionalInt alignment) implements Member {}

  /**
   * Describes a C bit-field. Unnamed ones are not in debug info: they show as a hole.
   *
   * @param name source name
   * @param type declared type
   * @param bitOffset bits from the beginning, in the order the package description fixes
   * @param bitWidth width in bits, at least 1
   */
  record BitField(String name, TypeId type, long bitOffset, int bitWidth) implements Member {}

  /**
   * Describes the bytes in which bindgen keeps a run of C bit-fields ({@code _bitfield_N}).
   *
   * @param name {@code _bitfield_N}
   * @param type an array of bytes
   * @param bitOffset bits from the beginning, a multiple of 8
   * @param accessors the bit-fields inside by the generated source; empty where the source was not
   *     given
   */
  record BitFieldUnit(String name, TypeId type, long bitOffset, Optional<List<Accessor>> accessors)
      implements Member {}

  /**
   * Holds bytes that bindgen spelled out as a member though C has only padding there.
   *
   * @param name {@code __bindgen_padding_N}
   * @param type an array of bytes
   * @param bitOffset bits from the beginning
   */
  record Padding(String name, TypeId type, long bitOffset) implements Member {}

  /**
   * Describes a member of no size that is there for its alignment ({@code _bitfield_align_N: [T;
   * 0]}).
   *
   * @param name {@code _bitfield_align_N}
   * @param type an array of no elements
   * @param bitOffset bits from the beginning
   */
  record AlignmentMarker(String name, TypeId type, long bitOffset) implements Member {}

  /**
   * Describes one bit-field inside a {@link BitFieldUnit}, as the generated accessor reads it.
   *
   * @param name the bit-field
   * @param bitOffset bits from the beginning of the unit, in the order the package description
   *     fixes
   * @param bitWidth width in bits
   */
  record Accessor(String name, long bitOffset, int bitWidth) {}
}
