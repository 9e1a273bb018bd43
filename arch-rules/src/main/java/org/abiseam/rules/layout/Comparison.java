package org.abiseam.rules.layout;

import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined.Reason;

/**
 * Holds types of two sides against each other, by value and in depth.
 *
 * <p>{@link #of} compares two nodes and remembers the answer. Which rule is asked follows from the
 * kinds of the two nodes behind their typedefs; where kinds differ, a struct around one member is
 * opened first ({@link Wrappers}), and only what is different then is a difference of kind.
 *
 * <p>What a member's type differs in becomes a difference of the type that holds it, with one
 * exception: a type that both sides share under a name of its own answers for itself. The holder
 * then only <i>inherits</i>, so that one wrong struct gives one finding and not one for each of the
 * hundred that contain it; and what cannot be decided about it is likewise said once, under its own
 * name.
 */
public final class Comparison {
  private static final Clause KIND = Clause.harmful(Rule.LAYOUT_KIND, Citations.C_REPRESENTATION);
  private static final Clause MEMBER =
      Clause.harmful(Rule.LAYOUT_MEMBER_TYPE, Citations.C_REPRESENTATION);

  private final Side provider;
  private final Side consumer;
  private final Set<String> shared;
  private final Recall recall = new Recall();
  private final SignatureRule signatures;
  private Relation relation = Relation.SIDES;
  private BiPredicate<String, String> renamed = (_, _) -> false;

  /**
   * A comparison of two sides that share types of these names; what function pointers point to is
   * compared by a rule of calls.
   */
  public Comparison(Side provider, Side consumer, Set<String> shared, SignatureRule signatures) {
    this.signatures = signatures;
    this.provider = provider;
    this.consumer = consumer;
    this.shared = shared;
  }

  /** The same for views that are something else to each other than two sides of a build. */
  public Comparison under(Relation other) {
    relation = other;
    return this;
  }

  /** The same for types of which some have two names: the provider's and the consumer's. */
  public Comparison knowing(BiPredicate<String, String> names) {
    renamed = names;
    return this;
  }

  /** Whether a type of the provider is one of another name of the consumer. */
  boolean renamed(String expected, String actual) {
    return renamed.test(expected, actual);
  }

  /** Whether an old build is held against a new one. */
  public boolean versions() {
    return relation == Relation.VERSIONS;
  }

  /** The side that should be right. */
  public Side provider() {
    return provider;
  }

  /** The side that is held against it. */
  public Side consumer() {
    return consumer;
  }

  SignatureRule signatures() {
    return signatures;
  }

  Set<String> shared() {
    return shared;
  }

  /** Compares two types. */
  public Outcome of(TypeId expected, TypeId actual) {
    long key = (long) expected.index() << 32 | actual.index();
    return recall.of(
        key,
        out -> {
          AlignmentRule.compare(this, expected, actual, out);
          structure(expected, actual, out);
        });
  }

  /** Compares the types of two members and notes in the holder's outcome what they differ in. */
  void member(Outcome holder, String path, long position, Flat.Slot expected, Flat.Slot actual) {
    embed(holder, path, position, expected.type(), actual.type());
  }

  /** Compares two types and notes in the holder's outcome, under a path, what they differ in. */
  public void embed(Outcome holder, String path, long position, TypeId expected, TypeId actual) {
    if (plainlyEqual(expected, actual)) {
      return;
    }
    Outcome inner = of(expected, actual);
    Optional<String> name = Names.shared(this, expected, actual);
    if (name.isEmpty()) {
      holder.include(inner, path, position);
    } else if (inner.differs()) {
      holder.inherit(new Outcome.Inherited(path, name.get(), position, inner));
    }
  }

  private boolean plainlyEqual(TypeId expected, TypeId actual) {
    return provider.type(expected) instanceof Type.Scalar one
        && consumer.type(actual) instanceof Type.Scalar other
        && one.bytes() == other.bytes()
        && one.encoding() == other.encoding()
        && one.valueBits() == other.valueBits();
  }

  /** Compares all but the alignment of the two types themselves. */
  void structure(TypeId expected, TypeId actual, Outcome out) {
    Type one = provider.type(expected);
    Type other = consumer.type(actual);
    if (one instanceof Type.Incomplete || other instanceof Type.Incomplete) {
      OpaqueRule.incomplete(this, expected, actual, out);
    } else if (one instanceof Type.Opaque || other instanceof Type.Opaque) {
      OpaqueRule.blob(this, expected, actual, out);
    } else if (one instanceof Type.Aggregate a && other instanceof Type.Aggregate b) {
      aggregates(expected, actual, a.shape() == b.shape(), out);
    } else if (!leaves(expected, actual, out)) {
      opened(expected, actual, out);
    }
  }

