package org.abiseam.rules.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.abiseam.model.Machine;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.TypeText;
import org.abiseam.rules.layout.Alignments;

/**
 * The types of one side as a machine's file looks at them: sizes, alignments, and what lies where
 * inside.
 *
 * <p>Debug info leaves things out that decide how a value travels. An unnamed bit-field is only a
 * hole; whether a Rust struct of one member is {@code repr(transparent)} is not said; whether a C
 * struct is packed shows only where it moves something. A {@link Reading} is one explanation; the
 * planner makes a plan for each that may matter. What a struct's alignment is where some members
 * show that it is packed throws {@link Unsettled} where it matters.
 */
public final class Values {
  /** Bytes of the widest type that a bit-field can have. */
  private static final int WIDEST_DECLARED = 16;

  private final Machine machine;
  private final TypeGraph types;
  private final Reading reading;
  private final Alignments alignments;
  private final Map<TypeId, List<Leaf>> leaves = new HashMap<>();

  /**
   * One explanation of what debug info does not say.
   *
   * @param holesFilled whether unnamed bit-fields stand where a hole leaves room for them
   * @param transparent whether Rust structs of one member are {@code repr(transparent)}
   * @param packed whether C structs that look natural, and of which nothing is stated, are packed
   */
  public record Reading(boolean holesFilled, boolean transparent, boolean packed) {
    /** What is most likely: nothing in holes, and wrappers that are structs. */
    public static final Reading PLAIN = new Reading(false, false, false);
  }

  /**
   * The types of one side.
   *
   * @param machine what they were compiled for
   * @param types the graph
   * @param reading the explanation to go by
   */
  public Values(Machine machine, TypeGraph types, Reading reading) {
    this.machine = machine;
    this.types = types;
    this.reading = reading;
    this.alignments = new Alignments(machine, types);
  }

  /**
   * What they were compiled for.
   *
   * @return the machine
   */
  public Machine machine() {
    return machine;
  }

  /**
   * The graph.
   *
   * @return as given
   */
  public TypeGraph types() {
    return types;
  }

  /**
   * The explanation gone by.
   *
   * @return as given
   */
  public Reading reading() {
    return reading;
  }

  /**
   * The type behind typedefs and {@code _Atomic}, and, where the reading says so, behind Rust's
   * transparent wrappers.
   *
   * @param id a type
   * @return what it stands for
   */
  public Type type(TypeId id) {
    return types.type(resolved(id));
  }

  /**
   * The id of {@link #type}.
   *
   * @param id a type
   * @return what it stands for
   */
  public TypeId resolved(TypeId id) {
    TypeId at = types.resolved(id);
    while (reading.transparent()) {
      Optional<TypeId> inner = Wrapping.inner(types, at);
      if (inner.isEmpty()) {
        return at;
      }
      at = types.resolved(inner.get());
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
   * Whether a value has parts: a struct, a union, a Rust enum with data, an array.
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
      case Type.Void _,
          Type.Scalar _,
          Type.Enumeration _,
          Type.Pointer _,
          Type.Vector _,
          Type.Function _,
          Type.Alias _,
          Type.Atomic _ ->
          false;
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
    TypeId at = composite(id) ? id : resolved(id);
    return maybePacked(id)
        ? least
        : Math.max(byUnnamedBitField(id), one(id, alignments.expected(at), least));
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
    TypeId at = resolved(id);
    if (maybePacked(id)) {
      return least;
    }
    int natural = one(id, alignments.natural(at), least);
    // A struct whose stated alignment is below its members' own is packed.
    OptionalInt stated =
        types.type(at) instanceof Type.Aggregate aggregate
            ? aggregate.alignment()
            : OptionalInt.empty();
    int whole = Math.max(natural, byUnnamedBitField(id));
    return Math.max(least, Math.min(whole, stated.orElse(whole)));
  }

  /** The declared type of an unnamed bit-field may be what made the struct so large. */
  private int byUnnamedBitField(TypeId id) {
    boolean may =
        reading.holesFilled()
            && !alignments.stated(id)
            && Ambiguities.hasHole(types, id)
            && bytes(id) > 0;
    return may ? (int) Math.min(WIDEST_DECLARED, Long.lowestOneBit(bytes(id))) : 1;
  }

  private boolean maybePacked(TypeId id) {
    return reading.packed() && !alignments.stated(id);
  }

  private int one(TypeId id, long set, int least) {
    long most = Math.max(least, Long.highestOneBit(set));
    long lowest = Math.max(least, Long.lowestOneBit(set));
    if (most != lowest) {
      throw new Unsettled("how far " + text(id) + " is aligned is not in the debug info");
    }
    return (int) most;
  }

  /**
   * The parts of a value that have no parts of their own, in order of declaration.
   *
   * @param id a type
   * @return all of them; empty ones too
   * @throws Unsettled if something inside is not known, or there are too many to list
   */
  public List<Leaf> leaves(TypeId id) {
    TypeId at = resolved(id);
    List<Leaf> known = leaves.get(at);
    if (known == null) {
      known = List.copyOf(new Leaves(this).of(at));
      leaves.put(at, known);
    }
    return known;
  }

  /**
   * Whether a type ends in a flexible array: it, or the last member of it, and so on.
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
      case Type.Void _,
          Type.Scalar _,
          Type.Enumeration _,
          Type.Pointer _,
          Type.Vector _,
          Type.Tagged _,
          Type.Function _,
          Type.Alias _,
          Type.Atomic _,
          Type.Incomplete _,
          Type.Opaque _ ->
          false;
    };
  }

  /**
   * Whether a whole number is read as two's complement.
   *
   * @param id a scalar or enumeration
   * @return false for everything else
   */
  public boolean signed(TypeId id) {
    return switch (type(id)) {
      case Type.Scalar scalar -> scalar.encoding() == Type.Encoding.SIGNED;
      case Type.Enumeration enumeration -> enumeration.signed();
      case Type.Void _,
          Type.Pointer _,
          Type.Array _,
          Type.Vector _,
          Type.Aggregate _,
          Type.Tagged _,
          Type.Function _,
          Type.Alias _,
          Type.Atomic _,
          Type.Incomplete _,
          Type.Opaque _ ->
          false;
    };
  }

  /**
   * The type as a reader knows it.
   *
   * @param id a type
   * @return e.g. {@code struct inode}
   */
  public String text(TypeId id) {
    return TypeText.of(types, id);
  }
}
