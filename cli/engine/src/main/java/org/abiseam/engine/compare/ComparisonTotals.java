package org.abiseam.engine.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.abiseam.model.Finding;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Verdict;
import org.abiseam.model.Verification;

/** Adds to the verdicts of a seam what is equal in both builds, and what is gone. */
final class ComparisonTotals {
  private ComparisonTotals() {}

  /** Returns the verdicts with what was the same at first sight, and what is gone. */
  static Verification of(
      Verification checked,
      FingerprintDiff changed,
      Seam seam,
      List<Finding> gone,
      SymbolPairs pairs) {
    Verdict same = new Verdict.Agree(List.of());
    SortedMap<String, Verdict> types = new TreeMap<>(checked.verdicts());
    changed.bothTypes().forEach(name -> types.putIfAbsent(name, same));
    SortedMap<Subject, Verdict> symbols = new TreeMap<>(checked.symbols());
    pairs
        .open()
        .forEach(
            one -> symbols.putIfAbsent(one.subject(), new Verdict.NotDetermined(List.of(one))));
    changed.bothSymbols().forEach(subject -> symbols.putIfAbsent(subject, same));
    pairs
        .findings()
        .forEach(
            one -> {
              if (one.severity() != Severity.HARMLESS
                  && one.subject().kind() != Subject.Kind.OBJECT) {
                symbols.put(one.subject(), new Verdict.Disagree(List.of(one)));
              }
            });
    for (Finding one : gone) {
      Verdict verdict = new Verdict.Disagree(List.of(one));
      if (one.subject().kind() == Subject.Kind.TYPE) {
        types.put(one.subject().name(), verdict);
      } else {
        symbols.put(one.subject(), verdict);
      }
    }
    List<Finding> findings = new ArrayList<>();
    checked.findings().forEach(one -> findings.add(elsewhere(one)));
    findings.addAll(gone);
    findings.addAll(pairs.findings());
    List<Undetermined> open = new ArrayList<>(checked.undetermined());
    open.addAll(pairs.open());
    findings.sort(
        Comparator.comparing(Finding::severity)
            .thenComparingInt(one -> one.rule() == Rule.MACHINE_MISMATCH ? 0 : 1)
            .thenComparing(Finding::subject));
    return new Verification(
        types,
        symbols,
        findings,
        open,
        more(checked.coverage(), changed.bothTypes().size() - seam.types().size()),
        counted(symbols, changed, Subject.Kind.FUNCTION),
        counted(symbols, changed, Subject.Kind.VARIABLE),
        checked.flags(),
        checked.namesakes(),
        checked.bitFields());
  }

  /** Counts the verdicts of symbols that both builds have. */
  private static Verification.Coverage counted(
      SortedMap<Subject, Verdict> symbols, FingerprintDiff changed, Subject.Kind kind) {
    int agree = 0;
    int disagree = 0;
    int undetermined = 0;
    int opaque = 0;
    for (Subject subject : changed.bothSymbols()) {
      if (subject.kind() == kind) {
        switch (symbols.getOrDefault(subject, new Verdict.Agree(List.of()))) {
          case Verdict.Agree _ -> agree++;
          case Verdict.Disagree _ -> disagree++;
          case Verdict.NotDetermined _ -> undetermined++;
          case Verdict.OpaqueDeclaration _ -> opaque++;
        }
      }
    }
    return new Verification.Coverage(
        agree + disagree + undetermined + opaque, agree, disagree, undetermined, opaque);
  }

  /** Returns a type that lies in another file now may be another one of its name. */
  private static Finding elsewhere(Finding one) {
    boolean here =
        one.subject().kind() != Subject.Kind.TYPE
            || one.severity() == Severity.HARMLESS
            || !one.cause().isEmpty()
            || FilePairs.sameFile(one.provider(), one.consumer());
    return here ? one : one.because("Another file declares it: it moved, or is another type");
  }

  private static Verification.Coverage more(Verification.Coverage coverage, long left) {
    int same = (int) Math.max(0, left);
    int agree = coverage.agree() + same;
    return new Verification.Coverage(
        coverage.shared() + same,
        agree,
        coverage.disagree(),
        coverage.undetermined(),
        coverage.opaque());
  }
}
