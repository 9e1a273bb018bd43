package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Attributes.*;

import java.util.OptionalLong;
import java.util.function.IntFunction;

/**
 * Holds what the root of a unit says about reading the rest of it. The bases come first: the other
 * attributes may be written with them.
 *
 * @param stringOffsetsBase where index 0 lies in {@code .debug_str_offsets}
 * @param addressBase where index 0 lies in {@code .debug_addr}
 * @param language {@code DW_LANG_…}, 0 where not stated
 * @param lines where the line table lies, the contribution of a package included
 * @param splitIdentifier id of the split unit before version 5, 0 where there is none
 */
record RootAttributes(
    long stringOffsetsBase,
    long addressBase,
    int language,
    OptionalLong lines,
    long splitIdentifier) {

  /**
   * Reads them.
   *
   * @param attribute reads an attribute of the root that is no index itself
   */
  static RootAttributes of(
      UnitHeader header, Contribution contribution, IntFunction<OptionalLong> attribute) {
    OptionalLong lines = attribute.apply(DW_AT_stmt_list);
    return new RootAttributes(
        attribute
            .apply(DW_AT_str_offsets_base)
            .orElseGet(() -> contribution.stringOffsets() + headerBytes(header)),
        attribute
            .apply(DW_AT_addr_base)
            .orElseGet(() -> attribute.apply(DW_AT_GNU_addr_base).orElse(0)),
        (int) attribute.apply(DW_AT_language).orElse(0),
        lines.isPresent()
            ? OptionalLong.of(contribution.lines().orElse(0) + lines.getAsLong())
            : OptionalLong.empty(),
        attribute.apply(DW_AT_GNU_dwo_id).orElse(0));
  }

  /**
   * A split unit has no DW_AT_str_offsets_base: its indexes count from behind the header of the
   * contribution, which GNU's version 4 does not have (DWARF 5 §7.26).
   */
  private static long headerBytes(UnitHeader unit) {
    if (unit.version() < 5) {
      return 0;
    }
    return unit.offsetBytes() == 8 ? 16 : 8;
  }
}
