package org.abiseam.rules.psabi;

import static org.abiseam.rules.plan.Divergence.Family.CLANG;
import static org.abiseam.rules.plan.Divergence.Family.GCC;
import static org.abiseam.rules.plan.Divergence.Family.RUSTC;
import static org.abiseam.rules.plan.Divergence.no;
import static org.abiseam.rules.plan.Divergence.yes;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.Citation;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.rules.plan.Dialect;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.Leaf;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Placing;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Psabi;
import org.abiseam.rules.plan.Question;
import org.abiseam.rules.plan.Registers;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.Values;

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
  private static final Location.Register TOP = new Location.Register("st0");

  private static final Citation PASSING = i386("§2.2.3 Parameter Passing");
  private static final Citation RETURN = i386("§2.2.4 Returning Values");
  private static final Citation REGPARM = new Citation("GCC 16 manual", "x86 Options, -mregparm");
  private static final Citation STRUCT_RETURN =
      new Citation("GCC 16 manual", "Code Gen Options, -freg-struct-return");

  @Override
  public boolean governs(Machine machine) {
    return machine.machine() == Machine.EM_386;
  }

  @Override
  public List<Divergence> divergences() {
    return TABLE;
  }

  @Override
  public Plan plan(Signature signature, int named, Values values, Dialect dialect) {
    if (!signature.convention().equals("C")) {
      throw new Unsettled("no rule here for the convention " + signature.convention());
    }
    boolean variadic =
        signature.arity() != Signature.Arity.FIXED || named < signature.parameters().size();
    return new Call(values, new Placing(dialect, TABLE), variadic).plan(signature, named);
  }

  private static Citation i386(String clause) {
    return new Citation("i386 psABI 1.1", clause);
  }

  /** One call in the making. */
  private static final class Call extends Arrangement {
    private final Registers general;
    private final boolean registers;
    private long popped;

    Call(Values values, Placing placing, boolean variadic) {
      super(values, placing);
      int count = regparm(placing);
      this.registers = count > 0;
      this.general = new Registers(GENERAL.subList(0, variadic ? 0 : count));
    }

    private static int regparm(Placing placing) {
      String stated = placing.dialect().switches().value("-mregparm=", "0");
      return switch (stated) {
        case "0", "1", "2", "3" -> Integer.parseInt(stated);
        default -> throw new Unsettled("-mregparm=" + stated + " is not known");
      };
    }

    @Override
    Placement argument(TypeId type, Role role) {
      placing.by(PASSING);
      long bytes = values.bytes(type);
      boolean ignored =
          bytes == 0 || (withoutMembers(type) && placing.ask(Point.MEMBERLESS_STRUCT_IS_IGNORED));
      if (ignored) {
        placing.by(EMPTY);
        return new Placement.Nothing();
      }
      long tail = tail(type, bytes);
      if (tail > 0 && placing.ask(Point.TAIL_OF_A_UNION_IS_DROPPED)) {
        bytes -= tail;
      }
      long words = (bytes + WORD - 1) / WORD;
      if (registers && inRegisters(type)) {
        placing.by(REGPARM);
        if (words <= general.free()) {
          return image(general, bytes, WORD);
        }
        general.exhaust();
      }
      return placing.onStack(bytes, boundary(type), WORD);
    }

    /**
     * Bytes behind the only scalar that a union comes down to, which an attribute aligned further.
     */
    private long tail(TypeId type, long bytes) {
      boolean union =
          values.type(type) instanceof Type.Aggregate aggregate
              && aggregate.shape() == Type.Shape.UNION;
      List<Leaf> parts = values.leaves(type).stream().filter(Leaf::hasBits).toList();
      if (!union || parts.isEmpty()) {
        return 0;
      }
      long bits = parts.getFirst().bits();
      boolean one = parts.stream().allMatch(leaf -> leaf.bitOffset() == 0 && leaf.bits() == bits);
      return one && bits % 8 == 0 ? bytes - bits / 8 : 0;
    }

    /**
     * What counts towards the registers: integers, and structs that are no number of another kind.
     */
    private boolean inRegisters(TypeId type) {
      if (floating(type) || vector(type) || oneFloat(type)) {
        return false;
      }
      boolean pair = values.type(type) instanceof Type.Scalar && composite(type);
      if (pair) {
        return placing.ask(Point.COMPLEX_INTEGER_IN_REGISTERS);
      }
      return !(composite(type)
          && values.flexible(type)
          && placing.ask(Point.FLEXIBLE_ARRAY_STAYS_ON_THE_STACK));
    }

    /** A struct of one float or double has its machine mode. */
    private boolean oneFloat(TypeId type) {
      List<Leaf> parts = values.leaves(type).stream().filter(Leaf::hasBits).toList();
      return parts.size() == 1
          && parts.getFirst().kind() == Leaf.Kind.FLOAT
          && parts.getFirst().bits() == values.bytes(type) * 8;
    }

    private int boundary(TypeId type) {
      boolean further =
          values.composite(type)
              && values.bytes(type) % ALIGNED == 0
              && alignedTypedef(type)
              && placing.ask(Point.ALIGNED_TYPEDEF_ALIGNS_THE_STACK);
      return further ? Math.max(ALIGNED, values.alignment(type, WORD)) : WORD;
    }

    /** Whether somewhere in it is a member whose typedef is aligned to 16 bytes or more. */
    private boolean alignedTypedef(TypeId type) {
      return switch (values.types().type(type)) {
        case Type.Alias alias ->
            alias.alignment().orElse(0) >= ALIGNED || alignedTypedef(alias.target());
        case Type.Array array -> alignedTypedef(array.element());
        case Type.Aggregate aggregate ->
            aggregate.members().stream().map(Member::type).anyMatch(this::alignedTypedef);
        case Type.Atomic atomic -> alignedTypedef(atomic.target());
        case Type.Void _,
            Type.Scalar _,
            Type.Enumeration _,
            Type.Pointer _,
            Type.Vector _,
            Type.Tagged _,
            Type.Function _,
            Type.Incomplete _,
            Type.Opaque _ ->
            false;
      };
    }

    @Override
    Placement result(TypeId type) {
      placing.by(RETURN);
      long bytes = values.bytes(type);
      boolean struct = values.composite(type);
      if (struct && !(structsInRegisters() && wholeRegisters(type, bytes))) {
        return hidden(bytes);
      }
      if (struct) {
        placing.by(STRUCT_RETURN);
      }
      if (floating(type) || (struct && oneFloat(type))) {
        return soft() ? image(new Registers(GENERAL), bytes, WORD) : onTop(bytes);
      }
      return bytes > 2 * WORD ? hidden(bytes) : image(new Registers(GENERAL), bytes, WORD);
    }

    /** In the format of x87, which long double has in memory too. */
    private static Placement onTop(long bytes) {
      boolean extended = bytes > 2 * WORD;
      Piece.Form form = extended ? Piece.Form.BYTES : Piece.Form.CONVERTED;
      return new Placement.Direct(List.of(new Piece(0, extended ? EXTENDED : bytes, TOP, 0, form)));
    }

    private Placement hidden(long bytes) {
      if (bytes == 0 && placing.ask(Point.EMPTY_RESULT_IS_VOID)) {
        return new Placement.Nothing();
      }
      if (general.free() > 0) {
        return pointer(general.take());
      }
      popped = registers ? 0 : WORD;
      return pointerOnStack(WORD);
    }

    private boolean structsInRegisters() {
      return placing
          .dialect()
          .switches()
          .on(
              List.of("-freg-struct-return", "-fno-pcc-struct-return"),
              List.of("-fpcc-struct-return", "-fno-reg-struct-return"),
              false);
    }

    private boolean wholeRegisters(TypeId type, long bytes) {
      boolean power = bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
      return power && !values.flexible(type);
    }

    private boolean soft() {
      return placing
          .dialect()
          .switches()
          .on(List.of("-msoft-float", "-mno-80387"), List.of("-mhard-float", "-m80387"), false);
    }

    /** The caller extends to a word; GCC's callee does not rely on it, clang's does. */
    @Override
    Optional<Extension> extension(TypeId type) {
      int bits = (int) Math.min(32, values.bytes(type) * 8);
      if (!wholeNumber(type) || bits == 32) {
        return Optional.empty();
      }
      boolean relied = placing.ask(Point.CALLEE_RELIES_ON_EXTENSION);
      return Optional.of(new Extension(bits, 32, relied ? 32 : bits, values.signed(type)));
    }

    @Override
    Plan.Frame frame() {
      return new Plan.Frame(placing.stack(), WORD, popped);
    }
  }

  /** Where compilers part. */
  enum Point implements Question {
    /** D3. */
    MEMBERLESS_STRUCT_IS_IGNORED("Is a struct of unnamed bit-fields left out?"),
    /** D8 a. */
    COMPLEX_INTEGER_IN_REGISTERS("Does a complex integer travel in registers?"),
    /** D8 b. */
    ALIGNED_TYPEDEF_ALIGNS_THE_STACK(
        "Does a member whose typedef is aligned to 16 align the argument?"),
    /** D8 c. */
    TAIL_OF_A_UNION_IS_DROPPED("Is the padding at the end of a union left out?"),
    /** D2. */
    FLEXIBLE_ARRAY_STAYS_ON_THE_STACK("Does a flexible array member keep a struct on the stack?"),
    /** D5. */
    EMPTY_RESULT_IS_VOID("Is a result of no size no result?"),
    /** D20. */
    CALLEE_RELIES_ON_EXTENSION("Does the callee rely on what the caller extended?");

    private final String text;

    Point(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }
  }

  private static final List<Divergence> TABLE =
      List.of(
          new Divergence(
              "i386/unnamed-bit-fields",
              Point.MEMBERLESS_STRUCT_IS_IGNORED,
              "A struct of unnamed bit-fields takes no place.",
              List.of(no(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/i386-kernel"))),
          new Divergence(
              "i386/complex-integer",
              Point.COMPLEX_INTEGER_IN_REGISTERS,
              "_Complex int travels in registers with -mregparm.",
              List.of(no(GCC), yes(CLANG)),
              List.of(new Citation("abiseam fixtures", "observations/i386-kernel"))),
          new Divergence(
              "i386/aligned-typedef",
              Point.ALIGNED_TYPEDEF_ALIGNS_THE_STACK,
              "typedef long l16 __attribute__((aligned(16))); struct { l16 a; } lies at a multiple"
                  + " of 16.",
              List.of(no(GCC).before(4, 6), yes(GCC).since(4, 6), no(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/i386-kernel"))),
          new Divergence(
              "i386/union-tail",
              Point.TAIL_OF_A_UNION_IS_DROPPED,
              "union { int a; unsigned b; } __attribute__((aligned(8))) takes four bytes.",
              List.of(no(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/i386-kernel"))),
          new Divergence(
              "i386/flexible-array",
              Point.FLEXIBLE_ARRAY_STAYS_ON_THE_STACK,
              "{ int t; char data[]; } travels on the stack with -mregparm.",
              List.of(no(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("gcc", "PR88469, the same question on x86-64"))),
          new Divergence(
              "i386/empty-result",
              Point.EMPTY_RESULT_IS_VOID,
              "A struct without members comes back through a hidden pointer.",
              List.of(no(GCC), yes(CLANG), yes(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/i386-kernel"))),
          new Divergence(
              "i386/narrow-argument",
              Point.CALLEE_RELIES_ON_EXTENSION,
              "A char or short is read as a whole word.",
              List.of(no(GCC), yes(CLANG), yes(RUSTC)),
              List.of(new Citation("llvm-project", "issue #44228"))));
}
