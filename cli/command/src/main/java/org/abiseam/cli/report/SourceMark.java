package org.abiseam.cli.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.abiseam.cli.report.LayoutBeside.Line;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.InputFile;
import org.abiseam.model.Origin;
import org.abiseam.model.Printable;
import org.abiseam.model.View;

/**
 * Shows the lines of a source file that declare what a finding is about, with a mark below the
 * names, where the file is at hand and says what the debug info says.
 *
 * <pre>
 *     8 | struct device {
 *       |        ^^^^^^
 *    10 |   u32 generation;
 *       |       ^^^^^^^^^^ u32
 * </pre>
 *
 * <p>A file that was changed since, or another of its name, is not shown: the line of the
 * declaration must have the name.
 */
final class SourceMark {
  /** Bytes; a larger file is written by a program. */
  private static final long LARGEST = 4 << 20;

  /** Lines of a declaration in which a member is looked for. */
  private static final int LONGEST = 400;

  private static final int INDENT = 4;
  private static final String TAB = "    ";
  private static final String BAR = " | ";

  /** Matches the rest of a line that is a comment. */
  private static final Pattern COMMENT = Pattern.compile("(//|/\\*|^\\s*\\*).*");

  private final Map<Path, List<String>> files = new HashMap<>();
  private final Places places;

  SourceMark(Places places) {
    this.places = places;
  }

  /**
   * Marks what one side declares; what both declare in one place is marked once, for the provider.
   *
   * @param columns characters of a line
   * @return none where the source is not at hand
   */
  List<Line> of(Finding finding, View view, int columns) {
    Optional<Origin.Line> declared = places.line(finding, view).filter(line -> line.number() > 0);
    boolean one =
        places.line(finding, finding.provider()).equals(places.line(finding, finding.consumer()));
    if (declared.isEmpty() || (one && !view.equals(finding.provider()))) {
      return List.of();
    }
    String name = finding.subject().name().replaceFirst("^(struct|union|enum) ", "");
    for (Path file : candidates(declared.get().file(), view.origin().object())) {
      List<String> source = source(file);
      Optional<Declaration> found =
          declaration(source, behindAttributes(source, declared.get().number() - 1), name);
      if (found.isPresent()) {
        return found.get().marked(part(finding, view, one), columns);
      }
    }
    return List.of();
  }

  /** Returns the declaration whose name a line has; empty where it is of something else. */
  private static Optional<Declaration> declaration(List<String> source, int line, String name) {
    if (line >= source.size()) {
      return Optional.empty();
    }
    String text = source.get(line);
    Matcher found = word(name).matcher(text);
    if (!found.find()) {
      return Optional.empty();
    }
    boolean ends = text.lastIndexOf('}', found.start()) > text.lastIndexOf('{', found.start());
    return Optional.of(
        ends
            ? new Declaration(source, opening(source, line), 0, line, name)
            : new Declaration(source, line, found.end(), line, name));
  }

  /** Returns the index of the line that opens the braces which a line closes. */
  private static int opening(List<String> source, int last) {
    int depth = 0;
    for (int i = last; i >= Math.max(0, last - LONGEST); i--) {
      String code = code(source.get(i));
      depth += count(code, "}") - count(code, "{");
      if (depth <= 0) {
        return i;
      }
    }
    return last;
  }

  private static String code(String line) {
    return COMMENT.matcher(line).replaceFirst("");
  }

  private static int count(String code, String marks) {
    return (int) code.chars().filter(c -> marks.indexOf(c) >= 0).count();
  }

  /** Skips what Rust writes in front of an item. */
  private static int behindAttributes(List<String> source, int line) {
    int first = line;
    while (first < source.size() && source.get(first).strip().startsWith("#[")) {
      first++;
    }
    return first;
  }

  /** Returns where a file may lie: as it is named, or below a folder around the object. */
  private static List<Path> candidates(String file, String object) {
    Path path = InputFile.named(Path.of(""), file);
    List<Path> all = new ArrayList<>(List.of(path));
    if (!path.isAbsolute()) {
      int member = object.indexOf('(');
      Path around = InputFile.named(Path.of(""), member < 0 ? object : object.substring(0, member));
      for (Path up = around.toAbsolutePath().getParent(); up != null; up = up.getParent()) {
        all.add(up.resolve(path));
      }
    }
    return all;
  }

