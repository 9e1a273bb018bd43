package org.abiseam.tests.oracle;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Passage;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.psabi.Psabis;

/** Which answers of the tables of divergences recorded calls rest on that went as planned. */
final class ShownAnswers {
  /** Answers that rest on a reference alone. This list only gets shorter. */
  static final SortedSet<String> BY_REFERENCE_ALONE =
      new TreeSet<>(
          List.of(
              "i386/complex-integer no",
              "i386/complex-integer yes",
              "i386/empty-result-pointer yes",
              "i386/fastcall-hidden-pointer no",
              "i386/fastcall-hidden-pointer yes",
              "i386/fastcall-struct no",
              "i386/fastcall-struct yes",
              "i386/fastcall-wide-number no",
              "i386/fastcall-wide-number yes",
              "i386/flexible-result no",
              "i386/odd-member-result no",
              "i386/regparm-hidden-pointer no",
              "i386/regparm-struct no",
              "i386/regparm-wide no",
              "i386/thiscall-first yes",
              "loongarch/bit-field-and-float no",
              "loongarch/unnamed-bit-fields yes",
              "mips/empty-result yes",
              "ppc32/binary128 no",
              "ppc32/binary128 yes",
              "ppc32/va-arg-long-double yes",
              "ppc64/anonymous-struct yes",
              "ppc64/empty-aligned no",
              "ppc64/empty-array no",
              "ppc64/flexible-array no",
              "ppc64/union-of-double no",
              "ppc64/union-of-double yes",
              "ppc64/union-of-doubles yes",
              "riscv/bit-field-and-float no",
              "riscv/unnamed-bit-fields yes",
              "s390x/union-of-double no",
              "sparc64/anonymous-struct no",
              "sparc64/anonymous-struct yes",
              "sparc64/complex-integer no",
              "sparc64/complex-integer yes",
              "sparc64/empty-aligned no",
              "sparc64/members yes",
              "sparc64/packed no",
              "sparc64/packed yes",
              "sparc64/typedef-alignment yes",
              "sparc64/union no",
              "sparc64/union yes",
              "x86-64/int128-last-register yes",
              "x86-64/int128-split yes",
              "x86-64/int128-stack-alignment no",
              "x86-64/memberless-on-the-stack no",
              "x86-64/ms-caller-extends no",
              "x86-64/ms-caller-extends yes",
              "x86-64/ms-long-double no",
              "x86-64/ms-long-double yes",
              "x86-64/ms-narrow-argument no",
              "x86-64/ms-narrow-argument yes"));

  private final Set<Passage.Asked> shown = new HashSet<>();

  void note(Plan plan) {
    Stream.concat(plan.arguments().stream(), Stream.of(plan.result()))
        .forEach(passage -> shown.addAll(passage.asked()));
  }

  /** Answers that some version of a compiler gives and no call shows. */
  SortedSet<String> missing() {
    SortedSet<String> missing = new TreeSet<>();
    Psabis.divergences()
        .forEach(
            divergence -> {
              for (Divergence.Answer answer : divergence.answers()) {
                if (!shown.contains(new Passage.Asked(divergence.question(), answer.yes()))) {
                  missing.add(divergence.id() + (answer.yes() ? " yes" : " no"));
                }
              }
            });
    return missing;
  }
}
