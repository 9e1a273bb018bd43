package org.abiseam.rules.psabi;

import static org.abiseam.rules.plan.Divergences.*;

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
import org.abiseam.rules.plan.Divergences;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.Leaf;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Psabi;
import org.abiseam.rules.plan.Registers;
import org.abiseam.rules.plan.Switches;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.ValueTypes;

/**
 * s390x, the z/Architecture of Linux.
 *
 * <p>What is peculiar: nothing is taken apart and nothing takes two registers. A struct of 1, 2, 4
 * or 8 bytes travels as a number of that size, right-justified in its register as numbers are on a
 * big-endian machine; any other size, {@code __int128} and {@code long double}, is copied and a
 * pointer to the copy travels, a struct of no size too. Every struct comes back through a hidden
 * pointer in {@code r2}, however small.
 *
 * <p>A struct whose only member is a {@code float} or {@code double} travels in a floating point
 * register, unless the machine is used without them, as in the kernel.
 *
 * <p>"ELF Application Binary Interface, s390x Supplement", version 1.6.1, 2023,
 * https://github.com/IBM/s390x-abi
 */
final class S390x implements Psabi {
  private static final int REGISTER = 8;

  /** Bytes of a {@code _Float16}; read in the code of GCC 16 and clang 23. */
  private static final int HALF = 2;

  private static final List<String> GENERAL = List.of("r2", "r3", "r4", "r5", "r6");
  private static final List<String> FLOATING = List.of("f0", "f2", "f4", "f6");

  /** Processors before z13, the first with registers for vectors; arch10 is zEC12. */
  private static final List<String> WITHOUT_VECTORS =
      List.of(
          "z900", "z990", "z9-109", "z9-ec", "z10", "z196", "zEC12", "arch5", "arch6", "arch7",
          "arch8", "arch9", "arch10");

  private static final Citation PASSING = s390x("§1.2.2.3 Parameter Passing");
  private static final Citation RETURN = s390x("§1.2.2.4 Return ValueTypes");

  private static final MachineTraits TRAITS =
      MachineTraits.of(Machine.EM_S390)
          .variant("s390x", new Machine(Machine.EM_S390, 8, true, 0))
          .variant("s390", new Machine(Machine.EM_S390, 4, true, 0))
          // ELF ABI s390x 1.6 §1.1.2, Table 1.1: long double and __int128 too.
          .alignsTo(8)
          .with(Trait.PLAIN_CHAR_IS_UNSIGNED)
          .with(Trait.VECTORS_ALIGN_TO_8)
          .asksFor(
              List.of("-mhard-float", "-msoft-float", "--target=", "-march=", "-mvx", "-mno-vx"))
          .build();

  @Override
  public MachineTraits traits() {
    return TRAITS;
  }

  @Override
  public boolean governs(Machine machine) {
    return machine.machine() == Machine.EM_S390 && machine.pointerBytes() == 8;
  }

  @Override
  public List<Divergence> divergences() {
    return DIVERGENCES.all();
  }

  @Override
  public Plan plan(Signature signature, int named, ValueTypes values, Dialect dialect) {
    return new S390xCall(values, new CallState(dialect)).plan(signature, named);
  }

  private static Citation s390x(String clause) {
    return new Citation("s390x ELF ABI 1.6.1", clause);
  }

  /** Arranges one call. */
  private static final class S390xCall extends CallArranger {
    private final Registers general = new Registers(GENERAL);
    private final Registers floating = new Registers(FLOATING);

    S390xCall(ValueTypes values, CallState state) {
      super(values, state);
    }

    @Override
    Placement argument(TypeId type, Role role) {
      state.by(PASSING);
      long bytes = values.bytes(type);
      refuseVector(type);
      if (ignored(bytes)) {
        state.by(EMPTY);
        return new Placement.Nothing();
      }
      if (isFloating(type)) {
        return floating.free() > 0
            ? image(floating, bytes, REGISTER)
            : numberOnStack(bytes, REGISTER, REGISTER);
      }
      if (byReference(type, bytes)) {
        return general.free() > 0 ? pointer(general.take()) : pointerOnStack(REGISTER);
      }
      return general.free() > 0
          ? inOne(general.take(), bytes, REGISTER)
          : numberOnStack(bytes, REGISTER, REGISTER);
    }

    /** rustc keeps what C does for {@code s390x-unknown-linux-gnu} alone. */
    private boolean ignored(long bytes) {
      if (bytes != 0 || !state.ask(EMPTY_STRUCT_IS_IGNORED)) {
        return false;
      }
      return !state.dialect().switches().value("--target=", "").endsWith("-linux-gnu");
    }

    private boolean byReference(TypeId type, long bytes) {
      boolean power = bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
      if (!power) {
        return true;
      }
      boolean complex = values.type(type) instanceof Type.Scalar scalar && scalar.complex();
      return complex
          || vector(type)
          || (values.composite(type)
              && values.flexible(type)
              && state.ask(FLEXIBLE_ARRAY_MAKES_A_COPY));
    }

