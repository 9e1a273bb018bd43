package org.abiseam.rules.psabi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.Citation;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.rules.plan.Assumption;
import org.abiseam.rules.plan.CallState;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.Leaf;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Registers;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.ValueTypes;

/**
 * One call in the making, as far as it is the same on every machine: the result is looked at first,
 * because a hidden pointer to it takes the place of an argument; then the arguments in order. Not
 * thread-safe, made for one call.
 */
abstract class CallArranger {
  /** GNU C has structs without members; ISO C has not. */
  static final Citation EMPTY = new Citation("GCC 16 manual", "Empty Structures");

  final ValueTypes values;
  final CallState state;

  CallArranger(ValueTypes values, CallState state) {
    this.values = values;
    this.state = state;
  }

  /** Whether a value is an argument that the prototype names, one behind them, or the result. */
  enum Role {
    NAMED,
    ANONYMOUS,
    RESULT
  }

  /** Returns where an argument travels. */
  abstract Placement argument(TypeId type, Role role);

  /** Returns where the result travels; not asked for {@code void}. */
  abstract Placement result(TypeId type);

  /** Returns who extends a narrow number. */
  abstract Optional<Extension> extension(TypeId type);

  /** Returns the same where it matters whether the number is in a register or on the stack. */
  Optional<Extension> extension(TypeId type, Placement placement) {
    return extension(type);
  }

  static boolean onStack(Placement placement) {
    return placement instanceof Placement.Direct direct
        && !direct.pieces().isEmpty()
        && direct.pieces().getFirst().location() instanceof Location.Stack;
  }

  /** The stack once all arguments are placed. */
  abstract Plan.Frame frame();

  /** Returns the plan. */
  final Plan plan(Signature signature, int named) {
    PassedValue result = passed("result", signature.result(), Role.RESULT);
    List<PassedValue> arguments = new ArrayList<>(signature.parameters().size());
    for (int i = 0; i < signature.parameters().size(); i++) {
      Signature.Parameter parameter = signature.parameters().get(i);
      String name = parameter.name().isEmpty() ? "#" + (i + 1) : parameter.name();
      arguments.add(passed(name, parameter.type(), i < named ? Role.NAMED : Role.ANONYMOUS));
    }
    return new Plan(arguments, result, frame());
  }

  private PassedValue passed(String name, TypeId type, Role role) {
    boolean nothing = values.type(type) instanceof Type.Void;
    Placement placement =
        nothing
            ? new Placement.Nothing()
            : role == Role.RESULT ? result(type) : argument(type, role);
    Optional<Extension> extension = nothing ? Optional.empty() : extension(type, placement, role);
    return state.passed(name, type, placement, extension);
  }

  /** clang extends no {@code _Atomic} number. */
  private Optional<Extension> extension(TypeId type, Placement placement, Role role) {
    Optional<Extension> plain = ofNumber(type, placement, role);
    boolean bare = state.dialect().producer().compiler() == Compiler.CLANG && values.atomic(type);
    return bare
        ? plain.map(it -> new Extension(it.width(), it.width(), it.width(), it.signed()))
        : plain;
  }

  /** A {@code _BitInt} is extended from its own bits, as far as a number of its storage is. */
  private Optional<Extension> ofNumber(TypeId type, Placement placement, Role role) {
    Optional<Extension> storage = extension(type, placement);
    if (!bitPrecise(type)
        || !(values.type(type) instanceof Type.Scalar scalar)
        || scalar.valueBits() == scalar.bytes() * Byte.SIZE) {
      return storage;
    }
    long registers = 2L * values.machine().pointerBytes();
    return placement instanceof Placement.Direct && scalar.bytes() <= registers
        ? Optional.of(
            new BitIntegers(state.dialect(), values.machine()).extension(scalar, storage, role))
        : Optional.empty();
  }

  // What machines ask about types.

