package org.abiseam.rules.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Brings switches and values of different compilers into one form. */
final class SwitchValues {
  private SwitchValues() {}

  /** Normalises a value: a list separated by {@code +} or {@code ,} means the same in any order. */
  static String normal(String value) {
    String plain =
        switch (value) {
          case "y", "on", "true" -> "yes";
          case "n", "off", "false" -> "no";
          default -> value;
        };
    boolean list = plain.contains("+") || plain.contains(",");
    return list && !plain.matches("[0-9,]+")
        ? String.join(",", new TreeSet<>(List.of(plain.split("[+,]", -1))))
        : plain;
  }

  /**
   * Lists rustc's switches one by one: {@code -C a=b} in one word, each target feature as {@code
   * feature:-sse}.
   */
  static List<String> rust(List<String> flags) {
    List<String> plain = new ArrayList<>();
    for (int i = 0; i < flags.size(); i++) {
      String flag = flags.get(i);
      boolean split = (flag.equals("-C") || flag.equals("-Z")) && i + 1 < flags.size();
      if (split) {
        flag += flags.get(++i);
      }
      if (flag.startsWith("-Ctarget-feature=")) {
        for (String feature : flag.substring("-Ctarget-feature=".length()).split(",", -1)) {
          plain.add("feature:" + feature);
        }
      } else {
        plain.add(flag);
      }
    }
    return plain;
  }

  /** Lists all target features of a unit of Rust, sorted. */
  static String features(List<String> flags) {
    TreeSet<String> features = new TreeSet<>();
    for (String flag : flags) {
      if (flag.startsWith("feature:")) {
        features.add(flag.substring("feature:".length()));
      }
    }
    return String.join(",", features);
  }
}
