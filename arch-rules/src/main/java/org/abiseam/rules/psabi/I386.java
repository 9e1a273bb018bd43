package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.I386Divergences.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Citation;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.rules.machine.MachineTraits;
import org.abiseam.rules.machine.MachineTraits.Trait;
import org.abiseam.rules.plan.Assumption;
import org.abiseam.rules.plan.CallState;
import org.abiseam.rules.plan.Dialect;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Extension;
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
 * i386 System V: everything on the stack, in slots of four bytes, and the caller takes it off.
 *
 * <p>The kernel does not compile so. {@code -mregparm=3} puts the first words of numbers, pointers
 * and structs into {@code eax}, {@code edx} and {@code ecx}: a value that does not fit as a whole
 * goes to the stack and closes the registers for all that follow; floating point never goes there,
 * nor anything of a variadic function. {@code -freg-struct-return} returns structs of 1, 2, 4 and 8
 * bytes in {@code eax} and {@code edx}; otherwise every struct comes back through a hidden pointer,
 * which the callee takes off the stack (unless it came in a register).
 *
 * <p>{@code stdcall}, {@code fastcall} (two words in {@code ecx} and {@code edx}) and {@code
 * thiscall} (one in {@code ecx}) have the callee take everything off the stack.
 *
 * <p>The trap is that both switches are recorded by GCC alone.
 *
 * <p>"System V Application Binary Interface, Intel386 Architecture Processor Supplement", version
 * 1.1, 2015-12-15; GCC 16 manual, x86 Options
 */
final class I386 implements Psabi {
  private static final int WORD = 4;
  private static final int ALIGNED = 16;

  /** Bytes of an x87 number; in memory two more are padding. */
  private static final int EXTENDED = 10;

  private static final List<String> GENERAL = List.of("eax", "edx", "ecx");
  private static final List<String> VECTOR_RESULTS = List.of("xmm0");
  private static final Location.Register TOP = new Location.Register("st0");

  private static final Citation PASSING = i386("§2.2.3 Parameter Passing");
  private static final Citation RETURN = i386("§2.2.4 Returning ValueTypes");
  private static final Citation REGPARM = new Citation("GCC 16 manual", "x86 Options, -mregparm");
  private static final Citation FAST =
      new Citation("GCC 16 manual", "x86 Function Attributes, fastcall and thiscall");
  private static final Citation STRUCT_RETURN =
      new Citation("GCC 16 manual", "Code Gen Options, -freg-struct-return");

  /** {@code -Zregparm} and {@code -Zreg-struct-return} are not older (rust#130432, rust#130777). */
  private static final Producer.Version SWITCHES_OF_RUST = new Producer.Version(1, 83, 0);

  private static final MachineTraits TRAITS =
      MachineTraits.of(Machine.EM_386)
          .variant("i386", new Machine(Machine.EM_386, 4, false, 0))
          // psABI i386 1.1 §2.1.1, Table 2.1; 16 for __float128.
          .alignsTo(4)
          .longDouble(12)
          .with(Trait.WIDE_FLOATS_ALIGN_TO_16)
          .asksFor(
              List.of(
                  "-mregparm=",
                  "-Zregparm=",
                  "-freg-struct-return",
                  "-fno-reg-struct-return",
                  "-fpcc-struct-return",
                  "-fno-pcc-struct-return",
                  "-Zreg-struct-return",
                  "-msoft-float",
                  "-mhard-float",
                  "-mno-80387",
                  "-m80387"))
          .build();

  @Override
  public MachineTraits traits() {
    return TRAITS;
  }

  @Override
  public List<Divergence> divergences() {
    return I386Divergences.DIVERGENCES.all();
  }

  @Override
  public Plan plan(Signature signature, int named, ValueTypes values, Dialect dialect) {
    boolean variadic =
        signature.arity() != Signature.Arity.FIXED || named < signature.parameters().size();
    // What pops a fixed number of bytes cannot be variadic; GCC and clang fall back to C's own.
    I386Convention convention =
        variadic ? I386Convention.CDECL : I386Convention.of(signature.convention(), dialect);
    if (!variadic) {
      refuseSilence(signature, values, dialect);
    }
    Function<Dialect, Plan> planned =
        compiler ->
            new I386Call(values, new CallState(compiler), convention, signature, variadic)
                .plan(signature, named);
    Plan plan = planned.apply(dialect);
    if (dialect.rust() && !dialect.switches().recorded()) {
      refuse(Machine.RustSwitch.REGPARM, "-Zregparm=3", plan, dialect, planned);
      refuse(Machine.RustSwitch.REG_STRUCT_RETURN, "-Zreg-struct-return", plan, dialect, planned);
    }
    return plan;
  }

