package org.abiseam.cli.kbuild;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.abiseam.model.InputFile;

/**
 * Describes the command that made a file, as Kbuild recorded it: {@code savedcmd_NAME := words},
 * before Linux 6.2 {@code cmd_NAME := words}.
 *
 * @param words of the command, unquoted
 */
record RecordedCommand(List<String> words) {
  /** A distribution may install several releases, each with its number in the name. */
  private static final Pattern COMPILER = Pattern.compile("(rustc|clang)(-[0-9.]+)?");

  RecordedCommand {
    words = List.copyOf(words);
  }

  /** Returns the file beside a built one: {@code dir/.name.cmd}. */
  static Path file(Path built) {
    return built.resolveSibling("." + built.getFileName() + ".cmd");
  }

  /** Reads what made a file; empty where that is not recorded. */
  static Optional<RecordedCommand> of(Path built) {
    Path file = file(built);
    try {
      for (String line : Files.readAllLines(InputFile.of(file), StandardCharsets.ISO_8859_1)) {
        int assign = line.indexOf(" := ");
        if (assign > 0 && (line.startsWith("savedcmd_") || line.startsWith("cmd_"))) {
          return Optional.of(new RecordedCommand(split(line.substring(assign + 4))));
        }
      }
    } catch (IOException _) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** Tells whether rustc was run. */
  boolean ofRust() {
    return compiler() >= 0 && program(words.get(compiler())).startsWith("rustc");
  }

  /** Tells whether Clang was run, whose debug info has no switches. */
  boolean ofClang() {
    return compiler() >= 0 && program(words.get(compiler())).startsWith("clang");
  }

  private static String program(String word) {
    return word.substring(word.lastIndexOf('/') + 1);
  }

  /** Tells whether it is a part of a module: Kbuild tells rustc so by {@code --cfg MODULE}. */
  boolean ofModule() {
    return Collections.indexOfSubList(words, List.of("--cfg", "MODULE")) >= 0;
  }

  /** Returns the index of the word that names the compiler; -1 where none is run. */
  int compiler() {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (COMPILER.matcher(program(word)).matches()) {
        return i;
      }
      if (word.equals(";") || word.startsWith("-")) {
        return -1;
      }
    }
    return -1;
  }

  /** The switches behind the compiler's name, up to the next command. */
  List<String> switches() {
    return arguments().stream().filter(word -> word.startsWith("-")).toList();
  }

  /** All words behind the compiler's name, up to the next command. */
  List<String> arguments() {
    List<String> behind = words.subList(compiler() + 1, words.size());
    int end = behind.indexOf(";");
    return end < 0 ? behind : behind.subList(0, end);
  }

  /** Returns the source file: the root of the crate, or the last one of C. */
  Optional<String> source() {
    String ending = ofRust() ? ".rs" : ".c";
    return words.stream().filter(word -> word.endsWith(ending)).findFirst();
  }

  /**
   * Splits a shell command into words, as far as make writes them: quotes and backslashes, no
   * expansion.
   */
  private static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    boolean any = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        any = true;
      } else if (c == '\\' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
      } else if (Character.isWhitespace(c)) {
        if (any || !word.isEmpty()) {
          words.add(word.toString());
        }
        word.setLength(0);
        any = false;
      } else {
        word.append(c);
      }
    }
    if (any || !word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }
}
