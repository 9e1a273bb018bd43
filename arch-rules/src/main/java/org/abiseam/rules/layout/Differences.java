package org.abiseam.rules.layout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Severity;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.model.Verification;

/** Holds what the comparison of two types or calls found. Immutable. */
public final class Differences {
  /**
   * How much is kept of each kind. A union of two unions of two unions… doubles with each level, so
   * that a few hundred entries of debug info could ask for more differences than there are atoms.
   */
  private static final int MOST = 4096;

  /** No difference, and nothing undecided. */
  public static final Differences NONE = new Differences(new Builder());

  private final List<RuleDifference> all;
  private final List<Undecided> undecided;
  private final List<Inherited> inherited;
  private final Verification.BitFields bitFields;
  private final boolean differs;
  private final boolean harmful;
  private final boolean moves;
  private final int distance;

  private Differences(Builder found) {
    all = Collections.unmodifiableList(found.all);
    undecided = Collections.unmodifiableList(found.undecided);
    inherited = Collections.unmodifiableList(found.inherited);
    bitFields = new Verification.BitFields(found.stated, found.byModel, found.unknown);
    boolean anyHarmful = false;
    boolean anyMoves = false;
    long weight = undecided.isEmpty() ? 0 : 1;
    for (RuleDifference one : all) {
      anyHarmful |= one.severity() == Severity.HARMFUL;
      anyMoves |= one.path().isEmpty() && (one.what() == What.SIZE || one.what() == What.ALIGNMENT);
      weight += one.serious() ? 16 : 0;
    }
    for (Inherited member : inherited) {
      anyHarmful |= member.differences().harmful;
      anyMoves |= member.differences().moves;
      weight += member.differences().distance;
    }
    differs = found.differs();
    harmful = anyHarmful;
    moves = anyMoves;
    distance = (int) Math.min(Integer.MAX_VALUE, weight);
  }

  /**
   * Describes something that could not be decided.
   *
   * @param reason the class of reason
   * @param path from the compared type
   * @param detail the particulars, as a clause without its subject
   */
  public record Undecided(Reason reason, String path, String detail) {
    /** Returns the detail with the path as its subject. */
    public String sentence() {
      return path.isEmpty() ? detail : path + " " + detail;
    }

    /** Returns the same seen from a type that contains the compared one. */
    public Undecided inside(String outer) {
      return new Undecided(reason, RuleDifference.joined(outer, path), detail);
    }
  }

  /**
   * Describes a member whose type both sides share under a name of its own and which differs there.
   *
   * @param path from the compared type
   * @param name of the shared type
   * @param position of the member in bits
   * @param differences what differs in the shared type
   */
  public record Inherited(String path, String name, long position, Differences differences) {
    /** Returns the same seen from a type that contains the compared one. */
    public Inherited inside(String outer, long offset) {
      return new Inherited(
          RuleDifference.joined(outer, path), name, offset + position, differences);
    }

    /** Lists what differs in the member as differences of the type that contains it. */
    public List<RuleDifference> spelledOut() {
      Builder holder = new Builder();
      holder.include(differences, path, position);
      List<RuleDifference> spelled = new ArrayList<>(holder.all);
      for (Inherited inner : holder.inherited) {
        if (spelled.size() < MOST) {
          spelled.addAll(inner.spelledOut());
        }
      }
      return spelled;
    }
  }

  /** Creates what a comparison found that only one thing differs. */
  public static Differences of(RuleDifference difference) {
    return new Builder().add(difference).build();
  }

  /** Creates what a comparison found that could decide nothing. */
  public static Differences undecided(Reason reason, String detail) {
    return new Builder().undecided(reason, "", detail).build();
  }

  /** Returns the same with one more difference. */
  public Differences and(RuleDifference more) {
    return new Builder().include(this, "", 0).add(more).build();
  }

  /** Returns the same with the two sides exchanged. */
  Differences swapped() {
    Builder other = new Builder();
    all.forEach(one -> other.add(one.swapped()));
    undecided.forEach(other::add);
    for (Inherited member : inherited) {
      other.inherit(
          new Inherited(member.path, member.name, member.position, member.differences.swapped()));
    }
    return other.build();
  }

