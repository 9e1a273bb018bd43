package org.abiseam.rules.plan;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.declarator.TypeText;
import org.abiseam.rules.machine.Alignments;
import org.abiseam.rules.machine.MachineTraits;
import org.abiseam.rules.machine.MachineTraits.Trait;
import org.abiseam.rules.machine.TargetMachine;
import org.abiseam.rules.plan.Assumptions.OpenAssumption;

/**
 * The types of one side as a machine's file looks at them: sizes, alignments, and what lies where
 * inside.
 *
 * <p>Debug info leaves things out that decide how a value travels: see {@link Assumption}. A {@link
 * Assumptions} supposes one assumption for each type. What another assumption would have answered
 * differently is kept as a {@link OpenAssumption}, and the planner makes a plan for each. What a
 * struct's alignment is where some members show that it is packed throws {@link Unsettled} where it
 * matters.
 */
public final class ValueTypes {
  /** Bytes of the widest type that a bit-field can have. */
  private static final int WIDEST_DECLARED = 16;

  private static final int DEEPEST = 64;

  private final TargetMachine target;
  private final TypeGraph types;
  private final Assumptions assumptions;
  private final boolean rust;
  private final Padding padding;
  private final Set<OpenAssumption> open = new LinkedHashSet<>();
  private final Alignments alignments;
  private final Map<TypeId, List<Leaf>> leaves = new HashMap<>();

  /**
   * Looks at the types of one side.
   *
   * @param target what they were compiled for
   * @param types the graph
   * @param assumptions the assumptions to go by
   * @param rust whether the types are Rust's
   * @param padding how holes that alignment explains are taken
   */
  public ValueTypes(
      TargetMachine target,
      TypeGraph types,
      Assumptions assumptions,
      boolean rust,
      Padding padding) {
    this.target = target;
    this.types = types;
    this.assumptions = assumptions;
    this.rust = rust;
    this.padding = padding;
    this.alignments = new Alignments(target, types);
  }

  /**
   * Returns what they were compiled for.
   *
   * @return the machine
   */
  public Machine machine() {
    return target.machine();
  }

  /**
   * Returns the facts about the machine.
   *
   * @return as its file states them
   */
  public MachineTraits traits() {
    return target.traits();
  }

  /**
   * Returns the graph.
   *
   * @return as given
   */
  public TypeGraph types() {
    return types;
  }

  /** Tells whether debug info may lack an alignment that C states: GCC's does on some machines. */
  boolean dropsAlignment() {
    return target.compiler() != Compiler.CLANG && traits().has(Trait.STATED_ALIGNMENT_IS_DROPPED);
  }

  /**
   * Returns what registers would take a floating point number. Clang looks for numbers inside a
   * struct by their built-in types, and {@code _Atomic} is none (ABIInfo::isHomogeneousAggregate,
   * detectFPCCEligibleStructHelper): it takes an atomic one there for any other word.
   */
  Leaf.Kind number(TypeId id, boolean inside) {
    boolean hidden = inside && target.compiler() == Compiler.CLANG && types.atomic(id);
    return hidden ? Leaf.Kind.INTEGER : Leaf.Kind.FLOAT;
  }

  /** Returns how far types may be aligned. */
  Alignments alignments() {
    return alignments;
  }

  /** Returns how holes that alignment explains are taken. */
  Padding padding() {
    return padding;
  }

  /**
   * Returns what would have changed an answer so far.
   *
   * @return types with assumptions that the assumptions does not suppose of them
   */
  public Set<OpenAssumption> open() {
    return Collections.unmodifiableSet(open);
  }

  /**
   * Tells whether an assumption is assumed of a type; to be asked where it decides.
   *
   * @param id a type
   * @param assumption what may be true of it
   * @return false also where it cannot be true
   */
  public boolean assumes(TypeId id, Assumption assumption) {
    TypeId at = types.resolved(id);
    boolean assumed = assumptions.of(at) == assumption;
    if (!assumed && Ambiguities.may(this, at, assumption, rust)) {
      open.add(new OpenAssumption(at, assumption));
    }
    return assumed;
  }

  /**
   * Returns the type behind typedefs and {@code _Atomic}, and, where the assumptions says so,
   * behind Rust's transparent wrappers.
   *
   * @param id a type
   * @return what it stands for
   */
  public Type type(TypeId id) {
    return types.type(resolved(id));
  }

