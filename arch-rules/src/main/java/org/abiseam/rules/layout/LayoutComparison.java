package org.abiseam.rules.layout;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.abiseam.model.Member;
import org.abiseam.model.Rule;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined.Reason;

/**
 * Compares types by asking the rule for the kinds of the two nodes behind their typedefs.
 *
 * <p>Where no rule knows the two kinds, a struct around one member is opened first ({@link
 * Wrappers}), and only what then differs is a difference of kind.
 *
 * <p>What a member's type differs in becomes a difference of the type that contains it, with one
 * exception: a type that both sides share under a name of its own answers for itself. The container
 * then only <i>inherits</i>, so that one wrong struct gives one finding and not one for each of the
 * hundred that contain it; and what cannot be decided about it is likewise said once, under its own
 * name.
 */
public final class LayoutComparison implements TypeComparison {
  private static final Clause KIND = Clause.harmful(Rule.LAYOUT_KIND, Citations.C_REPRESENTATION);
  private static final Clause WIDE_POINTER =
      Clause.risky(Rule.LAYOUT_MEMBER_TYPE, Citations.RUST_WIDE_POINTER);
  private static final Clause MEMBER =
      Clause.harmful(Rule.LAYOUT_MEMBER_TYPE, Citations.C_REPRESENTATION);
  private static final Clause ATOMIC = Clause.risky(Rule.LAYOUT_MEMBER_TYPE, Citations.C_ATOMIC);

  private final Side provider;
  private final Side consumer;
  private final Options options;
  private final ComparisonCache cache = new ComparisonCache();

  /**
   * Configures comparisons.
   *
   * @param mode how the two sides relate to each other
   * @param shared names of the types that both sides share
   * @param renamed whether a type of the provider has another name on the consumer's side
   * @param signatures compares what function pointers point to
   */
  public record Options(
      ComparisonMode mode,
      Set<String> shared,
      BiPredicate<String, String> renamed,
      Signatures signatures) {}

  /** Creates a comparison of two sides. */
  public LayoutComparison(Side provider, Side consumer, Options options) {
    this.provider = provider;
    this.consumer = consumer;
    this.options = options;
  }

  @Override
  public Side provider() {
    return provider;
  }

  @Override
  public Side consumer() {
    return consumer;
  }

  @Override
  public boolean versions() {
    return options.mode == ComparisonMode.VERSIONS;
  }

  @Override
  public boolean renamed(String expected, String actual) {
    return options.renamed.test(expected, actual);
  }

  @Override
  public Differences signatures(Signature expected, Signature actual) {
    return options.signatures.compare(this, expected, actual);
  }

  @Override
  public Differences compare(TypeId expected, TypeId actual) {
    long key = (long) expected.index() << 32 | actual.index();
    return cache.of(
        key,
        () -> {
          Differences.Builder found = new Differences.Builder();
          TypePair pair = TypePair.of(this, expected, actual, found);
          AlignmentRule.compare(pair);
          structure(pair);
          if (mayBeZero(expected, actual)) {
            ScalarRule.zero(pair);
          }
          return found.build();
        });
  }

  @Override
  public void embed(
      Differences.Builder holder, String path, long position, TypeId expected, TypeId actual) {
    if (versions() && provider.types().atomic(expected) != consumer.types().atomic(actual)) {
      String one = provider.text(expected);
      String cause = "code of one build reads and writes it without the guarantees of _Atomic";
      holder.add(
          RuleDifference.type(ATOMIC, one, consumer.text(actual))
              .because(cause)
              .at(path, position));
    }
    if (sameScalar(expected, actual) && !mayBeZero(expected, actual)) {
      return;
    }
    Differences inner = compare(expected, actual);
    Optional<String> name = shared(expected, actual);
    if (name.isEmpty()) {
      holder.include(inner, path, position);
    } else if (inner.differs()) {
      holder.inherit(new Differences.Inherited(path, name.get(), position, inner));
    }
  }

  /** Tells whether Rust has a number that is never 0 where C has any number. */
  private boolean mayBeZero(TypeId expected, TypeId actual) {
    return provider.rust() != consumer.rust()
        && provider.nonZero(expected) != consumer.nonZero(actual)
        && provider.type(expected) instanceof Type.Number
        && consumer.type(actual) instanceof Type.Number;
  }

  private boolean sameScalar(TypeId expected, TypeId actual) {
    return provider.type(expected) instanceof Type.Scalar one
        && consumer.type(actual) instanceof Type.Scalar other
        && ScalarRule.same(one, other);
  }

