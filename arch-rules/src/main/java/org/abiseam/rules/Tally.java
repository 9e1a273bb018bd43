package org.abiseam.rules;

import org.abiseam.model.Verdict;
import org.abiseam.model.Verification;

/** Counts verdicts and bit-fields. */
final class Tally {
  private int agree;
  private int disagree;
  private int undetermined;
  private int opaque;
  private Verification.BitFields bitFields = new Verification.BitFields(0, 0, 0);

  void count(TypeJudgement judgement, Verdict verdict) {
    count(verdict);
    if (!judgement.pairs().isEmpty()) {
      Verification.BitFields more = judgement.pairs().getFirst().differences().bitFields();
      bitFields =
          new Verification.BitFields(
              bitFields.verified() + more.verified(),
              bitFields.byModel() + more.byModel(),
              bitFields.undetermined() + more.undetermined());
    }
  }

  void count(Verdict verdict) {
    switch (verdict) {
      case Verdict.Agree _ -> agree++;
      case Verdict.Disagree _ -> disagree++;
      case Verdict.NotDetermined _ -> undetermined++;
      case Verdict.OpaqueDeclaration _ -> opaque++;
    }
  }

  Verification.Coverage coverage() {
    int shared = agree + disagree + undetermined + opaque;
    return new Verification.Coverage(shared, agree, disagree, undetermined, opaque);
  }

  Verification.BitFields bitFields() {
    return bitFields;
  }
}
