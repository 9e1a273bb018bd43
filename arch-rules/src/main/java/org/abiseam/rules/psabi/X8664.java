package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.X8664Classes.*;
import static org.abiseam.rules.psabi.X8664Divergences.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.CallingConvention;
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
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.Leaf;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Psabi;
import org.abiseam.rules.plan.Registers;
import org.abiseam.rules.plan.Switches;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.ValueTypes;

/**
 * x86-64, the System V convention.
 *
 * <p>What is peculiar: a struct of up to two eightbytes (8 aligned bytes) is taken apart. Each
 * eightbyte gets a class from the members that lie in it, INTEGER wins over SSE, and travels in the
 * next register of its class, so one struct can be half in {@code rdi} and half in {@code xmm0}. It
 * is all or nothing: if one eightbyte finds no register, the whole struct goes to the stack and the
 * registers it did not use stay free for the next argument. Anything larger, and anything with a
 * member that is not aligned as its own type asks, is class MEMORY: copied to the stack as
 * argument, written through a hidden pointer in {@code rdi} as result. The pointer comes back in
 * {@code rax}.
 *
 * <p>A newcomer expects {@code __int128} to behave like a struct of two longs. In registers it
 * does; on the stack it is aligned to 16 bytes, and it is never split between the two. The kernel
 * compiles without SSE, so class SSE does not exist there: GCC refuses, clang and rustc improvise.
 *
 * <p>"System V Application Binary Interface, AMD64 Architecture Processor Supplement", version 1.0,
 * 2024-04-08, https://gitlab.com/x86-psABIs/x86-64-ABI
 */
final class X8664 implements Psabi {

  private static final List<String> INTEGER_ARGUMENTS =
      List.of("rdi", "rsi", "rdx", "rcx", "r8", "r9");
  private static final List<String> VECTOR_ARGUMENTS =
      List.of("xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7");
  private static final List<String> INTEGER_RESULTS = List.of("rax", "rdx");
  private static final List<String> VECTOR_RESULTS = List.of("xmm0", "xmm1");
  private static final List<String> WIDE_VECTOR_RESULTS = List.of("xmm0", "xmm1", "xmm2", "xmm3");
  private static final List<String> X87_RESULTS = List.of("st0", "st1");

  private static final Citation PASSING_MEMORY = psabi("§3.2.3 Passing, rule 1");
  private static final Citation PASSING_INTEGER = psabi("§3.2.3 Passing, rule 2");
  private static final Citation PASSING_SSE = psabi("§3.2.3 Passing, rule 3");
  private static final Citation PASSING_X87 = psabi("§3.2.3 Passing, rule 6");
  private static final Citation NO_REGISTERS_LEFT = psabi("§3.2.3 Passing, last paragraphs");
  private static final Citation RETURNING_MEMORY = psabi("§3.2.3 Returning, rule 2");
  private static final Citation RETURNING = psabi("§3.2.3 Returning, rules 3 to 6");
  private static final Citation STACK = psabi("§3.2.2 The Stack Frame");

  private static final MachineTraits TRAITS =
      MachineTraits.of(Machine.EM_X86_64)
          .variant("x86_64", new Machine(Machine.EM_X86_64, 8, false, 0))
          .variant("x32", new Machine(Machine.EM_X86_64, 4, false, 0))
          // psABI x86-64 1.0 §3.1.2, Figure 3.1.
          .alignsTo(16)
          .with(Trait.BIT_INTEGERS_ALIGN_TO_WORDS)
          .asksFor(List.of("-msse", "-mno-sse", "-mgeneral-regs-only", "-mabi=", "-mlong-double-"))
          .build();

  @Override
  public MachineTraits traits() {
    return TRAITS;
  }

  @Override
  public boolean governs(Machine machine) {
    return machine.machine() == Machine.EM_X86_64 && machine.pointerBytes() == 8;
  }

  @Override
  public List<Divergence> divergences() {
    return DIVERGENCES.all();
  }

  @Override
  public Optional<Divergence> unnamedBitFields() {
    return Optional.of(UNNAMED_BIT_FIELD_IS_INTEGER);
  }

