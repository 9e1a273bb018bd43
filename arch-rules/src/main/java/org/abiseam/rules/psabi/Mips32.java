package org.abiseam.rules.psabi;

import static org.abiseam.rules.plan.Divergences.*;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.abiseam.model.Citation;
import org.abiseam.model.Machine;
import org.abiseam.model.Signature;
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
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.ValueTypes;

/**
 * MIPS o32, both byte orders, with and without floating point registers.
 *
 * <p>What is peculiar: the arguments are one structure in memory, laid out in words, of which the
 * first four words travel in {@code a0} to {@code a3} ({@link MipsSlots}); the caller leaves room
 * for them in front of the others, so the fifth word is at offset 16. What is aligned to eight
 * bytes begins in an even word. A struct of any size lies there as it lies in memory. Every struct
 * comes back through a hidden pointer in {@code a0}.
 *
 * <p>Floating point registers are an afterthought: the first argument, and the second if the first
 * was a floating point number too, travel in {@code f12} and {@code f14}, and still use up their
 * words. Behind anything else, and in every call of a variadic function, floating point numbers
 * travel as words.
 *
 * <p>The variant is in {@code e_flags}: {@code EF_MIPS_ABI}; n32 has {@code EF_MIPS_ABI2}.
 *
 * <p>"System V Application Binary Interface, MIPS RISC Processor Supplement", 3rd edition, 1996
 */
final class Mips32 implements Psabi {
  private static final int WORD = 4;
  private static final int DOUBLEWORD = 8;

  private static final int EF_MIPS_ABI2 = 0x20;
  private static final int EF_MIPS_ABI = 0xf000;
  private static final int E_MIPS_ABI_O32 = 0x1000;

  private static final List<String> GENERAL = List.of("a0", "a1", "a2", "a3");

  private static final Citation STRUCTURE = o32("Function Calling Sequence, argument structure");
  private static final Citation EVEN = o32("Function Calling Sequence, alignment of arguments");
  private static final Citation FLOATS = o32("Figure 3-24 Examples of Argument Passing");
  private static final Citation RESULT = o32("Function Return ValueTypes");

