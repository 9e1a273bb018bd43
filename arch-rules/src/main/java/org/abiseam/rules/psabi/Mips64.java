package org.abiseam.rules.psabi;

import static org.abiseam.rules.plan.Divergences.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.abiseam.model.Citation;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.rules.machine.MachineTraits;
import org.abiseam.rules.machine.MachineTraits.Trait;
import org.abiseam.rules.plan.Assumption;
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
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.ValueTypes;

/**
 * MIPS n64, both byte orders, with and without floating point registers.
 *
 * <p>What is peculiar: one array of doublewords ({@link MipsSlots}). The first eight have two
 * registers each, one for whole numbers ({@code a0} to {@code a7}) and one for floating point
 * numbers ({@code f12} to {@code f19}); the third argument is in {@code a2} or in {@code f14},
 * whatever stands before it. A struct of any size lies in the slots as it lies in memory and may
 * begin in registers and end on the stack. Of a struct, a slot that is exactly one of its own
 * {@code double} members travels in the floating point register. Behind the named parameters of a
 * variadic function everything is in general registers.
 *
 * <p>Narrow numbers fill their register, {@code unsigned int} <i>by sign</i>: the processor's
 * 32-bit instructions keep every register so and are unpredictable otherwise. This is the trap, for
 * GCC holds a struct of four bytes to the same contract and clang does not (D1): every {@code
 * kuid_t}.
 *
 * <p>On a big-endian machine numbers are at the low end of a register and structs at the high end;
 * a {@code float} on the stack is at the beginning of its slot.
 *
 * <p>"MIPSpro N32 ABI Handbook", 007-2816-005, chapter 2, 2002,
 * https://techpubs.jurassic.nl/manuals/0650/developer/Mpro_n32_ABI/sgi_html/ch02.html
 */
final class Mips64 implements Psabi {
  private static final int DOUBLEWORD = 8;
  private static final int QUADWORD = 16;

  private static final List<String> GENERAL =
      List.of("a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7");
  private static final List<String> FLOATING =
      List.of("f12", "f13", "f14", "f15", "f16", "f17", "f18", "f19");

  private static final Citation SLOTS = n64("stack parameter slots are doublewords");
  private static final Citation QUADWORDS = n64("quad-precision parameters are 16-byte aligned");
  private static final Citation CHUNKS = n64("structs are a sequence of doublewords");
  private static final Citation IN_FLOATING = n64("floating point registers $f12 to $f19");
  private static final Citation VARIADIC = n64("the variable part in integer registers");
  private static final Citation RESULT = n64("function results");
  private static final Citation LARGE_RESULT = n64("larger composite results");

  private static final MachineTraits TRAITS =
      MachineTraits.of(Machine.EM_MIPS)
          .ofWidth(DOUBLEWORD)
          .variant(
              "mips64",
              new Machine(Machine.EM_MIPS, 8, true, 0)
                  .with(OptionalInt.of(MipsFloats.DOUBLE), OptionalInt.empty()))
          .variant(
              "mips64el",
              new Machine(Machine.EM_MIPS, 8, false, 0)
                  .with(OptionalInt.of(MipsFloats.DOUBLE), OptionalInt.empty()))
          // MIPSpro N32/64.
          .alignsTo(16)
          .with(Trait.STATED_ALIGNMENT_IS_DROPPED)
          .flags(MipsFloats.ABI)
          .flags(MipsFloats.NAN_2008)
          .asksFor(List.of("-mhard-float", "-msoft-float", "-mno-float", "-msingle-float", "-mmsa"))
          .build();

  @Override
  public MachineTraits traits() {
    return TRAITS;
  }

  @Override
  public List<Divergence> divergences() {
    return DIVERGENCES.all();
  }

  @Override
  public Plan plan(Signature signature, int named, ValueTypes values, Dialect dialect) {
    return new N64Call(values, new CallState(dialect)).plan(signature, named);
  }

  private static Citation n64(String clause) {
    return new Citation("MIPSpro N32 ABI Handbook", "chapter 2, " + clause);
  }

