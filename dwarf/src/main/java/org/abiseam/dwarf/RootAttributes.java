package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Attributes.*;

import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.dwarf.Unit.Contribution;

/**
 * What the root of a unit says about reading the rest of it. The bases come first: the other
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

  static RootAttributes of(Unit unit) {
    Die root = unit.root();
    Contribution contribution = unit.contribution();
    OptionalLong lines = root.plain(DW_AT_stmt_list);
    return new RootAttributes(
        root.plain(DW_AT_str_offsets_base)
            .orElseGet(() -> contribution.stringOffsets() + headerBytes(unit)),
        addressBase(root),
        (int) root.plain(DW_AT_language).orElse(0),
        lines.isPresent()
            ? OptionalLong.of(contribution.lines() + lines.getAsLong())
            : OptionalLong.empty(),
        root.plain(DW_AT_GNU_dwo_id).orElse(0));
  }

  private static long addressBase(Die root) {
    OptionalLong standard = root.plain(DW_AT_addr_base);
    return standard.isPresent() ? standard.getAsLong() : root.plain(DW_AT_GNU_addr_base).orElse(0);
  }

  /**
   * A split unit has no DW_AT_str_offsets_base: its indexes count from behind the header of the
   * contribution, which GNU's version 4 does not have (DWARF 5 §7.26).
   */
  private static long headerBytes(Unit unit) {
    if (unit.version() < 5) {
      return 0;
    }
    return unit.offsetBytes() == 8 ? 16 : 8;
  }

  /** The split file that a skeleton names. */
  static Optional<String> splitName(Die root) {
    Optional<String> standard = root.string(DW_AT_dwo_name);
    return standard.isPresent() ? standard : root.string(DW_AT_GNU_dwo_name);
  }
}
