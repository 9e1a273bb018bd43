package org.abiseam.dwarf.index;

import java.util.Optional;
import org.abiseam.dwarf.Unit;
import org.abiseam.model.Malformed;

/**
 * Holds what broke the reading of a unit.
 *
 * @param unit its index
 * @param cause what was found
 */
record Fault(int unit, Malformed cause) {

  /** Reads something of a unit; what broke it. */
  static Optional<Fault> in(Unit unit, int index, Runnable reading) {
    try {
      reading.run();
      return Optional.empty();
    } catch (Malformed fault) {
      return Optional.of(new Fault(index, fault));
    } catch (SlowPathNeeded _) {
      return Optional.of(new Fault(index, SlowPathNeeded.fault(unit)));
    } catch (IndexOutOfBoundsException unchecked) {
      // The one read that is not checked: a list that runs over the zeros behind the unit.
      String section = unit.section().name();
      return Optional.of(
          new Fault(index, new Malformed(section, unit.offset(), "an entry runs past the unit")));
    }
  }
}
