package org.abiseam.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.abiseam.elf.Container;
import org.abiseam.elf.Containers;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Malformed;

/**
 * Looks, where nothing was verified, for inputs that are the debug file of another file: their own
 * symbols cross no side, because the code that they belong to is not there.
 */
final class LoneDebugFiles {
  private static final String CODE = ".text";

  private LoneDebugFiles() {}

  /** Returns a sentence for each. */
  static List<String> remarks(List<Path> inputs, Report run) {
    List<String> remarks = new ArrayList<>();
    if (run.verification().decided() == 0) {
      for (Path input : inputs) {
        if (isDebugFile(input)) {
          remarks.add(
              input
                  + " is a debug file without code; give the object that it was split from, and"
                  + " this file's directory by --debug-dir");
        }
      }
    }
    return remarks;
  }

  private static boolean isDebugFile(Path input) {
    try (Container.OpenObject object = Containers.openObject(input)) {
      return object.file().headers().stream()
          .anyMatch(header -> header.name().equals(CODE) && header.isWithoutBytes());
    } catch (Malformed _) {
      // It is no object by itself, or the check said it already.
      return false;
    }
  }
}
