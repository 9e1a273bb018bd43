package org.abiseam.engine.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.abiseam.model.InputFile;

/**
 * Knows what the public headers of a library may define, and which words they have.
 *
 * <p>The headers are not compiled: which macros a user sets is not known. A name counts as defined
 * where some text could define it with any macros, so that the answer errs towards what users see.
 *
 * @param files names of the headers, without folders
 * @param words all identifiers
 * @param defined names of types that some header may define with their members
 */
record PublicHeaders(Set<String> files, Set<String> words, Set<String> defined) {
  /** Characters that a macro adds to names, such as the width of {@code name_##16}. */
  private static final int LONGEST_END = 3;

  private static final Set<String> KEYWORDS = Set.of("struct", "union", "enum", "class");

  /** Tells what an open brace belongs to. */
  private enum Body {
    TYPE,
    OTHER
  }

  /** Reads headers, and all files in folders. */
  static PublicHeaders read(List<Path> paths) {
    PublicHeaders all = new PublicHeaders(new HashSet<>(), new HashSet<>(), new HashSet<>());
    for (Path path : paths) {
      try (Stream<Path> files = Files.walk(path)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          all.files.add(last(file));
          all.add(HeaderTokens.of(Files.readString(file, StandardCharsets.ISO_8859_1)));
        }
      } catch (IOException fault) {
        throw new UncheckedIOException(path + " cannot be read: " + fault.getMessage(), fault);
      }
    }
    return all;
  }

  private static String last(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** Tells whether there are none. */
  boolean isEmpty() {
    return files.isEmpty();
  }

  /** Tells whether one of the headers names a symbol, to which a macro may add an end. */
  boolean name(String symbol) {
    return IntStream.rangeClosed(0, LONGEST_END)
            .map(end -> symbol.length() - end)
            .anyMatch(end -> end > LONGEST_END && words.contains(symbol.substring(0, end)))
        || words.contains(symbol);
  }

  /** Tells whether one of the headers may define a type with its members. */
  boolean define(String type) {
    return defined.contains(type);
  }

  /** Tells whether one of the headers has the name of a file. */
  boolean have(String file) {
    return files.contains(last(InputFile.named(Path.of(""), file)));
  }

  private void add(List<String> tokens) {
    Deque<Body> open = new ArrayDeque<>();
    Set<String> parameters = Set.of();
    for (int at = 0; at < tokens.size(); at++) {
      String token = tokens.get(at);
      switch (token) {
        case "define" -> parameters = parameters(tokens, at + 2);
        case HeaderTokens.END -> parameters = Set.of();
        case "{" -> open.push(opens(tokens, at));
        case "}" -> {
          if (!open.isEmpty() && open.pop() == Body.TYPE) {
            until(tokens, at + 1, ";");
          }
        }
        case String _ when isWord(token) -> {
          words.add(token);
          if (mayDefine(tokens, at) && !parameters.contains(token)) {
            defined.add(token);
          }
        }
        case String _ -> {}
      }
    }
  }

  /** Tells a body of a type, whose name is between keyword and brace, from other braces. */
  private Body opens(List<String> tokens, int brace) {
    int inside = 0;
    for (int at = brace - 1; at >= 0; at--) {
      String token = tokens.get(at);
      inside += token.equals(")") ? 1 : token.equals("(") ? -1 : 0;
      if (inside < 0 || (inside == 0 && Set.of("*", ";", "{", "}").contains(token))) {
        return Body.OTHER;
      }
      if (inside == 0 && KEYWORDS.contains(token)) {
        until(tokens, at + 1, "{");
        return Body.TYPE;
      }
    }
    return Body.OTHER;
  }

  /** Takes each word up to a sign, or to the end of the macro. */
  private void until(List<String> tokens, int from, String end) {
    for (int at = from; at < tokens.size() && !tokens.get(at).equals(end); at++) {
      if (isWord(tokens.get(at))) {
        defined.add(tokens.get(at));
      } else if (end.equals(";") && tokens.get(at).equals(HeaderTokens.END)) {
        return;
      }
    }
  }

  /** Returns what a macro calls its arguments, which are no names of types. */
  private static Set<String> parameters(List<String> tokens, int from) {
    Set<String> names = new HashSet<>();
    for (int at = from; at < tokens.size() && "(,.".contains(tokens.get(at)); at += 2) {
      names.addAll(tokens.subList(at + 1, Math.min(at + 2, tokens.size())));
    }
    return names;
  }

  /** Tells an argument that stands alone, of which a macro may make a definition. */
  private static boolean mayDefine(List<String> tokens, int at) {
    return at > 0
        && at + 1 < tokens.size()
        && Set.of("(", ",").contains(tokens.get(at - 1))
        && Set.of(")", ",").contains(tokens.get(at + 1));
  }

  private static boolean isWord(String token) {
    return Character.isJavaIdentifierStart(token.charAt(0));
  }
}
