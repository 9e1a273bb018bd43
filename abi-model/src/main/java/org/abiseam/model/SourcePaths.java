package org.abiseam.model;

import java.util.ArrayDeque;

/** Joins source paths as text: they name files of the machine that compiled, not of this one. */
public final class SourcePaths {
  private SourcePaths() {}

  /**
   * Returns a file in its directory, without the compilation directory in front: {@code
   * include/linux/list.h} for {@code ./include/linux} and {@code list.h}.
   *
   * @param compilationDirectory empty where not stated
   * @param directory absolute, or in the compilation directory; empty for that itself
   * @param name of the file; a directory counts only where it is relative
   * @return the path, tidied
   */
  public static String join(String compilationDirectory, String directory, String name) {
    String path = name.startsWith("/") || directory.isEmpty() ? name : directory + "/" + name;
    String tidy = tidy(path);
    String base = tidy(compilationDirectory);
    return !base.isEmpty()
            && tidy.length() > base.length() + 1
            && tidy.startsWith(base)
            && tidy.charAt(base.length()) == '/'
        ? tidy.substring(base.length() + 1)
        : tidy;
  }

  /**
   * Takes out empty and {@code .} segments, and {@code x/..}.
   *
   * @param path absolute or not
   * @return a path of the same file
   */
  public static String tidy(String path) {
    if (isTidy(path)) {
      return path;
    }
    boolean absolute = path.startsWith("/");
    ArrayDeque<String> segments = new ArrayDeque<>();
    int from = 0;
    while (from <= path.length()) {
      int to = path.indexOf('/', from);
      to = to < 0 ? path.length() : to;
      String segment = path.substring(from, to);
      if (segment.equals("..") && !segments.isEmpty() && !segments.getLast().equals("..")) {
        segments.removeLast();
      } else if (!segment.isEmpty()
          && !segment.equals(".")
          && !(segment.equals("..") && absolute && segments.isEmpty())) {
        segments.addLast(segment);
      }
      from = to + 1;
    }
    return (absolute ? "/" : "") + String.join("/", segments);
  }

  private static boolean isTidy(String path) {
    return !path.startsWith(".")
        && !path.contains("//")
        && !path.contains("/.")
        && !path.endsWith("/");
  }
}
