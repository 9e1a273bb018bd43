package org.abiseam.rules.psabi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.Citation;
import org.abiseam.model.Machine;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.rules.plan.Dialect;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.Leaf;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.Passage;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Placing;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Psabi;
import org.abiseam.rules.plan.Registers;
import org.abiseam.rules.plan.Switches;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.Values;

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
  private static final int EIGHTBYTE = 8;
  private static final int EIGHTBYTE_BITS = 64;

  private static final List<String> INTEGER_ARGUMENTS =
      List.of("rdi", "rsi", "rdx", "rcx", "r8", "r9");
  private static final List<String> VECTOR_ARGUMENTS =
      List.of("xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7");
  private static final List<String> INTEGER_RESULTS = List.of("rax", "rdx");
  private static final List<String> VECTOR_RESULTS = List.of("xmm0", "xmm1");
  private static final List<String> X87_RESULTS = List.of("st0", "st1");

  private static final Citation SCALAR = psabi("§3.2.3 Classification, basic types");
  private static final Citation TOO_LARGE = psabi("§3.2.3 Classification, rule 1");
  private static final Citation FIELDS = psabi("§3.2.3 Classification, rules 3 and 4");
  private static final Citation POST_MERGER = psabi("§3.2.3 Classification, rule 5");
  private static final Citation PASSING_MEMORY = psabi("§3.2.3 Passing, rule 1");
  private static final Citation PASSING_INTEGER = psabi("§3.2.3 Passing, rule 2");
  private static final Citation PASSING_SSE = psabi("§3.2.3 Passing, rule 3");
  private static final Citation PASSING_X87 = psabi("§3.2.3 Passing, rule 6");
  private static final Citation NO_REGISTERS_LEFT = psabi("§3.2.3 Passing, last paragraphs");
  private static final Citation RETURNING_MEMORY = psabi("§3.2.3 Returning, rule 2");
  private static final Citation RETURNING = psabi("§3.2.3 Returning, rules 3 to 6");
  private static final Citation EMPTY = new Citation("GCC 16 manual", "Empty Structures");
  private static final Citation STACK = psabi("§3.2.2 The Stack Frame");

  /** psABI §3.2.3, the classes. */
  private enum EightbyteClass {
    NO_CLASS,
    INTEGER,
    SSE,
    SSEUP,
    X87,
    X87UP,
    COMPLEX_X87,
    MEMORY;

    /** Rule 4, (a) to (f). */
    EightbyteClass merge(EightbyteClass other) {
      if (this == other) {
        return this;
      }
      if (this == NO_CLASS) {
        return other;
      }
      if (other == NO_CLASS) {
        return this;
      }
      if (this == MEMORY || other == MEMORY) {
        return MEMORY;
      }
      if (this == INTEGER || other == INTEGER) {
        return INTEGER;
      }
      boolean x87 = isX87() || other.isX87();
      return x87 ? MEMORY : SSE;
    }

    private boolean isX87() {
      return this == X87 || this == X87UP || this == COMPLEX_X87;
    }
  }

  @Override
  public boolean governs(Machine machine) {
    return machine.machine() == Machine.EM_X86_64 && machine.pointerBytes() == 8;
  }

  @Override
  public List<Divergence> divergences() {
    return X8664Divergences.TABLE;
  }

  @Override
  public Plan plan(Signature signature, int named, Values values, Dialect dialect) {
    Placing placing = new Placing(dialect, divergences());
    return microsoft(signature.convention(), dialect.switches())
        ? new Microsoft64(values, placing).plan(signature, named)
        : new Call(values, placing).plan(signature);
  }

  /** GCC 16 manual, x86 Options, -mabi=; an attribute or {@code extern} counts more. */
  private static boolean microsoft(String convention, Switches switches) {
    return switch (convention.replace("-unwind", "")) {
      case "C", "cdecl", "system" -> switches.value("-mabi=", "sysv").equals("ms");
      case "sysv64" -> false;
      case "win64", "efiapi" -> true;
      default -> throw new Unsettled("no rule here for the convention " + convention);
    };
  }

  private static Citation psabi(String clause) {
    return new Citation("psABI x86-64 1.0", clause);
  }

  /** One call in the making. */
  private static final class Call {
    private final Values values;
    private final Placing placing;
    private final Registers general = new Registers(INTEGER_ARGUMENTS);
    private final Registers vector = new Registers(VECTOR_ARGUMENTS);

    Call(Values values, Placing placing) {
      this.values = values;
      this.placing = placing;
    }

    Plan plan(Signature signature) {
      // The hidden pointer takes the first register before any argument does.
      Passage result = result(signature.result());
      List<Passage> arguments = new ArrayList<>();
      for (int i = 0; i < signature.parameters().size(); i++) {
        Signature.Parameter parameter = signature.parameters().get(i);
        String name = parameter.name().isEmpty() ? "#" + (i + 1) : parameter.name();
        arguments.add(argument(name, parameter.type()));
      }
      placing.alignStack(EIGHTBYTE);
      return new Plan(arguments, result, new Plan.Frame(placing.stack(), 16, 0));
    }

    private Passage argument(String name, TypeId type) {
      long bytes = values.bytes(type);
      Placement placement;
      if (bytes == 0) {
        placing.by(EMPTY);
        placement = new Placement.Nothing();
      } else {
        placement = arrange(type, classify(type), bytes);
      }
      return placing.passage(name, type, placement, extension(type));
    }

    private Placement arrange(TypeId type, EightbyteClass[] classes, long bytes) {
      int integers = count(classes, EightbyteClass.INTEGER);
      int vectors = count(classes, EightbyteClass.SSE);
      if (integers + vectors == 0 && count(classes, EightbyteClass.NO_CLASS) == classes.length) {
        placing.by(FIELDS);
        return new Placement.Nothing();
      }
      if (classes[0] == EightbyteClass.MEMORY) {
        placing.by(PASSING_MEMORY);
        return onStack(type, bytes);
      }
      if (classes[0] == EightbyteClass.X87 || classes[0] == EightbyteClass.COMPLEX_X87) {
        placing.by(PASSING_X87);
        return onStack(type, bytes);
      }
      if (integers > general.free() || vectors > vector.free()) {
        placing.by(NO_REGISTERS_LEFT);
        if (withoutMembers(type)
            && placing.ask(X8664Divergences.Point.MEMBERLESS_STRUCT_TAKES_NO_STACK)) {
          return new Placement.Nothing();
        }
        return spilled(type, bytes, integers);
      }
      return inRegisters(classes, bytes, general, vector);
    }

    /** All or nothing; only clang once split an {@code __int128}. */
    private Placement spilled(TypeId type, long bytes, int integers) {
      boolean wide = isWideInteger(type);
      if (wide
          && integers == 2
          && general.free() == 1
          && placing.ask(X8664Divergences.Point.SPLIT_INT128_BETWEEN_REGISTER_AND_STACK)) {
        Piece low = new Piece(0, EIGHTBYTE, general.take(), 0);
        Placement.Direct high =
            (Placement.Direct) placing.onStack(EIGHTBYTE, EIGHTBYTE, EIGHTBYTE, EIGHTBYTE);
        return new Placement.Direct(List.of(low, high.pieces().getFirst()));
      }
      if (wide
          && general.free() == 1
          && placing.ask(X8664Divergences.Point.INT128_ON_THE_STACK_USES_UP_THE_LAST_REGISTER)) {
        general.exhaust();
      }
      if (wide && !placing.ask(X8664Divergences.Point.INT128_ALIGNED_ON_THE_STACK)) {
        return placing.onStack(bytes, EIGHTBYTE, EIGHTBYTE);
      }
      return onStack(type, bytes);
    }

    private Placement onStack(TypeId type, long bytes) {
      placing.by(STACK);
      return placing.onStack(bytes, values.alignment(type, EIGHTBYTE), EIGHTBYTE);
    }

    private Placement inRegisters(
        EightbyteClass[] classes, long bytes, Registers integers, Registers vectors) {
      List<Piece> pieces = new ArrayList<>(classes.length);
      for (int i = 0; i < classes.length; i++) {
        long from = (long) i * EIGHTBYTE;
        long length = Math.min(EIGHTBYTE, bytes - from);
        switch (classes[i]) {
          case INTEGER -> {
            placing.by(PASSING_INTEGER);
            pieces.add(new Piece(from, length, integers.take(), 0));
          }
          case SSE -> {
            placing.by(PASSING_SSE);
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
              throw new IllegalStateException("class of no register: " + classes[i]);
        }
      }
      return pieces.isEmpty() ? new Placement.Nothing() : new Placement.Direct(pieces);
    }

    private Passage result(TypeId type) {
      long bytes = values.bytes(type);
      if (bytes == 0) {
        return placing.passage("result", type, new Placement.Nothing(), Optional.empty());
      }
      EightbyteClass[] classes = classify(type);
      Placement placement =
          switch (classes[0]) {
            case MEMORY -> {
              placing.by(RETURNING_MEMORY);
              yield new Placement.ByReference(List.of(new Piece(0, EIGHTBYTE, general.take(), 0)));
            }
            case X87, COMPLEX_X87 -> {
              placing.by(RETURNING);
              yield x87(classes[0], bytes);
            }
            case NO_CLASS, INTEGER, SSE, SSEUP, X87UP -> {
              placing.by(RETURNING);
              yield inRegisters(
                  classes, bytes, new Registers(INTEGER_RESULTS), new Registers(VECTOR_RESULTS));
            }
          };
      return placing.passage("result", type, placement, extension(type));
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

    private boolean withoutMembers(TypeId type) {
      return values.composite(type) && values.named(type).stream().noneMatch(Leaf::hasBits);
    }

    private boolean isWideInteger(TypeId type) {
      return values.type(type) instanceof Type.Scalar scalar
          && scalar.bytes() == 16
          && (scalar.encoding() == Type.Encoding.SIGNED
              || scalar.encoding() == Type.Encoding.UNSIGNED);
    }

    /** Measured: a producer extends to 32 bits; who relies on it differs. */
    private Optional<Extension> extension(TypeId type) {
      boolean number =
          values.type(type) instanceof Type.Enumeration
              || (values.type(type) instanceof Type.Scalar scalar
                  && switch (scalar.encoding()) {
                    case SIGNED, UNSIGNED, BOOLEAN, UNICODE -> true;
                    case FLOAT, DECIMAL_FLOAT, COMPLEX_FLOAT, COMPLEX_INTEGER -> false;
                  });
      int width = (int) Math.min(EIGHTBYTE_BITS, values.bytes(type) * 8);
      if (!number || width >= 32) {
        return Optional.empty();
      }
      boolean trusts = placing.ask(X8664Divergences.Point.RELIES_ON_THE_CALLERS_EXTENSION);
      return Optional.of(new Extension(width, 32, trusts ? 32 : width, values.signed(type)));
    }

    // Classification, §3.2.3.

    private EightbyteClass[] classify(TypeId type) {
      long bytes = values.bytes(type);
      if (values.composite(type)) {
        return composite(type, bytes);
      }
      placing.by(SCALAR);
      EightbyteClass[] classes = new EightbyteClass[eightbytes(bytes)];
      Arrays.fill(classes, EightbyteClass.NO_CLASS);
      for (Leaf leaf : values.leaves(type)) {
        add(classes, leaf);
      }
      return classes;
    }

    private EightbyteClass[] composite(TypeId type, long bytes) {
      // Rule 1: more than eight eightbytes, or unaligned fields, is MEMORY; rule 5 (c) leaves only
      // vectors above two.
      if (bytes > 8 * EIGHTBYTE || (bytes > 2 * EIGHTBYTE && !hasVector(type))) {
        placing.by(TOO_LARGE);
        return memory(bytes);
      }
      if (values.flexible(type)
          && placing.ask(X8664Divergences.Point.FLEXIBLE_ARRAY_MAKES_MEMORY)) {
        return memory(bytes);
      }
      EightbyteClass[] classes = new EightbyteClass[eightbytes(bytes)];
      Arrays.fill(classes, EightbyteClass.NO_CLASS);
      for (Leaf leaf : values.leaves(type)) {
        if (misaligned(leaf)) {
          placing.by(TOO_LARGE);
          return memory(bytes);
        }
        add(classes, leaf);
      }
      placing.by(FIELDS);
      return postMerger(classes);
    }

    private boolean hasVector(TypeId type) {
      return values.named(type).stream()
          .anyMatch(leaf -> leaf.kind() == Leaf.Kind.VECTOR || isQuad(leaf));
    }

    private boolean misaligned(Leaf leaf) {
      boolean plain = leaf.form() == Leaf.Form.MEMBER || leaf.form() == Leaf.Form.COMPLEX_PART;
      return plain && leaf.bitOffset() % Math.min(leaf.bits(), 2 * EIGHTBYTE_BITS) != 0;
    }

    private EightbyteClass[] memory(long bytes) {
      EightbyteClass[] classes = new EightbyteClass[eightbytes(bytes)];
      Arrays.fill(classes, EightbyteClass.MEMORY);
      return classes;
    }

    private static int eightbytes(long bytes) {
      return (int) ((bytes + EIGHTBYTE - 1) / EIGHTBYTE);
    }

    /** Rules 3 and 4: each field is merged into the eightbytes it lies in. */
    private void add(EightbyteClass[] classes, Leaf leaf) {
      int first = (int) (leaf.bitOffset() / EIGHTBYTE_BITS);
      switch (leaf.form()) {
        case MEMBER, COMPLEX_PART, BIT_FIELD -> {
          int last = (int) ((leaf.end() - 1) / EIGHTBYTE_BITS);
          for (int i = first; i <= last; i++) {
            classes[i] = classes[i].merge(basic(leaf, i - first));
          }
        }
        case UNNAMED_BIT_FIELD -> {
          if (placing.ask(X8664Divergences.Point.UNNAMED_BIT_FIELD_IS_INTEGER)) {
            int last = (int) ((leaf.end() - 1) / EIGHTBYTE_BITS);
            for (int i = first; i <= last; i++) {
              classes[i] = classes[i].merge(EightbyteClass.INTEGER);
            }
          }
        }
        case FLEXIBLE -> {}
        case EMPTY -> {
          boolean inside = first < classes.length && leaf.kind() != Leaf.Kind.NONE;
          if (inside && placing.ask(X8664Divergences.Point.EMPTY_ARRAY_IS_CLASSIFIED)) {
            classes[first] = classes[first].merge(basic(leaf, 0));
          }
        }
      }
    }

    private EightbyteClass basic(Leaf leaf, int chunk) {
      return switch (leaf.kind()) {
        case INTEGER, POINTER -> EightbyteClass.INTEGER;
        case DECIMAL, VECTOR -> {
          sse(leaf);
          yield chunk == 0 ? EightbyteClass.SSE : EightbyteClass.SSEUP;
        }
        case FLOAT -> {
          sse(leaf);
          yield isX87(leaf)
              ? x87(leaf, chunk)
              : chunk == 0 ? EightbyteClass.SSE : EightbyteClass.SSEUP;
        }
        case NONE -> EightbyteClass.NO_CLASS;
      };
    }

    private static EightbyteClass x87(Leaf leaf, int chunk) {
      if (leaf.form() == Leaf.Form.COMPLEX_PART) {
        return EightbyteClass.COMPLEX_X87;
      }
      return chunk == 0 ? EightbyteClass.X87 : EightbyteClass.X87UP;
    }

    /** In a kernel there is no SSE, and no rule for what would need it. */
    private void sse(Leaf leaf) {
      boolean on =
          placing
              .dialect()
              .switches()
              .on(List.of("-msse", "-msse2"), List.of("-mno-sse", "-mgeneral-regs-only"), true);
      if (!on) {
        throw Unsettled.switchedOff(
            values.text(leaf.type()) + " travels in an SSE register, and SSE is switched off");
      }
      if (leaf.kind() == Leaf.Kind.VECTOR && leaf.bits() != 64 && leaf.bits() != 128) {
        throw new Unsettled(
            "a vector of " + leaf.bits() / 8 + " bytes travels as the vector extensions allow");
      }
    }

    private boolean isX87(Leaf leaf) {
      return leaf.bits() == 128
          && values.type(leaf.type()) instanceof Type.Scalar scalar
          && scalar.name().contains("long double")
          && placing.dialect().switches().value("-mlong-double-", "80").equals("80");
    }

    private boolean isQuad(Leaf leaf) {
      return leaf.kind() == Leaf.Kind.FLOAT && leaf.bits() == 128;
    }

    /** Rule 5. */
    private EightbyteClass[] postMerger(EightbyteClass[] classes) {
      placing.by(POST_MERGER);
      boolean memory = false;
      for (int i = 0; i < classes.length; i++) {
        memory |= classes[i] == EightbyteClass.MEMORY;
        memory |=
            classes[i] == EightbyteClass.X87UP && (i == 0 || classes[i - 1] != EightbyteClass.X87);
        memory |= classes.length > 2 && classes[i] == EightbyteClass.COMPLEX_X87;
      }
      if (classes.length > 2) {
        memory |= classes[0] != EightbyteClass.SSE;
        for (int i = 1; i < classes.length; i++) {
          memory |= classes[i] != EightbyteClass.SSEUP;
        }
      }
      if (memory) {
        return memory((long) classes.length * EIGHTBYTE);
      }
      for (int i = 0; i < classes.length; i++) {
        boolean follows =
            i > 0
                && (classes[i - 1] == EightbyteClass.SSE || classes[i - 1] == EightbyteClass.SSEUP);
        if (classes[i] == EightbyteClass.SSEUP && !follows) {
          classes[i] = EightbyteClass.SSE;
        }
      }
      return classes;
    }

    private static int count(EightbyteClass[] classes, EightbyteClass wanted) {
      int count = 0;
      for (EightbyteClass one : classes) {
        count += one == wanted ? 1 : 0;
      }
      return count;
    }
  }
}
