package org.abiseam.cli.header;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the prototypes that GCC lists (GCC manual, "-aux-info"): a line for each declaration, with
 * its place, and the letters {@code N} for a prototype and {@code C} for a declaration.
 *
 * <pre>
 * /&#42; zlib.h:228:NC *&#47; extern int deflate (z_streamp, int);
 * </pre>
 */
final class Prototypes {
  private static final Pattern LINE =
      Pattern.compile("/\\* (.+):(\\d+):([INO][CF]) \\*/ extern (.+);\\s*");

  /** The name in front of the parameters: the first one that a parenthesis follows. */
  private static final Pattern NAME = Pattern.compile("([A-Za-z_]\\w*) \\(");

  private static final String DECLARED = "NC";

  private Prototypes() {}

  /**
   * A declaration of a function.
   *
   * @param file that declares it
   * @param line in that file
   * @param text the prototype without {@code extern} and semicolon
   */
  record Prototype(String file, int line, String text) {
    /** Writes a definition with this prototype; it is compiled, and never run. */
    String definition(String name) {
      return "#undef %s%n# %d \"%s\"%n%s { __builtin_trap (); }%n"
          .formatted(name, line, file.replace("\\", "\\\\").replace("\"", "\\\""), text);
    }
  }

  /** Returns the functions that a listing declares with a prototype, by name. */
  static Map<String, Prototype> read(String listing) {
    Map<String, Prototype> all = new LinkedHashMap<>();
    for (String line : listing.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches() && matcher.group(3).equals(DECLARED)) {
        String text = matcher.group(4);
        Matcher name = NAME.matcher(text);
        if (name.find()) {
          all.put(
              name.group(1),
              new Prototype(matcher.group(1), Integer.parseInt(matcher.group(2)), text));
        }
      }
    }
    return all;
  }
}