  private List<String> source(Path file) {
    return files.computeIfAbsent(file, SourceMark::lines);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= LARGEST
          ? new String(Files.readAllBytes(InputFile.of(file)), StandardCharsets.UTF_8)
              .replace("\t", TAB)
              .lines()
              .toList()
          : List.of();
    } catch (IOException _) {
      return List.of();
    }
  }

  /**
   * Holds what a side has of the first part that differs.
   *
   * @param label what stands behind the mark; empty for nothing
   */
  private record Part(String name, String label) {}

  /** Returns the first part below the subject that this side has. */
  private static Optional<Part> part(Finding finding, View view, boolean one) {
    String prefix = finding.subject().name() + ".";
    for (Difference difference : finding.differences()) {
      Difference.Value value =
          view.equals(finding.provider()) ? difference.expected() : difference.actual();
      boolean has = one || !value.equals(Difference.Value.ABSENT);
      if (has && difference.path().startsWith(prefix)) {
        String name = difference.path().substring(prefix.length()).split("[.\\[ ]", 2)[0];
        String label = one ? "" : " " + ReportText.value(difference.what(), value);
        return Optional.of(new Part(name, label));
      }
    }
    return Optional.empty();
  }

  /** Matches a name that stands alone. */
  private static Pattern word(String name) {
    return Pattern.compile("(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])");
  }

  /**
   * Holds a declaration in a source file.
   *
   * @param source all lines
   * @param first the index of the line that begins it
   * @param body the column of that line behind which its parts stand
   * @param named the index of the line that has the name: the first, or the last of a typedef
   */
  private record Declaration(List<String> source, int first, int body, int named, String name) {

    /** Returns the lines of the name and of a part, where it is found, in their order. */
    List<Line> marked(Optional<Part> part, int columns) {
      Pattern declared = part.map(one -> declarator(one.name())).orElse(word(name));
      int at = part.isEmpty() ? named : lineOf(declared);
      int width = Integer.toString(Math.max(at, named) + 1).length() + INDENT;
      Excerpt excerpt = new Excerpt(source, width, columns, new ArrayList<>());
      if (named < at || at < 0) {
        excerpt.show(named, word(name), 0, "");
      }
      if (at >= 0) {
        int from = at == first && part.isPresent() ? body : 0;
        excerpt.show(at, declared, from, part.map(Part::label).orElse(""));
      }
      if (named > at && at >= 0) {
        excerpt.show(named, word(name), 0, "");
      }
      return excerpt.lines();
    }

    /** Matches what declares a member, an enumerator or a parameter. */
    private static Pattern declarator(String name) {
      return Pattern.compile(word(name).pattern() + "(?=\\s*([;:,\\[)=}]|$))");
    }

    /** Finds a part before the declaration ends; a negative number where it is not there. */
    private int lineOf(Pattern part) {
      int depth = 0;
      for (int i = first; i < Math.min(source.size(), first + LONGEST); i++) {
        String code = code(source.get(i));
        if (part.matcher(code).find(Math.min(i == first ? body : 0, code.length()))) {
          return i;
        }
        depth += count(code, "{(") - count(code, "})");
        if (depth <= 0 && count(code, ";}") > 0) {
          return -1;
        }
      }
      return -1;
    }
  }

  /**
   * Holds lines of a source file with marks below them.
   *
   * @param source all lines
   * @param width columns of a line's number
   * @param columns characters of a line of the report
   * @param lines of the report
   */
  private record Excerpt(List<String> source, int width, int columns, List<Line> lines) {

    /** Adds a line and its mark, where both fit and all of it is visible. */
    void show(int at, Pattern what, int from, String label) {
      String text = source.get(at).stripTrailing();
      Matcher found = what.matcher(text);
      int room = columns - width - BAR.length();
      if (!Printable.of(text).equals(text)
          || !found.find(from)
          || found.end() + label.length() > room) {
        return;
      }
      String number = Integer.toString(at + 1);
      String shown = text.substring(0, Math.min(text.length(), room));
      lines.add(new Line(" ".repeat(width - number.length()) + number + BAR + shown, false));
      String mark = " ".repeat(found.start()) + "^".repeat(found.end() - found.start());
      lines.add(new Line(" ".repeat(width) + BAR + mark + label, true));
    }
  }
}
