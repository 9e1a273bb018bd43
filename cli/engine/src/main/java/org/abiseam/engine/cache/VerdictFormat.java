package org.abiseam.engine.cache;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.abiseam.model.Subject;
import org.abiseam.model.Verdict;
import org.abiseam.model.Verification;

/** Writes the verdicts over what sides share. */
public final class VerdictFormat {
  private static final List<Kind> KINDS = List.of(Kind.values());

  /** Says which variant of {@link Verdict} follows. */
  private enum Kind {
    AGREE,
    DISAGREE,
    NOT_DETERMINED,
    OPAQUE
  }

  private VerdictFormat() {}

  /** Writes verdicts. */
  public static void write(EntryWriter to, Verification all) {
    to.map(all.verdicts(), VerdictFormat::verdict);
    to.all(
        all.symbols().entrySet(),
        (out, one) -> {
          ViewFormat.subject(out, one.getKey());
          verdict(out, one.getValue());
        });
    to.all(all.findings(), ViewFormat::finding);
    to.all(all.undetermined(), ViewFormat::undetermined);
    coverage(to, all.coverage());
    coverage(to, all.functions());
    coverage(to, all.variables());
    coverage(to, all.flags());
    to.all(
        all.namesakes(),
        (out, one) -> {
          out.text(one.name());
          ViewFormat.view(out, one.chosen());
          ViewFormat.views(out, one.others());
        });
    to.number(all.bitFields().verified());
    to.number(all.bitFields().byModel());
    to.number(all.bitFields().undetermined());
  }

  /** Reads verdicts, in their order. */
  public static Verification read(EntryReader from) {
    Map<String, Verdict> types = new LinkedHashMap<>();
    for (int left = from.count(); left > 0; left--) {
      String name = from.text();
      types.put(name, verdict(from));
    }
    Map<Subject, Verdict> symbols = new LinkedHashMap<>();
    for (int left = from.count(); left > 0; left--) {
      Subject subject = ViewFormat.subject(from);
      symbols.put(subject, verdict(from));
    }
    return new Verification(
        types,
        symbols,
        from.all(ViewFormat::finding),
        from.all(ViewFormat::undetermined),
        coverage(from),
        coverage(from),
        coverage(from),
        coverage(from),
        from.all(
            one ->
                new Verification.Namesake(one.text(), ViewFormat.view(one), ViewFormat.views(one))),
        new Verification.BitFields(from.small(), from.small(), from.small()));
  }

  private static void verdict(EntryWriter to, Verdict verdict) {
    switch (verdict) {
      case Verdict.Agree agree -> {
        to.constant(Kind.AGREE);
        to.all(agree.notes(), ViewFormat::finding);
      }
      case Verdict.Disagree disagree -> {
        to.constant(Kind.DISAGREE);
        to.all(disagree.findings(), ViewFormat::finding);
      }
      case Verdict.NotDetermined open -> {
        to.constant(Kind.NOT_DETERMINED);
        to.all(open.reasons(), ViewFormat::undetermined);
      }
      case Verdict.OpaqueDeclaration _ -> to.constant(Kind.OPAQUE);
    }
  }

  private static Verdict verdict(EntryReader from) {
    return switch (from.constant(KINDS)) {
      case AGREE -> new Verdict.Agree(from.all(ViewFormat::finding));
      case DISAGREE -> new Verdict.Disagree(from.all(ViewFormat::finding));
      case NOT_DETERMINED -> new Verdict.NotDetermined(from.all(ViewFormat::undetermined));
      case OPAQUE -> new Verdict.OpaqueDeclaration();
    };
  }

  private static void coverage(EntryWriter to, Verification.Coverage coverage) {
    to.number(coverage.shared());
    to.number(coverage.agree());
    to.number(coverage.disagree());
    to.number(coverage.undetermined());
    to.number(coverage.opaque());
  }

  private static Verification.Coverage coverage(EntryReader from) {
    int shared = from.small();
    int agree = from.small();
    int disagree = from.small();
    int undetermined = from.small();
    int opaque = from.small();
    if (shared != agree + disagree + undetermined + opaque) {
      throw new CorruptEntry("figures do not reconcile");
    }
    return new Verification.Coverage(shared, agree, disagree, undetermined, opaque);
  }
}