  /**
   * Returns the id of {@link #type}.
   *
   * @param id a type
   * @return what it stands for
   */
  public TypeId resolved(TypeId id) {
    TypeId at = types.resolved(id);
    if (!rust || !(types.transparent(at).orElse(false) || assumes(at, Assumption.TRANSPARENT))) {
      return at;
    }
    Optional<TypeId> inner = Wrapping.inner(types, at);
    while (inner.isPresent() && types.transparent(at).orElse(true)) {
      at = types.resolved(inner.get());
      inner = Wrapping.inner(types, at);
    }
    return at;
  }

  /**
   * Size in bytes.
   *
   * @param id a type of a value
   * @return 0 or more
   * @throws Unsettled if debug info has none
   */
  public long bytes(TypeId id) {
    return types
        .bytes(id)
        .orElseThrow(() -> new Unsettled("the size of " + text(id) + " is not known"));
  }

  /**
   * Tells whether a value has parts: a struct, a union, a Rust enum with data, an array.
   *
   * @param id a type
   * @return false for numbers, pointers, enumerations, vectors
   */
  public boolean composite(TypeId id) {
    return switch (type(id)) {
      case Type.Aggregate _, Type.Tagged _, Type.Array _ -> true;
      case Type.Opaque opaque ->
          throw new Unsettled("the inside of " + text(id) + " is not known: " + opaque.reason());
      case Type.Incomplete _ -> throw new Unsettled(text(id) + " is declared and not defined");
      case Type.Void _, Type.Number _, Type.Pointer _, Type.Vector _, Type.Function _ -> false;
      case Type.Wrapper _ -> false;
    };
  }

  /**
   * Alignment of a value, attributes of its type and, for structs, of the typedefs it is named by
   * included, where what is less than a slot makes no difference.
   *
   * @param id a type
   * @param least alignment of a slot in bytes
   * @return bytes, at least {@code least}
   * @throws Unsettled if whether a struct is packed decides it
   */
  public int alignment(TypeId id, int least) {
    return assuming(id, assumption -> alignment(id, least, assumption));
  }

  private int alignment(TypeId id, int least, Assumption assumption) {
    TypeId at = composite(id) ? id : resolved(id);
    boolean packed = packs(assumption) && !alignments.stated(id);
    int wide = alignments.stated(id) ? 1 : unstated(id, assumption);
    return packed ? least : Math.max(wide, one(id, alignments.expected(at), least));
  }

  /**
   * Alignment of a number by the name that a declaration has for it: what a typedef asks for
   * counts.
   *
   * @param id a type
   * @param least alignment of a slot in bytes
   * @return bytes, at least {@code least}
   */
  public int declaredAlignment(TypeId id, int least) {
    return one(id, alignments.expected(id), least);
  }

  /**
   * Alignment as the members of a struct ask for it, attributes of the type itself left out (but
   * not those on members). AAPCS64 calls it the natural alignment.
   *
   * @param id a type
   * @param least alignment of a slot in bytes
   * @return bytes, at least {@code least}
   * @throws Unsettled if whether a struct is packed decides it
   */
  public int naturalAlignment(TypeId id, int least) {
    return assuming(id, assumption -> naturalAlignment(id, least, assumption));
  }

  private int naturalAlignment(TypeId id, int least, Assumption assumption) {
    if (packs(assumption)) {
      return least;
    }
    TypeId at = resolved(id);
    int natural = one(id, alignments.natural(at), least);
    int wide = unstated(id, assumption);
    // A struct whose stated alignment is below its members' own is packed.
    OptionalInt stated =
        types.type(at) instanceof Type.Aggregate aggregate
            ? aggregate.alignment()
            : OptionalInt.empty();
    return Math.max(Math.max(least, wide), Math.min(natural, stated.orElse(natural)));
  }

  private static boolean packs(Assumption assumption) {
    return assumption == Assumption.PACKED || assumption == Assumption.PACKED_BIT_FIELD;
  }

  /** Returns what is not stated may be what made the struct so large. */
  private int unstated(TypeId id, Assumption assumption) {
    boolean aligns =
        switch (assumption) {
          case ALIGNING_BIT_FIELD -> target.traits().has(Trait.UNNAMED_BIT_FIELDS_ALIGN);
          case ALIGNED -> Ambiguities.dropsAlignment(target.traits());
          case PLAIN, UNNAMED_BIT_FIELDS, ZERO_WIDTH_BIT_FIELD, BIT_FIELD_OF_UNION -> false;
          case PACKED, PACKED_BIT_FIELD, FIRST_MEMBER, TRANSPARENT -> false;
        };
    long bytes = aligns ? bytes(id) : 0;
    return bytes > 0 ? (int) Math.min(WIDEST_DECLARED, Long.lowestOneBit(bytes)) : 1;
  }

