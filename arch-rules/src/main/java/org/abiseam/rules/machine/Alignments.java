package org.abiseam.rules.machine;

import static org.abiseam.rules.machine.TargetMachine.bit;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.rules.machine.MachineTraits.Trait;

/**
 * Computes the alignments that a type may have, as a set: bit <i>k</i> stands for 2<sup>k</sup>
 * bytes.
 *
 * <p>rustc states every alignment, GCC and clang only those that an attribute in the source asks
 * for (DWARF 5 §2.24), BTF none. Without a statement a struct is as aligned as its most aligned
 * member, <i>unless it is packed</i>, which debug info does not say. It shows in most cases: a
 * member lies where its type could not, a bit-field crosses its storage unit, or the size is no
 * multiple of the alignment. Then any member that is where it may be can still have kept its
 * alignment ({@code packed} on single members, {@code #pragma pack(n)}), so the set holds all
 * powers of two up to the largest that such a member explains.
 *
 * <p>A packed struct can also look natural: {@code struct { u32 a; u32 b; }} does, packed or not.
 * {@link #expected} leaves that out. The other side shows whether it may be so: rustc states a
 * struct's alignment and its members', so a Rust struct that is less aligned than one of its own
 * members ({@link #packed(TypeId)}) was written by someone, or by bindgen, who saw it packed in C.
 */
public final class Alignments {
  private static final long ANY = (1L << 17) - 1;

  private final TargetMachine machine;
  private final TypeGraph types;
  private final Map<TypeId, Long> memo = new HashMap<>();
  private final Map<TypeId, Long> hidden = new HashMap<>();
  private final Map<TypeId, Boolean> attributes = new HashMap<>();

  /** Creates the alignments of the types of one graph. */
  public Alignments(TargetMachine machine, TypeGraph types) {
    this.machine = machine;
    this.types = types;
  }

  /** Returns the alignments that agree with the debug info. */
  public long expected(TypeId id) {
    Type type = types.type(id);
    if (type instanceof Type.Aggregate aggregate && aggregate.alignment().isEmpty()) {
      Long known = memo.get(id);
      if (known != null) {
        return known;
      }
      long computed = members(aggregate);
      memo.put(id, computed);
      return computed;
    }
    return ofType(type);
  }

  /** Returns the alignments that agree with the members, whatever an attribute says. */
  public long natural(TypeId id) {
    return types.type(id) instanceof Type.Aggregate aggregate ? members(aggregate) : expected(id);
  }

  /** Tells whether debug info states an alignment, or the type is no struct or union. */
  public boolean stated(TypeId id) {
    return !(types.type(types.resolved(id)) instanceof Type.Aggregate aggregate)
        || aggregate.alignment().isPresent();
  }

  /**
   * Returns what C may have asked for without a trace in debug info: GCC drops a stated alignment
   * that is the one of the machine mode of its size ({@link Trait#STATED_ALIGNMENT_IS_DROPPED}),
   * and a struct that is longer than its members need has an alignment, or unnamed bit-fields, at
   * its end. An attribute only raises what the members ask for.
   */
  public long hidden(TypeId id) {
    TypeId at = types.resolved(id);
    if (types.type(at) instanceof Type.Array array) {
      return hidden(array.element());
    }
    if (stated(at) || !(types.type(at) instanceof Type.Aggregate aggregate)) {
      return 0;
    }
    Long known = hidden.get(at);
    if (known == null) {
      known = hidden(at, aggregate);
      hidden.put(at, known);
    }
    return known;
  }

