package org.abiseam.rules.psabi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.TypeId;
import org.abiseam.rules.plan.Assumption;
import org.abiseam.rules.plan.CallState;
import org.abiseam.rules.plan.Leaf;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.ValueTypes;

/**
 * What of a value is for the floating point and vector registers of a 64-bit PowerPC.
 *
 * <p>A number or a vector of 16 bytes is; a struct that is nothing but one number is that number,
 * under both conventions; under ELFv2 a struct of up to eight numbers of one format, or vectors, is
 * (a <i>homogeneous aggregate</i>). IEEE 754's binary128 is a vector there, IBM's {@code long
 * double} is two numbers. GCC asks for the machine mode of a struct, Clang looks for its only
 * member, rustc at its layout: they differ on unions and arrays of no elements.
 */
final class PowerElements {
  static final int EF_PPC64_ABI = 0x3;
  private static final int ELF_V2 = 2;
  private static final int QUADWORD = 16;
  private static final int MOST_REGISTERS = 8;

  private final CallArranger call;
  private final ValueTypes values;
  private final CallState state;
  private final PowerFloats floats;

  PowerElements(CallArranger call) {
    this.call = call;
    this.values = call.values;
    this.state = call.state;
    this.floats = new PowerFloats(values, state.dialect());
  }

  /**
   * Holds what is passed as one: a value, or one half of a complex number.
   *
   * @param offset first byte in the value
   * @param number whether it has no parts
   * @param quadword whether its place is aligned to one
   * @param elements for floating point or vector registers; none where it is not for these
   */
  record Value(
      long offset,
      long bytes,
      boolean number,
      boolean quadword,
      boolean byReference,
      List<Leaf> elements) {
    Value with(List<Leaf> others) {
      return new Value(offset, bytes, number, quadword, byReference, others);
    }
  }

  /** None where nothing is passed, two for a complex number. */
  List<Value> values(TypeId type) {
    long bytes = values.bytes(type);
    if (!values.composite(type)) {
      return call.composite(type) ? halves(type, bytes) : List.of(scalar(type, bytes));
    }
    List<Leaf> elements = bytes == 0 ? List.of() : ofStruct(type);
    boolean aligned =
        elements.isEmpty()
            ? call.alignedTo(QUADWORD, type, PowerPc64Divergences.TYPEDEF_ALIGNS_A_STRUCT)
            : inVectorRegister(elements.getFirst());
    return bytes == 0
        ? empty(aligned)
        : List.of(new Value(0, bytes, false, aligned, false, elements));
  }

  private List<Value> empty(boolean aligned) {
    if (aligned && state.ask(PowerPc64Divergences.EMPTY_STRUCT_IS_ALIGNED)) {
      state.alignStack(QUADWORD);
    }
    return List.of();
  }

  private List<Value> halves(TypeId type, long bytes) {
    List<Value> halves = new ArrayList<>(2);
    for (Leaf half : values.leaves(type)) {
      Leaf alone = at(half, 0);
      halves.add(
          new Value(
              half.bitOffset() / 8,
              bytes / 2,
              true,
              inVectorRegister(alone),
              false,
              inRegisters(alone) ? List.of(alone) : List.of()));
    }
    return halves;
  }

  private static Leaf at(Leaf leaf, long bitOffset) {
    return new Leaf(bitOffset, leaf.bits(), leaf.kind(), leaf.form(), leaf.type(), leaf.inUnion());
  }

  private Value scalar(TypeId type, long bytes) {
    Leaf leaf = values.leaves(type).getFirst();
    boolean vector = leaf.kind() == Leaf.Kind.VECTOR;
    boolean reference = vector && bytes > QUADWORD;
    boolean number = !vector;
    boolean quadword = !reference && inVectorRegister(leaf);
    List<Leaf> elements = !reference && inRegisters(leaf) ? List.of(leaf) : List.of();
    return new Value(0, bytes, number, quadword, reference, elements);
  }

  // Which register file.

  private boolean inRegisters(Leaf leaf) {
    return switch (leaf.kind()) {
      case FLOAT -> floats.hard();
      case VECTOR -> leaf.bits() == QUADWORD * 8;
      case INTEGER, POINTER, DECIMAL, NONE -> false;
    };
  }

  /** A vector, or a number of binary128 where there are registers for vectors. */
  boolean inVectorRegister(Leaf leaf) {
    boolean sixteen = leaf.bits() == QUADWORD * 8;
    return switch (leaf.kind()) {
      case VECTOR -> sixteen && vectorRegisters(leaf);
      case FLOAT ->
          sixteen && floats.hard() && floats.binary128(leaf.type()) && vectorRegisters(leaf);
      case INTEGER, POINTER, DECIMAL, NONE -> false;
    };
  }

