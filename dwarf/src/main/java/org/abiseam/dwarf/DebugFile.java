package org.abiseam.dwarf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.elf.Section;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * The units of one file: what its references and signatures lead to. An object has one, and one
 * more for each split or supplementary file.
 */
final class DebugFile {
  private final Sections sections;
  private final List<Unit> units = new ArrayList<>();
  private final List<Malformed> faults = new ArrayList<>();
  private PackageIndex contributions = new PackageIndex();
  private long[] offsets = {};
  private Unit[] byOffset = {};
  private @Nullable Map<Long, Unit> typeUnits;
  private @Nullable Map<Long, Unit> splitUnits;
  private @Nullable DebugFile supplementary;
  private String supplementaryMissing = "no supplementary file is named";

  DebugFile(Sections sections) {
    this.sections = sections;
  }

  Sections sections() {
    return sections;
  }

  /** Units in order of position, those of {@code .debug_types} last. */
  List<Unit> units() {
    return units;
  }

  List<Malformed> faults() {
    return faults;
  }

  /** Finds the units of {@code .debug_info} and {@code .debug_types}. */
  void scan() {
    try {
      contributions = PackageIndex.of(sections);
    } catch (Malformed fault) {
      faults.add(fault);
      return;
    }
    try {
      scanAll();
    } catch (Malformed fault) {
      faults.add(fault);
    }
  }

  /**
   * References by offset mean the first {@code .debug_info}; type units in sections of their own
   * are referred to by signature.
   */
  private void scanAll() {
    List<Section> infos = sections.all(".debug_info");
    if (!infos.isEmpty()) {
      scan(infos.getFirst(), false);
    }
    offsets = new long[units.size()];
    byOffset = units.toArray(new Unit[0]);
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = byOffset[i].offset();
    }
    for (int i = 1; i < infos.size(); i++) {
      scan(infos.get(i), false);
    }
    for (Section types : sections.all(".debug_types")) {
      scan(types, true);
    }
  }

  private void scan(Section section, boolean types) {
    try {
      Cursor cursor = sections.cursor(section, 0);
      while (cursor.remaining() > 0) {
        UnitHeader.Extent extent = UnitHeader.extent(cursor);
        try {
          UnitHeader header = UnitHeader.parse(section, sections.bigEndian(), extent, types);
          units.add(new Unit(this, header, contributions.contribution(types, extent.offset())));
        } catch (Malformed fault) {
          faults.add(fault);
        }
        cursor.seek(extent.end(), "next unit");
      }
    } catch (Malformed fault) {
      faults.add(fault);
    }
  }

  /** Returns the unit of {@code .debug_info} that holds an offset. */
  Optional<Unit> unitAt(long offset) {
    int found = java.util.Arrays.binarySearch(offsets, offset);
    int at = found >= 0 ? found : -found - 2;
    return at >= 0 && offset < byOffset[at].end() ? Optional.of(byOffset[at]) : Optional.empty();
  }

  /** Returns the type unit of a signature. */
  synchronized Optional<Unit> typeUnit(long signature) {
    Map<Long, Unit> known = typeUnits;
    if (known == null) {
      known = new HashMap<>();
      for (Unit unit : units) {
        if (unit.isTypeUnit()) {
          known.putIfAbsent(unit.header().identifier(), unit);
        }
      }
      typeUnits = known;
    }
    return Optional.ofNullable(known.get(signature));
  }

  /** Returns the split unit of an id; one whose root cannot be read has none. */
  synchronized Optional<Unit> splitUnit(long identifier) {
    Map<Long, Unit> known = splitUnits;
    if (known == null) {
      known = new HashMap<>();
      for (Unit unit : units) {
        try {
          if (!unit.isTypeUnit()) {
            known.putIfAbsent(unit.identifier(), unit);
          }
        } catch (Malformed fault) {
          faults.add(fault);
        }
      }
      splitUnits = known;
    }
    return Optional.ofNullable(known.get(identifier));
  }

  void supplementary(DebugFile file) {
    supplementary = file;
  }

  void supplementaryMissing(String why) {
    supplementaryMissing = why;
    faults.add(new Malformed(Diagnostic.Kind.UNREADABLE, "", 0, why));
  }

  /** Returns the file that common entries were moved to by dwz. */
  DebugFile supplementary() {
    DebugFile file = supplementary;
    if (file == null) {
      throw new Malformed(Diagnostic.Kind.UNREADABLE, "", 0, supplementaryMissing);
    }
    return file;
  }
}
