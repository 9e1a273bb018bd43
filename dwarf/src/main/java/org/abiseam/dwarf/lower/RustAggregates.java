package org.abiseam.dwarf.lower;

import static org.abiseam.dwarf.spec.Tags.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.abiseam.dwarf.Die;
import org.abiseam.lowering.GraphWriter;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;

/**
 * Structs, tuples, unions and enums with data, as rustc describes them.
 *
 * <p>rustc writes every one of them as {@code DW_TAG_structure_type} or {@code DW_TAG_union_type}
 * with name, size and alignment. The order of the entries is that of the source, not of the
 * addresses; {@code repr(C)}, {@code repr(transparent)} and {@code repr(simd)} leave no trace. Fat
 * pointers ({@code &[u8]}, {@code &dyn Trait}) are structs of two members and stay that: C has
 * nothing they could be.
 *
 * <p>What is exactly one thin pointer becomes a {@link Type.Pointer}: {@code NonNull<T>}, {@code
 * Unique<T>} and {@code Box<T>} are structs around one, with members of no size beside it (rustc
 * itself writes the {@code Box} of the standard library as a pointer type). Other structs around
 * one member stay structs: whether they are {@code repr(transparent)} decides how they are passed,
 * and is not known.
 */
final class RustAggregates {
  private static final int MOST_WRAPPERS = 16;

  /** {@code core::num::NonZero<T>}; before Rust 1.79 a struct for each number. */
  private static final Pattern NON_ZERO =
      Pattern.compile("NonZero(<[iu](8|16|32|64|128|size)>|[IU](8|16|32|64|128|size))");

  private RustAggregates() {}

  static Type lowered(Die die, GraphWriter<Die> writer) {
    String name = Entries.nameOrEmpty(die);
    if (Aggregates.declared(die)) {
      return new Type.Incomplete(Aggregates.shape(die), name, OptionalLong.empty());
    }
    Optional<Type> helper = Bindgen.helper(die, name, writer);
    if (helper.isPresent()) {
      return helper.get();
    }
    List<Die> members = new ArrayList<>();
    for (Die child : die.children()) {
      switch (child.tag()) {
        case DW_TAG_member -> {
          if (!Aggregates.isStatic(child)) {
            members.add(child);
          }
        }
        case DW_TAG_variant_part -> {
          return RustVariants.lowered(die, child, writer);
        }
        default -> {}
      }
    }
    Optional<Type> blob = Bindgen.blob(die, name, members);
    if (blob.isPresent()) {
      return blob.get();
    }
    OptionalLong placeholder = Bindgen.placeholder(die, members);
    if (placeholder.isPresent()) {
      return new Type.Incomplete(Aggregates.shape(die), name, placeholder);
    }
    return struct(die, members, writer);
  }

  private static Type struct(Die die, List<Die> members, GraphWriter<Die> writer) {
    boolean union = die.tag() == DW_TAG_structure_type && Bindgen.standsForUnion(members);
    List<Member> lowered = new ArrayList<>(members.size());
    for (Die member : members) {
      if (union) {
        Bindgen.unionMember(member, writer).ifPresent(lowered::add);
      } else {
        Die type = Aggregates.memberType(member);
        lowered.add(Bindgen.member(member, type, BitPositions.ofMember(member), writer));
      }
    }
    Type.Aggregate aggregate =
        new Type.Aggregate(
            union ? Type.Shape.UNION : Aggregates.shape(die),
            Entries.name(die),
            Entries.bytes(die),
            Entries.alignment(die),
            lowered);
    Optional<TypeId> number =
        NON_ZERO.matcher(Entries.nameOrEmpty(die)).matches()
            ? number(aggregate, writer)
            : Optional.empty();
    if (number.isPresent()) {
      return new Type.NonZero(number.get());
    }
    Optional<Type.Pointer> pointer =
        namedLikePointer(Entries.nameOrEmpty(die)) ? around(aggregate, writer) : Optional.empty();
    return pointer.isPresent() ? pointer.get() : aggregate;
  }

  /** The generic structs that are by definition nothing but a pointer. */
  static boolean namedLikePointer(String name) {
    return name.startsWith("NonNull<") || name.startsWith("Unique<") || name.startsWith("Box<");
  }

  /** Returns the thin pointer that a struct is, looked for through structs around one member. */
  static Optional<Type.Pointer> around(Type outer, GraphWriter<Die> writer) {
    Type at = outer;
    for (int steps = 0; steps < MOST_WRAPPERS; steps++) {
      switch (at) {
        case Type.Pointer pointer -> {
          return Optional.of(pointer);
        }
        case Type.Aggregate aggregate -> {
          Optional<TypeId> only = only(aggregate, writer);
          if (only.isEmpty()) {
            return Optional.empty();
          }
          at = writer.node(only.get());
        }
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the number that a struct is, looked for through structs around one member. */
  private static Optional<TypeId> number(Type outer, GraphWriter<Die> writer) {
    Type at = outer;
    for (int steps = 0; steps < MOST_WRAPPERS; steps++) {
      if (!(at instanceof Type.Aggregate aggregate)) {
        return Optional.empty();
      }
      Optional<TypeId> only = only(aggregate, writer);
      if (only.isEmpty() || writer.node(only.get()) instanceof Type.Scalar) {
        return only;
      }
      at = writer.node(only.get());
    }
    return Optional.empty();
  }

  /** Returns the one member that has a size, if it is all of the struct. */
  private static Optional<TypeId> only(Type.Aggregate aggregate, GraphWriter<Die> writer) {
    Optional<TypeId> only = Optional.empty();
    for (Member member : aggregate.members()) {
      OptionalLong bytes = writer.knownBytes(member.type());
      if (bytes.isEmpty() || bytes.getAsLong() != 0) {
        boolean all =
            bytes.isPresent()
                && bytes.getAsLong() == aggregate.bytes()
                && member.bitOffset() == 0
                && only.isEmpty()
                && member instanceof Member.Field;
        if (!all) {
          return Optional.empty();
        }
        only = Optional.of(member.type());
      }
    }
    return only;
  }
}
