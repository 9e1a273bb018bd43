package org.abiseam.rules.psabi;

import static org.abiseam.rules.plan.Divergences.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.Citation;
import org.abiseam.model.Machine;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.rules.machine.MachineTraits;
import org.abiseam.rules.machine.MachineTraits.Trait;
import org.abiseam.rules.plan.CallState;
import org.abiseam.rules.plan.Dialect;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Divergences;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.Leaf;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Psabi;
import org.abiseam.rules.plan.Registers;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.ValueTypes;

/**
 * AArch64, the procedure call standard of Arm (AAPCS64) as Linux uses it.
 *
 * <p>What is peculiar: classes are decided for the whole value, not for pieces of it. A struct of
 * up to four floating point numbers of one format (a homogeneous aggregate) goes into vector
 * registers, one number each. Any other of up to 16 bytes goes into general registers as if loaded
 * from memory; a larger one is copied and a pointer to the copy travels. Nothing is ever split
 * between registers and stack: what finds no room closes its bank for all that follow.
 *
 * <p>A newcomer misses two things. The pointer to a large result is in {@code x8}, which is no
 * argument register, so arguments never move. And alignment of 16 rounds the next general register
 * up to an even one, but it is the <i>natural</i> alignment that counts: an attribute on a member
 * does, one on the type itself does not.
 *
 * <p>The kernel compiles with {@code -mgeneral-regs-only}; floating point has no place there.
 *
 * <p>"Procedure Call Standard for the Arm 64-bit Architecture", 2024Q3, 2024-09-05,
 * https://github.com/ARM-software/abi-aa
 */
final class AArch64 implements Psabi {
  private static final int REGISTER = 8;
  private static final int VECTOR_REGISTER = 16;
  private static final int WORD = 4;
  private static final int DOUBLEWORD = 8;
  private static final int QUADWORD = 16;
  private static final int SINGLE_BITS = 32;
  private static final int MOST_HOMOGENEOUS = 4;

  private static final List<String> GENERAL =
      List.of("x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7");
  private static final List<String> VECTOR =
      List.of("v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7");
  private static final Location.Register INDIRECT_RESULT = new Location.Register("x8");

  private static final Citation LARGE = aapcs64("§6.8.2 Stage B.4");
  private static final Citation FLOATING = aapcs64("§6.8.2 Stage C.1");
  private static final Citation HOMOGENEOUS = aapcs64("§6.8.2 Stage C.2 to C.4");
  private static final Citation GENERAL_REGISTER = aapcs64("§6.8.2 Stage C.9");
  private static final Citation EVEN = aapcs64("§6.8.2 Stage C.10");
  private static final Citation CONSECUTIVE = aapcs64("§6.8.2 Stage C.11 and C.12");
  private static final Citation ON_STACK = aapcs64("§6.8.2 Stage C.13 to C.17");
  private static final Citation RESULT = aapcs64("§6.9 Result Return");

  private static final MachineTraits TRAITS =
      MachineTraits.of(Machine.EM_AARCH64)
          .variant("aarch64", new Machine(Machine.EM_AARCH64, 8, false, 0))
          .variant("aarch64_be", new Machine(Machine.EM_AARCH64, 8, true, 0))
          // AAPCS64 2024Q3 §5.1.
          .alignsTo(16)
          .with(Trait.PLAIN_CHAR_IS_UNSIGNED)
          .with(Trait.UNNAMED_BIT_FIELDS_ALIGN)
          .with(Trait.BIT_INTEGERS_ALIGN_AS_NUMBERS)
          .with(Trait.VECTORS_ALIGN_TO_16)
          .asksFor(List.of("-mgeneral-regs-only"))
          .build();

  @Override
  public MachineTraits traits() {
    return TRAITS;
  }

  @Override
  public boolean governs(Machine machine) {
    return machine.machine() == Machine.EM_AARCH64 && machine.pointerBytes() == 8;
  }

  @Override
  public List<Divergence> divergences() {
    return DIVERGENCES.all();
  }

  @Override
  public Plan plan(Signature signature, int named, ValueTypes values, Dialect dialect) {
    return new Aapcs64Call(values, new CallState(dialect)).plan(signature, named);
  }

  private static Citation aapcs64(String clause) {
    return new Citation("AAPCS64 2024Q3", clause);
  }