  /** Arranges one call. */
  private static final class N64Call extends CallArranger {
    private final MipsSlots slots;

    /** Bytes that clang and rustc believe to have placed; goes out of step, see the questions. */
    private long counted;

    private boolean inRegister;

    N64Call(ValueTypes values, CallState state) {
      super(values, state);
      this.slots = new MipsSlots(DOUBLEWORD, bigEndian(), GENERAL, FLOATING, 0);
    }

    @Override
    Placement argument(TypeId type, Role role) {
      state.by(SLOTS);
      refuse(type);
      long bytes = values.bytes(type);
      align(type, bytes);
      inRegister = slots.free() > 0;
      if (bytes == 0) {
        state.by(EMPTY);
        return new Placement.Nothing();
      }
      if (role == Role.ANONYMOUS) {
        state.by(VARIADIC);
      }
      if (values.composite(type)) {
        state.by(CHUNKS);
        return struct(type, bytes, role);
      }
      if (complex(type)) {
        return pair(type, bytes, role);
      }
      if (!floating(type)) {
        return bytes > DOUBLEWORD ? slots.image(bytes) : slots.number(bytes);
      }
      boolean bank = role == Role.NAMED && hard();
      if (bank) {
        state.by(IN_FLOATING);
      }
      return bytes > DOUBLEWORD
          ? slots.image(bytes, offset -> bank)
          : new Placement.Direct(List.of(slots.floating(0, bytes, bank)));
    }

    /**
     * Types that no compiler was observed with. A vector travels as a struct of its size does; one
     * that is smaller than a register LLVM takes apart, and -mmsa gives others registers.
     */
    private void refuse(TypeId type) {
      boolean msa = state.dialect().switches().flags().stream().anyMatch("-mmsa"::equals);
      boolean vector =
          (vector(type) && values.bytes(type) < DOUBLEWORD)
              || ((msa || bigEndian()) && holdsVector(type));
      boolean wide = complex(type) && values.bytes(type) > QUADWORD;
      if (vector || wide) {
        throw new Unsettled("no rule of abiseam covers " + values.text(type));
      }
    }

    // The array of slots.

    private void align(TypeId type, long bytes) {
      // Attributes of a typedef do not count: GCC takes the main variant, clang the canonical type.
      TypeId at = values.resolved(type);
      int alignment = Math.min(QUADWORD, values.alignment(at, DOUBLEWORD));
      if (alignment == QUADWORD) {
        state.by(QUADWORDS);
        if (startsEven(type, bytes)) {
          even();
        }
      }
      boolean counts = bytes > 0 || alignment < QUADWORD || state.ask(EMPTY_STRUCT_MOVES_THE_COUNT);
      if (counts) {
        counted = up(counted, alignment) + up(bytes, alignment);
      }
    }

    private boolean startsEven(TypeId type, long bytes) {
      if (bytes == 0) {
        return state.ask(EMPTY_STRUCT_STARTS_EVEN);
      }
      return !wholeNumber(type) || state.ask(INT128_STARTS_EVEN);
    }

    private void even() {
      boolean odd = slots.next() % 2 == 1;
      boolean oddByCount = (counted / DOUBLEWORD) % 2 == 1;
      boolean skip = (odd != oddByCount && state.ask(ALIGNED_BY_COUNT)) ? oddByCount : odd;
      if (skip) {
        slots.skip();
      }
    }

    private static long up(long bytes, long multiple) {
      return (bytes + multiple - 1) / multiple * multiple;
    }

    // ValueTypes.

    private Placement struct(TypeId type, long bytes, Role role) {
      List<Long> doubles = role == Role.NAMED ? doubles(type) : List.of();
      boolean bank = !doubles.isEmpty() && hard();
      if (bank) {
        state.by(IN_FLOATING);
      }
      return slots.image(bytes, offset -> bank && doubles.contains(offset));
    }

    /** "If a chunk consists solely of a double float field (but not … part of a union)". */
    private List<Long> doubles(TypeId type) {
      List<Long> offsets = new ArrayList<>();
      for (Member member : members(type)) {
        boolean chunk =
            member instanceof Member.Field
                && floating(member.type())
                && values.bytes(member.type()) == DOUBLEWORD
                && member.bitOffset() % (DOUBLEWORD * 8) == 0;
        if (chunk) {
          offsets.add(member.bitOffset() / 8);
        }
      }
      return offsets;
    }

