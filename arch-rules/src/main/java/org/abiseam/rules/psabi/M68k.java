package org.abiseam.rules.psabi;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.Citation;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.rules.machine.MachineTraits;
import org.abiseam.rules.machine.MachineTraits.Trait;
import org.abiseam.rules.plan.CallState;
import org.abiseam.rules.plan.Dialect;
import org.abiseam.rules.plan.Divergence;
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
 * m68k as Linux uses it: every argument on the stack, in words of four bytes.
 *
 * <p>What is peculiar are the results. A pointer comes back in {@code a0}, the address register
 * (the callee leaves a copy in {@code d0} for callers that declared nothing), everything else of up
 * to eight bytes in {@code d0} and {@code d1}, floating point numbers in {@code fp0} if there is
 * one. A struct comes back in registers if it is as large as a machine mode, which is more than its
 * size: a member that has no mode of its own, such as an array of three bytes, keeps it in memory.
 * The address of a result in memory travels in {@code a1}, beside the arguments.
 *
 * <p>What is smaller than a word is at its low end, structs too. A caller extends narrow numbers to
 * a word; a callee reads no more than the number.
 *
 * <p>Types are aligned to two bytes at most. LLVM's back end for this machine is experimental and
 * cannot compile ordinary code, so nothing is said of clang and rustc.
 *
 * <p>"System V Application Binary Interface, Motorola 68000 Processor Family Supplement", 1990;
 * what Linux changed of it: GCC 16, config/m68k/m68k.cc and linux.h
 */
final class M68k implements Psabi {
  private static final int WORD = 4;
  private static final int DOUBLEWORD = 8;

  private static final List<String> HARD =
      List.of(
          "-mhard-float",
          "-m68881",
          "-m68040",
          "-m68060",
          "-m68020-40",
          "-m68020-60",
          "-mcpu=68040",
          "-mcpu=68060");
  private static final List<String> SOFT = List.of("-msoft-float", "-mno-68881");

  private static final Citation PASSING =
      new Citation("m68k psABI 1990", "Function Calling Sequence, arguments");
  private static final Citation RETURN =
      new Citation("m68k psABI 1990", "Function Calling Sequence, return values");
  private static final Citation IN_A0 =
      new Citation("gcc", "gcc/config/m68k/m68k.cc, m68k_function_value");
  private static final Citation IN_MEMORY =
      new Citation("gcc", "gcc/config/m68k/linux.h, M68K_STRUCT_VALUE_REGNUM");

  private static final MachineTraits TRAITS =
      MachineTraits.of(Machine.EM_68K)
          .variant("m68k", new Machine(Machine.EM_68K, 4, true, 0))
          // SVR4 68000 supplement, Figure 3-1, as GCC -mno-align-int.
          .alignsTo(2)
          .longDouble(12)
          .with(Trait.LONG_DOUBLE_OF_CLANG_IS_DOUBLE)
          .asksFor(
              List.of(
                  "-mhard-float",
                  "-m68",
                  "-mcpu=",
                  "-msoft-float",
                  "-mno-68881",
                  "-fpcc-struct-return",
                  "-freg-struct-return",
                  "-fno-pcc-struct-return"))
          .build();

  @Override
  public MachineTraits traits() {
    return TRAITS;
  }

  @Override
  public List<Divergence> divergences() {
    return List.of();
  }

  @Override
  public Plan plan(Signature signature, int named, ValueTypes values, Dialect dialect) {
    if (dialect.family() != Divergence.Family.GCC) {
      throw new Unsettled(
          "how LLVM passes values on m68k is not known; its back end is experimental");
    }
    return new M68kCall(values, new CallState(dialect)).plan(signature, named);
  }

  /** Arranges one call. */
  private static final class M68kCall extends CallArranger {
    private boolean isResult;

    M68kCall(ValueTypes values, CallState state) {
      super(values, state);
    }

    @Override
    Placement argument(TypeId type, Role role) {
      isResult = false;
      state.by(PASSING);
      long bytes = values.bytes(type);
      if (bytes == 0) {
        state.by(EMPTY);
        return new Placement.Nothing();
      }
      return bytes < WORD ? numberOnStack(bytes, WORD, WORD) : state.onStack(bytes, WORD, WORD);
    }

