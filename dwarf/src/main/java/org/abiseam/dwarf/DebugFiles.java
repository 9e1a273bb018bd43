package org.abiseam.dwarf;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.abiseam.elf.Container;

/**
 * Finds the files that debug info was split off to. How gdb does it is one strategy; tests and
 * build trees have others.
 */
public interface DebugFiles {
  /** Says how a file is given that lies elsewhere. */
  String ELSEWHERE = "; --debug-dir DIRECTORY gives it if it lies in another directory";

  /** Finds nothing: what is not in the object is missing. */
  DebugFiles NONE = wanted -> Optional.empty();

  /**
   * Looks where gdb looks: beside the object, and under the debug directories. A path that a file
   * records is followed only into the object's own directory, a debug directory or what was given.
   *
   * @param directories searched for {@code .build-id} and for paths, e.g. {@code /usr/lib/debug}
   * @param given files and directories that the user named
   * @param opener opens an ELF file; empty where it is none
   * @return the strategy
   */
  static DebugFiles asGdbDoes(
      List<Path> directories,
      List<Path> given,
      Function<Path, Optional<Container.OpenObject>> opener) {
    return new DebugDirectories(directories, given, opener);
  }

  /**
   * Finds and opens a file; the caller closes it.
   *
   * @param wanted what is known of it
   * @return the open file, or empty where there is none or it is another one
   */
  Optional<Container.OpenObject> find(Wanted wanted);

  /** What is known of a file that is looked for. */
  sealed interface Wanted {
    /** {@return the object that lacks it: path as in the report} */
    String object();

    /**
     * Describes the debug info of a stripped object.
     *
     * @param object the object that lacks it
     * @param buildId its build id, lower-case hexadecimal
     * @param link its {@code .gnu_debuglink}
     */
    record Separate(
        String object,
        Optional<String> buildId,
        Optional<org.abiseam.elf.ObjectFile.DebugLink> link)
        implements Wanted {}

    /**
     * Describes the split unit of a skeleton.
     *
     * @param object the object with the skeleton
     * @param name {@code DW_AT_dwo_name}
     * @param directory {@code DW_AT_comp_dir}, empty where not stated
     */
    record Split(String object, String name, String directory) implements Wanted {}

    /**
     * Describes the package of all split units of an object: {@code OBJECT.dwp}.
     *
     * @param object the object with the skeletons
     */
    record Package(String object) implements Wanted {}

    /**
     * Holds what dwz moved out of several objects.
     *
     * @param object the object that refers to it
     * @param name file name as recorded
     * @param buildId the id it must have, lower-case hexadecimal
     */
    record Supplementary(String object, String name, String buildId) implements Wanted {}
  }
}