    /** Members of a struct; none of anything else. */
    private List<Member> members(TypeId type) {
      return values.type(type) instanceof Type.Aggregate aggregate
              && aggregate.shape() != Type.Shape.UNION
          ? aggregate.members()
          : List.of();
    }

    private boolean complex(TypeId type) {
      return composite(type) && !values.composite(type);
    }

    private boolean complexFloat(TypeId type) {
      return complex(type)
          && values.named(type).stream().allMatch(leaf -> leaf.kind() == Leaf.Kind.FLOAT);
    }

    private Placement pair(TypeId type, long bytes, Role role) {
      boolean bank = complexFloat(type) && role == Role.NAMED && hard();
      boolean inPair = bank && slots.free() >= 2;
      boolean halves =
          inPair || (complexFloat(type) && state.ask(COMPLEX_HALVES_HAVE_SLOTS_OF_THEIR_OWN));
      if (!halves) {
        return slots.image(bytes);
      }
      if (bank) {
        state.by(IN_FLOATING);
      }
      long half = bytes / 2;
      // Without floating point registers clang passes the halves as it passes structs.
      boolean numbers = half == DOUBLEWORD || hard();
      return new Placement.Direct(
          numbers
              ? List.of(slots.floating(0, half, bank), slots.floating(half, half, bank))
              : List.of(slots.part(0, half), slots.part(half, half)));
    }

    private boolean hard() {
      return MipsFloats.inRegisters(values.machine(), state.dialect().switches());
    }

    // Results.

    @Override
    Placement result(TypeId type) {
      refuse(type);
      state.by(RESULT);
      inRegister = true;
      long bytes = values.bytes(type);
      if (bytes == 0) {
        return new Placement.Nothing();
      }
      if (bytes > QUADWORD) {
        state.by(LARGE_RESULT);
        counted = DOUBLEWORD;
        return slots.pointer(DOUBLEWORD);
      }
      List<Member> numbers = numbers(type);
      if (!numbers.isEmpty()) {
        return numbers(numbers);
      }
      if (complexFloat(type)) {
        return complexResult(bytes / 2);
      }
      if (complex(type) && bytes / 2 < DOUBLEWORD) {
        throw narrowComplex(type);
      }
      if (floating(type)) {
        return floatingResult(bytes);
      }
      return composite(type) || bytes > DOUBLEWORD
          ? results("v0", "v1").image(bytes)
          : results("v0").number(bytes);
    }

    private MipsSlots results(String... registers) {
      return new MipsSlots(DOUBLEWORD, bigEndian(), List.of(registers), List.of(), 0);
    }

    private Piece number(String register, long offset, long bytes) {
      return new Piece(offset, bytes, new Location.Register(register), lowPart(bytes, DOUBLEWORD));
    }

    /** "A struct with only one or two floating point fields". */
    private List<Member> numbers(TypeId type) {
      List<Member> members = members(type);
      boolean numbers =
          !members.isEmpty()
              && members.size() <= 2
              && members.stream()
                  .allMatch(member -> member instanceof Member.Field && floating(member.type()));
      return numbers && !besideBitFields(type) ? members : List.of();
    }

    /** An unnamed bit-field is a field too, and one of no width is. */
    private boolean besideBitFields(TypeId type) {
      boolean filled =
          values.leaves(type).stream().anyMatch(leaf -> leaf.form() == Leaf.Form.UNNAMED_BIT_FIELD);
      return filled || values.assumes(type, Assumption.ZERO_WIDTH_BIT_FIELD);
    }