  /** Lists the differences in the order in which they were found. */
  public List<RuleDifference> all() {
    return all;
  }

  /** Lists what could not be decided. */
  public List<Undecided> undecided() {
    return undecided;
  }

  /** Lists the members that differ under their own names. */
  public List<Inherited> inherited() {
    return inherited;
  }

  /** Counts how the positions of bit-fields were verified. */
  public Verification.BitFields bitFields() {
    return bitFields;
  }

  /** Tells whether anything differs that matters. */
  public boolean differs() {
    return differs;
  }

  /** Tells whether something goes wrong at run time. */
  public boolean harmful() {
    return harmful;
  }

  /** Tells whether size or alignment differs, which moves the other members of a container. */
  public boolean moves() {
    return moves;
  }

  /** Tells whether there is nothing to report. */
  boolean nothing() {
    return all.isEmpty() && undecided.isEmpty() && inherited.isEmpty();
  }

  /** Returns how far the two types are from each other: less is closer. */
  public int distance() {
    return distance;
  }

  /** Collects what a comparison finds. */
  public static final class Builder {
    private List<RuleDifference> all = List.of();
    private List<Undecided> undecided = List.of();
    private List<Inherited> inherited = List.of();
    private int stated;
    private int byModel;
    private int unknown;

    /** Starts without differences. */
    public Builder() {}

    /** Adds a difference. */
    public Builder add(RuleDifference one) {
      boolean worst = all.size() < MOST || all.stream().noneMatch(it -> asBad(it, one));
      all = worst ? with(all, one) : all;
      return this;
    }

    private static boolean asBad(RuleDifference known, RuleDifference other) {
      return known.severity().compareTo(other.severity()) <= 0;
    }

    /** Adds what could not be decided. */
    public Builder undecided(Reason reason, String path, String detail) {
      return add(new Undecided(reason, path, detail));
    }

    /** Adds what could not be decided. */
    public Builder add(Undecided one) {
      if (undecided.size() < MOST && !undecided.contains(one)) {
        undecided = with(undecided, one);
      }
      return this;
    }

    /** Adds a member, an argument or a result that differs under its own name. */
    public Builder inherit(Inherited member) {
      inherited = inherited.size() < MOST ? with(inherited, member) : inherited;
      return this;
    }

    /** Tells whether nothing differs and nothing is open so far. */
    public boolean agrees() {
      return all.isEmpty() && undecided.isEmpty() && inherited.isEmpty();
    }

    /** Tells whether something could not be decided for a reason of a class. */
    public boolean leavesOpen(Reason reason) {
      return undecided.stream().anyMatch(one -> one.reason() == reason);
    }

    private static <T> List<T> with(List<T> list, T one) {
      List<T> longer = list.isEmpty() ? new ArrayList<>(4) : list;
      longer.add(one);
      return longer;
    }

    /** Counts a bit-field whose position both sides state. */
    void countStated() {
      stated++;
    }

    /** Counts a bit-field that lies where bindgen must put it. */
    void countByModel() {
      byModel++;
    }

    /** Counts a bit-field that is only known to lie inside its unit. */
    void countUnknown() {
      unknown++;
    }

    /** Adds what was found inside a member. */
    public Builder include(Differences inner, String path, long position) {
      inner.all.forEach(one -> add(one.inside(path, position)));
      inner.undecided.forEach(one -> add(one.inside(path)));
      inner.inherited.forEach(member -> inherit(member.inside(path, position)));
      stated += inner.bitFields.verified();
      byModel += inner.bitFields.byModel();
      unknown += inner.bitFields.undetermined();
      return this;
    }

    /** Tells whether anything was found so far that matters. */
    boolean differs() {
      return !inherited.isEmpty() || all.stream().anyMatch(RuleDifference::serious);
    }

    /** Returns what was found; nothing may be added afterwards. */
    public Differences build() {
      boolean empty = all.isEmpty() && undecided.isEmpty() && inherited.isEmpty();
      return empty && stated + byModel + unknown == 0 ? NONE : new Differences(this);
    }
  }
}
