package org.abiseam.cli.metadata;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the lines of a source that rustc did not take. */
public final class RefusedLines {
  private static final Pattern PLACE = Pattern.compile(" *--> .*?([^/ ]+):(\\d+):\\d+");

  private RefusedLines() {}

  /**
   * Returns the lines to which errors point first.
   *
   * @param file name of the source, without folders
   * @param source its text
   * @param errors what rustc printed
   * @return whole lines, in no order
   */
  public static Set<String> of(String file, String source, String errors) {
    List<String> lines = source.lines().toList();
    Set<String> refused = new HashSet<>();
    boolean error = false;
    for (String line : errors.lines().toList()) {
      Matcher place = PLACE.matcher(line);
      if (line.startsWith("error")) {
        error = true;
      } else if (error && place.lookingAt()) {
        int number = Integer.parseInt(place.group(2));
        if (place.group(1).equals(file) && number <= lines.size()) {
          refused.add(lines.get(number - 1));
        }
        error = false;
      }
    }
    return refused;
  }
}