    private Placement numbers(List<Member> members) {
      Member first = members.getFirst();
      long bytes = values.bytes(first.type());
      boolean hard = hard();
      if (bytes > DOUBLEWORD) {
        String end = hard ? "f1" : state.ask(STRUCT_RETURNS_AS_ITS_NUMBER) ? "a0" : "v1";
        return new Placement.Direct(
            List.of(
                number(hard ? "f0" : "v0", 0, DOUBLEWORD), number(end, DOUBLEWORD, DOUBLEWORD)));
      }
      List<Piece> pieces = new ArrayList<>(2);
      pieces.add(member(hard ? "f0" : "v0", first, hard));
      if (members.size() == 2) {
        String soft = !hard && state.ask(SECOND_NUMBER_RETURNS_IN_A0) ? "a0" : "v1";
        pieces.add(member(hard ? "f2" : soft, members.getLast(), hard));
      }
      return new Placement.Direct(pieces);
    }

    private Piece member(String register, Member member, boolean hard) {
      long bytes = values.bytes(member.type());
      boolean high =
          !hard
              && bigEndian()
              && bytes < DOUBLEWORD
              && state.ask(NUMBERS_OF_A_STRUCT_RETURN_AT_THE_HIGH_END);
      long at = high ? 0 : lowPart(bytes, DOUBLEWORD);
      return new Piece(member.bitOffset() / 8, bytes, new Location.Register(register), at);
    }

    private Placement complexResult(long half) {
      boolean hard = hard();
      if (!hard && half < DOUBLEWORD && !state.ask(COMPLEX_RETURNS_IN_HALVES)) {
        return results("v0").image(half * 2);
      }
      return new Placement.Direct(
          List.of(number(hard ? "f0" : "v0", 0, half), number(hard ? "f2" : "v1", half, half)));
    }

    private Placement floatingResult(long bytes) {
      boolean hard = hard();
      if (bytes <= DOUBLEWORD) {
        return new Placement.Direct(List.of(number(hard ? "f0" : "v0", 0, bytes)));
      }
      return new Placement.Direct(
          List.of(
              number(hard ? "f0" : "v0", 0, DOUBLEWORD),
              number(hard ? "f2" : "a0", DOUBLEWORD, DOUBLEWORD)));
    }

    // What stands in the rest of a register.

    /** "sign- or zero-extended to 64-bit"; 32 bits always by sign, as the processor keeps them. */
    @Override
    Optional<Extension> extension(TypeId type) {
      int bits = (int) Math.min(64, values.bytes(type) * 8);
      if (wholeNumber(type)) {
        boolean signed = values.signed(type) || bits == 32;
        return bits == 64 ? Optional.empty() : Optional.of(new Extension(bits, 64, 64, signed));
      }
      return word(type) ? smallStruct(type) : Optional.empty();
    }

    /** A struct of four bytes that a 32-bit instruction loads: GCC's SImode. */
    private boolean word(TypeId type) {
      return inRegister
          && !bigEndian()
          && values.composite(type)
          && values.bytes(type) == 4
          && !oneFloat(type);
    }

    private boolean oneFloat(TypeId type) {
      List<Leaf> parts = values.named(type).stream().filter(Leaf::hasBits).toList();
      boolean one = parts.size() == 1 && parts.getFirst().kind() == Leaf.Kind.FLOAT;
      return one && !members(type).isEmpty();
    }

    private Optional<Extension> smallStruct(TypeId type) {
      if (!state.ask(SMALL_STRUCT_IS_EXTENDED)) {
        return Optional.of(new Extension(32, 32, 32, true));
      }
      boolean aligned = values.alignment(values.resolved(type), 1) >= 4;
      int bits = aligned ? 64 : 32;
      return Optional.of(new Extension(32, bits, bits, true));
    }

    @Override
    Plan.Frame frame() {
      return new Plan.Frame(slots.stackBytes(), QUADWORD, 0);
    }
  }

  // Where compilers differ.

  private static final Citation RUST =
      new Citation("rust-lang/rust", "compiler/rustc_target/src/callconv/mips64.rs");
  private static final Citation SOFT =
      new Citation("abiseam fixtures", "observations/mips64el-kernel");
  private static final Citation HARD =
      new Citation("abiseam fixtures", "observations/mips64el-user");

  private static final Divergences DIVERGENCES = new Divergences("mips64");

  private static Divergences.Draft divergence(String name) {
    return DIVERGENCES.add(name);
  }