  final boolean wholeNumber(TypeId type) {
    return switch (values.type(type)) {
      case Type.Enumeration _ -> true;
      case Type.Scalar scalar -> scalar.encoding().whole();
      case Type.Void _, Type.Pointer _, Type.Sequence _, Type.Aggregate _, Type.Tagged _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }

  /** Tells whether a value is a binary floating point number, not a pair of them. */
  final boolean floating(TypeId type) {
    return values.type(type) instanceof Type.Scalar scalar
        && scalar.encoding() == Type.Encoding.FLOAT;
  }

  /** Tells whether a value is a {@code _BitInt}. */
  final boolean bitPrecise(TypeId type) {
    return values.type(type) instanceof Type.Scalar scalar && scalar.bitPrecise();
  }

  final boolean vector(TypeId type) {
    return values.type(type) instanceof Type.Vector;
  }

  /** Tells whether a value is a vector or has one inside. */
  final boolean holdsVector(TypeId type) {
    return values.named(type).stream().anyMatch(leaf -> leaf.kind() == Leaf.Kind.VECTOR);
  }

  /** Says that no rule covers a vector. */
  final Unsettled uncovered(TypeId vector) {
    return new Unsettled(
        "compilers pass "
            + values.text(vector)
            + " by value in different ways; a pointer to it is safe");
  }

  /** A struct, a union, an array, or a pair that C calls complex. */
  final boolean composite(TypeId type) {
    boolean pair = values.type(type) instanceof Type.Scalar scalar && scalar.complex();
    return pair || values.composite(type);
  }

  /** Clang's empty record: nothing in it but unnamed bit-fields and things of no size. */
  final boolean withoutMembers(TypeId type) {
    return values.composite(type) && values.named(type).stream().noneMatch(Leaf::hasBits);
  }

  /**
   * Returns the parts of a homogeneous aggregate: all floating point numbers of one format, or all
   * short vectors of one size, without anything between.
   */
  final Optional<List<Leaf>> homogeneous(TypeId type, int most) {
    List<Leaf> parts = new ArrayList<>();
    for (Leaf leaf : values.named(type)) {
      boolean number = leaf.kind() == Leaf.Kind.FLOAT || leaf.kind() == Leaf.Kind.VECTOR;
      if (leaf.hasBits() && (!number || (!parts.isEmpty() && differs(leaf, parts.getFirst())))) {
        return Optional.empty();
      }
      boolean repeated = parts.stream().anyMatch(known -> known.bitOffset() == leaf.bitOffset());
      if (leaf.hasBits() && !repeated) {
        parts.add(leaf);
      }
    }
    long bits = parts.isEmpty() ? 0 : parts.getFirst().bits() * parts.size();
    boolean fits = !parts.isEmpty() && parts.size() <= most;
    return fits && bits == values.bytes(type) * 8 ? Optional.of(parts) : Optional.empty();
  }

  /** An array of no elements, flexible or not; not a struct without members. */
  final boolean holdsEmptyArray(TypeId type) {
    return values.named(type).stream()
        .anyMatch(
            leaf ->
                leaf.form() == Leaf.Form.FLEXIBLE
                    || (leaf.form() == Leaf.Form.EMPTY && leaf.kind() != Leaf.Kind.NONE));
  }

  /** Says that MIPS has no rule for a complex integer of halves narrower than a register. */
  final Unsettled narrowComplex(TypeId type) {
    return new Unsettled("GCC returns " + values.text(type) + " in one register and clang in two");
  }

  /**
   * Tells whether an array of no elements lies in a struct that has nothing else. Clang leaves such
   * a struct out of a homogeneous aggregate (isHomogeneousAggregate, isEmptyRecord); GCC counts the
   * array as it counts one beside the numbers (aapcs_vfp_sub_candidate).
   */
  final boolean holdsEmptyArrayInEmptyStruct(TypeId type) {
    return switch (values.type(type)) {
      case Type.Array array -> holdsEmptyArrayInEmptyStruct(array.element());
      case Type.Aggregate aggregate ->
          aggregate.bytes() == 0
              ? holdsEmptyArray(type)
              : aggregate.members().stream()
                  .anyMatch(member -> holdsEmptyArrayInEmptyStruct(member.type()));
      case Type.Void _, Type.Number _, Type.Pointer _, Type.Vector _, Type.Tagged _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }

  /** Refuses a homogeneous aggregate of which compilers think differently. */
  final void refuseEmptyArrayInEmptyStruct(TypeId type) {
    if (holdsEmptyArrayInEmptyStruct(type)) {
      throw new Unsettled(
          "GCC and clang pass "
              + values.text(type)
              + " in different registers, because of an array of no elements in an empty struct");
    }
  }

  /** Tells whether some part of a value lies in a union. */
  static boolean united(List<Leaf> parts) {
    return parts.stream().anyMatch(Leaf::inUnion);
  }

  /**
   * Tells whether a union of numbers has a bit-field without a name as well, which ends homogeneity
   * everywhere, or one of no width, which some compilers leave out.
   */
  final boolean hidesBitField(TypeId type, Divergence ofNoWidth) {
    boolean wide = values.assumes(type, Assumption.BIT_FIELD_OF_UNION);
    boolean none = state.ask(ofNoWidth) && values.assumes(type, Assumption.ZERO_WIDTH_BIT_FIELD);
    return wide || none;
  }

  private static boolean differs(Leaf one, Leaf other) {
    return one.kind() != other.kind() || one.bits() != other.bits();
  }

  /**
   * Tells whether a value is aligned as far, where the compiler may not look at what a typedef
   * alone asks for.
   */
  final boolean alignedTo(int bytes, TypeId type, Divergence typedef) {
    return values.alignment(type, bytes / 2) >= bytes
        && (values.alignment(values.types().resolved(type), bytes / 2) >= bytes
            || state.ask(typedef));
  }

  // What machines do with registers.

  final boolean bigEndian() {
    return values.machine().bigEndian();
  }

  /** Returns a number in the low part of its register or slot. */
  final long lowPart(long bytes, long slot) {
    return bigEndian() && bytes < slot ? slot - bytes : 0;
  }

  /** Returns a number in one register. */
  final Placement inOne(Location.Register register, long bytes, long width) {
    return new Placement.Direct(List.of(new Piece(0, bytes, register, lowPart(bytes, width))));
  }

  /** Returns the image of a value, register by register, as if loaded from memory. */
  final Placement image(Registers registers, long bytes, long width) {
    return new Placement.Direct(imagePieces(registers, 0, bytes, width));
  }

  final List<Piece> imagePieces(Registers registers, long from, long bytes, long width) {
    List<Piece> pieces = new ArrayList<>();
    for (long at = from; at < from + bytes; at += width) {
      long length = Math.min(width, from + bytes - at);
      pieces.add(new Piece(at, length, registers.take(), 0));
    }
    return pieces;
  }

  /** Returns a pointer to a copy, or to where the result goes, in a register. */
  final Placement pointer(Location.Register register) {
    return new Placement.ByReference(
        List.of(new Piece(0, values.machine().pointerBytes(), register, 0)));
  }

  /** Returns a pointer to a copy on the stack. */
  final Placement pointerOnStack(long slot) {
    Placement.Direct placed =
        (Placement.Direct) state.onStack(values.machine().pointerBytes(), slot, slot);
    return new Placement.ByReference(placed.pieces());
  }

  /** Returns a number in the low part of a stack slot. */
  final Placement numberOnStack(long bytes, long alignment, long slot) {
    long pad = lowPart(bytes, slot);
    state.alignStack(Math.max(alignment, slot));
    long at = state.stack();
    state.skipStack((bytes + slot - 1) / slot * slot);
    return new Placement.Direct(List.of(new Piece(0, bytes, new Location.Stack(at), pad)));
  }
}
