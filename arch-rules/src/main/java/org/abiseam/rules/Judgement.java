package org.abiseam.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.Finding;
import org.abiseam.model.Origin;
import org.abiseam.model.Seam;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.model.Verdict;
import org.abiseam.model.Verification;
import org.abiseam.model.View;
import org.abiseam.rules.layout.Outcome;

/**
 * What is known of one shared type.
 *
 * <p>Each Rust view is held against every C view; the closest counts. Where none agrees, that is
 * the one with the fewest differences, so that the report speaks of the type that was most probably
 * meant.
 */
final class Judgement {
  /** A Rust view and the C view that it is judged by. */
  record Held(View.Typed provider, View.Typed consumer, Outcome outcome) {}

  private final Seam.SharedType type;
  private final List<Held> held = new ArrayList<>();
  private final List<Undetermined> unreadable = new ArrayList<>();
  private final List<Drift> drifts = new ArrayList<>();
  private final List<View> namesakes = new ArrayList<>();
  private int placeholders;

  private Judgement(Seam.SharedType type) {
    this.type = type;
  }

  static Judgement of(Seam.SharedType type, Sides sides) {
    Judgement judgement = new Judgement(type);
    List<View.Typed> provider = judgement.typed(type.provider());
    for (View.Typed consumer : judgement.typed(type.consumer())) {
      if (consumer.types().type(consumer.definition().type()) instanceof Type.Incomplete) {
        judgement.placeholders++;
      } else if (!provider.isEmpty()) {
        judgement.held.add(closest(provider, consumer, sides));
      }
    }
    if (!judgement.held.isEmpty() && type.kinship() == Seam.Kinship.MEANT) {
      judgement.others(provider, sides);
    }
    return judgement;
  }

  private List<View.Typed> typed(List<View> views) {
    List<View.Typed> typed = new ArrayList<>(views.size());
    for (View view : views) {
      switch (view) {
        case View.Typed known -> typed.add(known);
        case View.NameOnly _ -> undetermined(Reason.NO_DEBUG_INFO, "only its name is known", view);
        case View.Unreadable unreadableView ->
            undetermined(Reason.NO_DEBUG_INFO, unreadableView.reason(), view);
      }
    }
    return typed;
  }

  private void undetermined(Reason reason, String detail, View view) {
    unreadable.add(new Undetermined(subject(), reason, detail, view));
  }

  private static Held closest(List<View.Typed> provider, View.Typed consumer, Sides sides) {
    View.Typed best = provider.getFirst();
    Outcome outcome = sides.compare(best, consumer);
    for (int i = 1; i < provider.size() && outcome.distance() > 0; i++) {
      Outcome other = sides.compare(provider.get(i), consumer);
      if (other.distance() < outcome.distance()) {
        best = provider.get(i);
        outcome = other;
      }
    }
    return new Held(best, consumer, outcome);
  }

  /**
   * C views beside the chosen ones: the same type gone apart, or another of the same name. A chosen
   * view answers for its declaration file, so two of one file are held against each other too.
   */
  private void others(List<View.Typed> provider, Sides sides) {
    List<View.Typed> chosen = held.stream().map(Held::provider).distinct().toList();
    for (View.Typed other : provider) {
      View.Typed kin = kin(chosen, other);
      if (kin.equals(other)) {
        continue;
      }
      Outcome outcome = sides.compare(kin, other);
      if (outcome.differs()) {
        if (sameFile(kin, other)) {
          drifts.add(new Drift(kin, other, outcome, matters(kin, other, sides)));
        } else {
          namesakes.add(other);
        }
      }
    }
  }

  /** The first chosen view of the same declaration file, or the first of all. */
  private static View.Typed kin(List<View.Typed> chosen, View.Typed other) {
    for (View.Typed view : chosen) {
      if (view.equals(other) || sameFile(view, other)) {
        return view;
      }
    }
    return chosen.getFirst();
  }

  /** Whether Rust's beliefs in the type of that file are wrong with the other definition. */
  private boolean matters(View.Typed kin, View.Typed other, Sides sides) {
    for (Held one : held) {
      if (sameFile(one.provider(), kin) && sides.compare(other, one.consumer()).harmful()) {
        return true;
      }
    }
    return false;
  }

  private static boolean sameFile(View one, View other) {
    Optional<String> file = one.origin().declared().map(Origin.Line::file);
    return file.isPresent() && file.equals(other.origin().declared().map(Origin.Line::file));
  }

  Subject subject() {
    return new Subject(Subject.Kind.TYPE, type.name());
  }

  List<Held> held() {
    return held;
  }

  List<Drift> drifts() {
    return drifts;
  }

  boolean unsure() {
    return type.kinship() == Seam.Kinship.UNSURE;
  }

  /** What else has the name, of C and of Rust. */
  List<Verification.Namesake> namesakes() {
    List<Verification.Namesake> found = new ArrayList<>(0);
    if (!namesakes.isEmpty()) {
      View chosen = held.getFirst().provider();
      found.add(new Verification.Namesake(type.name(), chosen, namesakes));
    }
    if (!type.strangers().isEmpty()) {
      View chosen = type.consumer().getFirst();
      found.add(new Verification.Namesake(type.name(), chosen, type.strangers()));
    }
    return found;
  }

  Verdict verdict(List<Finding> findings, List<Finding> notes) {
    if (!findings.isEmpty()) {
      return new Verdict.Disagree(findings);
    }
    List<Undetermined> reasons = new ArrayList<>(unreadable);
    if (unsure()) {
      String detail = "a Rust type of another crate has this name, and other members than C's";
      reasons.add(
          new Undetermined(subject(), Reason.AMBIGUOUS, detail, type.consumer().getFirst()));
    } else {
      held.forEach(one -> doubts(one, reasons));
    }
    if (!reasons.isEmpty()) {
      return new Verdict.NotDetermined(reasons);
    }
    return held.isEmpty() && placeholders > 0
        ? new Verdict.OpaqueDeclaration()
        : new Verdict.Agree(notes);
  }

  private void doubts(Held one, List<Undetermined> reasons) {
    for (Outcome.Doubt doubt : one.outcome().doubts()) {
      String detail = doubt.path().isEmpty() ? doubt.detail() : doubt.path() + " " + doubt.detail();
      View lacking =
          switch (doubt.reason()) {
            case BIT_FIELD_POSITIONS, OPAQUE, UNSUPPORTED, AMBIGUOUS, SWITCHES -> one.consumer();
            case ALIGNMENT, DECLARED_ONLY, NOT_MODELLED, NO_DEBUG_INFO -> one.provider();
          };
      Undetermined reason = new Undetermined(subject(), doubt.reason(), detail, lacking);
      if (reasons.stream().noneMatch(known -> known.detail().equals(reason.detail()))) {
        reasons.add(reason);
      }
    }
  }
}
