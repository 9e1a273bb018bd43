package org.abiseam.dwarf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.elf.Malformed;
import org.abiseam.elf.ObjectFile;
import org.abiseam.model.Diagnostic;

/**
 * The DWARF of one object file: its units, those of its split files included, and what could not be
 * read. A fault inside a unit costs that unit alone.
 */
public final class DebugInfo implements AutoCloseable {
  private final ObjectFile object;
  private final DebugFile main;
  private final List<Unit> units = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private DebugInfo(ObjectFile object, DebugFile main) {
    this.object = object;
    this.main = main;
  }

  /**
   * Finds the units of an object.
   *
   * @param object the object, open as long as the result is used
   * @param files where split, separate and supplementary files are looked for
   * @return its debug info, without units where it has none
   */
  public static DebugInfo open(ObjectFile object, DebugFiles files) {
    DebugFile main = new DebugFile(new Sections(object, "", object.machine().bigEndian()));
    DebugInfo info = new DebugInfo(object, main);
    main.scan();
    for (Malformed fault : main.faults()) {
      info.diagnostics.add(fault.diagnostic(object.path(), Optional.empty()));
    }
    for (Unit unit : main.units()) {
      info.admit(unit);
    }
    return info;
  }

  private void admit(Unit unit) {
    try {
      if (!unit.isTypeUnit()) {
        unit.description();
      }
      units.add(unit);
    } catch (Malformed fault) {
      diagnostics.add(fault.diagnostic(object.path(), Optional.of(unit.toString())));
    }
  }

  /**
   * The object.
   *
   * @return what was opened
   */
  public ObjectFile object() {
    return object;
  }

  /**
   * Its units.
   *
   * @return in order of position; type units of {@code .debug_types} and split units last
   */
  public List<Unit> units() {
    return units;
  }

  /**
   * The unit that holds an offset.
   *
   * @param offset bytes from the beginning of {@code .debug_info}
   * @return the unit, or empty between and outside units
   */
  public Optional<Unit> unitAt(long offset) {
    return main.unitAt(offset);
  }

  /**
   * What could not be read or is not there.
   *
   * @return in order of discovery
   */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** Closes the files that were opened beside the object; the object itself stays open. */
  @Override
  public void close() {}
}
