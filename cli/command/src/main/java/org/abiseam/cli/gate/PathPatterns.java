package org.abiseam.cli.gate;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.abiseam.model.InputFile;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that a policy or manifest names, by path or by a pattern ({@code *}, {@code **}).
 */
public final class PathPatterns {
  private static final String WILDCARDS = "*?[{";

  private PathPatterns() {}

  /**
   * Lists files.
   *
   * @param base the directory that relative names are relative to
   * @param names paths and patterns; null for none
   * @return files in the order of the names, those of one pattern sorted
   * @throws IllegalArgumentException where a pattern matches no file or a directory cannot be read
   */
  public static List<Path> of(Path base, @Nullable List<String> names) {
    List<Path> files = new ArrayList<>();
    for (String name : names == null ? List.<String>of() : names) {
      if (isPattern(name) && !Files.exists(InputFile.named(base, name))) {
        files.addAll(matching(base, name));
      } else {
        files.add(InputFile.named(base, name));
      }
    }
    return files;
  }

  private static boolean isPattern(String name) {
    return name.chars().anyMatch(c -> WILDCARDS.indexOf(c) >= 0);
  }

  private static List<Path> matching(Path base, String pattern) {
    int start = 0;
    for (int slash = pattern.indexOf('/');
        slash >= 0 && !isPattern(pattern.substring(start, slash));
        slash = pattern.indexOf('/', start)) {
      start = slash + 1;
    }
    Path top = InputFile.named(base, pattern.substring(0, start));
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:" + pattern.substring(start));
    int depth = pattern.contains("**") ? Integer.MAX_VALUE : slashes(pattern, start) + 1;
    try (Stream<Path> all = Files.walk(top, depth)) {
      List<Path> found =
          all.filter(file -> !file.equals(top) && matcher.matches(top.relativize(file)))
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            pattern + ": the pattern matches no file below " + base.toAbsolutePath());
      }
      return found;
    } catch (IOException fault) {
      throw new IllegalArgumentException(
          pattern + ": " + top + " cannot be read: " + InputFile.reason(fault), fault);
    }
  }

  private static int slashes(String pattern, int start) {
    return (int) pattern.substring(start).chars().filter(c -> c == '/').count();
  }
}