  /** Refuses a call that a switch of rustc changes, if nothing tells whether it was given. */
  private static void refuse(
      Machine.RustSwitch which,
      String flag,
      Plan plan,
      Dialect dialect,
      Function<Dialect, Plan> planned) {
    boolean open =
        dialect.machine().open().contains(which)
            && dialect
                .producer()
                .version()
                .filter(it -> it.compareTo(SWITCHES_OF_RUST) < 0)
                .isEmpty();
    if (!open) {
      return;
    }
    Switches with = new Switches(true, List.of(flag), List.of());
    Plan other = planned.apply(new Dialect(dialect.machine(), dialect.producer(), with));
    if (!other.placements().equals(plan.placements())) {
      throw new Unsettled(
          "nothing that was given tells whether Rust was compiled with " + flag,
          new Unsettled.Cause.SwitchOfRust(which));
    }
  }

  /**
   * Refuses to guess what Clang does not record: {@code -mregparm=}, {@code -mrtd} and {@code
   * -freg-struct-return} change nearly every call.
   */
  private static void refuseSilence(Signature signature, ValueTypes values, Dialect dialect) {
    boolean silent =
        dialect.producer().compiler() == Producer.Compiler.CLANG && !dialect.switches().recorded();
    boolean own =
        switch (signature.convention().kind()) {
          case FASTCALL, THISCALL, REGPARM_0, REGPARM_1, REGPARM_2, REGPARM_3 -> true;
          case C, CDECL, SYSTEM, EFIAPI, STDCALL -> false;
          case SYSV64, WIN64, AAPCS, RUST, OTHER -> true;
        };
    boolean struct = values.type(signature.result()) instanceof Type.Aggregate;
    if (silent && !own && (struct || !signature.parameters().isEmpty())) {
      throw new Unsettled(
          "clang does not record -mregparm, -mrtd and -freg-struct-return",
          new Unsettled.Cause.NotRecorded());
    }
  }

  private static Citation i386(String clause) {
    return new Citation("i386 psABI 1.1", clause);
  }

  /** Arranges one call. */
  private static final class I386Call extends CallArranger {
    private final I386Types types;
    private final Registers general;
    private final boolean registers;
    private final boolean variadic;
    private final I386Convention convention;
    private long popped;

    I386Call(
        ValueTypes values,
        CallState state,
        I386Convention convention,
        Signature signature,
        boolean variadic) {
      super(values, state);
      this.types = new I386Types(values);
      boolean own = !convention.registers().isEmpty();
      int count = own ? 0 : regparm(signature.convention(), state);
      this.registers = count > 0;
      this.general = new Registers(own ? convention.registers() : GENERAL.subList(0, count));
      this.convention = convention;
      this.variadic = variadic;
    }

    /**
     * MMX, SSE and AVX decide, and each compiler has a way of its own without them; but a struct
     * that registers are not for lies on the stack.
     */
    private void refuseVectors(TypeId type) {
      if (holdsVector(type)) {
        throw uncovered(type);
      }
    }

    /** Counts the registers for words; the attribute goes before the switch. */
    private static int regparm(CallingConvention convention, CallState state) {
      return switch (convention.kind()) {
        case REGPARM_0 -> 0;
        case REGPARM_1 -> 1;
        case REGPARM_2 -> 2;
        case REGPARM_3 -> 3;
        case C,
            CDECL,
            SYSTEM,
            SYSV64,
            WIN64,
            EFIAPI,
            AAPCS,
            STDCALL,
            FASTCALL,
            THISCALL,
            RUST,
            OTHER ->
            regparm(state);
      };
    }