  private boolean vectorRegisters(Leaf leaf) {
    return floats
        .vectorRegisters()
        .filter(there -> there)
        .orElseThrow(
            () ->
                new Unsettled("whether vector registers are used is not clear for " + text(leaf)));
  }

  private String text(Leaf leaf) {
    return values.text(leaf.type());
  }

  // Structs.

  private List<Leaf> ofStruct(TypeId type) {
    boolean union = values.leaves(type).stream().anyMatch(Leaf::inUnion) && elfV2();
    List<Leaf> likely = union ? ofResult(type) : soleNumber(type);
    if (!likely.isEmpty()) {
      return likely;
    }
    return union ? soleNumber(type) : ofResult(type);
  }

  /**
   * Returns a homogeneous aggregate of ELFv2. In C a bit-field of no width is a whole number among
   * its members, which debug info does not show.
   */
  List<Leaf> ofResult(TypeId type) {
    Optional<List<Leaf>> parts = call.homogeneous(type, MOST_REGISTERS);
    if (!elfV2() || parts.isEmpty() || !inRegisters(parts.get().getFirst())) {
      return List.of();
    }
    boolean many = registers(parts.get()) > MOST_REGISTERS;
    boolean stopped =
        !many
            && call.holdsEmptyArray(type)
            && state.ask(PowerPc64Divergences.EMPTY_ARRAY_ENDS_HOMOGENEITY);
    boolean whole = many || stopped || values.assumes(type, Assumption.ZERO_WIDTH_BIT_FIELD);
    return whole ? List.of() : parts.get();
  }

  private int registers(List<Leaf> parts) {
    Leaf first = parts.getFirst();
    boolean two = first.bits() == QUADWORD * 8 && !inVectorRegister(first);
    return two ? 2 * parts.size() : parts.size();
  }

  /** A struct that has one number, or one vector, and room for nothing else. */
  private List<Leaf> soleNumber(TypeId type) {
    List<Leaf> parts = values.leaves(type).stream().filter(Leaf::hasBits).toList();
    boolean alike =
        !parts.isEmpty()
            && parts.stream().allMatch(part -> part.bits() == values.bytes(type) * 8)
            && parts.stream().allMatch(part -> part.kind() == parts.getFirst().kind());
    if (!alike || !inRegisters(parts.getFirst())) {
      return List.of();
    }
    boolean stopped =
        (values.flexible(type) && state.ask(PowerPc64Divergences.FLEXIBLE_ARRAY_ENDS_THE_NUMBER))
            || (parts.getFirst().inUnion() && !unionIsTheNumber(parts.size()));
    return stopped ? List.of() : List.of(parts.getFirst());
  }

  /**
   * Returns the binary128 that is all of a struct, where the struct is no homogeneous aggregate
   * because of something of no size: it has the machine mode of the number, which decides in GCC.
   */
  List<Leaf> soleQuad(TypeId type) {
    List<Leaf> parts = values.leaves(type).stream().filter(Leaf::hasBits).toList();
    boolean quad =
        parts.size() == 1
            && parts.getFirst().kind() == Leaf.Kind.FLOAT
            && parts.getFirst().bits() == values.bytes(type) * 8
            && !parts.getFirst().inUnion()
            && !values.flexible(type)
            && elfV2()
            && inVectorRegister(parts.getFirst());
    return quad && state.ask(PowerPc64Divergences.QUAD_IN_A_STRUCT_IS_THE_NUMBER)
        ? parts
        : List.of();
  }

  private boolean unionIsTheNumber(int members) {
    return state.ask(
        members == 1
            ? PowerPc64Divergences.UNION_OF_ONE_NUMBER_IS_THE_NUMBER
            : PowerPc64Divergences.UNION_OF_LIKE_NUMBERS_IS_THE_NUMBER);
  }

  // Which convention.

  boolean elfV2() {
    int stated = values.machine().flags() & EF_PPC64_ABI;
    // §4.1.1 e_flags: 0 is "unspecified or not using any features affected by the differences";
    // little-endian has never been anything else than version 2.
    if (stated == 0 && values.machine().bigEndian()) {
      String flag = state.dialect().switches().value("-mabi=elf", "");
      if (flag.isEmpty()) {
        throw new Unsettled("whether this is ELFv1 or ELFv2 is not recorded");
      }
      return flag.equals("v2");
    }
    return stated == 0 || stated == ELF_V2;
  }
}