  private long hidden(TypeId at, Type.Aggregate aggregate) {
    long size = Long.lowestOneBit(aggregate.bytes());
    boolean dropped =
        machine.traits().has(Trait.STATED_ALIGNMENT_IS_DROPPED) && size == aggregate.bytes();
    long end = 0;
    long inside = 0;
    for (Member member : aggregate.members()) {
      boolean bitField = member instanceof Member.BitField;
      end = Math.max(end, member.bitOffset() + types.bits(member));
      inside |= bitField ? 0 : hidden(member.type());
    }
    long most = Long.highestOneBit(expected(at));
    boolean padded = (aggregate.bytes() * 8 - end) / 8 >= most;
    return (inside | (dropped || padded ? size | (size - 1) : 0)) & -2 * most;
  }

  /** Tells whether debug info states an alignment of a type or of anything inside it. */
  public boolean attributes(TypeId id) {
    return switch (types.type(id)) {
      case Type.Alias alias -> alias.alignment().isPresent() || attributes(alias.target());
      case Type.Array array -> attributes(array.element());
      case Type.Aggregate aggregate -> {
        Boolean known = attributes.get(id);
        if (known == null) {
          known =
              aggregate.alignment().isPresent()
                  || aggregate.members().stream().anyMatch(this::attributes);
          attributes.put(id, known);
        }
        yield known;
      }
      case Type.Void _, Type.Number _, Type.Pointer _, Type.Vector _ -> false;
      case Type.Tagged _, Type.Function _, Type.Atomic _, Type.NonZero _, Type.Unknown _ -> false;
    };
  }

  private boolean attributes(Member member) {
    boolean field = member instanceof Member.Field one && one.alignment().isPresent();
    return field || attributes(member.type());
  }

  /**
   * Tells whether the alignment that Rust states reveals what C's debug info leaves out: whether a
   * struct is packed, what else aligns it. Not where an attribute fixes the alignment whatever the
   * members ask for, and not where the struct is seen to be packed.
   */
  public boolean revealed(TypeId id) {
    TypeId at = types.resolved(id);
    if (!(types.type(at) instanceof Type.Aggregate aggregate) || stated(at)) {
      return false;
    }
    long asked = 1;
    for (Member member : aggregate.members()) {
      asked = Math.max(asked, Long.lowestOneBit(of(member)));
    }
    return Long.highestOneBit(expected(at)) >= asked;
  }

  /** Returns what the members ask for, whichever structs among them may be packed. */
  public long leastUnpacked(TypeId id) {
    long least = 1;
    if (types.type(types.resolved(id)) instanceof Type.Aggregate aggregate) {
      for (Member member : aggregate.members()) {
        TypeId element = types.resolved(member.type());
        while (types.type(element) instanceof Type.Array array) {
          element = types.resolved(array.element());
        }
        boolean sure = stated(element);
        least = Math.max(least, sure ? Long.lowestOneBit(of(member)) : 1);
      }
    }
    return least;
  }

  /** Tells whether a struct with a stated alignment has a member that is aligned further. */
  public boolean packed(TypeId id) {
    if (types.type(types.resolved(id)) instanceof Type.Aggregate aggregate) {
      for (Member member : aggregate.members()) {
        if (Long.lowestOneBit(of(member)) > Long.highestOneBit(expected(id))) {
          return true;
        }
      }
    }
    return false;
  }

  private long ofType(Type type) {
    return switch (type) {
      case Type.Scalar scalar -> machine.scalar(scalar);
      case Type.Enumeration enumeration -> machine.integer(enumeration.bytes());
      case Type.Pointer pointer -> machine.integer(pointer.bytes());
      case Type.Array array -> expected(array.element());
      case Type.Vector vector -> machine.vector(vector.bytes());
      case Type.Aggregate aggregate -> stated(aggregate.alignment());
      case Type.Tagged tagged -> stated(tagged.alignment());
      case Type.Opaque opaque -> stated(opaque.alignment());
      case Type.Alias alias ->
          alias.alignment().isPresent() ? stated(alias.alignment()) : expected(alias.target());
      case Type.Atomic atomic ->
          expected(atomic.target()) | bit(types.bytes(atomic.target()).orElse(1L));
      case Type.NonZero number -> expected(number.target());
      case Type.Void _, Type.Function _ -> 1;
      case Type.Incomplete _ -> ANY;
    };
  }

