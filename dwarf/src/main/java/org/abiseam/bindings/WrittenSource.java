package org.abiseam.bindings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.model.InputFile;

/**
 * Finds the lines that people wrote: rustc's expanded text has none of them.
 *
 * <p>An item has the line of its declaration in the files that rustc read, where one place alone
 * declares it with the same words, and the expanded text declares it once. What a macro put
 * together has no such place.
 */
final class WrittenSource {
  /** Finds nothing. */
  static final WrittenSource NONE = new WrittenSource();

  /** By the words of the declaration. */
  private final Map<String, List<Item.Place>> written = new HashMap<>();

  private final Map<String, List<Item.Place>> expanded = new HashMap<>();

  private WrittenSource() {}

  /**
   * Reads both texts. A file that cannot be read, or is no text, tells nothing.
   *
   * @param expanded what rustc wrote
   * @param files what it read
   */
  static WrittenSource of(Path expanded, List<Path> files) {
    WrittenSource source = new WrittenSource();
    collect(expanded, source.expanded);
    files.forEach(file -> collect(file, source.written));
    return source;
  }

  private static void collect(Path file, Map<String, List<Item.Place>> places) {
    String text;
    try {
      text = Files.readString(InputFile.of(file));
    } catch (IOException _) {
      return;
    }
    Tokens tokens = Tokens.of(file.toString(), text);
    for (int i = 0; i < tokens.size(); i++) {
      Item.Place place = tokens.place(i);
      declaration(tokens, i)
          .ifPresent(words -> places.computeIfAbsent(words, _ -> new ArrayList<>()).add(place));
    }
  }

  /** Returns where an item of the expanded text was written; empty where that is not sure. */
  Optional<Item.Place> place(Tokens tokens, int at) {
    return declaration(tokens, at)
        .filter(words -> expanded.getOrDefault(words, List.of()).size() == 1)
        .map(words -> written.getOrDefault(words, List.of()))
        .filter(places -> places.size() == 1)
        .map(List::getFirst);
  }

  /**
   * Returns the words of the type, or of the function or static without value, that begins at a
   * keyword: without attributes and last commas. Empty where none begins.
   */
  private static Optional<String> declaration(Tokens tokens, int at) {
    boolean keyword =
        switch (tokens.text(at)) {
          case "fn", "static", "struct", "enum", "type" -> true;
          case "union" -> tokens.is(at + 2, "{");
          default -> false;
        };
    if (!keyword || !tokens.is(at + 1, Token.Kind.WORD)) {
      return Optional.empty();
    }
    int end = at;
    while (end < tokens.size() && !tokens.is(end, ";") && !tokens.is(end, "{")) {
      end = tokens.opens(end) ? tokens.after(end) : end + 1;
    }
    boolean braces = tokens.is(end, "{");
    if (braces && tokens.is(at, "fn")) {
      return Optional.empty();
    }
    end = braces ? tokens.after(end) : end;
    StringBuilder words = new StringBuilder();
    for (int i = at; i < end; ) {
      if (tokens.is(i, "#")) {
        i = tokens.after(i + 1);
      } else {
        words.append(tokens.is(i, ",") && tokens.closes(i + 1) ? "" : tokens.text(i) + " ");
        i++;
      }
    }
    return Optional.of(words.toString());
  }
}
