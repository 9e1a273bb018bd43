package org.abiseam.tests.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.abiseam.laboratory.Observation;
import org.abiseam.model.Citation;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.psabi.PlanResult;
import org.abiseam.rules.psabi.Psabis;

/** Which answers of the tables of divergences recorded calls rest on that went as planned. */
final class ShownAnswers {
  /**
   * Answers that rest on a reference, or on machine code that was read, and on no recording; one
   * goes when it is recorded. Those of rustc on results of no size stay: its debug info has no
   * result there to ask about.
   */
  static final SortedSet<String> BY_REFERENCE_ALONE =
      new TreeSet<>(
          List.of(
              "aarch64/bf16 no",
              "aarch64/bf16 yes",
              "aarch64/complex-beside-empty-array no",
              "aarch64/complex-beside-empty-array yes",
              "aarch64/small-float-vector no",
              "aarch64/small-float-vector yes",
              "aarch64/small-vector-result no",
              "aarch64/small-vector-result yes",
              "arm/vector-elements no",
              "arm/vector-elements yes",
              "i386/atomic-member-result no",
              "i386/atomic-member-result yes",
              "i386/empty-result-pointer yes",
              "i386/wide-bit-integer no",
              "i386/wide-bit-integer yes",
              "loongarch/array-of-no-size no",
              "loongarch/bit-field-and-float no",
              "loongarch/complex-integer no",
              "loongarch/typedef-of-struct no",
              "loongarch/typedef-of-struct yes",
              "mips/empty-result yes",
              "ppc32/binary128 yes",
              "ppc64/sole-quad no",
              "ppc64/typedef-of-struct no",
              "ppc64/typedef-of-struct yes",
              "riscv/array-of-no-size no",
              "riscv/array-of-no-size yes",
              "riscv/bit-field-and-float no",
              "riscv/complex-integer no",
              "riscv/complex-integer yes",
              "riscv/typedef-of-struct no",
              "riscv/typedef-of-struct yes",
              "sparc64/typedef-of-struct no",
              "sparc64/typedef-of-struct yes",
              "sparc64/vector no",
              "sparc64/vector-member no",
              "sparc64/vector-member yes",
              "sparc64/vector yes",
              "x86-64/atomic-member no",
              "x86-64/atomic-member yes",
              "x86-64/misaligned-empty-array no",
              "x86-64/misaligned-empty-array yes",
              "x86-64/misaligned-empty-member no",
              "x86-64/misaligned-empty-member yes",
              "x86-64/small-float-vector no",
              "x86-64/small-float-vector yes",
              "x86-64/uncounted-atomic no",
              "x86-64/uncounted-atomic yes",
              "x86-64/vector-of-one-double no",
              "x86-64/vector-of-one-double yes",
              "x86-64/wide-vector-result no",
              "x86-64/wide-vector-result yes"));

  private final Map<PassedValue.Asked, Set<String>> shown = new HashMap<>();

  /** A call of a directory of recordings that went as planned. */
  void note(String directory, Plan plan) {
    Stream.concat(plan.arguments().stream(), Stream.of(plan.result()))
        .flatMap(passed -> passed.asked().stream())
        .forEach(asked -> note(directory, asked));
  }

  private void note(String directory, PassedValue.Asked asked) {
    shown.computeIfAbsent(asked, _ -> new HashSet<>()).add(directory);
  }

  /** Notes the point on which a compiler disagrees with itself. */
  void note(String directory, Observation observation, PlanResult.NotPlanned result) {
    if (result.cause() instanceof Unsettled.Cause.SelfDisagreement(var divergence)
        && observation.arguments().stream().anyMatch(Observation.ObservedValue::doubtful)) {
      note(directory, new PassedValue.Asked(divergence, true));
    }
  }

  /** Answers that some version of a compiler gives and no call shows. */
  SortedSet<String> missing() {
    SortedSet<String> missing = new TreeSet<>();
    Psabis.divergences()
        .forEach(
            divergence -> {
              for (Divergence.Answer answer :
                  divergence.answers().values().stream().flatMap(List::stream).toList()) {
                if (!shown.containsKey(new PassedValue.Asked(divergence, answer.yes()))) {
                  missing.add(divergence.id() + (answer.yes() ? " yes" : " no"));
                }
              }
            });
    return missing;
  }

  /** References to directories of recordings of which no call bears the divergence out. */
  List<String> misleading() {
    List<String> misleading = new ArrayList<>();
    Psabis.divergences()
        .forEach(
            divergence -> {
              for (Citation reference : divergence.references()) {
                String directory = reference.clause().replace("observations/", "");
                if (reference.document().equals("abiseam fixtures")
                    && !asked(divergence).contains(directory)) {
                  misleading.add(divergence.id() + " " + reference + ", but " + asked(divergence));
                }
              }
            });
    return misleading;
  }

  private Set<String> asked(Divergence divergence) {
    SortedSet<String> directories = new TreeSet<>();
    for (boolean yes : new boolean[] {false, true}) {
      directories.addAll(shown.getOrDefault(new PassedValue.Asked(divergence, yes), Set.of()));
    }
    return directories;
  }
}
