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
   * @param file path as the compiler recorded it, without the compilation directory in front
   * @param number from 1
   * @param directory the compilation directory, empty where not stated
   */
  public record Line(String file, int number, String directory) {
    /**
     * Describes a line of a file that was compiled in an unstated directory.
     *
     * @param file path as it was recorded
     * @param number from 1
     */
    public Line(String file, int number) {
      this(file, number, "");
    }

    /**
     * Tells whether another line is of the same file, wherever each was compiled.
     *
     * @param other of any number
     * @return true if their paths are equal, the recorded ones where a directory is not stated
     */
    public boolean sharesPathWith(Line other) {
      boolean known = !directory.isEmpty() && !other.directory.isEmpty();
      if (known && !directory.equals(other.directory)) {
        return path().equals(other.path());
      }
      return file.equals(other.file);
    }

    private String path() {
      return file.startsWith("/") ? file : SourcePaths.tidy(directory + "/" + file);
    }
  }
}
