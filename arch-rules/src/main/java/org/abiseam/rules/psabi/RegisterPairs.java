package org.abiseam.rules.psabi;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.abiseam.model.Citation;
import org.abiseam.model.Member;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.rules.plan.Assumption;
import org.abiseam.rules.plan.CallState;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Divergences;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.Leaf;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Registers;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.ValueTypes;

/**
 * The convention that RISC-V and LoongArch share: see {@link RiscV} for what it is. Clauses are
 * those of the RISC-V document, which the other follows paragraph by paragraph.
 */
final class RegisterPairs extends CallArranger {
  private static final int ARGUMENTS = 8;

  /** Structs within structs; whatever is deeper has too many parts. */
  private static final int DEEPEST = 64;

  /**
   * Holds what tells the machines apart.
   *
   * @param width of a general register in bytes (XLEN, GRLEN)
   * @param floatWidth of what travels in floating point registers in bytes (FLEN of the ABI); 0 for
   *     none
   * @param floatPrefix name of a floating point register up to its number
   * @param integer the clause of the integer convention
   * @param floating the clause of the floating point convention
   * @param answers the machine's own
   */
  record Convention(
      int width,
      int floatWidth,
      String floatPrefix,
      Citation integer,
      Citation floating,
      Map<Question, Divergence> answers) {}

  /** Names the points on which compilers differ, and what a yes means, on both machines. */
  enum Question {
    MEMBERLESS_STRUCT_IS_IGNORED(
        "unnamed-bit-fields",
        "Is a struct that has only unnamed bit-fields left out?",
        "A struct of unnamed bit-fields takes no register."),
    EMPTY_STRUCT_ALIGNS_THE_STACK(
        "empty-aligned",
        "Does a struct of no size align the stack?",
        "What follows a struct of no size and large alignment lies further up."),
    POINTER_IS_FLATTENED(
        "pointer-and-float",
        "Does a pointer beside a floating point number count as an integer?",
        "{ void *p; float f; } travels in a general and a floating point register."),
    FLEXIBLE_ARRAY_ENDS_FLATTENING(
        "flexible-array",
        "Does a flexible array keep a struct whole?",
        "{ float a; int x[]; } travels in a general register."),
    WHOLE_BYTES_OF_A_BIT_FIELD_UNIT(
        "bit-field-and-float",
        "Does a bit-field beside a number count as one integer?",
        "{ float a; int b : 7; } travels in a general and a floating point register."),
    EMPTY_ARRAY_ENDS_FLATTENING(
        "empty-array",
        "Does an array of no elements keep two numbers together?",
        "{ int a; int x[0]; float b; } travels in a general register."),
    ARRAY_WITHOUT_SIZE_ENDS_FLATTENING(
        "array-of-no-size",
        "Does an array of elements of no size, or a union of no size, keep two numbers together?",
        "{ float a; int x[2][0]; float b; } travels in a general register."),
    ZERO_WIDTH_BIT_FIELD_ENDS_FLATTENING(
        "zero-width-bit-field",
        "Does a bit-field of no width keep two numbers together?",
        "{ float a; int : 0; float b; } travels in a general register."),
    COMPLEX_INTEGER_IS_FLATTENED(
        "complex-integer",
        "Does a struct of one complex integer travel in two registers?",
        "Each half of { _Complex int a; } has a general register of its own."),
    NARROW_ON_STACK_IS_EXTENDED(
        "narrow-given-on-stack",
        "Does a caller extend a narrow number on the stack?",
        "The ninth argument, if a narrow integer, fills its slot with its extension."),
    NARROW_ON_STACK_IS_TRUSTED(
        "narrow-trusted-on-stack",
        "Does a callee rely on the extension of a narrow number on the stack?",
        "The ninth argument, if a narrow integer, is read from its slot as a whole."),
    ONLY_A_CALLEE_ALIGNS_BY_TYPEDEF(
        "va-arg-typedef",
        "Does a variadic callee, and not its caller, round up to a typedef's alignment?",
        "A number of a typedef with aligned, behind the named arguments, is lost."),
    TYPEDEF_ALIGNS_A_STRUCT(
        "typedef-of-struct",
        "Is a struct on the stack, or behind the named arguments, aligned as its typedef says?",
        "A struct of 8 bytes of a typedef with aligned(16) begins at a multiple of 16.");

    private final String id;
    private final String text;
    private final String yes;