    private static int regparm(CallState state) {
      Switches switches = state.dialect().switches();
      String stated = switches.value("-mregparm=", switches.value("-Zregparm=", "0"));
      return switch (stated) {
        case "0", "1", "2", "3" -> Integer.parseInt(stated);
        default -> throw new Unsettled("-mregparm=" + stated + " is not known");
      };
    }

    @Override
    Placement argument(TypeId type, Role role) {
      state.by(PASSING);
      long bytes = values.bytes(type);
      boolean ignored =
          bytes == 0 || (withoutMembers(type) && state.ask(MEMBERLESS_STRUCT_IS_IGNORED));
      if (ignored) {
        state.by(EMPTY);
        return new Placement.Nothing();
      }
      boolean copied = values.composite(type) && !registers && convention.registers().isEmpty();
      if (!copied) {
        refuseVectors(type);
      }
      long words = (bytes + WORD - 1) / WORD;
      Optional<Placement> fast =
          convention.registers().isEmpty() ? Optional.empty() : fast(type, bytes);
      if (fast.isPresent()) {
        return fast.get();
      }
      if (bitPrecise(type) && bytes > 2 * WORD && state.ask(WIDE_BIT_INTEGER_IS_POINTED_TO)) {
        if (role == Role.ANONYMOUS) {
          throw state.disagrees(
              WIDE_BIT_INTEGER_IS_POINTED_TO,
              values.text(type) + " travels behind the named arguments");
        }
        return general.free() > 0 ? pointer(general.take()) : pointerOnStack(WORD);
      }
      boolean counted = registers && inRegisters(type) && words <= general.free();
      if (counted && variadic) {
        // Nothing of a variadic call travels in a register, but clang counts as if it did.
        imagePieces(general, 0, bytes, WORD);
        return state.onStack(bytes, boundary(type), WORD);
      }
      if (registers && inRegisters(type)) {
        state.by(REGPARM);
        if (!counted) {
          general.exhaust();
        } else if (words == 1 || state.ask(WIDE_NUMBER_IN_REGISTERS)) {
          return image(general, bytes, WORD);
        } else {
          // rustc counts its words, and LLVM hands out the first registers to the next.
          general.withhold((int) words);
        }
      }
      long largest = types.expanded(type);
      boolean less = largest < bytes && state.ask(TAIL_OF_A_UNION_IS_DROPPED);
      return state.onStack(less ? largest : bytes, boundary(type), WORD);
    }

    /** Numbers of a word; what is wider or a struct may use registers up without being in them. */
    private Optional<Placement> fast(TypeId type, long bytes) {
      if (general.free() == 0 || floating(type) || vector(type)) {
        passLongDouble(type, bytes);
        return Optional.empty();
      }
      boolean copied =
          convention == I386Convention.THISCALL
              && values.composite(type)
              && state.ask(STRUCT_IN_FRONT_IS_COPIED);
      if (copied) {
        state.by(FAST);
        return Optional.of(pointer(general.take()));
      }
      if (passedOver(type)) {
        return Optional.empty();
      }
      state.by(FAST);
      if (!composite(type) && bytes <= WORD) {
        return Optional.of(inOne(general.take(), bytes, WORD));
      }
      if (convention == I386Convention.THISCALL) {
        return first(type);
      }
      boolean memory =
          composite(type) && values.flexible(type) && state.ask(FLEXIBLE_ARRAY_STAYS_ON_THE_STACK);
      Divergence question =
          composite(type)
              ? STRUCT_USES_UP_FASTCALL_REGISTERS
              : WIDE_NUMBER_USES_UP_FASTCALL_REGISTERS;
      if (!memory && state.ask(question)) {
        if (bytes > (long) general.free() * WORD) {
          general.exhaust();
        } else if (values.composite(type) && clang() && whole(type)) {
          // Clang counts its words, and LLVM hands out the first registers to the next.
          general.withhold((int) ((bytes + WORD - 1) / WORD));
        } else {
          imagePieces(general, 0, bytes, WORD);
        }
      }
      return Optional.empty();
    }

    private void passLongDouble(TypeId type, long bytes) {
      if (convention == I386Convention.FASTCALL
          && floating(type)
          && bytes > 2 * WORD
          && state.ask(LONG_DOUBLE_USES_UP_FASTCALL_REGISTERS)) {
        general.exhaust();
      }
    }

