package org.abiseam.rules.flags;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Brings switches and values of different compilers into one form. */
final class SwitchValues {
  private static final String FEATURES = "-Ctarget-feature=";
  private static final String FEATURE = "feature:";

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
   * feature:-sse}. Those that the target stands for come first: what is written overrides them.
   */
  static List<String> rust(List<String> flags) {
    List<String> plain = new ArrayList<>();
    for (String flag : flags) {
      BuiltInTargets.switches(flag).forEach(meant -> add(meant, plain));
    }
    for (int i = 0; i < flags.size(); i++) {
      String flag = flags.get(i);
      boolean split = (flag.equals("-C") || flag.equals("-Z")) && i + 1 < flags.size();
      if (split) {
        flag += flags.get(++i);
      }
      add(flag, plain);
    }
    return plain;
  }

  private static void add(String flag, List<String> plain) {
    if (flag.startsWith(FEATURES)) {
      for (String feature : flag.substring(FEATURES.length()).split(",", -1)) {
        plain.add(FEATURE + feature);
      }
    } else {
      plain.add(flag);
    }
  }

  /** Lists all target features of a unit of Rust, sorted; of one named twice, the last. */
  static String features(List<String> flags) {
    Map<String, String> features = new HashMap<>();
    for (String flag : flags) {
      if (flag.startsWith(FEATURE)) {
        String feature = flag.substring(FEATURE.length());
        features.put(feature.replaceFirst("^[+-]", ""), feature);
      }
    }
    return String.join(",", new TreeSet<>(features.values()));
  }
}
