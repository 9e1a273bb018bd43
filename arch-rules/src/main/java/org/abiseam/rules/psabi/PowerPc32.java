package org.abiseam.rules.psabi;

import static org.abiseam.rules.plan.Divergences.*;

import java.util.ArrayList;
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
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Psabi;
import org.abiseam.rules.plan.Registers;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.ValueTypes;

/**
 * PowerPC of 32 bits, System V.
 *
 * <p>What is peculiar: a struct never travels itself. The caller copies it and passes a pointer,
 * whatever its size, one of no size too. What remains is numbers and pointers in {@code r3} to
 * {@code r10} and, unless the machine is used without them, floating point numbers in {@code f1} to
 * {@code f8}; the two files are counted apart. A number of 64 bits takes a pair that begins with an
 * odd register, {@code r3:r4} to {@code r9:r10}; what does not fit whole goes to the stack whole,
 * and then no later number uses a general register.
 *
 * <pre>
 *        r3    r4    r5    r6    r7        f1
 *      | a   |     | b high, low|  c |   | x |     f(int a, long long b, double x, int c)
 * </pre>
 *
 * <p>The trap is the result. The final specification returns a struct of up to 8 bytes in {@code
 * r3} and {@code r4}; a draft of it returned all structs in memory, and that is what Linux does
 * ({@code -maix-struct-return}); other systems follow the specification ({@code
 * -msvr4-struct-return}). A small struct comes back at the low end of its registers, as a number of
 * its size would, not at the beginning as the text says.
 *
 * <p>"System V Application Binary Interface, PowerPC Processor Supplement", September 1995; "Power
 * Architecture 32-bit Application Binary Interface Supplement 1.0", 2011-04-19, for what it adds on
 * Linux
 */
final class PowerPc32 implements Psabi {
  private static final int WORD = 4;
  private static final int DOUBLEWORD = 8;
  private static final int QUADWORD = 16;

  /** {@code Tag_GNU_Power_ABI_Struct_Return}: 1 for r3 and r4, 2 for memory. */
  private static final int IN_REGISTERS = 1;

  private static final int IN_MEMORY = 2;

  /** {@code Tag_GNU_Power_ABI_FP}: double precision in floating point registers. */
  private static final int HARD_FLOAT = 1;

  private static final List<String> GENERAL =
      List.of("r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10");
  private static final List<String> FLOATING =
      List.of("f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8");

  private static final Citation PASSING = sysV("Parameter Passing, page 3-19");
  private static final Citation FLOATS = sysV("Parameter Passing, FP_ARG, page 3-19");
  private static final Citation PAIR = sysV("Parameter Passing, DUAL_GP, page 3-19");
  private static final Citation OTHER = sysV("Parameter Passing, OTHER, page 3-20");
  private static final Citation COPIED = sysV("Parameter Passing, SIMPLE_ARG, page 3-19");
  private static final Citation RESULT = sysV("Return ValueTypes, page 3-22");
  private static final Citation DRAFT =
      new Citation("LSB Core PPC32 5.0", "§7.2.5 Return ValueTypes");
  private static final Citation EXTENDED_PRECISION =
      new Citation("Power Architecture 32-bit ABI 1.0", "§3.2.3 ATR-LONG-DOUBLE-IBM");