  @Override
  public Plan plan(Signature signature, int named, ValueTypes values, Dialect dialect) {
    CallState state = new CallState(dialect);
    return microsoft(signature.convention(), dialect.switches())
        ? new Microsoft64(values, state).plan(signature, named)
        : new SysVCall(values, state).plan(signature, named);
  }

  /** GCC 16 manual, x86 Options, -mabi=; an attribute or {@code extern} counts more. */
  private static boolean microsoft(CallingConvention convention, Switches switches) {
    return switch (convention.kind()) {
      case C, CDECL, SYSTEM -> switches.value("-mabi=", "sysv").equals("ms");
      case SYSV64 -> false;
      case WIN64, EFIAPI -> true;
      case AAPCS,
          STDCALL,
          FASTCALL,
          THISCALL,
          REGPARM_0,
          REGPARM_1,
          REGPARM_2,
          REGPARM_3,
          RUST,
          OTHER ->
          throw new Unsettled("no rule of abiseam covers the convention " + convention.name());
    };
  }

  /** Arranges one call. */
  private static final class SysVCall extends CallArranger {
    private final X8664Classes classes;

    /** Registers that an atomic number took, which clang does not count. */
    private int uncountedIntegers;

    private int uncountedVectors;
    private final Registers general = new Registers(INTEGER_ARGUMENTS);
    private final Registers vector = new Registers(VECTOR_ARGUMENTS);

    SysVCall(ValueTypes values, CallState state) {
      super(values, state);
      this.classes = new X8664Classes(values, state);
    }

    @Override
    Placement argument(TypeId type, Role role) {
      long bytes = values.bytes(type);
      if (bytes == 0) {
        state.by(EMPTY);
        return new Placement.Nothing();
      }
      return arrange(type, classes.of(type), bytes);
    }

    private Placement arrange(TypeId type, EightbyteClass[] parts, long bytes) {
      int integers = count(parts, EightbyteClass.INTEGER);
      int vectors = count(parts, EightbyteClass.SSE);
      if (integers + vectors == 0 && count(parts, EightbyteClass.NO_CLASS) == parts.length) {
        state.by(FIELDS);
        return new Placement.Nothing();
      }
      if (parts[0] == EightbyteClass.MEMORY) {
        state.by(PASSING_MEMORY);
        return onStack(type, bytes);
      }
      if (parts[0] == EightbyteClass.X87 || parts[0] == EightbyteClass.COMPLEX_X87) {
        state.by(PASSING_X87);
        return onStack(type, bytes);
      }
      if (integers > general.free() || vectors > vector.free()) {
        state.by(NO_REGISTERS_LEFT);
        if (withoutMembers(type) && state.ask(MEMBERLESS_STRUCT_TAKES_NO_STACK)) {
          return new Placement.Nothing();
        }
        boolean counted =
            integers > general.free() + uncountedIntegers
                || vectors > vector.free() + uncountedVectors;
        return counted
            ? spilled(type, bytes, integers, isWideInteger(type))
            : believed(type, parts, bytes);
      }
      boolean atomic = !values.composite(type) && values.atomic(type);
      if (atomic && state.ask(ATOMIC_NUMBER_IS_NOT_COUNTED)) {
        uncountedIntegers += integers;
        uncountedVectors += vectors;
      }
      return inRegisters(parts, bytes, general, vector);
    }

    /** Places what finds no registers where clang believes that there are enough for all of it. */
    private Placement believed(TypeId type, EightbyteClass[] parts, long bytes) {
      int integers = count(parts, EightbyteClass.INTEGER);
      int freeIntegers = general.free();
      int freeVectors = vector.free();
      boolean wide = isWideInteger(type) || isOneWideNumber(type);
      boolean apart = composite(type) || (bitPrecise(type) && integers == 2);
      Placement placement =
          apart && !wide ? apart(parts, bytes) : spilled(type, bytes, integers, wide);
      uncountedIntegers -= integers - (freeIntegers - general.free());
      uncountedVectors -= count(parts, EightbyteClass.SSE) - (freeVectors - vector.free());
      return placement;
    }

