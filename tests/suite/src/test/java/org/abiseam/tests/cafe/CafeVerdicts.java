package org.abiseam.tests.cafe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Verdict;

/**
 * Holds the verdicts on the calls of {@code tests/scripts/cafe.sh} against what the linked programs
 * printed: each type in each way of passing, from C to Rust and back.
 */
public final class CafeVerdicts {
  private final List<String> wrong = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();

  /** Returns the functions whose verdict is not what happened. */
  List<String> wrong() {
    return wrong;
  }

  /** Counts verdicts by compiler, direction and kind. */
  Map<String, Integer> counts() {
    return counts;
  }

  /** Checks all that a folder has. */
  static CafeVerdicts of(Path directory) throws IOException {
    CafeVerdicts verdicts = new CafeVerdicts();
    Map<String, Map<String, Verdict>> known = new TreeMap<>();
    for (String line : Files.readAllLines(directory.resolve("results.txt"))) {
      String[] words = line.split(" ");
      Path own = directory.resolve(words[0]);
      Map<String, Verdict> symbols = known.computeIfAbsent(words[0], _ -> symbols(own));
      verdicts.take(words[0], words[1], words[2].equals("right"), symbols);
    }
    return verdicts;
  }

  private static Map<String, Verdict> symbols(Path own) {
    CheckRequest request =
        CheckRequest.of(List.of(own.resolve("c.o"), own.resolve("rust.o")))
            .withBindings(List.of(own.resolve("rust.rs")));
    Map<String, Verdict> symbols = new TreeMap<>();
    Abiseam.check(request, Progress.SILENT)
        .verification()
        .symbols()
        .forEach(
            (subject, verdict) -> {
              if (subject.kind() == Subject.Kind.FUNCTION) {
                symbols.put(subject.name(), verdict);
              }
            });
    return symbols;
  }

  private void take(String compiler, String symbol, boolean right, Map<String, Verdict> symbols) {
    Verdict verdict = symbols.get(symbol);
    String callee = symbol.substring(0, symbol.indexOf('_'));
    String word =
        switch (verdict) {
          case null -> "not shared";
          case Verdict.Agree _ -> "agree";
          case Verdict.Disagree disagree -> harmful(disagree) ? "disagree" : "risky";
          case Verdict.NotDetermined _, Verdict.OpaqueDeclaration _ -> "undetermined";
        };
    counts.merge(compiler + ", " + callee + " defines: " + word, 1, Integer::sum);
    boolean open = word.equals("undetermined") || word.equals("risky");
    boolean expected = open || word.equals(right ? "agree" : "disagree");
    if (!expected) {
      wrong.add(
          compiler
              + " "
              + symbol
              + " is "
              + (right ? "right" : "wrong")
              + ": "
              + word
              + reasons(verdict));
    } else if (verdict instanceof Verdict.NotDetermined reasons) {
      counts.merge("  " + reasons.reasons().getFirst().detail(), 1, Integer::sum);
    }
  }

  private static boolean harmful(Verdict.Disagree disagree) {
    return disagree.findings().stream().anyMatch(one -> one.severity() == Severity.HARMFUL);
  }

  private static String reasons(Verdict verdict) {
    return verdict instanceof Verdict.Disagree disagree
        ? " "
            + disagree.findings().getFirst().rule().id()
            + " "
            + disagree.findings().getFirst().differences()
        : "";
  }

  /** Argument: the folder. */
  public static void main(String[] arguments) throws IOException {
    CafeVerdicts verdicts = of(Path.of(arguments[0]));
    verdicts.counts().forEach((what, count) -> System.out.println(count + " " + what));
    verdicts.wrong().forEach(System.out::println);
    System.exit(verdicts.wrong().isEmpty() ? 0 : 1);
  }
}
