package org.abiseam.cli.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.abiseam.model.Finding;
import org.abiseam.model.Seam;
import org.abiseam.model.Verification;

/** The verdicts of a seam together with what its two builds did not bring to it. */
final class Totals {
  private Totals() {}

  /** The verdicts with what was the same at first sight, and what is gone. */
  static Verification of(Verification checked, Changed changed, Seam seam, List<Finding> gone) {
    int types = changed.commonTypes() - seam.types().size();
    int functions = changed.commonFunctions() - checked.functions().shared();
    int variables = changed.commonVariables() - checked.variables().shared();
    List<Finding> findings = new ArrayList<>(checked.findings());
    findings.addAll(gone);
    findings.sort(Comparator.comparing(Finding::severity).thenComparing(Finding::subject));
    return new Verification(
        checked.verdicts(),
        checked.symbols(),
        findings,
        checked.undetermined(),
        more(checked.coverage(), types),
        more(checked.functions(), functions),
        more(checked.variables(), variables),
        checked.flags(),
        checked.namesakes(),
        checked.bitFields());
  }

  private static Verification.Coverage more(Verification.Coverage coverage, int same) {
    int agree = coverage.agree() + Math.max(0, same);
    return new Verification.Coverage(
        coverage.shared() + Math.max(0, same),
        agree,
        coverage.disagree(),
        coverage.undetermined(),
        coverage.opaque());
  }
}