  private static final MachineTraits TRAITS =
      MachineTraits.of(Machine.EM_PPC)
          .variant(
              "powerpc",
              new Machine(Machine.EM_PPC, 4, true, 0)
                  .with(OptionalInt.of(HARD_FLOAT), OptionalInt.of(IN_MEMORY)))
          .variant(
              "powerpcle",
              new Machine(Machine.EM_PPC, 4, false, 0)
                  .with(OptionalInt.of(HARD_FLOAT), OptionalInt.of(IN_MEMORY)))
          // Power Architecture 32-bit ABI 1.0 §2.1.2; long double 16.
          .alignsTo(8)
          .with(Trait.PLAIN_CHAR_IS_UNSIGNED)
          .with(Trait.WIDE_FLOATS_ALIGN_TO_16)
          .asksFor(PowerFloats.SWITCHES)
          .asksFor(List.of("-msvr4-struct-return", "-maix-struct-return", "-fpcc-struct-return"))
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
    return new PowerPc32Call(values, new CallState(dialect)).plan(signature, named);
  }

  private static Citation sysV(String clause) {
    return new Citation("System V PowerPC supplement 1995", clause);
  }

  /** Arranges one call. */
  private static final class PowerPc32Call extends CallArranger {
    private final Registers general = new Registers(GENERAL);
    private final Registers floating = new Registers(FLOATING);
    private final PowerFloats floats;

    PowerPc32Call(ValueTypes values, CallState state) {
      super(values, state);
      this.floats = new PowerFloats(values, state.dialect());
    }

    @Override
    Placement argument(TypeId type, Role role) {
      state.by(PASSING);
      refuseUnknown(type);
      if (byReference(type)) {
        state.by(COPIED);
        return general.free() > 0 ? pointer(general.take()) : pointerOnStack(WORD);
      }
      if (number(type)) {
        return inFloating(type);
      }
      if (role == Role.ANONYMOUS && floating(type) && values.bytes(type) == QUADWORD) {
        refuseMisread(type);
      }
      return binary128(type) ? split() : inGeneral(values.bytes(type));
    }

    /** What a caller leaves in four words, a callee takes from the stack, sixteen bytes aligned. */
    private void refuseMisread(TypeId type) {
      if (state.ask(VA_ARG_MISREADS_LONG_DOUBLE)) {
        throw state.disagrees(
            VA_ARG_MISREADS_LONG_DOUBLE, values.text(type) + " travels behind the named arguments");
      }
    }

    private boolean byReference(TypeId type) {
      if (values.composite(type)) {
        return true;
      }
      return composite(type)
          ? state.ask(COMPLEX_IS_COPIED)
          : binary128(type) && state.ask(BINARY128_IS_COPIED);
    }

    private boolean binary128(TypeId type) {
      return floating(type) && values.bytes(type) == QUADWORD && floats.binary128(type);
    }

    /** Tells whether it is for a floating point register. */
    private boolean number(TypeId type) {
      return floating(type) && floats.hard() && !binary128(type);
    }

    private Placement inFloating(TypeId type) {
      state.by(FLOATS);
      long bytes = values.bytes(type);
      int needed = bytes > DOUBLEWORD ? 2 : 1;
      if (bytes > DOUBLEWORD) {
        state.by(EXTENDED_PRECISION);
      }
      if (needed <= floating.free()) {
        return converted(floating, bytes);
      }
      floating.exhaust();
      state.by(OTHER);
      return state.onStack(bytes, Math.min(DOUBLEWORD, bytes), WORD);
    }

    /** A register holds a number of single precision in the format of double precision. */
    private Placement converted(Registers registers, long bytes) {
      return bytes == WORD
          ? new Placement.Direct(
              List.of(new Piece(0, bytes, registers.take(), 0, Piece.Form.CONVERTED)))
          : image(registers, bytes, DOUBLEWORD);
    }

    private Placement inGeneral(long bytes) {
      int needed = (int) ((bytes + WORD - 1) / WORD);
      if (needed == 2) {
        state.by(PAIR);
        general.even();
      }
      if (needed <= general.free()) {
        return needed == 1
            ? inOne(general.take(), bytes, WORD)
            : new Placement.Direct(imagePieces(general, 0, bytes, WORD));
      }
      general.exhaust();
      state.by(OTHER);
      if (needed == 1) {
        return numberOnStack(bytes, WORD, WORD);
      }
      boolean aligned = needed == 2 || state.ask(LONG_DOUBLE_OF_WORDS_IS_ALIGNED);
      return state.onStack(bytes, aligned ? DOUBLEWORD : WORD, WORD);
    }

    /** Where it is not copied it begins with a pair, and what finds no register is on the stack. */
    private Placement split() {
      state.by(PAIR);
      general.even();
      long inRegisters = Math.min(QUADWORD, (long) general.free() * WORD);
      List<Piece> pieces = new ArrayList<>(imagePieces(general, 0, inRegisters, WORD));
      if (inRegisters < QUADWORD) {
        state.by(OTHER);
        long alignment = inRegisters == 0 ? DOUBLEWORD : WORD;
        long rest = QUADWORD - inRegisters;
        Placement.Direct below =
            (Placement.Direct) state.onStack(inRegisters, rest, alignment, WORD);
        pieces.addAll(below.pieces());
      }
      return new Placement.Direct(pieces);
    }

    private void refuseUnknown(TypeId type) {
      if (vector(type)) {
        // Without AltiVec GCC copies one of 16 bytes and Clang takes it apart; both take one of 8
        // bytes apart in general registers, and with AltiVec they differ.
        throw new Unsettled(
            values.text(type)
                + " travels in v2 to v13 under -maltivec, and otherwise as its compiler pleases; no"
                + " call of either was seen yet");
      }
      boolean wide = wholeNumber(type) && values.bytes(type) > DOUBLEWORD;
      if (wide) {
        throw new Unsettled("no rule for " + values.text(type) + " on a machine of 32 bits");
      }
    }

    @Override
    Placement result(TypeId type) {
      state.by(RESULT);
      refuseUnknown(type);
      long bytes = values.bytes(type);
      if (values.composite(type)) {
        return struct(bytes);
      }
      if (byReference(type)) {
        boolean small =
            composite(type)
                && bytes <= DOUBLEWORD
                && smallInRegisters()
                && state.ask(COMPLEX_RETURNS_AS_A_STRUCT);
        return small ? atTheLowEnd(bytes) : pointer(general.take());
      }
      if (number(type)) {
        return converted(new Registers(FLOATING), bytes);
      }
      Registers registers = new Registers(GENERAL);
      return bytes <= WORD ? inOne(registers.take(), bytes, WORD) : image(registers, bytes, WORD);
    }

    private Placement struct(long bytes) {
      if (bytes > DOUBLEWORD || !smallInRegisters()) {
        state.by(bytes > DOUBLEWORD ? RESULT : DRAFT);
        return pointer(general.take());
      }
      if (bytes == 0) {
        state.by(EMPTY);
        return new Placement.Nothing();
      }
      return atTheLowEnd(bytes);
    }

    /** As a number of that size, its last byte at the end of the last register. */
    private static Placement atTheLowEnd(long bytes) {
      Registers registers = new Registers(GENERAL);
      long room = (bytes + WORD - 1) / WORD * WORD;
      List<Piece> pieces = new ArrayList<>(2);
      long at = 0;
      for (long from = room - bytes; at < bytes; from = 0) {
        long length = Math.min(WORD - from, bytes - at);
        Location register = registers.take();
        pieces.add(new Piece(at, length, register, from));
        at += length;
      }
      return new Placement.Direct(pieces);
    }

    private boolean smallInRegisters() {
      return switch (values.machine().structReturn().orElse(0)) {
        case IN_REGISTERS -> true;
        case IN_MEMORY -> false;
        default ->
            state
                .dialect()
                .switches()
                .on(
                    List.of("-msvr4-struct-return"),
                    List.of("-maix-struct-return", "-fpcc-struct-return"),
                    false);
      };
    }

    /** "sign- or zero-extended to 32 bits", and relied on. */
    @Override
    Optional<Extension> extension(TypeId type) {
      int bits = (int) values.bytes(type) * 8;
      return !wholeNumber(type) || bits >= 32
          ? Optional.empty()
          : Optional.of(new Extension(bits, 32, 32, values.signed(type)));
    }

    @Override
    Plan.Frame frame() {
      state.alignStack(WORD);
      return new Plan.Frame(state.stack(), 16, 0);
    }
  }

  private static final Divergences DIVERGENCES = new Divergences("ppc32");

  private static Divergences.Draft divergence(String name) {
    return DIVERGENCES.add(name);
  }

  private static final Divergence COMPLEX_IS_COPIED =
      divergence("complex")
          .asks("Does a complex number travel by a pointer to a copy, as a struct does?")
          .yes("It takes one general register, and a result is written through a pointer.")
          .answers(gcc(NO), clang(YES), rustc(YES))
          .see(
              new Citation("Power Architecture 32-bit ABI 1.0", "§3.2.3 ATR-PASS-COMPLEX"),
              llvm("issue #56023"));

  private static final Divergence COMPLEX_RETURNS_AS_A_STRUCT =
      divergence("complex-result")
          .asks("Does -msvr4-struct-return put a complex number of up to 8 bytes in r3 and r4?")
          .yes("A small one that is copied as an argument comes back in r3 and r4 nonetheless.")
          .answers(gcc(YES), clang(YES))
          .see(llvm("clang PPC32_SVR4_ABIInfo classifyReturnType"), recorded("ppc32-svr4"));

  private static final Divergence BINARY128_IS_COPIED =
      divergence("binary128")
          .asks("Does a number of IEEE 754's binary128 travel by a pointer to a copy?")
          .yes("It takes one general register, and a result is written through a pointer.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(
              new Citation("System V PowerPC supplement 1995", "Parameter Passing"),
              llvm("PPCCallingConv.td, CC_PPC32_SVR4_Common"));

  private static final Divergence LONG_DOUBLE_OF_WORDS_IS_ALIGNED =
      divergence("soft-long-double")
          .asks(
              "Is a long double without floating point registers aligned to a doubleword of stack?")
          .yes("On the stack it may lie a word further up.")
          .answers(gcc(NO), clang(YES), rustc(YES))
          .see(recorded("ppc32-soft"));

  private static final Divergence VA_ARG_MISREADS_LONG_DOUBLE =
      divergence("va-arg-long-double")
          .asks(
              "Does va_arg look for a long double of four words elsewhere than its caller puts it?")
          .yes("va_arg takes it and what follows from other words than the caller leaves them in.")
          .answers(gcc(NO), clang(YES), rustc(NO))
          .see(recorded("ppc32-soft"));
}