    /** A {@code _Float16}, float or double, or a struct that has nothing else in it. */
    private boolean isFloating(TypeId type) {
      long bytes = values.bytes(type);
      if (bytes != HALF && bytes != 4 && bytes != REGISTER) {
        return false;
      }
      // Measured: a member of no size counts as a second one.
      List<Leaf> parts = values.leaves(type);
      boolean one =
          parts.size() == 1
              && parts.getFirst().kind() == Leaf.Kind.FLOAT
              && parts.getFirst().bits() == bytes * 8;
      boolean array = one && inArray(type);
      if (!one || (array && !state.ask(ARRAY_OF_ONE_NUMBER_IS_THE_NUMBER))) {
        return false;
      }
      if (bytes == HALF && state.dialect().rust()) {
        throw new Unsettled("no rule covers f16, which LLVM passed otherwise before version 21");
      }
      boolean soft =
          !state.dialect().switches().on(List.of("-mhard-float"), List.of("-msoft-float"), true);
      if (soft) {
        return false;
      }
      boolean union =
          values.type(type) instanceof Type.Aggregate aggregate
              && aggregate.shape() == Type.Shape.UNION;
      return !union || state.ask(UNION_OF_ONE_NUMBER_IS_THE_NUMBER);
    }

    /** In C an array of one number is not that number, and one of none is a second member. */
    private boolean inArray(TypeId type) {
      if (values.type(type) instanceof Type.Aggregate aggregate) {
        return aggregate.members().stream().map(Member::type).anyMatch(this::inArray);
      }
      return values.type(type) instanceof Type.Array;
    }

    /** Without registers for vectors, a bare one is copied and one in a struct is bytes. */
    private void refuseVector(TypeId type) {
      if (holdsVector(type) && !withoutVectorRegisters()) {
        throw new Unsettled("how vectors travel depends on -mvx, which is not followed here");
      }
    }

    /** What this side does not record is taken from the other one. */
    private boolean withoutVectorRegisters() {
      Switches switches = state.dialect().switches();
      List<String> flags = switches.recorded() ? switches.flags() : switches.others();
      boolean without = flags.contains("-msoft-float");
      for (String flag : flags) {
        if (flag.startsWith("-march=")) {
          without |= WITHOUT_VECTORS.contains(flag.substring("-march=".length()));
        }
      }
      return (without || flags.contains("-mno-vx")) && !flags.contains("-mvx");
    }

    @Override
    Placement result(TypeId type) {
      state.by(RETURN);
      long bytes = values.bytes(type);
      refuseVector(type);
      if (composite(type) || vector(type) || bytes > REGISTER) {
        return ignored(bytes) ? new Placement.Nothing() : pointer(general.take());
      }
      boolean number = isFloating(type);
      Registers registers = new Registers(number ? FLOATING : GENERAL);
      return number ? image(registers, bytes, REGISTER) : inOne(registers.take(), bytes, REGISTER);
    }

    /** "extended to 64 bits", and relied on. */
    @Override
    Optional<Extension> extension(TypeId type) {
      int bits = (int) Math.min(64, values.bytes(type) * 8);
      return !wholeNumber(type) || bits == 64
          ? Optional.empty()
          : Optional.of(new Extension(bits, 64, 64, values.signed(type)));
    }

    @Override
    Plan.Frame frame() {
      return new Plan.Frame(state.stack(), REGISTER, 0);
    }
  }

  private static final Divergences DIVERGENCES = new Divergences("s390x");

  private static Divergences.Draft divergence(String name) {
    return DIVERGENCES.add(name);
  }

  // rustc keys its rule on os=linux and env=gnu; the kernel's target has neither.
  private static final Divergence EMPTY_STRUCT_IS_IGNORED =
      divergence("empty")
          .asks("Is a struct of no size left out?")
          .yes("No pointer to a copy of it travels, and what follows moves up.")
          .answers(gcc(NO), clang(NO), rustc(YES))
          .see(rust("rustc_target callconv s390x, ZST rule"));

  private static final Divergence FLEXIBLE_ARRAY_MAKES_A_COPY =
      divergence("flexible-array")
          .asks("Does a flexible array member make a small struct travel by copy?")
          .yes("A struct of 1, 2, 4 or 8 bytes that ends in T x[] is copied.")
          .answers(gcc(NO), clang(YES), rustc(NO))
          .see(llvm("issue #195572"));

  private static final Divergence UNION_OF_ONE_NUMBER_IS_THE_NUMBER =
      divergence("union-of-double")
          .asks("Does a union of one double travel as a double?")
          .yes("union { double a; } travels in a floating point register.")
          .answers(gcc(NO), clang(NO), rustc(YES.before(1, 98)))
          .see(rust("PR #161987"));

  private static final Divergence ARRAY_OF_ONE_NUMBER_IS_THE_NUMBER =
      divergence("array-of-one-double")
          .asks("Does a struct of an array of one double travel as a double?")
          .yes("{ double a[1]; } travels in a floating point register.")
          .answers(gcc(NO), clang(NO), rustc(YES))
          .see(rust("rustc_target callconv s390x, single element"), recorded("s390x-user"));
}