  /** The answer under the assumptions; assumptions that answer otherwise become open. */
  private int assuming(TypeId id, ToIntFunction<Assumption> answers) {
    TypeId at = types.resolved(id);
    int answer = answers.applyAsInt(assumptions.of(at));
    if (assumptions.of(at) == Assumption.PLAIN && composite(id)) {
      for (Assumption other : Ambiguities.ALIGNING) {
        if (answers.applyAsInt(other) != answer) {
          assumes(at, other);
        }
      }
    }
    return answer;
  }

  /**
   * Returns where the members leave two possibilities, the smaller one is that of a packed struct.
   */
  private int one(TypeId id, long set, int least) {
    long most = Math.max(least, Long.highestOneBit(set));
    long lowest = Math.max(least, Long.lowestOneBit(set));
    if ((set & (most - 1) & -(2 * lowest)) != 0) {
      throw new Unsettled("how far " + text(id) + " is aligned is not in the debug info");
    }
    return (int) most;
  }

  /**
   * Returns the parts of a value that have no parts of their own, in order of declaration, unnamed
   * bit-fields among them.
   *
   * @param id a type
   * @return all of them; empty ones too
   * @throws Unsettled if something inside is not known, or there are too many to list
   */
  public List<Leaf> leaves(TypeId id) {
    boolean filled = assumes(id, Assumption.UNNAMED_BIT_FIELDS);
    boolean certain = !rust && !filled && certainHole(id, 0);
    if (!filled && !certain) {
      return named(id);
    }
    return inside(resolved(id), new Leaves(this, filled ? Leaves.Fill.ALL : Leaves.Fill.CERTAIN));
  }

  private boolean certainHole(TypeId id, int depth) {
    return switch (type(id)) {
      case Type.Array array -> depth < DEEPEST && certainHole(array.element(), depth + 1);
      case Type.Aggregate aggregate ->
          Holes.certain(aggregate).isPresent()
              || aggregate.members().stream()
                  .anyMatch(member -> depth < DEEPEST && certainHole(member.type(), depth + 1));
      case Type.Void _, Type.Number _, Type.Pointer _, Type.Vector _, Type.Tagged _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }

  /**
   * Returns the parts that have names, for questions that unnamed bit-fields cannot change.
   *
   * @param id a type
   * @return all of them; empty ones too
   * @throws Unsettled if something inside is not known, or there are too many to list
   */
  public List<Leaf> named(TypeId id) {
    TypeId at = resolved(id);
    List<Leaf> known = leaves.get(at);
    if (known == null) {
      known = inside(at, new Leaves(this, Leaves.Fill.NONE));
      leaves.put(at, known);
    }
    return known;
  }

  private List<Leaf> inside(TypeId id, Leaves walk) {
    List<Leaf> all = List.copyOf(walk.of(id));
    long bits = bytes(id) * Byte.SIZE;
    if (all.stream()
        .anyMatch(leaf -> leaf.bitOffset() < 0 || (leaf.end() > bits && leaf.hasBits()))) {
      throw new Unsettled(text(id) + " has a member that lies outside it");
    }
    return all;
  }

  /**
   * Tells whether a type ends in a flexible array: it, or the last member of it, and so on.
   *
   * @param id a type
   * @return true for {@code T x[]}, not for {@code T x[0]}
   */
  public boolean flexible(TypeId id) {
    return switch (type(id)) {
      case Type.Array array -> array.count().isEmpty();
      case Type.Aggregate aggregate ->
          aggregate.shape() == Type.Shape.UNION
              ? aggregate.members().stream().anyMatch(member -> flexible(member.type()))
              : !aggregate.members().isEmpty() && flexible(aggregate.members().getLast().type());
      case Type.Void _, Type.Number _, Type.Pointer _, Type.Vector _, Type.Tagged _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }

  /**
   * Tells whether a value is {@code _Atomic} or has a part that is.
   *
   * @param id a type
   * @return false where only what it points to is
   */
  public boolean atomic(TypeId id) {
    return types.holdsAtomic(id);
  }

  /**
   * Tells whether a whole number is read as two's complement.
   *
   * @param id a scalar or enumeration
   * @return false for everything else
   */
  public boolean signed(TypeId id) {
    return switch (type(id)) {
      case Type.Scalar scalar -> scalar.encoding() == Type.Encoding.SIGNED;
      case Type.Enumeration enumeration -> enumeration.signed();
      case Type.Void _, Type.Pointer _, Type.Sequence _, Type.Aggregate _, Type.Tagged _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }

  /**
   * Returns the type as a reader knows it.
   *
   * @param id a type
   * @return e.g. {@code struct inode}
   */
  public String text(TypeId id) {
    return TypeText.of(types, id);
  }
}
