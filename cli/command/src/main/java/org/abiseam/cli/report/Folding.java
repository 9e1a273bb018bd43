package org.abiseam.cli.report;

/** Breaks lines that are wider than a terminal between words; what follows is indented further. */
public final class Folding {
  private static final int NARROWEST = 40;
  private static final char ESCAPE = '\u001b';

  private Folding() {}

  /**
   * Folds each line.
   *
   * @param text lines, each ended
   * @param width characters of a line; what is narrower than 40 counts as 40
   * @return the same words
   */
  public static String fold(String text, int width) {
    if (width == Presentation.ENDLESS) {
      return text;
    }
    StringBuilder folded = new StringBuilder(text.length() + text.length() / 16);
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('\n', from);
      String line = text.substring(from, end < 0 ? text.length() : end);
      line(line, Math.max(NARROWEST, width), folded);
      if (end >= 0) {
        folded.append('\n');
      }
      from = end < 0 ? text.length() : end + 1;
    }
    return folded.toString();
  }

  private static void line(String line, int width, StringBuilder folded) {
    if (line.length() <= width) {
      folded.append(line);
      return;
    }
    String indent = " ".repeat(Math.min(indent(line) + 4, width / 2));
    int start = 0;
    int room = width;
    while (true) {
      int end = breakAt(line, start, room);
      folded.append(line, start, end);
      start = end;
      while (start < line.length() && line.charAt(start) == ' ') {
        start++;
      }
      if (start >= line.length()) {
        return;
      }
      folded.append('\n').append(indent);
      room = width - indent.length();
    }
  }

  /** Returns where the piece ends that begins at a character: the end, or a space. */
  private static int breakAt(String line, int start, int room) {
    int seen = 0;
    int space = -1;
    boolean word = false;
    for (int i = start; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == ESCAPE) {
        i = Math.max(i, line.indexOf('m', i));
      } else {
        if (c == ' ' && word) {
          space = space < 0 || line.charAt(i - 1) != ' ' ? i : space;
        }
        word |= c != ' ';
        seen++;
        if (seen > room && space >= 0) {
          return space;
        }
      }
    }
    return line.length();
  }

  private static int indent(String line) {
    int indent = 0;
    while (indent < line.length() && line.charAt(indent) == ' ') {
      indent++;
    }
    return indent;
  }
}
