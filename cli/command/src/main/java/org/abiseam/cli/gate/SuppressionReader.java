package org.abiseam.cli.gate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.engine.scope.SymbolScope;
import org.abiseam.model.InputFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads a suppression file.
 *
 * <p>The content decides the format: an object of the kernel has its rules in a section ({@link
 * KabiRules}); a file that begins with a section in brackets is libabigail's ({@link
 * LibabigailSuppressions}) or a list of symbols; lines that end in PASS or FAIL are SUSE's ({@link
 * KabiSeverities}); all else is our own YAML.
 */
final class SuppressionReader {
  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
  private static final byte[] ARCHIVE = "!<ar".getBytes(StandardCharsets.US_ASCII);

  /** Describes the form of our own. */
  record Document(@Nullable List<Suppression> suppressions) {}

  private SuppressionReader() {}

  static SuppressionFile read(Path file) {
    if (isObject(file)) {
      return KabiRules.read(file);
    }
    List<String> lines = text(file).lines().toList();
    Optional<String> first =
        lines.stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith(";"))
            .findFirst();
    if (first.filter(line -> line.startsWith("[") && line.endsWith("]")).isPresent()) {
      return first.get().endsWith("list]")
          ? symbols(file)
          : LibabigailSuppressions.read(file, lines);
    }
    if (first.filter(KabiSeverities::isRule).isPresent()) {
      return KabiSeverities.read(file, lines);
    }
    return of(file, Yaml.read(file, Document.class, Policy.PAGE).suppressions());
  }

  /** Takes suppressions of our own form. */
  static SuppressionFile of(Path file, @Nullable List<Suppression> some) {
    List<SuppressionEntry> entries = new ArrayList<>();
    for (Suppression one : Suppressions.checked(file, some)) {
      entries.add(one.in(file));
    }
    return new SuppressionFile(entries, List.of());
  }

  /** Reads a list as libabigail does: functions and variables that are not in it do not count. */
  private static SuppressionFile symbols(Path file) {
    SymbolScope scope = SymbolScope.of(List.of(file.toString()));
    SuppressionEntry outside =
        new SuppressionEntry(
            file.toString(),
            "what is not in the list",
            "not in the symbol list " + file,
            Optional.empty(),
            finding ->
                switch (finding.subject().kind()) {
                  case FUNCTION, VARIABLE -> !scope.covers(finding.subject().name());
                  case TYPE, OBJECT -> false;
                });
    return new SuppressionFile(List.of(outside), List.of());
  }

  private static boolean isObject(Path file) {
    try (InputStream stream = Files.newInputStream(InputFile.of(file))) {
      byte[] magic = stream.readNBytes(4);
      return java.util.Arrays.equals(magic, ELF) || java.util.Arrays.equals(magic, ARCHIVE);
    } catch (IOException _) {
      // Whoever reads all of it says why it cannot be read.
      return false;
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(InputFile.of(file)), StandardCharsets.UTF_8);
    } catch (IOException fault) {
      throw new Yaml.Refused(
          file + ": the suppressions cannot be read: " + InputFile.reason(fault));
    }
  }
}