  /** Arranges one call. */
  private static final class Aapcs64Call extends CallArranger {
    private final Registers general = new Registers(GENERAL);
    private final Registers vectors = new Registers(VECTOR);

    Aapcs64Call(ValueTypes values, CallState state) {
      super(values, state);
    }

    @Override
    Placement argument(TypeId type, Role role) {
      long bytes = values.bytes(type);
      if (bytes == 0 || ignored(type)) {
        state.by(EMPTY);
        return new Placement.Nothing();
      }
      Optional<List<Leaf>> numbers = numbers(type);
      if (numbers.isPresent()) {
        return inVectors(type, numbers.get());
      }
      if ((composite(type) || vector(type)) && bytes > 2 * REGISTER) {
        state.by(LARGE);
        return general.free() > 0 ? pointer(general.take()) : pointerOnStack(REGISTER);
      }
      if (floatingLanes(type) && bytes < REGISTER && state.ask(SMALL_FLOATS_GO_TO_THE_STACK)) {
        general.exhaust();
        return onStack(type, bytes);
      }
      return inGeneral(type, bytes);
    }

    /** Refuses numbers of two bytes, of which nothing is recorded, and the other byte order. */
    private boolean floatingLanes(TypeId type) {
      if (!(values.type(type) instanceof Type.Vector lanes) || values.bytes(type) >= REGISTER) {
        return false;
      }
      boolean floating = floating(lanes.element());
      if (bigEndian() || (floating && values.bytes(lanes.element()) != WORD)) {
        throw uncovered(type);
      }
      return floating;
    }

    private boolean ignored(TypeId type) {
      return withoutMembers(type) && state.ask(UNNAMED_BIT_FIELDS_ALONE_ARE_IGNORED);
    }

    /**
     * Returns a floating point number, a short vector, or what a homogeneous aggregate consists of.
     */
    private Optional<List<Leaf>> numbers(TypeId type) {
      if (values.named(type).stream().anyMatch(Aapcs64Call::generic)) {
        return Optional.empty();
      }
      if (composite(type)) {
        if (values.bytes(type) > MOST_HOMOGENEOUS * VECTOR_REGISTER) {
          return Optional.empty();
        }
        Optional<List<Leaf>> parts = homogeneous(type, MOST_HOMOGENEOUS);
        if (parts.isPresent()) {
          refuseEmptyArrayInEmptyStruct(type);
        }
        boolean stopped =
            parts.isPresent()
                && holdsEmptyArray(type)
                && state.ask(EMPTY_ARRAY_ENDS_HOMOGENEITY)
                && !(complexAlone(type) && state.ask(COMPLEX_OUTLASTS_AN_EMPTY_ARRAY));
        boolean kept =
            parts.isPresent()
                && united(parts.get())
                && hidesBitField(type, ZERO_WIDTH_BIT_FIELD_ENDS_HOMOGENEITY_OF_A_UNION);
        boolean brain =
            parts.isPresent()
                && bf16(parts.get().getFirst())
                && !state.ask(BF16_MEMBERS_ARE_HOMOGENEOUS);
        return stopped || kept || brain ? Optional.empty() : parts;
      }
      return floating(type) || vector(type) ? Optional.of(values.named(type)) : Optional.empty();
    }

    /** Tells whether a struct has the machine mode of the one complex number in it. */
    private boolean complexAlone(TypeId type) {
      return values.named(type).stream()
          .allMatch(
              leaf ->
                  leaf.form() == Leaf.Form.EMPTY
                      || (leaf.form() == Leaf.Form.COMPLEX_PART
                          && !leaf.inUnion()
                          && leaf.bits() >= SINGLE_BITS
                          && 2 * leaf.bits() == values.bytes(type) * Byte.SIZE));
    }

    /** A vector that is no short vector of the standard, and travels as bytes do. */
    private static boolean generic(Leaf leaf) {
      return leaf.kind() == Leaf.Kind.VECTOR
          && leaf.bits() != DOUBLEWORD * Byte.SIZE
          && leaf.bits() != VECTOR_REGISTER * Byte.SIZE;
    }

    /** Told apart from {@code _Float16} by its name alone. */
    private boolean bf16(Leaf leaf) {
      return values.type(leaf.type()) instanceof Type.Scalar scalar
          && scalar.name().contains("bf16");
    }

