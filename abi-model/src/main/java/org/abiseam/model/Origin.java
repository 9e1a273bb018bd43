package org.abiseam.model;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Holds where something was read.
 *
 * @param object path of the object file, a member of an archive in parentheses: {@code
 *     built-in.a(main.o)}
 * @param unit name of the compile unit, or empty where there is none
 * @param offset bytes from the beginning of {@code .debug_info} (or of the section that the
 *     evidence implies)
 * @param declared file and line of the declaration where stated
 */
public record Origin(String object, String unit, OptionalLong offset, Optional<Line> declared) {

  /**
   * Describes a line of a source file.
   *
   * @param file path as the compiler recorded it, joined with the compilation directory only where
   *     that is needed to tell files apart
   * @param number from 1
   */
  public record Line(String file, int number) {}
}
