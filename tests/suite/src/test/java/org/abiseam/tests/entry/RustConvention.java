package org.abiseam.tests.entry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.Citation;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Registers;
import org.abiseam.rules.plan.Unsettled;

/**
 * Where rustc passes the parameters of a function that is not {@code extern}, on machines of 64
 * bits, as far as that follows from their types. Nothing specifies it; rustc does this:
 *
 * <ul>
 *   <li>{@code rustc_abi} (layout.rs, {@code univariant}): a struct whose only member with a size
 *       is a scalar is that scalar; one of two scalars is a pair, {@code &[T]} and {@code &dyn T}
 *       too; anything else is memory.
 *   <li>{@code rustc_ty_utils} (abi.rs, {@code fn_abi_adjust_for_abi}; since 1.84 {@code
 *       rustc_target}, callconv/mod.rs, {@code adjust_for_rust_abi}): a scalar is one argument of
 *       LLVM, a pair two, memory of up to a pointer's size one integer, larger memory a pointer,
 *       and what has no size none; a result of more than two pointers is written through one.
 *   <li>LLVM gives each argument the next register, then the next doubleword of the stack.
 * </ul>
 *
 * What is open has a reason: enums with data, unions and vectors, floating point and 128 bits, and
 * a result of two words that is no pair, which some versions return in memory.
 */
final class RustConvention {
  private static final int WORD = 8;
  private static final Citation CLAUSE =
      new Citation("rust-lang/rust", "compiler/rustc_target/src/callconv/mod.rs, Rust ABI");

  private final TypeGraph types;
  private final Registers general;
  private long stack;

  private RustConvention(TypeGraph types, Machine machine) {
    this.types = types;
    this.general = new Registers(registers(machine));
  }

  /**
   * The plan.
   *
   * @throws Unsettled if a type leaves it open
   */
  static Plan plan(Signature signature, TypeGraph types, Machine machine) {
    RustConvention call = new RustConvention(types, machine);
    boolean hidden = call.hidden(signature.result());
    if (hidden && machine.machine() != Machine.EM_AARCH64) {
      call.next();
    }
    List<PassedValue> arguments = new ArrayList<>();
    for (Signature.Parameter parameter : signature.parameters()) {
      Placement placement = call.place(call.passed(parameter.type()));
      arguments.add(passed(parameter.name(), parameter.type(), placement));
    }
    PassedValue result = passed("result", signature.result(), new Placement.Nothing());
    return new Plan(arguments, result, new Plan.Frame(call.stack, 2 * WORD, 0));
  }

  private static PassedValue passed(String name, TypeId type, Placement placement) {
    return new PassedValue(name, type, placement, Optional.empty(), List.of(CLAUSE), List.of());
  }

  private static List<String> registers(Machine machine) {
    return switch (machine.machine()) {
      case Machine.EM_X86_64 -> List.of("rdi", "rsi", "rdx", "rcx", "r8", "r9");
      case Machine.EM_AARCH64 -> List.of("x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7");
      case Machine.EM_RISCV, Machine.EM_LOONGARCH ->
          List.of("a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7");
      case Machine.EM_S390 -> List.of("r2", "r3", "r4", "r5", "r6");
      default -> throw new Unsettled("no order of registers here for this machine");
    };
  }

  /** What rustc hands to LLVM. */
  private sealed interface Passed {
    /** Numbers, each an argument of its own: none, one or two. */
    record Scalars(List<Part> parts) implements Passed {}

    /** Bytes without a number that they are. */
    record Memory(long bytes) implements Passed {}
  }

  private record Part(long offset, long bytes) {}

  private boolean hidden(TypeId result) {
    long bytes = bytes(result);
    if (bytes <= WORD || bytes > 2 * WORD) {
      return bytes > 2 * WORD;
    }
    if (passed(result) instanceof Passed.Memory) {
      throw new Unsettled("a result of two words that is no pair");
    }
    return false;
  }

  private long bytes(TypeId type) {
    return types.type(type) instanceof Type.Void
        ? 0
        : types.bytes(type).orElseThrow(() -> new Unsettled("a type of unknown size"));
  }

