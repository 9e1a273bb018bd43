package org.abiseam.rules.layout;

import java.util.ArrayList;
import java.util.List;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Severity;
import org.abiseam.model.Undetermined.Reason;

/** What a comparison of two types found. Complete once the comparison has returned it. */
public final class Outcome {
  private List<Deviation> deviations = List.of();
  private List<Doubt> doubts = List.of();
  private List<Inherited> inherited = List.of();
  private int bitFieldsStated;
  private int bitFieldsByModel;
  private int bitFieldsUnknown;

  /**
   * Something that could not be decided.
   *
   * @param reason the class of reason
   * @param path from the compared type
   * @param detail the particulars
   */
  public record Doubt(Reason reason, String path, String detail) {}

  /**
   * A member whose type is shared under a name of its own and differs there.
   *
   * @param path from the compared type
   * @param name of the shared type
   * @param position of the member in bits
   * @param outcome what differs
   */
  public record Inherited(String path, String name, long position, Outcome outcome) {
    /** What differs in the member, as differences of the type that holds it. */
    public List<Deviation> spelledOut() {
      Outcome holder = new Outcome();
      holder.include(outcome, path, position);
      List<Deviation> all = new ArrayList<>(holder.deviations());
      holder.inherited().forEach(inner -> all.addAll(inner.spelledOut()));
      return all;
    }
  }

  /** An outcome without differences. */
  public Outcome() {}

  /** Differences, in the order they were found. */
  public List<Deviation> deviations() {
    return deviations;
  }

  /** What could not be decided. */
  public List<Doubt> doubts() {
    return doubts;
  }

  /** Members that differ under their own names. */
  public List<Inherited> inherited() {
    return inherited;
  }

  /** Bit-fields whose positions both sides state. */
  public int bitFieldsStated() {
    return bitFieldsStated;
  }

  /** Bit-fields that lie where bindgen must put them. */
  public int bitFieldsByModel() {
    return bitFieldsByModel;
  }

  /** Bit-fields that are only known to lie inside their unit. */
  public int bitFieldsUnknown() {
    return bitFieldsUnknown;
  }

  /** Whether anything differs that matters. */
  public boolean differs() {
    for (Deviation deviation : deviations) {
      if (deviation.severity() != Severity.HARMLESS) {
        return true;
      }
    }
    return !inherited.isEmpty();
  }

  /** Whether something runs wrong. */
  public boolean harmful() {
    for (Deviation deviation : deviations) {
      if (deviation.severity() == Severity.HARMFUL) {
        return true;
      }
    }
    for (Inherited member : inherited) {
      if (member.outcome().harmful()) {
        return true;
      }
    }
    return false;
  }

  /** How far the two are from each other: fewer is closer. */
  public int distance() {
    int weight = doubts.isEmpty() ? 0 : 1;
    for (Deviation deviation : deviations) {
      weight += deviation.severity() == Severity.HARMLESS ? 0 : 16;
    }
    for (Inherited member : inherited) {
      weight += member.outcome().distance();
    }
    return weight;
  }

  /** Notes a difference. */
  public void add(Deviation deviation) {
    if (deviations.isEmpty()) {
      deviations = new ArrayList<>(4);
    }
    deviations.add(deviation);
  }

  /** Notes what could not be decided. */
  public void add(Reason reason, String path, String detail) {
    add(new Doubt(reason, path, detail));
  }

  private void add(Doubt doubt) {
    if (doubts.isEmpty()) {
      doubts = new ArrayList<>(4);
    }
    if (!doubts.contains(doubt)) {
      doubts.add(doubt);
    }
  }

  void inherit(Inherited member) {
    if (inherited.isEmpty()) {
      inherited = new ArrayList<>(2);
    }
    inherited.add(member);
  }

  void countStated() {
    bitFieldsStated++;
  }

  void countByModel() {
    bitFieldsByModel++;
  }

  void countUnknown() {
    bitFieldsUnknown++;
  }

  /** Takes over what was found inside a member. */
  void include(Outcome inner, String path, long position) {
    for (Deviation deviation : inner.deviations) {
      add(deviation.inside(path, position));
    }
    for (Doubt doubt : inner.doubts) {
      add(new Doubt(doubt.reason(), Deviation.joined(path, doubt.path()), doubt.detail()));
    }
    for (Inherited member : inner.inherited) {
      inherit(
          new Inherited(
              Deviation.joined(path, member.path()),
              member.name(),
              position + member.position(),
              member.outcome()));
    }
    bitFieldsStated += inner.bitFieldsStated;
    bitFieldsByModel += inner.bitFieldsByModel;
    bitFieldsUnknown += inner.bitFieldsUnknown;
  }

  /** The whole type is of another size. */
  void size(Clause clause, long expectedBytes, long actualBytes, String cause) {
    add(
        new Deviation(
            clause.rule(),
            clause.severity(),
            "",
            Deviation.WHOLE,
            What.SIZE,
            Value.of(expectedBytes * 8),
            Value.of(actualBytes * 8),
            cause,
            clause.citation(),
            List.of()));
  }

  /** The whole type is something else. */
  void type(Clause clause, String expected, String actual, String cause) {
    add(
        new Deviation(
            clause.rule(),
            clause.severity(),
            "",
            Deviation.WHOLE,
            What.TYPE,
            Value.of(expected),
            Value.of(actual),
            cause,
            clause.citation(),
            List.of()));
  }

  /** A property of the whole type. */
  void property(Clause clause, What what, Value expected, Value actual) {
    add(
        new Deviation(
            clause.rule(),
            clause.severity(),
            "",
            Deviation.WHOLE,
            what,
            expected,
            actual,
            "",
            clause.citation(),
            List.of()));
  }
}
