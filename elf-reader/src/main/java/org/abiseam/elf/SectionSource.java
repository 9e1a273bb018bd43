package org.abiseam.elf;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.Limits;
import org.abiseam.model.Malformed;

/** Section names to bytes: all that a reader of debug info needs to know of a container. */
public interface SectionSource {
  /** {@return how much is taken from the file before it is refused} */
  default Limits limits() {
    return Limits.USUAL;
  }

  /**
   * Reads a section, once; later calls answer the same value.
   *
   * @param name its name, {@code .debug_…} also for {@code .zdebug_…}
   * @return the section, or empty where the file has none of that name with contents
   * @throws Malformed where it lies outside the file, does not decompress or breaks a limit
   */
  Optional<Section> section(String name);

  /**
   * Reads all sections of a name: a relocatable file has one {@code .debug_info} or {@code
   * .debug_types} for each type unit that the linker may drop.
   *
   * @param name as for {@link #section}
   * @return in order of the section table, the one of {@link #section} first
   * @throws Malformed as {@link #section}
   */
  default List<Section> sections(String name) {
    return section(name).map(List::of).orElse(List.of());
  }
}