    private Placement inVectors(TypeId type, List<Leaf> numbers) {
      refuseWithoutFloatingPoint(type, numbers);
      if (numbers.size() <= vectors.free()) {
        state.by(numbers.size() == 1 ? FLOATING : HOMOGENEOUS);
        return inVectors(vectors, numbers);
      }
      vectors.exhaust();
      state.by(ON_STACK);
      boolean bare =
          bigEndian()
              && composite(type)
              && numbers.size() == 1
              && state.ask(STRUCT_OF_ONE_NUMBER_IS_A_NUMBER);
      return bare
          ? numberOnStack(values.bytes(type), REGISTER, REGISTER)
          : onStack(type, values.bytes(type));
    }

    private Placement inVectors(Registers registers, List<Leaf> numbers) {
      List<Piece> pieces = new ArrayList<>(numbers.size());
      for (Leaf number : numbers) {
        long bytes = number.bits() / 8;
        long at = lowPart(bytes, VECTOR_REGISTER);
        pieces.add(new Piece(number.bitOffset() / 8, bytes, registers.take(), at));
      }
      return new Placement.Direct(pieces);
    }

    /** LLVM widens the lanes until they fill a vector of eight bytes. */
    private Placement widened(Type.Vector lanes, long bytes) {
      long lane = values.bytes(lanes.element());
      long count = bytes / lane;
      Location.Register register = new Registers(VECTOR).take();
      List<Piece> pieces = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        pieces.add(new Piece(i * lane, lane, register, (long) i * DOUBLEWORD / count));
      }
      return new Placement.Direct(pieces);
    }

    private void refuseWithoutFloatingPoint(TypeId type, List<Leaf> numbers) {
      boolean on = state.dialect().switches().on(List.of(), List.of("-mgeneral-regs-only"), true);
      if (!on) {
        throw new Unsettled(
            values.text(type) + " travels in a vector register, and those are switched off",
            new Unsettled.Cause.SwitchedOff());
      }
      long bits = numbers.getFirst().bits();
      // GCC takes a vector of one number of 16 bytes for a vector, clang for the number.
      boolean lone =
          values.type(numbers.getFirst().type()) instanceof Type.Vector lanes
              && lanes.count() == 1
              && bits == 128;
      if (lone) {
        throw uncovered(type);
      }
    }

    private Placement inGeneral(TypeId type, long bytes) {
      int needed = (int) ((bytes + REGISTER - 1) / REGISTER);
      boolean even = needed == 2 && values.naturalAlignment(type, REGISTER) == QUADWORD;
      if (even) {
        state.by(EVEN);
        general.even();
      }
      if (needed > general.free()) {
        general.exhaust();
        state.by(ON_STACK);
        return onStack(type, bytes);
      }
      state.by(needed == 1 && !composite(type) ? GENERAL_REGISTER : CONSECUTIVE);
      return composite(type) || needed == 2
          ? image(general, bytes, REGISTER)
          : inOne(general.take(), bytes, REGISTER);
    }

    private Placement onStack(TypeId type, long bytes) {
      int alignment = Math.min(QUADWORD, values.naturalAlignment(type, REGISTER));
      return composite(type)
          ? state.onStack(bytes, alignment, REGISTER)
          : numberOnStack(bytes, alignment, REGISTER);
    }

    @Override
    Placement result(TypeId type) {
      long bytes = values.bytes(type);
      state.by(RESULT);
      if (bytes == 0) {
        return new Placement.Nothing();
      }
      Optional<List<Leaf>> numbers = numbers(type);
      if (numbers.isPresent()) {
        refuseWithoutFloatingPoint(type, numbers.get());
        return inVectors(new Registers(VECTOR), numbers.get());
      }
      if ((composite(type) || vector(type)) && bytes > 2 * REGISTER) {
        return pointer(INDIRECT_RESULT);
      }
      floatingLanes(type);
      if (values.type(type) instanceof Type.Vector lanes
          && state.ask(SMALL_VECTOR_RETURNS_IN_A_VECTOR_REGISTER)) {
        return widened(lanes, bytes);
      }
      Registers registers = new Registers(GENERAL);
      return composite(type) || bytes > REGISTER
          ? image(registers, bytes, REGISTER)
          : inOne(registers.take(), bytes, REGISTER);
    }