  private static long stated(OptionalInt alignment) {
    return alignment.isPresent() ? bit(alignment.getAsInt()) : ANY;
  }

  /** Returns the alignment that a member asks for. */
  private long of(Member member) {
    long own = expected(member.type());
    if (!(member instanceof Member.Field field) || field.alignment().isEmpty()) {
      return own;
    }
    // An attribute on a member lowers what its type asks for only where it is packed as well; GCC
    // states what came of it, and then for the struct too, Clang what was written.
    boolean lowers = field.alignment().getAsInt() < Long.lowestOneBit(own);
    return stated(field.alignment()) | (lowers ? own : 0);
  }

  private long members(Type.Aggregate aggregate) {
    long union = 1;
    long atLeast = 1;
    boolean packed = false;
    for (Member member : aggregate.members()) {
      long set = of(member);
      long least = Long.lowestOneBit(set);
      union |= set;
      atLeast = Math.max(atLeast, least);
      packed |= misplaced(member, least);
    }
    union |= alignedBitFields(aggregate);
    packed |= aggregate.bytes() % atLeast != 0;
    long natural = dividing(aggregate.bytes(), union & -atLeast);
    return packed || natural == 0 ? remaining(aggregate) : natural;
  }

  /**
   * Returns what attributes on bit-fields may ask for. GCC states them, Clang does not: a bit-field
   * that would fit right behind the member before it, and lies further on, may be aligned there.
   */
  private long alignedBitFields(Type.Aggregate aggregate) {
    long set = 0;
    long reached = 0;
    boolean struct = aggregate.shape() == Type.Shape.STRUCT;
    for (Member member : aggregate.members()) {
      long end = member.bitOffset() + types.bytes(member.type()).orElse(0L) * 8;
      if (member instanceof Member.BitField bits) {
        long unit = Math.max(1, types.bytes(bits.type()).orElse(1L) * 8);
        boolean fits = reached % unit + bits.bitWidth() <= unit;
        boolean apart = bits.bitOffset() > reached && bits.bitOffset() % (2 * unit) == 0;
        set |= struct && fits && apart ? Long.lowestOneBit(bits.bitOffset() / 8) : 0;
        end = bits.bitOffset() + bits.bitWidth();
      }
      reached = Math.max(reached, end);
    }
    return set;
  }

  private boolean misplaced(Member member, long alignment) {
    return member instanceof Member.BitField bits
        ? straddles(bits, types.bytes(bits.type()).orElse(0L), alignment)
        : member.bitOffset() % (alignment * 8) != 0;
  }

  /** Tells whether a bit-field crosses the end of its storage unit, as only a packed one can. */
  static boolean straddles(Member.BitField bits, long bytes, long alignment) {
    return bytes > 0 && (bits.bitOffset() % (alignment * 8)) + bits.bitWidth() > bytes * 8;
  }

  /**
   * Returns one, or what a member has that lies where its type may; a bit-field may lie anywhere.
   */
  private long remaining(Type.Aggregate aggregate) {
    long set = 1;
    long atLeast = 1;
    for (Member member : aggregate.members()) {
      long most = Long.highestOneBit(of(member));
      while (most > 1
          && !(member instanceof Member.BitField)
          && member.bitOffset() % (most * 8) != 0) {
        most >>= 1;
      }
      set |= most | (most - 1);
      if (member instanceof Member.Field field && field.alignment().isPresent()) {
        atLeast = Math.max(atLeast, Math.min(most, Long.lowestOneBit(of(member))));
      }
    }
    long fitting = dividing(aggregate.bytes(), set & -atLeast);
    return fitting == 0 ? 1 : fitting;
  }

  private static long dividing(long bytes, long set) {
    return bytes == 0 ? set : set & ((Long.lowestOneBit(bytes) << 1) - 1);
  }
}
