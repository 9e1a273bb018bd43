package org.abiseam.cli.kbuild;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Chooses, from the recorded command of the bindings, the switches that the witness needs: those
 * that decide how types are laid out and calls are made. A build tree may come from anyone, so that
 * no other word of it reaches a compiler: no program, no variable of the environment, no path to
 * load a library or a plugin from.
 */
final class WitnessSwitches {
  /** Options of {@code -C} (The rustc book, "Codegen Options"). */
  private static final Set<String> CODEGEN =
      Set.of(
          "code-model",
          "force-frame-pointers",
          "force-unwind-tables",
          "no-redzone",
          "panic",
          "relocation-model",
          "soft-float",
          "symbol-mangling-version",
          "target-cpu",
          "target-feature",
          "tune-cpu");

  /** Options of {@code -Z} (The Unstable Book, "Compiler flags"). */
  private static final Set<String> UNSTABLE =
      Set.of(
          "branch-protection",
          "cf-protection",
          "dwarf-version",
          "fixed-x18",
          "min-function-alignment",
          "no-jump-tables",
          "reg-struct-return",
          "regparm",
          "sanitizer",
          "sanitizer-cfi-normalize-integers",
          "small-data-threshold",
          "unstable-options");

  private WitnessSwitches() {}

  /** Returns the switches that are allowed, in their order. */
  static List<String> of(List<String> recorded) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < recorded.size(); i++) {
      String word = recorded.get(i);
      String next = i + 1 < recorded.size() ? recorded.get(i + 1) : "";
      if (word.equals("--target") || word.equals("--edition")) {
        words.add(word + "=" + next);
        i++;
      } else if (word.startsWith("--target=") || word.startsWith("--edition=")) {
        words.add(word);
      } else if (word.equals("-C") || word.equals("--codegen")) {
        add(CODEGEN, "-C", next, words);
        i++;
      } else if (word.equals("-Z")) {
        add(UNSTABLE, "-Z", next, words);
        i++;
      } else if (word.startsWith("-C")) {
        add(CODEGEN, "-C", word.substring(2), words);
      } else if (word.startsWith("-Z")) {
        add(UNSTABLE, "-Z", word.substring(2), words);
      }
    }
    return words;
  }

  private static void add(Set<String> allowed, String letter, String option, List<String> words) {
    int equals = option.indexOf('=');
    String key = equals < 0 ? option : option.substring(0, equals);
    if (allowed.contains(key.replace('_', '-'))) {
      words.add(letter + option);
    }
  }
}