    /** AAPCS64 §6.8.2: unused bits have unspecified value; measured: nobody relies on them. */
    @Override
    Optional<Extension> extension(TypeId type) {
      return Optional.empty();
    }

    @Override
    Plan.Frame frame() {
      state.alignStack(REGISTER);
      return new Plan.Frame(state.stack(), 16, 0);
    }
  }

  private static final Divergences DIVERGENCES = new Divergences("aarch64");

  private static Divergences.Draft divergence(String name) {
    return DIVERGENCES.add(name);
  }

  private static final Divergence UNNAMED_BIT_FIELDS_ALONE_ARE_IGNORED =
      divergence("unnamed-bit-fields")
          .asks("Is a struct that has only unnamed bit-fields left out of the arguments?")
          .yes("A struct of unnamed bit-fields takes no register.")
          .answers(gcc(NO), clang(YES), rustc(NO))
          .see(llvm("issue #202205"));

  private static final Divergence EMPTY_ARRAY_ENDS_HOMOGENEITY =
      divergence("empty-array")
          .asks(
              "Does an array of no elements make an aggregate of floating point numbers a plain"
                  + " one?")
          .yes("{ float a; int x[]; } travels in a general register.")
          .answers(gcc(YES), clang(YES), rustc(NO))
          .see(new Citation("AAPCS64 2024Q3", "§5.9.5 Homogeneous Aggregates"));

  private static final Divergence ZERO_WIDTH_BIT_FIELD_ENDS_HOMOGENEITY_OF_A_UNION =
      divergence("zero-width-bit-field")
          .asks(
              "Does a bit-field of no width keep a union of floating point numbers out of vector"
                  + " registers?")
          .yes("union { float a; int : 0; } travels in a general register.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(
              new Citation(
                  "GCC", "gcc/config/aarch64/aarch64.cc, aapcs_vfp_sub_candidate, UNION_TYPE"),
              llvm("clang/lib/CodeGen/ABIInfo.cpp, isHomogeneousAggregate"));

  private static final Divergence COMPLEX_OUTLASTS_AN_EMPTY_ARRAY =
      divergence("complex-beside-empty-array")
          .asks("Does a complex number beside an array of no elements travel in two registers?")
          .yes("{ long a[0]; _Complex double b; } travels in d0 and d1.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(new Citation("gcc/config/aarch64/aarch64.cc", "aarch64_vfp_is_call_or_return"));

  private static final Divergence BF16_MEMBERS_ARE_HOMOGENEOUS =
      divergence("bf16")
          .asks("Do up to four __bf16 travel in vector registers as a struct?")
          .yes("{ __bf16 a; } travels in h0.")
          .answers(gcc(NO), clang(YES))
          .see(new Citation("GCC", "PR120007"));

  private static final Divergence SMALL_FLOATS_GO_TO_THE_STACK =
      divergence("small-float-vector")
          .asks("Does a vector of one float go to the stack?")
          .yes("A vector of 4 bytes of float lies on the stack, and what follows it too.")
          .answers(gcc(YES), clang(NO))
          .see(new Citation("gcc/config/aarch64/aarch64.cc", "aarch64_layout_arg"));

  private static final Divergence SMALL_VECTOR_RETURNS_IN_A_VECTOR_REGISTER =
      divergence("small-vector-result")
          .asks("Does a vector of 1, 2 or 4 bytes come back in a vector register?")
          .yes("A vector of 4 bytes is returned in v0, its lanes widened, not in x0.")
          .answers(gcc(NO), clang(YES))
          .see(new Citation("clang/lib/CodeGen/Targets/AArch64.cpp", "classifyReturnType"));

  private static final Divergence STRUCT_OF_ONE_NUMBER_IS_A_NUMBER =
      divergence("lone-number")
          .asks(
              "Does a struct of one floating point number lie on a big-endian stack as the number?")
          .yes("Big-endian, { float a; } lies in the last four bytes of its eight on the stack.")
          .answers(gcc(NO), clang(NO), rustc(YES))
          .see(rust("rustc_codegen_llvm abi, CastTarget llvm_type"), recorded("aarch64_be-user"));
}