    /**
     * Tells whether clang makes one number of 128 bits of it (GetINTEGERTypeAtOffset in its
     * X86.cpp), which LLVM never splits: of what has one in front, or is a {@code _BitInt} of as
     * many bits. What it keeps wide bit-fields in does not show.
     */
    private boolean isOneWideNumber(TypeId type) {
      if (!composite(type)) {
        return bitPrecise(type)
            && values.type(type) instanceof Type.Scalar scalar
            && scalar.valueBits() == 2 * EIGHTBYTE_BITS;
      }
      List<Leaf> all = values.named(type);
      boolean fields =
          all.stream()
              .anyMatch(
                  leaf ->
                      leaf.form() == Leaf.Form.BIT_FIELD
                          && values.bytes(leaf.type()) == 2 * EIGHTBYTE);
      if (fields) {
        throw new Unsettled(
            "whether clang splits " + values.text(type) + " behind an _Atomic number is not known");
      }
      return all.stream()
          .anyMatch(
              leaf ->
                  leaf.form() == Leaf.Form.MEMBER
                      && leaf.kind() == Leaf.Kind.INTEGER
                      && leaf.bits() == 2 * EIGHTBYTE_BITS);
    }

    /** Each eightbyte by itself; one without a value nowhere. */
    private Placement apart(EightbyteClass[] parts, long bytes) {
      List<Piece> pieces = new ArrayList<>(parts.length);
      for (int i = 0; i < parts.length; i++) {
        long from = (long) i * EIGHTBYTE;
        long length = Math.min(EIGHTBYTE, bytes - from);
        if (parts[i] == EightbyteClass.NO_CLASS) {
          continue;
        }
        Registers registers = parts[i] == EightbyteClass.INTEGER ? general : vector;
        if (registers.free() > 0) {
          pieces.add(new Piece(from, length, registers.take(), 0));
        } else if (parts[i] == EightbyteClass.INTEGER) {
          Placement stack = state.onStack(from, length, EIGHTBYTE, EIGHTBYTE);
          pieces.addAll(((Placement.Direct) stack).pieces());
        } else {
          throw new Unsettled("no rule covers a struct behind atomic numbers that took registers");
        }
      }
      return new Placement.Direct(pieces);
    }

    /** All or nothing; only clang once split an {@code __int128}. */
    private Placement spilled(TypeId type, long bytes, int integers, boolean wide) {
      if (wide
          && integers == 2
          && general.free() == 1
          && state.ask(SPLIT_INT128_BETWEEN_REGISTER_AND_STACK)) {
        Piece low = new Piece(0, EIGHTBYTE, general.take(), 0);
        Placement.Direct high =
            (Placement.Direct) state.onStack(EIGHTBYTE, EIGHTBYTE, EIGHTBYTE, EIGHTBYTE);
        return new Placement.Direct(List.of(low, high.pieces().getFirst()));
      }
      if (wide && general.free() == 1 && state.ask(INT128_ON_THE_STACK_USES_UP_THE_LAST_REGISTER)) {
        general.exhaust();
      }
      if (wide && !state.ask(INT128_ALIGNED_ON_THE_STACK)) {
        return state.onStack(bytes, EIGHTBYTE, EIGHTBYTE);
      }
      return onStack(type, bytes);
    }

    private Placement onStack(TypeId type, long bytes) {
      state.by(STACK);
      return state.onStack(bytes, values.alignment(type, EIGHTBYTE), EIGHTBYTE);
    }