    Question(String id, String text, String yes) {
      this.id = id;
      this.text = text;
      this.yes = yes;
    }

    /** Begins the declaration of a machine's answers. */
    Divergences.Draft in(Divergences machine) {
      return machine.add(id).asks(text).yes(yes);
    }

    /** Finds each question's answers; all of them have to be there. */
    static Map<Question, Divergence> answered(Divergence... answers) {
      Map<Question, Divergence> found = new EnumMap<>(Question.class);
      for (Question question : values()) {
        for (Divergence answer : answers) {
          if (answer.id().endsWith("/" + question.id)) {
            found.put(question, answer);
          }
        }
      }
      if (found.size() != values().length) {
        throw new IllegalStateException("only " + found.keySet() + " are answered");
      }
      return found;
    }
  }

  private final Convention convention;
  private final int width;
  private final Registers general;
  private final Registers floats;

  RegisterPairs(ValueTypes values, CallState state, Convention convention) {
    super(values, state);
    this.convention = convention;
    this.width = convention.width();
    this.general = new Registers(named("a", ARGUMENTS));
    this.floats = new Registers(named(convention.floatPrefix(), ARGUMENTS));
  }

  private static List<String> named(String prefix, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(prefix + i);
    }
    return names;
  }

  private boolean ask(Question question) {
    return state.ask(divergence(question));
  }

  private Divergence divergence(Question question) {
    return Objects.requireNonNull(convention.answers().get(question));
  }

  @Override
  Placement argument(TypeId type, Role role) {
    long bytes = values.bytes(type);
    if (bytes == 0) {
      return nothing(type);
    }
    if (withoutMembers(type) && ask(Question.MEMBERLESS_STRUCT_IS_IGNORED)) {
      state.by(EMPTY);
      return new Placement.Nothing();
    }
    if (role == Role.NAMED) {
      Optional<List<Leaf>> parts = flat(type);
      if (parts.isPresent() && fits(parts.get())) {
        state.by(convention.floating());
        return apart(parts.get(), general, floats);
      }
    }
    state.by(convention.integer());
    if (bytes > 2L * width) {
      return general.free() > 0 ? pointer(general.take()) : pointerOnStack(width);
    }
    return byValue(type, bytes, role);
  }

  /** "Empty structs are ignored by C compilers which support them as a non-standard extension." */
  private Placement nothing(TypeId type) {
    state.by(EMPTY);
    if (general.free() == 0
        && values.alignment(type, width) > width
        && ask(Question.EMPTY_STRUCT_ALIGNS_THE_STACK)) {
      state.alignStack(Math.min(16, values.alignment(type, width)));
    }
    return new Placement.Nothing();
  }

  private Placement byValue(TypeId type, long bytes, Role role) {
    boolean wideBits = bitPrecise(type) && bytes > width;
    int stated = passedAlignment(type);
    // LLVM has one number of 128 bits, whatever clang aligns the type to.
    int alignment = wideBits ? 2 * width : Math.min(2 * width, stated);
    int needed = bytes > width ? 2 : 1;
    // "Variadic arguments with 2×XLEN alignment and size at most 2×XLEN are passed in an aligned
    // register pair".
    if (role == Role.ANONYMOUS) {
      refuseByTypedef(type, alignment);
      if (wideBits && stated == width) {
        throw new Unsettled(
            "caller and callee of clang look in different registers for a variadic "
                + values.text(type));
      }
      if (alignment == 2 * width) {
        general.even();
      }
    }
    if (needed <= general.free()) {
      return composite(type) || needed == 2
          ? image(general, bytes, width)
          : inOne(general.take(), bytes, width);
    }
    if (general.free() == 1) {
      List<Piece> pieces = new ArrayList<>(imagePieces(general, 0, width, width));
      Placement.Direct rest = (Placement.Direct) state.onStack(width, bytes - width, width, width);
      pieces.addAll(rest.pieces());
      return new Placement.Direct(pieces);
    }
    return composite(type)
        ? state.onStack(bytes, alignment, width)
        : numberOnStack(bytes, alignment, width);
  }

  /** Returns the alignment by which a value is placed: for a struct, its typedef's or its own. */
  private int passedAlignment(TypeId type) {
    int stated = values.alignment(type, width);
    int own = values.alignment(values.types().resolved(type), width);
    boolean differs = Math.min(stated, 2 * width) != Math.min(own, 2 * width);
    return composite(type) && differs && !ask(Question.TYPEDEF_ALIGNS_A_STRUCT) ? own : stated;
  }

  /**
   * A caller goes by the type that a typedef stands for; a callee of clang rounds up to what the
   * typedef itself is aligned to, where variadic arguments lie one after the other: those of
   * registers, saved right below those of the stack.
   */
  private void refuseByTypedef(TypeId type, int alignment) {
    OptionalInt stated = statedByTypedef(type);
    if (stated.isEmpty()) {
      return;
    }
    Divergence typedef = divergence(Question.ONLY_A_CALLEE_ALIGNS_BY_TYPEDEF);
    long next = general.free() > 0 ? (long) -general.free() * width : state.stack();
    long callee = Math.max(width, stated.getAsInt());
    boolean apart = Math.floorMod(-next, callee) != Math.floorMod(-next, (long) alignment);
    if (apart && state.ask(typedef)) {
      throw state.disagrees(typedef, values.text(type) + " travels behind the named arguments");
    }
  }

  /** Returns the outermost alignment that a typedef states. */
  private OptionalInt statedByTypedef(TypeId type) {
    TypeId at = type;
    while (values.types().type(at) instanceof Type.Alias alias) {
      if (alias.alignment().isPresent()) {
        return alias.alignment();
      }
      at = alias.target();
    }
    return OptionalInt.empty();
  }

  @Override
  Placement result(TypeId type) {
    long bytes = values.bytes(type);
    if (bytes == 0 || (withoutMembers(type) && ask(Question.MEMBERLESS_STRUCT_IS_IGNORED))) {
      return new Placement.Nothing();
    }
    Optional<List<Leaf>> parts = flat(type);
    Registers results = new Registers(named("a", 2));
    if (parts.isPresent()) {
      state.by(convention.floating());
      return apart(parts.get(), results, new Registers(named(convention.floatPrefix(), 2)));
    }
    state.by(convention.integer());
    if (bytes > 2L * width) {
      return pointer(general.take());
    }
    return composite(type) || bytes > width
        ? image(results, bytes, width)
        : inOne(results.take(), bytes, width);
  }

  // Floating point registers.

  /**
   * Returns a number, or a struct of one or two members of which one is a floating point number.
   */
  private Optional<List<Leaf>> flat(TypeId type) {
    boolean union =
        values.type(type) instanceof Type.Aggregate aggregate
            && aggregate.shape() == Type.Shape.UNION;
    boolean clang = state.dialect().producer().compiler() == Compiler.CLANG;
    boolean kept = clang && values.composite(type) && values.atomic(type);
    if (convention.floatWidth() == 0 || union || kept || numbers(type, 0) > 2) {
      return Optional.empty();
    }
    List<Leaf> parts = new ArrayList<>(2);
    boolean floating = false;
    for (Leaf leaf : values.leaves(type)) {
      if (!leaf.hasBits()) {
        boolean array = leaf.form() == Leaf.Form.FLEXIBLE;
        if (array && ask(Question.FLEXIBLE_ARRAY_ENDS_FLATTENING)) {
          return Optional.empty();
        }
        continue;
      }
      if (leaf.inUnion() || parts.size() == 2 || !registerSized(leaf)) {
        return Optional.empty();
      }
      floating |= leaf.kind() == Leaf.Kind.FLOAT;
      parts.add(leaf);
    }
    boolean whole = floating && keptWhole(type, parts);
    boolean apart = (floating && !whole) || (!floating && complexIntegerApart(type, parts));
    return apart ? Optional.of(parts) : Optional.empty();
  }

  /** Clang takes each pair of numbers in a struct for one that has floating point in it. */
  private boolean complexIntegerApart(TypeId type, List<Leaf> parts) {
    return values.composite(type)
        && parts.size() == 2
        && parts.getFirst().form() == Leaf.Form.COMPLEX_PART
        && parts.getFirst().bits() <= convention.floatWidth() * 8L
        && ask(Question.COMPLEX_INTEGER_IS_FLATTENED);
  }

  /** Counts the numbers in a value, up to three. */
  private long numbers(TypeId type, int depth) {
    if (depth > DEEPEST) {
      return 3;
    }
    long count =
        switch (values.type(type)) {
          case Type.Array array -> {
            long elements = array.count().orElse(0);
            yield elements == 0 ? 0 : Math.min(3, elements) * numbers(array.element(), depth + 1);
          }
          case Type.Aggregate aggregate -> {
            long sum = 0;
            for (Member member : aggregate.members()) {
              sum += sum > 2 ? 0 : numbers(member.type(), depth + 1);
            }
            yield sum;
          }
          case Type.Scalar scalar -> scalar.complex() ? 2 : 1;
          case Type.Void _, Type.Enumeration _, Type.Pointer _, Type.Vector _ -> 1;
          case Type.Tagged _, Type.Function _, Type.Wrapper _, Type.Unknown _ -> 1;
        };
    return Math.min(3, count);
  }

  /** What stands between two numbers may keep them together. */
  private boolean keptWhole(TypeId type, List<Leaf> parts) {
    // A struct that is as large as its only number has the number's machine mode in GCC.
    boolean complex = parts.getFirst().form() == Leaf.Form.COMPLEX_PART;
    boolean alone =
        (parts.size() == 1 || complex) && parts.getLast().end() == values.bytes(type) * 8;
    EmptyParts empty = new EmptyParts(values);
    return (!alone && empty.noElements(type) && ask(Question.EMPTY_ARRAY_ENDS_FLATTENING))
        || (!alone && empty.noSize(type) && ask(Question.ARRAY_WITHOUT_SIZE_ENDS_FLATTENING))
        || (parts.size() == 2
            && ask(Question.ZERO_WIDTH_BIT_FIELD_ENDS_FLATTENING)
            && values.assumes(type, Assumption.ZERO_WIDTH_BIT_FIELD));
  }

  private boolean registerSized(Leaf leaf) {
    return switch (leaf.kind()) {
      case FLOAT -> leaf.bits() <= convention.floatWidth() * 8L;
      // A hole is as wide as padding makes it; a bit-field in it that is wider than a register
      // would
      // keep the struct whole for every compiler.
      case INTEGER ->
          (leaf.bits() <= width * 8L || leaf.form() == Leaf.Form.UNNAMED_BIT_FIELD)
              && (leaf.form() != Leaf.Form.BIT_FIELD
                  || ask(Question.WHOLE_BYTES_OF_A_BIT_FIELD_UNIT));
      case POINTER -> ask(Question.POINTER_IS_FLATTENED);
      case DECIMAL, VECTOR, NONE -> false;
    };
  }

  private boolean fits(List<Leaf> parts) {
    int numbers = 0;
    for (Leaf part : parts) {
      numbers += part.kind() == Leaf.Kind.FLOAT ? 1 : 0;
    }
    return numbers <= floats.free() && parts.size() - numbers <= general.free();
  }

  private Placement apart(List<Leaf> parts, Registers integers, Registers numbers) {
    List<Piece> pieces = new ArrayList<>(parts.size());
    for (Leaf part : parts) {
      Location register = part.kind() == Leaf.Kind.FLOAT ? numbers.take() : integers.take();
      long first = part.bitOffset() / 8;
      long bytes = (part.end() + 7) / 8 - first;
      boolean hole = part.form() == Leaf.Form.UNNAMED_BIT_FIELD;
      pieces.add(new Piece(first, hole ? Math.min(width, bytes) : bytes, register, 0));
    }
    return new Placement.Direct(pieces);
  }

  /** "widened according to the sign of their type up to 32 bits, then sign-extended to XLEN". */
  @Override
  Optional<Extension> extension(TypeId type) {
    int bits = (int) Math.min(64, values.bytes(type) * 8);
    if (!wholeNumber(type) || bits >= width * 8) {
      return Optional.empty();
    }
    boolean signed = values.signed(type) || bits == 32;
    return Optional.of(new Extension(bits, width * 8, width * 8, signed));
  }

  /** "When passed in registers"; of the stack the document says nothing. */
  @Override
  Optional<Extension> extension(TypeId type, Placement placement) {
    Optional<Extension> whole = extension(type);
    if (whole.isEmpty() || !onStack(placement)) {
      return whole;
    }
    int bits = whole.get().width();
    boolean given = ask(Question.NARROW_ON_STACK_IS_EXTENDED);
    boolean trusted = ask(Question.NARROW_ON_STACK_IS_TRUSTED);
    return Optional.of(
        new Extension(
            bits, given ? width * 8 : bits, trusted ? width * 8 : bits, whole.get().signed()));
  }

  @Override
  Plan.Frame frame() {
    state.alignStack(width);
    return new Plan.Frame(state.stack(), 16, 0);
  }
}