  private static final Divergence EMPTY_STRUCT_STARTS_EVEN =
      divergence("empty-aligned")
          .asks("Does a struct of no size pass over an odd slot if it is aligned so?")
          .yes("What follows a struct of no size and an alignment of 16 begins in an even slot.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(SOFT, RUST);

  private static final Divergence EMPTY_STRUCT_MOVES_THE_COUNT =
      divergence("empty-aligned-count")
          .asks(
              "Does a struct of no size and large alignment move the count by which later ones"
                  + " align?")
          .yes("A struct aligned to 16 that follows one of no size may begin in an odd slot.")
          .answers(gcc(NO), clang(YES), rustc(NO))
          .see(SOFT, RUST);

  private static final Divergence INT128_STARTS_EVEN =
      divergence("int128-even")
          .asks("Does an __int128 begin in an even slot?")
          .yes("An __int128 passes over an odd slot.")
          .answers(gcc(YES), clang(NO.before(24, 0), YES.since(24, 0)), rustc(NO))
          .see(SOFT, llvm("issue #213541, PR #214322 (in 24)"), RUST);

  private static final Divergence ALIGNED_BY_COUNT =
      divergence("counted-offset")
          .asks(
              "Is a value aligned by a count of bytes that an __int128 or an empty struct put out"
                  + " of step?")
          .yes("Behind an __int128, a struct aligned to 16 may begin in an odd slot.")
          .answers(gcc(NO), clang(YES), rustc(YES))
          .see(SOFT, llvm("clang/lib/CodeGen/Targets/Mips.cpp, Offset"), RUST);

  private static final Divergence COMPLEX_HALVES_HAVE_SLOTS_OF_THEIR_OWN =
      divergence("complex-halves")
          .asks(
              "Do the halves of a complex number have a slot each where they do not both find a"
                  + " floating point register?")
          .yes(
              "A _Complex float that no two floating point registers are free for takes two slots.")
          .answers(gcc(NO), clang(YES))
          .see(SOFT, HARD);

  private static final Divergence SECOND_NUMBER_RETURNS_IN_A0 =
      divergence("soft-float-pair-result")
          .asks("Does the second of two floating point numbers come back in a0 with soft float?")
          .yes("With -msoft-float the second of { float a; float b; } comes back in a0, not v1.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(SOFT);

  private static final Divergence STRUCT_RETURNS_AS_ITS_NUMBER =
      divergence("soft-float-long-double-result")
          .asks("Does a struct of a long double come back as the long double does with soft float?")
          .yes("With -msoft-float the end of { long double a; } comes back in a0, not v1.")
          .answers(gcc(NO), clang(YES))
          .see(SOFT);

  private static final Divergence NUMBERS_OF_A_STRUCT_RETURN_AT_THE_HIGH_END =
      divergence("soft-float-struct-result-end")
          .asks(
              "Does the float of a struct come back at the high end of its register with soft"
                  + " float?")
          .yes(
              "With -msoft-float { float a; } comes back in the upper half of v0, as other structs"
                  + " do on a big-endian machine.")
          .answers(gcc(NO), clang(YES), rustc(NO))
          .see(recorded("mips64-kernel"), RUST);

  private static final Divergence COMPLEX_RETURNS_IN_HALVES =
      divergence("soft-float-complex-result")
          .asks("Does a complex float come back in two registers with soft float?")
          .yes("With -msoft-float a _Complex float comes back in v0 and v1.")
          .answers(gcc(NO), clang(YES))
          .see(SOFT);

  private static final Divergence SMALL_STRUCT_IS_EXTENDED =
      divergence("small-struct-extension")
          .asks("Is a struct of four bytes sign-extended in its register?")
          .yes(
              "GCC's callee reads 64 bits of a struct { u32 } in a register as a sign-extended"
                  + " number, as GCC's caller leaves them; clang and rustc leave anything there.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(
              new Citation("gcc", "gcc/stor-layout.cc, compute_record_mode"),
              llvm("clang/lib/CodeGen/Targets/Mips.cpp, setInReg"),
              RUST);
}