    /**
     * A struct of one floating point number; Clang knows float and double as such. GCC passes a
     * complex number by a machine mode that takes no register (function_arg_advance_32).
     */
    private boolean passedOver(TypeId type) {
      if (complex(type) && !state.ask(COMPLEX_INTEGER_IN_REGISTERS)) {
        return true;
      }
      return types.oneFloat(type)
          && (values.bytes(type) <= 2 * WORD
              || !state.ask(STRUCT_OF_LONG_DOUBLE_USES_UP_REGISTERS));
    }

    /**
     * Returns what comes first under thiscall and is no word. LLVM hands out ecx to the first word
     * of all: of a wide number, of what a struct is taken apart into, or the address of a struct's
     * copy.
     */
    private Optional<Placement> first(TypeId type) {
      if (state.ask(FIRST_OF_THISCALL_USES_UP_ECX)) {
        general.exhaust();
        return Optional.empty();
      }
      boolean struct = values.composite(type);
      boolean union =
          values.type(type) instanceof Type.Aggregate aggregate
              && aggregate.shape() == Type.Shape.UNION;
      if (union || (composite(type) && !struct)) {
        throw new Unsettled("not known of thiscall: where " + values.text(type) + " in front is");
      }
      List<TypeId> parts = struct ? types.members(type) : List.of(type);
      return Optional.of(types.apart(type) ? apart(parts) : pointer(general.take()));
    }

    private Placement apart(List<TypeId> parts) {
      List<Piece> pieces = new ArrayList<>();
      long at = 0;
      for (TypeId part : parts) {
        long given = general.free() > 0 && !floating(part) ? WORD : 0;
        if (given > 0) {
          pieces.add(new Piece(at, WORD, general.take(), 0));
        }
        long rest = values.bytes(part) - given;
        if (state.onStack(at + given, rest, WORD, WORD) instanceof Placement.Direct direct) {
          pieces.addAll(direct.pieces());
        }
        at += given + rest;
      }
      return new Placement.Direct(pieces);
    }

    /**
     * What counts towards the registers: integers, and structs that are no number of another kind.
     */
    private boolean inRegisters(TypeId type) {
      if (floating(type) || vector(type) || types.oneFloat(type)) {
        return false;
      }
      if (complex(type)) {
        return state.ask(COMPLEX_INTEGER_IN_REGISTERS);
      }
      if (values.composite(type) && !state.ask(STRUCT_IN_REGISTERS)) {
        return false;
      }
      return !(composite(type)
          && values.flexible(type)
          && state.ask(FLEXIBLE_ARRAY_STAYS_ON_THE_STACK));
    }

    /** A pair of numbers, or a struct of one alone. */
    private boolean complex(TypeId type) {
      boolean pair = values.type(type) instanceof Type.Scalar && composite(type);
      return pair || types.oneComplex(type);
    }

    /** Tells whether clang copies a struct whole, which it does where a bit-field is in it. */
    private boolean whole(TypeId type) {
      return !types.apart(type)
          || (values.bytes(type) == WORD && values.assumes(type, Assumption.ZERO_WIDTH_BIT_FIELD));
    }

    private boolean clang() {
      return state.dialect().producer().compiler() == Producer.Compiler.CLANG;
    }

    private int boundary(TypeId type) {
      if (types.quad(type)) {
        if (composite(type) || (!convention.registers().isEmpty() && clang())) {
          throw uncovered(type);
        }
        return ALIGNED;
      }
      boolean further =
          values.composite(type)
              && values.bytes(type) % ALIGNED == 0
              && types.alignedTypedef(type)
              && state.ask(ALIGNED_TYPEDEF_ALIGNS_THE_STACK);
      return further ? Math.max(ALIGNED, values.alignment(type, WORD)) : WORD;
    }

