package org.abiseam.rules;

import org.abiseam.model.Verdict;
import org.abiseam.model.Verification;
import org.abiseam.rules.layout.Outcome;

/** Counts verdicts and bit-fields. */
final class Tally {
  private int agree;
  private int disagree;
  private int undetermined;
  private int opaque;
  private int stated;
  private int byModel;
  private int unknown;

  void count(Judgement judgement, Verdict verdict) {
    count(verdict);
    if (!judgement.held().isEmpty()) {
      Outcome outcome = judgement.held().getFirst().outcome();
      stated += outcome.bitFieldsStated();
      byModel += outcome.bitFieldsByModel();
      unknown += outcome.bitFieldsUnknown();
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
    return new Verification.BitFields(stated, byModel, unknown);
  }
}
