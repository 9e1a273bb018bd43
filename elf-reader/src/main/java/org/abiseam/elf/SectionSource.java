package org.abiseam.elf;

import java.util.Optional;

/** Section names to bytes: all that a reader of debug info needs to know of a container. */
public interface SectionSource {
  /**
   * Reads a section, once; later calls answer the same value.
   *
   * @param name its name, {@code .debug_…} also for {@code .zdebug_…}
   * @return the section, or empty where the file has none of that name with contents
   * @throws Malformed where it lies outside the file, does not decompress or breaks a limit
   */
  Optional<Section> section(String name);
}
