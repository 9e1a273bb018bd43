package org.abiseam.rules.layout;

import java.util.List;
import org.abiseam.rules.layout.FlatMembers.Bits;
import org.abiseam.rules.layout.FlatMembers.Run;
import org.abiseam.rules.layout.FlatMembers.Unit;

/**
 * Proves positions of bit-fields from bindgen's way of packing, where no accessors are at hand.
 *
 * <p>bindgen (0.56 to 0.72) lays the bit-fields of a run one after the other from the beginning of
 * their unit. It leaves a gap only before one that would cross the end of a storage unit of its
 * declared type, counted <i>from the beginning of the unit</i>, and after {@code :0}; and it leaves
 * none at all in a struct that it takes for packed, which it does whenever some member's type is
 * more aligned than the struct. A bit-field without a name takes its width. A union is treated as a
 * struct.
 *
 * <p>So where C's bit-fields are dense, in order, begin at the unit, and none crosses a storage
 * unit of its type as counted from there, bindgen's are too, packed or not: both ways of packing
 * give C's positions. One way out remains. Without a gap in C a {@code :0} can stand only where it
 * has no effect in C, and may have one in bindgen if the unit begins at a place that is not aligned
 * for the type of the {@code :0}. The gap would be whole bytes, and the unit would be longer than
 * the bits need.
 *
 * <p>One that crosses such an end is proven too where a gap before it would make the unit longer
 * than it is: C packs the struct, and bindgen has seen that.
 *
 * <p>Everything else is not proven, and these are known to be wrong (tables of bindgen 0.72 against
 * GCC; issues 744, 1377, 3105):
 *
 * <pre>
 *   struct { u8 a:3; u32 :20; u8 b:5; }                     b at 24 in C, at 23 in bindgen
 *   union { u32 a:3; u32 b:5; }                             b at 0 in C, at 3 in bindgen
 *   #pragma pack(8)  struct { u8 a:3; u32 b:30; u64 c:40; } b at 3 in C, at 32 in bindgen
 * </pre>
 *
 * The argument holds on machines of either byte order: bindgen counts bits as the order demands,
 * and so do we.
 */
final class Packing {
  private Packing() {}

  /** Counts the bit-fields of a run, from the first, that are where bindgen must put them. */
  static int proven(Side side, Run run, Unit unit) {
    List<Bits> fields = run.bits();
    if (run.union() && fields.size() > 1) {
      return 0;
    }
    long next = unit.position();
    boolean longer = unit.bits() > roundedUp(fields.getLast().end() - unit.position());
    long left = unit.end() - next;
    for (Bits bits : fields) {
      left -= bits.width();
    }
    for (int i = 0; i < fields.size(); i++) {
      Bits bits = fields.get(i);
      if (bits.position() != next || gap(side, bits, unit) <= left) {
        return i;
      }
      if (longer && unit.position() % 64 != 0 && i > 0 && (next - unit.position()) % 8 == 0) {
        return i;
      }
      next = bits.end();
    }
    return fields.size();
  }

  /**
   * Returns by how many bits bindgen moves a bit-field that crosses the end of its storage unit;
   * more than any unit has where it crosses none.
   */
  private static long gap(Side side, Bits bits, Unit unit) {
    long storage = side.bytes(bits.field().type()) * 8;
    long alignment = Long.lowestOneBit(side.alignments().expected(bits.field().type())) * 8;
    long behind = (bits.position() - unit.position()) % alignment;
    return behind + bits.width() > storage ? alignment - behind : Long.MAX_VALUE;
  }

  private static long roundedUp(long bits) {
    return (bits + 7) / 8 * 8;
  }

  /** Says why the position of a bit-field is not proven. */
  static String doubt(Run run, Unit unit) {
    String why =
        run.union()
            ? "bindgen may have moved it behind the other bit-fields of the union"
            : "its position there depends on unnamed bit-fields and packing";
    return "lies in " + unit.member().name() + "; " + why + "; the generated bindings show it";
  }
}
