package org.abiseam.cli.kbuild;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.abiseam.model.InputFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A target specification that the kernel generates for rustc ({@code
 * --target=./scripts/target.json}): it stands for switches, and is read as such.
 */
final class RustTarget {
  private RustTarget() {}

  /** Returns the switches with those that the specification stands for in front of them. */
  static List<String> expanded(List<String> switches, Path directory) {
    List<String> all = new ArrayList<>();
    for (String word : switches) {
      if (word.startsWith("--target=") && word.endsWith(".json")) {
        all.addAll(read(InputFile.named(directory, word.substring("--target=".length()))));
      }
    }
    all.addAll(switches);
    return all;
  }

  private static List<String> read(Path file) {
    List<String> switches = new ArrayList<>();
    try {
      JsonNode root = new ObjectMapper().readTree(Files.readString(InputFile.of(file)));
      String features = root.path("features").asString("");
      if (!features.isEmpty()) {
        switches.add("-Ctarget-feature=" + features);
      }
      if (root.path("disable-redzone").asBoolean(false)) {
        switches.add("-Cno-redzone=yes");
      }
      String model = root.path("code-model").asString("");
      if (!model.isEmpty()) {
        switches.add("-Ccode-model=" + model);
      }
    } catch (IOException | JacksonException _) {
      // The command line alone then says what it says.
      return switches;
    }
    return switches;
  }
}
