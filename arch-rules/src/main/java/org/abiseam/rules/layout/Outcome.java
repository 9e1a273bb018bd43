package org.abiseam.rules.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Severity;
import org.abiseam.model.Undetermined.Reason;

/** What a comparison of two types found. Complete once the comparison has returned it. */
public final class Outcome {
  /**
   * How much is kept of each kind. A union of two unions of two unions… doubles with each level, so
   * that a few hundred entries of debug info could ask for more differences than there are atoms.
   */
  private static final int MOST = 4096;

  private static final int UNKNOWN = -1;

  private List<Deviation> deviations = List.of();
  private List<Doubt> doubts = List.of();
  private List<Inherited> inherited = List.of();
  private int bitFieldsStated;
  private int bitFieldsByModel;
  private int bitFieldsUnknown;
  private int distance = UNKNOWN;
  private Optional<Boolean> harmful = Optional.empty();
  private Optional<Boolean> moves = Optional.empty();

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
    /** The same below a path. */
    public Inherited inside(String outer) {
      return new Inherited(Deviation.joined(outer, path), name, position, outcome);
    }

    /** What differs in the member, as differences of the type that holds it. */
    public List<Deviation> spelledOut() {
      Outcome holder = new Outcome();
      holder.include(outcome, path, position);
      List<Deviation> all = new ArrayList<>(holder.deviations());
      for (Inherited inner : holder.inherited()) {
        if (all.size() < MOST) {
          all.addAll(inner.spelledOut());
        }
      }
      return all;
    }
  }

  /** An outcome without differences. */
  public Outcome() {}

  /** The same with the two sides exchanged. */
  Outcome turned() {
    Outcome other = new Outcome();
    deviations.forEach(deviation -> other.add(deviation.turned()));
    doubts.forEach(doubt -> other.add(doubt.reason(), doubt.path(), doubt.detail()));
    for (Inherited member : inherited) {
      other.inherit(
          new Inherited(
              member.path(), member.name(), member.position(), member.outcome().turned()));
    }
    return other;
  }

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

  /** Whether something runs wrong. Asked only of a complete outcome, as the next two are. */
  public boolean harmful() {
    if (harmful.isEmpty()) {
      harmful =
          Optional.of(
              deviations.stream().anyMatch(one -> one.severity() == Severity.HARMFUL)
                  || inherited.stream().anyMatch(member -> member.outcome().harmful()));
    }
    return harmful.get();
  }

  /** Whether a holder's other members lie elsewhere for it: size or alignment differs. */
  public boolean moves() {
    if (moves.isEmpty()) {
      moves =
          Optional.of(
              deviations.stream()
                      .filter(one -> one.path().isEmpty())
                      .anyMatch(one -> one.what() == What.SIZE || one.what() == What.ALIGNMENT)
                  || inherited.stream().anyMatch(member -> member.outcome().moves()));
    }
    return moves.get();
  }

  /** Whether nothing at all is to be said. */
  boolean plain() {
    return deviations.isEmpty() && doubts.isEmpty() && inherited.isEmpty();
  }

  /** How far the two are from each other: fewer is closer. */
  public int distance() {
    if (distance == UNKNOWN) {
      long weight = doubts.isEmpty() ? 0 : 1;
      for (Deviation deviation : deviations) {
        weight += deviation.severity() == Severity.HARMLESS ? 0 : 16;
      }
      for (Inherited member : inherited) {
        weight += member.outcome().distance();
      }
      distance = (int) Math.min(Integer.MAX_VALUE, weight);
    }
    return distance;
  }

  /** Notes a difference. */
  public void add(Deviation deviation) {
    if (deviations.isEmpty()) {
      deviations = new ArrayList<>(4);
    }
    if (deviations.size() < MOST || worse(deviation)) {
      deviations.add(deviation);
    }
  }

  /** Whether nothing as bad is among the differences. */
  private boolean worse(Deviation deviation) {
    return deviations.stream()
        .noneMatch(one -> one.severity().compareTo(deviation.severity()) <= 0);
  }

  /** Notes what could not be decided. */
  public void add(Reason reason, String path, String detail) {
    add(new Doubt(reason, path, detail));
  }

  private void add(Doubt doubt) {
    if (doubts.isEmpty()) {
      doubts = new ArrayList<>(4);
    }
    if (doubts.size() < MOST && !doubts.contains(doubt)) {
      doubts.add(doubt);
    }
  }

  /** Notes a member, an argument or a result that differs under its own name. */
  public void inherit(Inherited member) {
    if (inherited.isEmpty()) {
      inherited = new ArrayList<>(2);
    }
    if (inherited.size() < MOST) {
      inherited.add(member);
    }
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