    @Override
    Placement result(TypeId type) {
      isResult = true;
      state.by(RETURN);
      long bytes = values.bytes(type);
      if (values.type(type) instanceof Type.Pointer) {
        state.by(IN_A0);
        return in("a0", 0, bytes);
      }
      if (number(type)) {
        return numberResult(bytes);
      }
      boolean memory =
          values.composite(type)
              ? !hasMode(type, bytes) || structsInMemory()
              : bytes > DOUBLEWORD || vector(type);
      if (memory) {
        state.by(IN_MEMORY);
        return pointer(new Location.Register("a1"));
      }
      if (bytes <= WORD) {
        return in("d0", 0, bytes);
      }
      return new Placement.Direct(
          List.of(
              new Piece(0, WORD, new Location.Register("d0"), 0),
              new Piece(WORD, WORD, new Location.Register("d1"), 0)));
    }

    private Placement in(String register, long offset, long bytes) {
      return new Placement.Direct(
          List.of(new Piece(offset, bytes, new Location.Register(register), lowPart(bytes, WORD))));
    }

    /** A floating point number, or a struct of one that has its mode; a union has an integer's. */
    private boolean number(TypeId type) {
      List<Leaf> parts = values.named(type).stream().filter(Leaf::hasBits).toList();
      return parts.size() == 1
          && parts.getFirst().kind() == Leaf.Kind.FLOAT
          && parts.getFirst().bits() == values.bytes(type) * 8
          && !parts.getFirst().inUnion()
          && !values.flexible(type);
    }

    private Placement numberResult(long bytes) {
      if (bytes > DOUBLEWORD) {
        throw new Unsettled("no rule of abiseam covers long double on m68k");
      }
      if (!hard()) {
        return bytes == WORD
            ? in("d0", 0, bytes)
            : new Placement.Direct(
                List.of(
                    new Piece(0, WORD, new Location.Register("d0"), 0),
                    new Piece(WORD, WORD, new Location.Register("d1"), 0)));
      }
      Piece.Form form = bytes == DOUBLEWORD ? Piece.Form.BYTES : Piece.Form.CONVERTED;
      return new Placement.Direct(
          List.of(new Piece(0, bytes, new Location.Register("fp0"), 0, form)));
    }

    private boolean hard() {
      List<String> flags = state.dialect().switches().flags();
      for (int i = flags.size() - 1; i >= 0; i--) {
        if (SOFT.contains(flags.get(i)) || HARD.contains(flags.get(i))) {
          return HARD.contains(flags.get(i));
        }
      }
      throw new Unsettled("whether numbers come back in fp0 is not recorded");
    }

    private boolean structsInMemory() {
      return state
          .dialect()
          .switches()
          .on(
              List.of("-fpcc-struct-return"),
              List.of("-freg-struct-return", "-fno-pcc-struct-return"),
              false);
    }

    /**
     * Tells whether GCC gives a struct a machine mode: as large as one, and all its parts have
     * modes.
     */
    private boolean hasMode(TypeId type, long bytes) {
      return power(bytes) && !values.flexible(type) && partsHaveModes(type);
    }

    private static boolean power(long bytes) {
      return bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
    }

    private boolean partsHaveModes(TypeId type) {
      List<TypeId> parts =
          values.type(type) instanceof Type.Aggregate aggregate
              ? aggregate.members().stream().map(Member::type).toList()
              : values.type(type) instanceof Type.Array array
                  ? List.of(array.element())
                  : List.of();
      return parts.stream()
          .filter(part -> values.bytes(part) > 0)
          .allMatch(part -> power(values.bytes(part)) && partsHaveModes(part));
    }

    /** The caller fills the word; the callee, and the caller of a result, rely on nothing. */
    @Override
    Optional<Extension> extension(TypeId type) {
      int bits = (int) Math.min(32, values.bytes(type) * 8);
      return !wholeNumber(type) || bits == 32
          ? Optional.empty()
          : Optional.of(new Extension(bits, isResult ? bits : 32, bits, values.signed(type)));
    }

    @Override
    Plan.Frame frame() {
      return new Plan.Frame(state.stack(), 2, 0);
    }
  }
}
