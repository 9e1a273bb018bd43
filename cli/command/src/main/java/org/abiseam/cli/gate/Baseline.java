package org.abiseam.cli.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Suppressed;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.InputFile;
import org.abiseam.model.Severity;

/**
 * Findings that were there before, as text that merges and reads well in a review: a block for
 * each, sorted, with what differs below it and no places or versions, which change with every
 * build.
 *
 * <pre>
 * layout-size type foo
 *   foo size: 16, 24
 * </pre>
 */
public final class Baseline {
  private static final String HEAD = "# abiseam baseline 1\n";

  private Baseline() {}

  /**
   * Returns the text of all findings that matter.
   *
   * @return the same for the same findings
   */
  public static String of(Report run) {
    TreeSet<String> blocks = new TreeSet<>();
    for (Finding finding : run.verification().findings()) {
      if (finding.severity() != Severity.HARMLESS) {
        blocks.add(block(finding));
      }
    }
    return HEAD + String.join("", blocks);
  }

  private static String block(Finding finding) {
    StringBuilder text = new StringBuilder("\n");
    text.append(finding.rule().id()).append(' ');
    text.append(finding.subject().kind().word()).append(' ');
    text.append(finding.subject().name()).append('\n');
    for (Difference difference : finding.differences()) {
      text.append("  ").append(difference.path()).append(' ');
      text.append(difference.what().word()).append(": ");
      text.append(difference.expected().text()).append(", ");
      text.append(difference.actual().text()).append('\n');
    }
    return text.toString();
  }

  /**
   * Keeps a file that is no baseline from being overwritten by one.
   *
   * @param file where a baseline is to be written
   * @throws IllegalArgumentException where the file exists, holds something and is no baseline
   */
  public static void refuseOther(Path file) {
    try {
      if (Files.exists(file) && Files.size(file) > 0 && !Files.readString(file).startsWith(HEAD)) {
        throw new IllegalArgumentException(
            file + ": this is not a baseline of abiseam; name another file");
      }
    } catch (IOException fault) {
      throw new IllegalArgumentException(file + ": cannot be read", fault);
    }
  }

  /**
   * Takes out what is in a baseline, difference by difference: a finding that has one more counts.
   *
   * @return the same with what is new
   * @throws IllegalArgumentException where the file cannot be read or is none
   */
  public static Report apply(Report run, Path file) {
    String text;
    try {
      text = Files.readString(InputFile.of(file));
    } catch (IOException fault) {
      throw new IllegalArgumentException(
          file + ": cannot be read; --update-baseline creates it", fault);
    }
    if (!text.startsWith(HEAD)) {
      throw new IllegalArgumentException(file + ": this is not a baseline of abiseam");
    }
    Set<String> known = new HashSet<>();
    TreeMap<String, Boolean> used = new TreeMap<>();
    for (String block : text.substring(HEAD.length()).split("\n(?=[^ \n])", -1)) {
      String plain = block.strip();
      if (!plain.isEmpty()) {
        known.add(plain);
        used.put(plain, false);
      }
    }
    List<Finding> left = new ArrayList<>();
    List<Suppressed> suppressed = new ArrayList<>(run.suppressed());
    for (Finding finding : run.verification().findings()) {
      String block = block(finding).strip();
      if (known.contains(block)) {
        used.put(block, true);
        suppressed.add(new Suppressed(finding, "in the baseline"));
      } else {
        left.add(finding);
      }
    }
    List<String> remarks = new ArrayList<>(run.remarks());
    long gone = used.values().stream().filter(found -> !found).count();
    if (gone > 0) {
      remarks.add(
          gone
              + " of the baseline's findings "
              + (gone == 1 ? "is" : "are")
              + " gone; --update-baseline drops "
              + (gone == 1 ? "it" : "them"));
    }
    return run.judged(left, suppressed, remarks);
  }
}