    private Placement inRegisters(
        EightbyteClass[] parts, long bytes, Registers integers, Registers vectors) {
      List<Piece> pieces = new ArrayList<>(parts.length);
      for (int i = 0; i < parts.length; i++) {
        long from = (long) i * EIGHTBYTE;
        long length = Math.min(EIGHTBYTE, bytes - from);
        switch (parts[i]) {
          case INTEGER -> {
            state.by(PASSING_INTEGER);
            pieces.add(new Piece(from, length, integers.take(), 0));
          }
          case SSE -> {
            state.by(PASSING_SSE);
            pieces.add(new Piece(from, length, vectors.take(), 0));
          }
          case SSEUP -> {
            // "the eightbyte is passed in the next available chunk of the last used register"
            Location last = pieces.getLast().location();
            long chunks = pieces.stream().filter(piece -> piece.location().equals(last)).count();
            pieces.add(new Piece(from, length, last, chunks * EIGHTBYTE));
          }
          case NO_CLASS -> {}
          case X87, X87UP, COMPLEX_X87, MEMORY ->
              throw new Unsettled("no rule covers a value of class " + parts[i] + " in registers");
        }
      }
      return pieces.isEmpty() ? new Placement.Nothing() : new Placement.Direct(pieces);
    }

    @Override
    Placement result(TypeId type) {
      long bytes = values.bytes(type);
      if (bytes == 0) {
        return new Placement.Nothing();
      }
      EightbyteClass[] parts = classes.of(type);
      return switch (parts[0]) {
        case MEMORY -> {
          if (vector(type)
              && bytes == EIGHTBYTE
              && state.ask(VECTOR_OF_ONE_DOUBLE_RETURNS_IN_A_REGISTER)) {
            yield inOne(new Registers(VECTOR_RESULTS).take(), bytes, EIGHTBYTE);
          }
          if (vector(type)
              && bytes > 2 * EIGHTBYTE
              && bytes <= 8 * EIGHTBYTE
              && !classes.wideIntegers(type)
              && state.ask(WIDE_VECTOR_RETURNS_IN_REGISTERS)) {
            classes.refuseWithoutSse(type);
            yield image(new Registers(WIDE_VECTOR_RESULTS), bytes, 2 * EIGHTBYTE);
          }
          state.by(RETURNING_MEMORY);
          yield pointer(general.take());
        }
        case X87, COMPLEX_X87 -> {
          state.by(RETURNING);
          yield x87(parts[0], bytes);
        }
        case NO_CLASS, INTEGER, SSE, SSEUP, X87UP -> {
          state.by(RETURNING);
          yield inRegisters(
              parts, bytes, new Registers(INTEGER_RESULTS), new Registers(VECTOR_RESULTS));
        }
      };
    }

    private static Placement x87(EightbyteClass first, long bytes) {
      List<Piece> pieces = new ArrayList<>();
      int numbers = first == EightbyteClass.COMPLEX_X87 ? 2 : 1;
      for (int i = 0; i < numbers; i++) {
        // 80 bits carry the number, the rest of its 16 bytes is padding.
        Location register = new Location.Register(X87_RESULTS.get(i));
        pieces.add(new Piece(i * (bytes / numbers), 10, register, 0));
      }
      return new Placement.Direct(pieces);
    }

    private boolean isWideInteger(TypeId type) {
      return values.type(type) instanceof Type.Scalar scalar
          && scalar.bytes() == 16
          && !scalar.bitPrecise()
          && (scalar.encoding() == Type.Encoding.SIGNED
              || scalar.encoding() == Type.Encoding.UNSIGNED);
    }

    /** Measured: a producer extends to 32 bits; who relies on it differs. */
    @Override
    Optional<Extension> extension(TypeId type) {
      int width = (int) Math.min(EIGHTBYTE_BITS, values.bytes(type) * 8);
      if (!wholeNumber(type) || width >= 32) {
        return Optional.empty();
      }
      boolean trusts = state.ask(RELIES_ON_THE_CALLERS_EXTENSION);
      return Optional.of(new Extension(width, 32, trusts ? 32 : width, values.signed(type)));
    }

    private static int count(EightbyteClass[] parts, EightbyteClass wanted) {
      int count = 0;
      for (EightbyteClass one : parts) {
        count += one == wanted ? 1 : 0;
      }
      return count;
    }

    @Override
    Plan.Frame frame() {
      state.alignStack(EIGHTBYTE);
      return new Plan.Frame(state.stack(), 16, 0);
    }
  }
}
