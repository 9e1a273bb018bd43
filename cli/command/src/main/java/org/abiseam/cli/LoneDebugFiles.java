package org.abiseam.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.abiseam.elf.Container;
import org.abiseam.elf.Containers;
import org.abiseam.elf.ObjectFile;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Malformed;
import org.abiseam.model.Verification;

/**
 * Looks, where nothing was verified, for inputs that are the debug file of another file: their own
 * symbols cross no side, because the code that they belong to is not there.
 */
final class LoneDebugFiles {
  /** gABI, section types: {@code objcopy --only-keep-debug} leaves sections without their bytes. */
  private static final int SHT_NOBITS = 8;

  private static final String CODE = ".text";

  private LoneDebugFiles() {}

  /** Returns a sentence for each. */
  static List<String> remarks(List<Path> inputs, Report run) {
    List<String> remarks = new ArrayList<>();
    Verification all = run.verification();
    if (decided(all.coverage()) + decided(all.functions()) + decided(all.variables()) == 0) {
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

  private static int decided(Verification.Coverage coverage) {
    return coverage.agree() + coverage.disagree();
  }

  private static boolean isDebugFile(Path input) {
    try (Container container = Containers.open(input)) {
      List<Container.Member> members = container.members();
      if (members.size() != 1) {
        return false;
      }
      try (Container.OpenObject object = members.getFirst().open()) {
        return isDebugFile(object.file());
      }
    } catch (Malformed _) {
      // The check said it already.
      return false;
    }
  }

  private static boolean isDebugFile(ObjectFile file) {
    return file.headers().stream()
        .anyMatch(header -> header.name().equals(CODE) && header.type() == SHT_NOBITS);
  }
}