  private static final MachineTraits TRAITS =
      MachineTraits.of(Machine.EM_MIPS)
          .ofWidth(WORD)
          .variant(
              "mips",
              new Machine(Machine.EM_MIPS, 4, true, E_MIPS_ABI_O32)
                  .with(OptionalInt.of(MipsFloats.DOUBLE), OptionalInt.empty()))
          .variant(
              "mipsel",
              new Machine(Machine.EM_MIPS, 4, false, E_MIPS_ABI_O32)
                  .with(OptionalInt.of(MipsFloats.DOUBLE), OptionalInt.empty()))
          // System V ABI MIPS 3, Figure 3-1.
          .alignsTo(8)
          .longDouble(8)
          .with(Trait.STATED_ALIGNMENT_IS_DROPPED)
          .flags(MipsFloats.ABI)
          .flags(MipsFloats.NAN_2008)
          .asksFor(
              List.of(
                  "-mabi=",
                  "-freg-struct-return",
                  "-mhard-float",
                  "-msoft-float",
                  "-mno-float",
                  "-msingle-float"))
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
    refuseOtherVariants(values.machine(), dialect);
    boolean variadic =
        signature.arity() != Signature.Arity.FIXED || named < signature.parameters().size();
    return new O32Call(values, new CallState(dialect), variadic).plan(signature, named);
  }

  private static void refuseOtherVariants(Machine machine, Dialect dialect) {
    if ((machine.flags() & EF_MIPS_ABI2) != 0) {
      throw new Unsettled("no rule of abiseam covers MIPS n32");
    }
    int stated = machine.flags() & EF_MIPS_ABI;
    boolean told = dialect.switches().flags().contains("-mabi=32");
    if (stated != E_MIPS_ABI_O32 && !(stated == 0 && told)) {
      throw new Unsettled(
          stated == 0
              ? "which ABI of MIPS the object follows is not recorded"
              : "no rule of abiseam covers the ABI of MIPS that e_flags state");
    }
    if (dialect.switches().flags().contains("-freg-struct-return")) {
      throw new Unsettled("no rule of abiseam covers -freg-struct-return on MIPS");
    }
  }

  private static Citation o32(String clause) {
    return new Citation("MIPS psABI, 3rd edition", clause);
  }

  /** Arranges one call. */
  private static final class O32Call extends CallArranger {
    private final MipsSlots slots;
    private final boolean variadic;

    /** Whether only floating point numbers came so far, and how many. */
    private boolean onlyNumbers = true;

    private int numbers;

    /** Bytes that clang and rustc believe to have placed. */
    private long counted;

    O32Call(ValueTypes values, CallState state, boolean variadic) {
      super(values, state);
      this.slots = new MipsSlots(WORD, bigEndian(), GENERAL, List.of(), GENERAL.size());
      this.variadic = variadic;
    }

    @Override
    Placement argument(TypeId type, Role role) {
      state.by(STRUCTURE);
      refuse(type);
      long bytes = values.bytes(type);
      align(type, bytes);
      if (bytes == 0) {
        state.by(EMPTY);
        onlyNumbers &= variadic || numbers > 1 || !state.ask(EMPTY_STRUCT_ENDS_FLOATS);
        return new Placement.Nothing();
      }
      if (floating(type)) {
        return number(bytes);
      }
      onlyNumbers = false;
      return composite(type) || bytes > WORD ? slots.image(bytes) : slots.number(bytes);
    }

    /** Types that no compiler was observed with. */
    private void refuse(TypeId type) {
      boolean vector = holdsVector(type);
      boolean wide = floating(type) && values.bytes(type) > DOUBLEWORD;
      if (vector || wide) {
        throw new Unsettled("no rule of abiseam covers " + values.text(type));
      }
    }

    private void align(TypeId type, long bytes) {
      // Attributes of a typedef do not count: GCC takes the main variant, clang the canonical type.
      TypeId at = values.resolved(type);
      int alignment = Math.min(DOUBLEWORD, values.alignment(at, WORD));
      boolean wide = alignment == DOUBLEWORD;
      if (wide) {
        state.by(EVEN);
      }
      if (wide && (bytes > 0 || state.ask(EMPTY_STRUCT_STARTS_EVEN))) {
        even(type);
      }
      boolean counts = bytes > 0 || !wide || state.ask(EMPTY_STRUCT_MOVES_THE_COUNT);
      if (counts) {
        counted = up(counted, alignment) + up(bytes, alignment);
      }
    }

    private void even(TypeId type) {
      boolean odd = slots.next() % 2 == 1;
      boolean oddByCount = (counted / WORD) % 2 == 1;
      boolean byCount = odd != oddByCount && composite(type) && state.ask(ALIGNED_BY_COUNT);
      if (byCount ? oddByCount : odd) {
        slots.skip();
      }
    }

    private static long up(long bytes, long multiple) {
      return (bytes + multiple - 1) / multiple * multiple;
    }

    /** Returns the first two, where no other kind of argument came before, have registers. */
    private Placement number(long bytes) {
      boolean leading = !variadic && onlyNumbers && numbers < 2;
      String register = numbers == 0 ? "f12" : "f14";
      numbers++;
      if (!leading || !hard()) {
        return slots.image(bytes);
      }
      state.by(FLOATS);
      slots.image(bytes);
      return in(register, 0, bytes);
    }

    private boolean hard() {
      return MipsFloats.inRegisters(values.machine(), state.dialect().switches());
    }

    private Placement in(String register, long offset, long bytes) {
      return new Placement.Direct(List.of(piece(register, offset, bytes)));
    }

    private Piece piece(String register, long offset, long bytes) {
      return new Piece(offset, bytes, new Location.Register(register), lowPart(bytes, DOUBLEWORD));
    }

    // Results.

    @Override
    Placement result(TypeId type) {
      state.by(RESULT);
      refuse(type);
      long bytes = values.bytes(type);
      if (values.composite(type)) {
        return struct(bytes);
      }
      boolean pair = composite(type);
      if (pair && !floatingParts(type) && bytes / 2 < WORD) {
        throw narrowComplex(type);
      }
      boolean numbers = floating(type) || (pair && floatingParts(type));
      if (numbers && hard()) {
        return pair
            ? new Placement.Direct(
                List.of(piece("f0", 0, bytes / 2), piece("f2", bytes / 2, bytes / 2)))
            : in("f0", 0, bytes);
      }
      MipsSlots results =
          new MipsSlots(WORD, bigEndian(), List.of("v0", "v1", "a0", "a1"), List.of(), 0);
      return bytes > WORD ? results.image(bytes) : results.number(bytes);
    }

    private Placement struct(long bytes) {
      if (bytes == 0 && state.ask(EMPTY_RESULT_IS_VOID)) {
        state.by(EMPTY);
        return new Placement.Nothing();
      }
      counted = WORD;
      onlyNumbers = false;
      return slots.pointer(WORD);
    }

    private boolean floatingParts(TypeId type) {
      return values.named(type).stream().allMatch(leaf -> leaf.kind() == Leaf.Kind.FLOAT);
    }

    /** Narrow numbers fill a word, and the callee relies on it. */
    @Override
    Optional<Extension> extension(TypeId type) {
      int bits = (int) Math.min(32, values.bytes(type) * 8);
      return !wholeNumber(type) || bits == 32
          ? Optional.empty()
          : Optional.of(new Extension(bits, 32, 32, values.signed(type)));
    }

    @Override
    Plan.Frame frame() {
      return new Plan.Frame(slots.stackBytes(), DOUBLEWORD, 0);
    }
  }

  // Where compilers differ.

  private static final Citation RUST =
      new Citation("rust-lang/rust", "compiler/rustc_target/src/callconv/mips.rs");
  private static final Citation SOFT =
      new Citation("abiseam fixtures", "observations/mipsel-kernel");
  private static final Citation HARD = new Citation("abiseam fixtures", "observations/mipsel-user");

  private static final Divergences DIVERGENCES = new Divergences("mips");

  private static Divergences.Draft divergence(String name) {
    return DIVERGENCES.add(name);
  }

  private static final Divergence EMPTY_STRUCT_STARTS_EVEN =
      divergence("empty-aligned")
          .asks("Does a struct of no size pass over an odd word if it is aligned so?")
          .yes("What follows a struct of no size and an alignment of 8 begins in an even word.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(SOFT, RUST);

  private static final Divergence EMPTY_STRUCT_MOVES_THE_COUNT =
      divergence("empty-aligned-count")
          .asks(
              "Does a struct of no size and large alignment move the count by which later ones"
                  + " align?")
          .yes("A struct aligned to 8 that follows one of no size may begin in an odd word.")
          .answers(gcc(NO), clang(YES), rustc(NO))
          .see(SOFT, RUST);

  private static final Divergence ALIGNED_BY_COUNT =
      divergence("counted-offset")
          .asks("Is a struct aligned by a count of bytes that an empty struct put out of step?")
          .yes("Behind an empty struct, a struct aligned to 8 may begin in an odd word.")
          .answers(gcc(NO), clang(YES), rustc(YES))
          .see(SOFT, llvm("clang/lib/CodeGen/Targets/Mips.cpp, Offset"), RUST);

  private static final Divergence EMPTY_STRUCT_ENDS_FLOATS =
      divergence("empty-before-float")
          .asks("Does a struct of no size keep what follows out of floating point registers?")
          .yes("A double behind a struct of no size travels in general registers.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(HARD);

  private static final Divergence EMPTY_RESULT_IS_VOID =
      divergence("empty-result")
          .asks("Is a result of no size no result?")
          .yes("A struct of no size does not come back through a hidden pointer.")
          .answers(gcc(NO), clang(NO), rustc(YES))
          .see(SOFT, RUST);
}
