package org.abiseam.rules.psabi;

import java.util.List;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.rules.plan.Leaf;
import org.abiseam.rules.plan.ValueTypes;

/** Holds what the rules of i386 ask of a type, whoever passes it and wherever. */
record I386Types(ValueTypes values) {
  private static final int WORD = 4;
  private static final int ALIGNED = 16;

  /** Bytes of a {@code _Float16} or {@code __bf16}. */
  private static final int HALF = 2;

  /**
   * Returns bytes of what clang passes for a value: a union whose members' sizes happen to add up
   * to its own is passed as its largest member.
   */
  long expanded(TypeId type) {
    long bytes = values.bytes(type);
    boolean union =
        values.type(type) instanceof Type.Aggregate aggregate
            && aggregate.shape() == Type.Shape.UNION;
    List<TypeId> members = union ? members(type) : List.of();
    long sum = members.stream().mapToLong(values::bytes).sum();
    boolean expands = sum == bytes && bytes <= ALIGNED && members.stream().allMatch(this::basic);
    return expands ? members.stream().mapToLong(values::bytes).max().orElse(bytes) : bytes;
  }

  /**
   * Tells whether clang passes a number, or the members of a struct, by themselves: those of four
   * or eight bytes that are all of it (X86.cpp, canExpandIndirectArgument).
   */
  boolean apart(TypeId type) {
    boolean union =
        values.type(type) instanceof Type.Aggregate aggregate
            && aggregate.shape() == Type.Shape.UNION;
    List<TypeId> parts = values.composite(type) ? members(type) : List.of(type);
    long bytes = values.bytes(type);
    return !union
        && parts.stream().mapToLong(values::bytes).sum() == bytes
        && bytes <= ALIGNED
        && parts.stream().allMatch(this::basic);
  }

  /** Members of a union none of which is a bit-field. */
  List<TypeId> members(TypeId type) {
    boolean bitFields =
        values.leaves(type).stream().anyMatch(leaf -> leaf.form() == Leaf.Form.BIT_FIELD);
    return !bitFields && values.type(type) instanceof Type.Aggregate aggregate
        ? aggregate.members().stream().map(Member::type).toList()
        : List.of();
  }

  /** A number or a pair of numbers of four or eight bytes. */
  boolean basic(TypeId type) {
    boolean pair = values.type(type) instanceof Type.Scalar scalar && scalar.complex();
    long bytes = pair ? values.bytes(type) / 2 : values.bytes(type);
    return !values.composite(type)
        && !(values.type(type) instanceof Type.Vector)
        && (bytes == WORD || bytes == 2 * WORD);
  }

  /** A struct of one float or double has its machine mode. */
  boolean oneFloat(TypeId type) {
    List<Leaf> parts = values.leaves(type).stream().filter(Leaf::hasBits).toList();
    return parts.size() == 1
        && parts.getFirst().kind() == Leaf.Kind.FLOAT
        && parts.getFirst().bits() == values.bytes(type) * 8;
  }

  /** A struct of one complex number has its machine mode; a union has none of that kind. */
  boolean oneComplex(TypeId type) {
    List<Leaf> parts = values.leaves(type).stream().filter(Leaf::hasBits).toList();
    return parts.size() == 2
        && !CallArranger.united(parts)
        && parts.stream().allMatch(it -> it.form() == Leaf.Form.COMPLEX_PART)
        && parts.getFirst().bits() * 2 == values.bytes(type) * Byte.SIZE;
  }

  /**
   * Tells whether somewhere in it is a member whose typedef is aligned to 16 bytes or more, or that
   * is a vector or a {@code __float128} of as many.
   */
  boolean alignedTypedef(TypeId type) {
    return switch (values.types().type(type)) {
      case Type.Alias alias ->
          (alias.alignment().orElse(0) >= ALIGNED && !values.composite(alias.target()))
              || alignedTypedef(alias.target());
      case Type.Array array -> alignedTypedef(array.element());
      case Type.Aggregate aggregate ->
          values.alignment(type, WORD) >= ALIGNED
              && aggregate.members().stream().anyMatch(this::alignedTypedef);
      case Type.Atomic atomic -> alignedTypedef(atomic.target());
      case Type.Vector vector -> vector.bytes() >= ALIGNED;
      case Type.Scalar scalar -> quad(scalar);
      case Type.NonZero _, Type.Enumeration _ -> false;
      case Type.Void _, Type.Pointer _, Type.Tagged _ -> false;
      case Type.Function _, Type.Unknown _ -> false;
    };
  }

  /**
   * Tells whether a member is so. GCC gives a bit-field narrower than its declared type a type of
   * its own, without that alignment (c_build_bitfield_integer_type).
   */
  private boolean alignedTypedef(Member member) {
    boolean narrow =
        member instanceof Member.BitField field
            && field.bitWidth() < values.bytes(field.type()) * Byte.SIZE;
    return !narrow && alignedTypedef(member.type());
  }

  /** Tells whether it is a number of 2 bytes, a pair of these, or a struct of one alone. */
  boolean half(TypeId type) {
    return switch (values.type(type)) {
      case Type.Scalar scalar ->
          (scalar.encoding() == Type.Encoding.FLOAT && scalar.bytes() == HALF)
              || (scalar.encoding() == Type.Encoding.COMPLEX_FLOAT && scalar.bytes() == 2 * HALF);
      case Type.Aggregate aggregate ->
          aggregate.members().size() == 1 && half(aggregate.members().getFirst().type());
      case Type.Array array -> half(array.element());
      case Type.Void _, Type.Number _, Type.Pointer _, Type.Vector _, Type.Tagged _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }

  /** A number of the machine modes TF or TD, or a pair of these; a long double has 12 bytes. */
  boolean quad(TypeId type) {
    return values.type(type) instanceof Type.Scalar scalar && quad(scalar);
  }

  private static boolean quad(Type.Scalar scalar) {
    return switch (scalar.encoding()) {
      case FLOAT, DECIMAL_FLOAT -> scalar.bytes() == ALIGNED;
      case COMPLEX_FLOAT -> scalar.bytes() == 2 * ALIGNED;
      case SIGNED, UNSIGNED, SIGN_UNTOLD, BOOLEAN, UNICODE, COMPLEX_INTEGER -> false;
    };
  }

  /** Tells whether some part is {@code _Atomic} or a {@code _BitInt}, no built-in type of clang. */
  boolean holdsNoBuiltInType(TypeId type) {
    return values.named(type).stream()
        .filter(Leaf::hasBits)
        .anyMatch(
            leaf ->
                values.types().atomic(leaf.type())
                    || (values.type(leaf.type()) instanceof Type.Scalar scalar
                        && scalar.bitPrecise()));
  }

  static boolean power(long bytes) {
    return bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
  }

  /** Tells whether every part, and every part of it, has a size that a register has. */
  boolean membersFit(TypeId type) {
    List<TypeId> parts =
        values.type(type) instanceof Type.Aggregate aggregate
            ? aggregate.members().stream().map(Member::type).toList()
            : values.type(type) instanceof Type.Array array ? List.of(array.element()) : List.of();
    return parts.stream()
        .filter(part -> values.bytes(part) > 0)
        .allMatch(part -> power(values.bytes(part)) && membersFit(part));
  }
}
