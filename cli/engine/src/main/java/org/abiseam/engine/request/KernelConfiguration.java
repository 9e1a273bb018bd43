package org.abiseam.engine.request;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.InputFile;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Seam;
import org.abiseam.model.View;

/**
 * Reads a kernel's {@code .config}: what it sets, line by line.
 *
 * @param path the file
 * @param lines settings, as {@code CONFIG_RUST=y}
 * @param diagnostics lines that are neither settings nor comments, or why nothing could be read
 */
public record KernelConfiguration(Path path, List<String> lines, List<Diagnostic> diagnostics) {
  /** Copies the lists. */
  public KernelConfiguration {
    lines = List.copyOf(lines);
    diagnostics = List.copyOf(diagnostics);
  }

  /**
   * Reads one.
   *
   * @param path a file
   * @return what it sets; what could not be read is a diagnostic
   */
  public static KernelConfiguration read(Path path) {
    List<String> settings = new ArrayList<>();
    List<Diagnostic> diagnostics = new ArrayList<>();
    try {
      int number = 0;
      // Bytes of any encoding are allowed in strings.
      for (String line : Files.readAllLines(InputFile.of(path), StandardCharsets.ISO_8859_1)) {
        number++;
        if (line.startsWith("CONFIG_") && line.contains("=")) {
          settings.add(line.strip());
        } else if (!line.isBlank() && !line.startsWith("#")) {
          diagnostics.add(
              Diagnostic.ofFile(
                  Diagnostic.Kind.MALFORMED,
                  path + ":" + number,
                  "expected CONFIG_NAME=VALUE or a comment"));
        }
      }
    } catch (IOException fault) {
      diagnostics.add(
          Diagnostic.ofFile(
              Diagnostic.Kind.UNREADABLE,
              path.toString(),
              "cannot be read: " + InputFile.reason(fault)));
    }
    return new KernelConfiguration(path, settings, diagnostics);
  }

  /**
   * Returns what of the seam cannot be verified because the kernel was configured so.
   *
   * @return sentences, each with the setting first
   */
  public List<String> costs() {
    List<String> costs = new ArrayList<>();
    if (!lines.contains("CONFIG_RUST=y")) {
      costs.add("CONFIG_RUST=y in " + path + ": the kernel has no Rust that C could meet");
    }
    if (lines.contains("CONFIG_DEBUG_INFO_NONE=y")) {
      costs.add("CONFIG_DEBUG_INFO_DWARF5=y in " + path + ": without debug info only symbols tell");
    }
    if (lines.contains("CONFIG_DEBUG_INFO_REDUCED=y")) {
      costs.add(
          "full debug info (CONFIG_DEBUG_INFO_REDUCED=y in "
              + path
              + "): members of types are not described");
    }
    return costs;
  }

  /**
   * Makes the settings one side of the seam.
   *
   * @return the settings with their file
   */
  public Seam.Configuration told() {
    Origin origin = new Origin(path.toString(), "", OptionalLong.empty(), Optional.empty());
    return new Seam.Configuration(new View.NameOnly(Producer.KCONFIG, origin), lines);
  }
}