  private Placement place(Passed passed) {
    return switch (passed) {
      case Passed.Scalars(var parts) when parts.isEmpty() -> new Placement.Nothing();
      case Passed.Scalars(var parts) ->
          new Placement.Direct(
              parts.stream().map(it -> new Piece(it.offset(), it.bytes(), next(), 0)).toList());
      case Passed.Memory(long bytes) when bytes <= WORD ->
          new Placement.Direct(List.of(new Piece(0, bytes, next(), 0)));
      case Passed.Memory _ -> new Placement.ByReference(List.of(new Piece(0, WORD, next(), 0)));
    };
  }

  private Location next() {
    if (general.free() > 0) {
      return general.take();
    }
    stack += WORD;
    return new Location.Stack(stack - WORD);
  }

  private Passed passed(TypeId type) {
    return switch (types.type(type)) {
      case Type.Void _ -> new Passed.Scalars(List.of());
      case Type.Scalar scalar -> number(scalar);
      case Type.Enumeration enumeration -> part(enumeration.bytes());
      case Type.Pointer pointer -> part(pointer.bytes());
      case Type.Alias alias -> passed(alias.target());
      case Type.Array _ -> memory(bytes(type));
      case Type.Aggregate aggregate -> aggregate(aggregate);
      case Type.Tagged tagged ->
          tagged.bytes() == 0 ? part(0) : open("an enum with data", tagged.bytes());
      case Type.Vector _,
          Type.Atomic _,
          Type.NonZero _,
          Type.Function _,
          Type.Incomplete _,
          Type.Opaque _ ->
          throw new Unsettled("a type that is not followed here");
    };
  }

  private static Passed number(Type.Scalar scalar) {
    return switch (scalar.encoding()) {
      case SIGNED, UNSIGNED, SIGN_UNTOLD, BOOLEAN, UNICODE -> part(scalar.bytes());
      case FLOAT, DECIMAL_FLOAT, COMPLEX_FLOAT, COMPLEX_INTEGER ->
          throw new Unsettled("floating point");
    };
  }

  private static Passed part(long bytes) {
    if (bytes > WORD) {
      throw new Unsettled("a number of more than a register");
    }
    return new Passed.Scalars(bytes == 0 ? List.of() : List.of(new Part(0, bytes)));
  }

  private static Passed memory(long bytes) {
    return bytes == 0 ? new Passed.Scalars(List.of()) : new Passed.Memory(bytes);
  }

  private static Passed open(String what, long bytes) {
    throw new Unsettled(what + (bytes > 2 * WORD ? ", larger than two words" : ""));
  }

  private Passed aggregate(Type.Aggregate aggregate) {
    List<Member> sized =
        aggregate.members().stream()
            .filter(member -> bytes(member.type()) != 0)
            .sorted(Comparator.comparingLong(Member::bitOffset))
            .toList();
    if (aggregate.bytes() == 0 || sized.isEmpty()) {
      return memory(aggregate.bytes());
    }
    if (aggregate.shape() == Type.Shape.UNION) {
      return open("a union", aggregate.bytes());
    }
    boolean whole = bytes(sized.getFirst().type()) == aggregate.bytes();
    if (sized.size() == 1) {
      return whole ? passed(sized.getFirst().type()) : memory(aggregate.bytes());
    }
    return sized.size() == 2 ? pair(aggregate, sized) : memory(aggregate.bytes());
  }

  /** Two scalars, the second where its alignment puts it. */
  private Passed pair(Type.Aggregate aggregate, List<Member> members) {
    List<Part> parts = new ArrayList<>();
    long end = 0;
    for (Member member : members) {
      if (!(passed(member.type()) instanceof Passed.Scalars(var inner)) || inner.size() != 1) {
        return memory(aggregate.bytes());
      }
      long bytes = inner.getFirst().bytes();
      long at = (end + bytes - 1) / bytes * bytes;
      if (member.bitOffset() != at * 8) {
        return memory(aggregate.bytes());
      }
      parts.add(new Part(at, bytes));
      end = at + bytes;
    }
    return new Passed.Scalars(parts);
  }
}