  /** Returns the name under which both sides share two types; empty where they share none. */
  private Optional<String> shared(TypeId expected, TypeId actual) {
    for (String name : consumer.names(actual)) {
      if (options.shared.contains(name) && provider.names(expected).contains(name)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /** Compares all but the alignment of the two types themselves. */
  private void structure(TypePair pair) {
    if (OpaqueRule.argumentList(pair.expected(), pair.actual())) {
      return;
    }
    if (pair.expected() instanceof Type.Incomplete || pair.actual() instanceof Type.Incomplete) {
      OpaqueRule.incomplete(pair);
    } else if (pair.expected() instanceof Type.Opaque || pair.actual() instanceof Type.Opaque) {
      OpaqueRule.blob(pair);
    } else if (pair.expected() instanceof Type.Aggregate one
        && pair.actual() instanceof Type.Aggregate other) {
      aggregates(pair, one.shape() == other.shape());
    } else if (!ruled(pair)
        && !ComplexRule.compare(pair)
        && !opensToTheSame(pair)
        && !SameScalars.compare(pair)
        && !alternative(pair)) {
      mismatch(pair);
    }
  }

  private void aggregates(TypePair pair, boolean sameShape) {
    FlatMembers one = pair.expectedMembers();
    FlatMembers other = pair.actualMembers();
    if (provider.rust() != consumer.rust()) {
      widePointer(pair);
    }
    if (one.overfull() || other.overfull()) {
      MemberRule.compareSizes(pair);
      pair.undecided(Reason.UNSUPPORTED, "has more than " + FlatMembers.MOST + " members");
    } else if (sameShape && (versions() || one.related(other))) {
      MemberRule.compare(pair);
    } else if (!open(pair)) {
      if (sameShape) {
        MemberRule.compare(pair);
      } else if (!alternative(pair)) {
        mismatch(pair);
      }
    }
  }

  /** Adds that C's struct only happens to lie as a wide pointer of Rust does. */
  private static void widePointer(TypePair pair) {
    if (WidePointer.of(pair.consumer().types(), pair.actualId()).isPresent()
        || WidePointer.of(pair.provider().types(), pair.expectedId()).isPresent()) {
      pair.type(WIDE_POINTER, "Rust does not promise the layout of a wide pointer");
    }
  }

  /** Compares where a rule for the two kinds exists, and tells whether one does. */
  private boolean ruled(TypePair pair) {
    return switch (pair.expected()) {
      case Type.Scalar scalar -> ScalarRule.compare(pair, scalar);
      case Type.Enumeration enumeration -> EnumerationRule.compare(pair, enumeration);
      case Type.Pointer pointer -> PointerRule.compare(pair, pointer);
      case Type.Sequence sequence -> ArrayRule.compare(pair, sequence);
      case Type.Tagged tagged -> TaggedRule.compare(pair, tagged);
      case Type.Aggregate aggregate -> TaggedRule.compare(pair, aggregate);
      case Type.Void _ -> pair.actualBytes() == 0;
      case Type.Function _ -> pair.actual() instanceof Type.Function;
      case Type.Wrapper _, Type.Unknown _ ->
          throw new IllegalStateException("handled before: " + pair.expected());
    };
  }

  /** Between versions a wrapper is as good as its inside only where nothing else changed. */
  private boolean opensToTheSame(TypePair pair) {
    if (!versions()) {
      return open(pair);
    }
    Differences.Builder inside = new Differences.Builder();
    if (open(TypePair.of(this, pair.expectedId(), pair.actualId(), inside)) && !inside.differs()) {
      pair.found().include(inside.build(), "", 0);
      return true;
    }
    return false;
  }

  /** Opens a struct around one member on either side, the consumer's first. */
  private boolean open(TypePair pair) {
    TypeId one = pair.expectedId();
    TypeId other = Wrappers.opened(consumer.types(), pair.actualId());
    if (other.equals(pair.actualId())) {
      one = Wrappers.opened(provider.types(), one);
    }
    if (one.equals(pair.expectedId()) && other.equals(pair.actualId())) {
      if (OpaqueRule.bytes(pair)) {
        return true;
      }
      other = TaggedRule.opened(consumer, pair.actualId());
    }
    boolean opened = !one.equals(pair.expectedId()) || !other.equals(pair.actualId());
    if (opened) {
      structure(TypePair.of(this, one, other, pair.found()));
    }
    return opened;
  }

  /**
   * Tells whether one side has a union of which one alternative fills it and is what the other side
   * has, as C's union of a pointer and a number is where Rust has the pointer alone, and a
   * transparent union where the caller has one of its pointers. Between versions a member of any
   * type may have become an alternative; an alternative that is gone is another matter.
   */
  private boolean alternative(TypePair pair) {
    if (pair.expectedBytes() != pair.actualBytes()) {
      return false;
    }
    if (versions()) {
      return alternatives(consumer, pair.actualId()).stream()
          .anyMatch(other -> agree(pair.expectedId(), other));
    }
    return pair.actual() instanceof Type.Pointer
        ? alternatives(provider, pair.expectedId()).stream()
            .anyMatch(one -> agree(one, pair.actualId()))
        : pair.expected() instanceof Type.Pointer
            && alternatives(consumer, pair.actualId()).stream()
                .anyMatch(other -> agree(pair.expectedId(), other));
  }

  private boolean agree(TypeId one, TypeId other) {
    Differences found = compare(one, other);
    return !found.differs() && found.undecided().isEmpty();
  }

  private static List<TypeId> alternatives(Side side, TypeId id) {
    return side.type(id) instanceof Type.Aggregate union && union.shape() == Type.Shape.UNION
        ? union.members().stream()
            .filter(member -> member instanceof Member.Field)
            .map(Member::type)
            .filter(member -> side.bytes(member) == union.bytes())
            .toList()
        : List.of();
  }

  /** Adds that two types have nothing in common. */
  private static void mismatch(TypePair pair) {
    Clause clause = composite(pair.expected()) || composite(pair.actual()) ? KIND : MEMBER;
    pair.type(clause, "");
    pair.sizeDiffers(clause);
  }

  private static boolean composite(Type type) {
    return type instanceof Type.Aggregate
        || type instanceof Type.Tagged
        || type instanceof Type.Enumeration;
  }
}