    @Override
    Placement result(TypeId type) {
      state.by(RETURN);
      long bytes = values.bytes(type);
      boolean struct = values.composite(type);
      if (struct && ignoredResult(type, bytes)) {
        return new Placement.Nothing();
      }
      if (struct && !(structsInRegisters() && wholeRegisters(type, bytes))) {
        return hidden();
      }
      refuseVectors(type);
      if (struct) {
        state.by(STRUCT_RETURN);
      }
      if (types.half(type)) {
        if (struct) {
          throw uncovered(type);
        }
        return image(new Registers(VECTOR_RESULTS), bytes, 4 * WORD);
      }
      if (types.quad(type)
          && values.type(type) instanceof Type.Scalar scalar
          && !X87.has(scalar, state.dialect().switches())) {
        return hidden();
      }
      if (floating(type) || (struct && types.oneFloat(type))) {
        return soft() ? image(new Registers(GENERAL), bytes, WORD) : onTop(bytes);
      }
      return bytes > 2 * WORD ? hidden() : image(new Registers(GENERAL), bytes, WORD);
    }

    /** In the format of x87, which long double has in memory too. */
    private static Placement onTop(long bytes) {
      boolean extended = bytes > 2 * WORD;
      Piece.Form form = extended ? Piece.Form.BYTES : Piece.Form.CONVERTED;
      return new Placement.Direct(List.of(new Piece(0, extended ? EXTENDED : bytes, TOP, 0, form)));
    }

    private Placement hidden() {
      boolean own = !convention.registers().isEmpty();
      boolean there =
          own
              ? state.ask(
                  convention == I386Convention.THISCALL
                      ? HIDDEN_POINTER_IN_ECX_OF_THISCALL
                      : HIDDEN_POINTER_IN_ECX)
              : registers && state.ask(HIDDEN_POINTER_TAKES_A_REGISTER);
      if (there && !variadic && general.free() > 0) {
        return pointer(general.take());
      }
      popped = registers && (there || variadic) ? 0 : WORD;
      return pointerOnStack(WORD);
    }

    private boolean ignoredResult(TypeId type, long bytes) {
      if (!withoutMembers(type) || values.flexible(type)) {
        return false;
      }
      if (!structsInRegisters()) {
        return bytes == 0 && state.ask(EMPTY_RESULT_IS_VOID_BESIDE_POINTERS);
      }
      return state.ask(bytes == 0 ? EMPTY_RESULT_IS_VOID : MEMBERLESS_STRUCT_IS_IGNORED);
    }

    private boolean structsInRegisters() {
      return state
          .dialect()
          .switches()
          .on(
              List.of("-freg-struct-return", "-fno-pcc-struct-return", "-Zreg-struct-return"),
              List.of("-fpcc-struct-return", "-fno-reg-struct-return"),
              false);
    }

    private boolean wholeRegisters(TypeId type, long bytes) {
      return I386Types.power(bytes)
          && !(values.flexible(type) && state.ask(FLEXIBLE_RESULT_IN_MEMORY))
          && !(types.holdsNoBuiltInType(type) && state.ask(ATOMIC_MEMBER_KEEPS_A_RESULT_IN_MEMORY))
          && (types.membersFit(type) || !state.ask(ODD_MEMBER_KEEPS_A_RESULT_IN_MEMORY));
    }

    private boolean soft() {
      return state
          .dialect()
          .switches()
          .on(List.of("-msoft-float", "-mno-80387"), List.of("-mhard-float", "-m80387"), false);
    }

    /** Returns the caller extends to a word; GCC's callee does not rely on it, clang's does. */
    @Override
    Optional<Extension> extension(TypeId type) {
      int bits = (int) Math.min(32, values.bytes(type) * 8);
      if (!wholeNumber(type) || bits == 32) {
        return Optional.empty();
      }
      boolean relied = state.ask(CALLEE_RELIES_ON_EXTENSION);
      return Optional.of(new Extension(bits, 32, relied ? 32 : bits, values.signed(type)));
    }

    /** LLVM has cl, cx, dl and dx for these: nothing is done to the rest, nor relied on. */
    @Override
    Optional<Extension> extension(TypeId type, Placement placement) {
      Optional<Extension> extension = extension(type);
      boolean bare =
          extension.isPresent()
              && convention == I386Convention.FASTCALL
              && !onStack(placement)
              && !state.ask(FASTCALL_CALLER_EXTENDS);
      return bare
          ? extension.map(it -> new Extension(it.width(), it.width(), it.width(), it.signed()))
          : extension;
    }

    @Override
    Plan.Frame frame() {
      long all = convention.calleePops() ? state.stack() : popped;
      return new Plan.Frame(state.stack(), WORD, all);
    }
  }
}
