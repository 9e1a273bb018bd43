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

  /**
   * Marks what one side declares; what both declare in one place is marked once, for the provider.
   *
   * @param columns characters of a line
   * @return none where the source is not at hand
   */
  List<Line> of(Finding finding, View view, int columns) {
    Optional<Origin.Line> declared = view.origin().declared().filter(line -> line.number() > 0);
    boolean one =
        finding.provider().origin().declared().equals(finding.consumer().origin().declared());
    if (declared.isEmpty() || (one && !view.equals(finding.provider()))) {
      return List.of();
    }
    String name = finding.subject().name().replaceFirst("^(struct|union|enum) ", "");
    for (Path file : candidates(declared.get().file(), view.origin().object())) {
      List<String> source = source(file);
      int first = behindAttributes(source, declared.get().number() - 1);
      if (first < source.size() && word(name).matcher(source.get(first)).find()) {
        return new Declaration(source, first, name, columns).marked(part(finding, view, one));
      }
    }
    return List.of();
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
   * @param first the index of the line that has the name
   * @param columns characters of a line of the report
   */
  private record Declaration(List<String> source, int first, String name, int columns) {

    List<Line> marked(Optional<Part> part) {
      List<Line> lines = new ArrayList<>();
      Pattern declared = part.map(one -> declarator(one.name())).orElse(word(name));
      int at = part.isEmpty() ? first : lineOf(declared);
      int width = Integer.toString(Math.max(at, first) + 1).length() + INDENT;
      if (at != first) {
        show(lines, first, width, word(name), 0, "");
      }
      if (at >= 0) {
        int from = at == first && part.isPresent() ? behindName() : 0;
        show(lines, at, width, declared, from, part.map(Part::label).orElse(""));
      }
      return lines;
    }

    /** Matches what declares a member, an enumerator or a parameter. */
    private static Pattern declarator(String name) {
      return Pattern.compile(word(name).pattern() + "(?=\\s*([;:,\\[)=}]|$))");
    }

    private int behindName() {
      Matcher found = word(name).matcher(source.get(first));
      return found.find() ? found.end() : 0;
    }

    /** Finds a part before the declaration ends; a negative number where it is not there. */
    private int lineOf(Pattern part) {
      int depth = 0;
      for (int i = first; i < Math.min(source.size(), first + LONGEST); i++) {
        String code = COMMENT.matcher(source.get(i)).replaceFirst("");
        Matcher found = part.matcher(code);
        if (found.find(Math.min(i == first ? behindName() : 0, code.length()))) {
          return i;
        }
        depth += count(code, '{', '(') - count(code, '}', ')');
        if (depth <= 0 && count(code, ';', '}') > 0) {
          return -1;
        }
      }
      return -1;
    }

    private static int count(String code, char one, char other) {
      return (int) code.chars().filter(c -> c == one || c == other).count();
    }

    /** Adds a line and its mark, where both fit and all of it is visible. */
    private void show(List<Line> lines, int at, int width, Pattern what, int from, String label) {
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
