package org.abiseam.engine.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.abiseam.model.InputFile;
import org.abiseam.model.Printable;

/** The lines of a snapshot, a block at a time. */
final class BlockReader {
  /**
   * Describes a line below the first of a block.
   *
   * @param number in the file, from 1
   * @param depth steps of indentation, from 1
   * @param text without the indentation
   */
  record Line(int number, int depth, String text) {}

  /** Describes a block: a line at the margin and those below it. */
  record Paragraph(Line head, List<Line> lines) {}

  private static final String FIRST = Snapshot.MAGIC + Snapshot.FORM;

  private BlockReader() {}

  /** Tells whether a file begins as a snapshot does. */
  static boolean isSnapshot(Path file) {
    byte[] magic = Snapshot.MAGIC.getBytes(StandardCharsets.US_ASCII);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (java.io.InputStream in = Files.newInputStream(InputFile.of(file))) {
      return java.util.Arrays.equals(magic, in.readNBytes(magic.length));
    } catch (IOException _) {
      // Whoever opens it says why it cannot be read.
      return false;
    }
  }

  static List<Paragraph> read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(InputFile.of(file), StandardCharsets.UTF_8);
    } catch (IOException fault) {
      throw new BadSnapshot(1, "cannot be read: " + InputFile.reason(fault));
    }
    return paragraphs(lines);
  }

  static List<Paragraph> paragraphs(List<String> lines) {
    String first = lines.isEmpty() ? "" : lines.getFirst();
    if (!first.equals(FIRST)) {
      String form = first.startsWith(Snapshot.MAGIC) ? first : "'" + first + "'";
      throw new BadSnapshot(
          1,
          "expected '"
              + FIRST
              + "', found "
              + form
              + ": write the snapshot again with this version's 'abiseam snapshot', or read it with"
              + " the version that wrote it");
    }
    List<Paragraph> paragraphs = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      // Names are made printable before they are written.
      if (!Printable.of(line).equals(line)) {
        throw new BadSnapshot(i + 1, "a character in it has no visible form");
      }
      if (line.charAt(0) != ' ') {
        paragraphs.add(new Paragraph(new Line(i + 1, 0, line), new ArrayList<>()));
      } else if (paragraphs.isEmpty()) {
        throw new BadSnapshot(i + 1, "expected the first line of a block, found an indented one");
      } else {
        paragraphs.getLast().lines().add(indented(line, i + 1));
      }
    }
    return paragraphs;
  }

  private static Line indented(String line, int number) {
    int spaces = 0;
    while (line.charAt(spaces) == ' ') {
      spaces++;
    }
    if (spaces % 2 != 0) {
      throw new BadSnapshot(number, "expected an even number of spaces, found " + spaces);
    }
    return new Line(number, spaces / 2, line.substring(spaces));
  }
}