  private void aggregates(TypeId expected, TypeId actual, boolean sameShape, Outcome out) {
    if (provider.flat(expected).overfull() || consumer.flat(actual).overfull()) {
      out.add(Reason.UNSUPPORTED, "", "has more than " + Flat.MOST + " members");
    } else if (sameShape
        && (versions() || Members.related(provider.flat(expected), consumer.flat(actual)))) {
      new Members(this, expected, actual, out).compare();
    } else if (!open(expected, actual, out)) {
      if (sameShape) {
        new Members(this, expected, actual, out).compare();
      } else {
        mismatch(expected, actual, out);
      }
    }
  }

  /** Compares where a rule for the two kinds exists. */
  private boolean leaves(TypeId expected, TypeId actual, Outcome out) {
    Type one = provider.type(expected);
    Type other = consumer.type(actual);
    return switch (one) {
      case Type.Scalar scalar -> ScalarRule.compare(scalar, other, out);
      case Type.Enumeration enumeration -> EnumerationRule.compare(this, enumeration, other, out);
      case Type.Pointer _ -> PointerRule.compare(this, expected, actual, out);
      case Type.Array _, Type.Vector _ -> {
        Optional<Type.Array> row = ArrayRule.array(one);
        Optional<Type.Array> otherRow = ArrayRule.array(other);
        if (row.isPresent() && otherRow.isPresent()) {
          ArrayRule.compare(this, row.get(), otherRow.get(), out);
        }
        yield otherRow.isPresent();
      }
      case Type.Tagged tagged ->
          other instanceof Type.Tagged same && TaggedRule.compare(tagged, same, out);
      case Type.Aggregate aggregate ->
          other instanceof Type.Tagged tagged
              && TaggedRule.compare(this, expected, aggregate, tagged, out);
      case Type.Void _ -> consumer.bytes(actual) == 0;
      case Type.Function _ -> other instanceof Type.Function;
      case Type.Alias _, Type.Atomic _, Type.Incomplete _, Type.Opaque _ ->
          throw new IllegalStateException("handled before: " + one);
    };
  }

  private void opened(TypeId expected, TypeId actual, Outcome out) {
    if (!versions()) {
      if (!open(expected, actual, out)) {
        mismatch(expected, actual, out);
      }
      return;
    }
    // Between versions a wrapper is as good as its inside only where nothing else changed.
    Outcome inside = new Outcome();
    if (open(expected, actual, inside) && !inside.differs()) {
      inside.doubts().forEach(doubt -> out.add(doubt.reason(), doubt.path(), doubt.detail()));
      inside.deviations().forEach(out::add);
    } else {
      mismatch(expected, actual, out);
    }
  }

  /** Opens a struct around one member on either side, the consumer's first. */
  private boolean open(TypeId expected, TypeId actual, Outcome out) {
    TypeId inner = Wrappers.inner(consumer, actual);
    if (inner.equals(actual)) {
      inner = ArrayRule.only(consumer, actual);
    }
    if (!inner.equals(actual)) {
      structure(expected, inner, out);
      return true;
    }
    TypeId innerExpected = Wrappers.inner(provider, expected);
    if (innerExpected.equals(expected)) {
      innerExpected = ArrayRule.only(provider, expected);
    }
    if (!innerExpected.equals(expected)) {
      structure(innerExpected, actual, out);
      return true;
    }
    return OpaqueRule.bytes(this, expected, actual, out)
        || TaggedRule.open(this, expected, actual, out);
  }

  /** Says that two types have nothing in common. */
  void mismatch(TypeId expected, TypeId actual, Outcome out) {
    boolean composite = composite(provider.type(expected)) || composite(consumer.type(actual));
    Clause clause = composite ? KIND : MEMBER;
    long expectedBytes = provider.bytes(expected);
    long actualBytes = consumer.bytes(actual);
    Texts texts = Texts.of(this, expected, actual);
    out.type(clause, texts.expected(), texts.actual(), "");
    if (expectedBytes != actualBytes) {
      out.size(clause, expectedBytes, actualBytes, "");
    }
  }

  private static boolean composite(Type type) {
    return switch (type) {
      case Type.Aggregate _, Type.Tagged _, Type.Enumeration _ -> true;
      case Type.Void _,
          Type.Scalar _,
          Type.Pointer _,
          Type.Array _,
          Type.Vector _,
          Type.Function _,
          Type.Alias _,
          Type.Atomic _,
          Type.Incomplete _,
          Type.Opaque _ ->
          false;
    };
  }
}
