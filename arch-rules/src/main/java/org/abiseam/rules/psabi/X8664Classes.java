package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.X8664Divergences.*;

import java.util.Arrays;
import java.util.List;
import org.abiseam.model.Citation;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.rules.plan.CallState;
import org.abiseam.rules.plan.Leaf;
import org.abiseam.rules.plan.Switches;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.ValueTypes;

/**
 * Classifies values on x86-64 (psABI §3.2.3): one class for each eightbyte, merged from what lies
 * in it.
 */
final class X8664Classes {
  static final int EIGHTBYTE = 8;
  static final int EIGHTBYTE_BITS = 64;
  private static final int WORD_BITS = 32;

  private static final List<String> PLAIN_PROCESSORS = List.of("-march=x86-64", "-march=x86-64-v2");
  private static final List<String> ADDING_REGISTERS =
      List.of("-mavx", "-mfma", "-mf16c", "-mxop", "-mvaes", "-mvpclmulqdq", "-msha512", "-msm");

  static final Citation FIELDS = psabi("§3.2.3 Classification, rules 3 and 4");
  private static final Citation SCALAR = psabi("§3.2.3 Classification, basic types");
  private static final Citation TOO_LARGE = psabi("§3.2.3 Classification, rule 1");
  private static final Citation POST_MERGER = psabi("§3.2.3 Classification, rule 5");

  static Citation psabi(String clause) {
    return new Citation("psABI x86-64 1.0", clause);
  }

  private final ValueTypes values;
  private final CallState state;

  X8664Classes(ValueTypes values, CallState state) {
    this.values = values;
    this.state = state;
  }

  /** psABI §3.2.3, the classes. */
  enum EightbyteClass {
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

  /** Returns one class for each eightbyte. */
  EightbyteClass[] of(TypeId type) {
    long bytes = values.bytes(type);
    if (values.composite(type)) {
      return composite(type, bytes);
    }
    state.by(SCALAR);
    EightbyteClass[] classes = new EightbyteClass[eightbytes(bytes)];
    Arrays.fill(classes, EightbyteClass.NO_CLASS);
    for (Leaf leaf : values.leaves(type)) {
      add(classes, leaf);
    }
    // A _BitInt of more than 128 bits, and a pair of numbers of binary128.
    boolean large = bytes > 2 * EIGHTBYTE && values.type(type) instanceof Type.Scalar;
    return large && classes[0] != EightbyteClass.COMPLEX_X87 ? memory(bytes) : classes;
  }

  private EightbyteClass[] composite(TypeId type, long bytes) {
    // Rule 1: more than eight eightbytes, or unaligned fields, is MEMORY; rule 5 (c) leaves only
    // vectors above two.
    if (bytes > 8 * EIGHTBYTE || (bytes > 2 * EIGHTBYTE && !hasVector(type))) {
      state.by(TOO_LARGE);
      return memory(bytes);
    }
    if (values.atomic(type) && state.ask(ATOMIC_PART_MAKES_MEMORY)) {
      return memory(bytes);
    }
    if (values.flexible(type) && state.ask(FLEXIBLE_ARRAY_MAKES_MEMORY)) {
      return memory(bytes);
    }
    EightbyteClass[] classes = new EightbyteClass[eightbytes(bytes)];
    Arrays.fill(classes, EightbyteClass.NO_CLASS);
    for (Leaf leaf : values.leaves(type)) {
      if (misaligned(leaf)) {
        refuseLost(leaf);
        state.by(TOO_LARGE);
        return memory(bytes);
      }
      if (misalignedEmpty(leaf) && state.ask(MISALIGNED_EMPTY_MEMBER_MAKES_MEMORY)) {
        return memory(bytes);
      }
      if (misalignedElement(leaf) && state.ask(MISALIGNED_EMPTY_ARRAY_MAKES_MEMORY)) {
        return memory(bytes);
      }
      add(classes, leaf);
    }
    if (!state.dialect().rust() && flexibleInUnion(type)) {
      state.by(TOO_LARGE);
      return memory(bytes);
    }
    state.by(FIELDS);
    return postMerger(classes);
  }

  /**
   * Tells whether a union in a value has a flexible array among its own members. GCC and Clang copy
   * what holds one to memory; of a struct in the union they think as of any other struct.
   */
  private boolean flexibleInUnion(TypeId type) {
    return switch (values.type(type)) {
      case Type.Array array -> array.count().isPresent() && flexibleInUnion(array.element());
      case Type.Aggregate aggregate ->
          aggregate.members().stream()
              .map(Member::type)
              .anyMatch(
                  member ->
                      (aggregate.shape() == Type.Shape.UNION
                              && values.type(member) instanceof Type.Array array
                              && array.count().isEmpty())
                          || flexibleInUnion(member));
      case Type.Void _, Type.Number _, Type.Pointer _, Type.Vector _, Type.Tagged _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }

  private boolean hasVector(TypeId type) {
    return values.named(type).stream()
        .anyMatch(leaf -> leaf.kind() == Leaf.Kind.VECTOR || isQuad(leaf));
  }

  private boolean misaligned(Leaf leaf) {
    boolean plain = leaf.form() == Leaf.Form.MEMBER || leaf.form() == Leaf.Form.COMPLEX_PART;
    return plain && leaf.bitOffset() % Math.min(leaf.bits(), 2 * EIGHTBYTE_BITS) != 0;
  }

  private boolean misalignedEmpty(Leaf leaf) {
    return leaf.form() == Leaf.Form.EMPTY && leaf.bitOffset() % (alignment(leaf.type()) * 8L) != 0;
  }

  /** GCC's classify_argument looks at the elements of an array that begins inside an eightbyte. */
  private boolean misalignedElement(Leaf leaf) {
    boolean inside = leaf.form() == Leaf.Form.EMPTY && leaf.bitOffset() % EIGHTBYTE_BITS != 0;
    return inside
        && leaf.kind() != Leaf.Kind.NONE
        && leaf.bitOffset() % Math.min(values.bytes(leaf.type()) * 8, 2 * EIGHTBYTE_BITS) != 0;
  }

  /** Alignment of a type as it is named: a typedef's own counts. */
  private int alignment(TypeId type) {
    TypeId at = type;
    while (values.types().type(at) instanceof Type.Alias alias) {
      if (alias.alignment().isPresent()) {
        return alias.alignment().getAsInt();
      }
      at = alias.target();
    }
    return values.alignment(at, 1);
  }

  /** What a typedef aligns to less than its own size clang once passed without its last bytes. */
  private void refuseLost(Leaf leaf) {
    if (loweredByTypedef(leaf.type()) && state.ask(LOWERED_TYPEDEF_LOSES_BYTES)) {
      throw state.disagrees(
          LOWERED_TYPEDEF_LOSES_BYTES, "a struct has a member of type " + values.text(leaf.type()));
    }
  }

  private boolean loweredByTypedef(TypeId type) {
    TypeId at = type;
    while (values.types().type(at) instanceof Type.Alias alias) {
      if (alias.alignment().isPresent()
          && alias.alignment().getAsInt() < Math.min(EIGHTBYTE, values.bytes(type))) {
        return true;
      }
      at = alias.target();
    }
    return false;
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
        if (state.ask(UNNAMED_BIT_FIELD_IS_INTEGER)) {
          int last = (int) ((leaf.end() - 1) / EIGHTBYTE_BITS);
          for (int i = first; i <= last; i++) {
            classes[i] = classes[i].merge(EightbyteClass.INTEGER);
          }
        }
      }
      case FLEXIBLE -> {}
      case EMPTY -> {
        // GCC's classify_argument leaves out what has no size where an eightbyte begins.
        boolean inside =
            first < classes.length
                && leaf.kind() != Leaf.Kind.NONE
                && leaf.bitOffset() % EIGHTBYTE_BITS != 0;
        if (inside && state.ask(EMPTY_ARRAY_IS_CLASSIFIED)) {
          classes[first] = classes[first].merge(basic(leaf, 0));
        }
      }
    }
  }

  private EightbyteClass basic(Leaf leaf, int chunk) {
    return switch (leaf.kind()) {
      case INTEGER, POINTER -> EightbyteClass.INTEGER;
      case DECIMAL, VECTOR -> {
        if (leaf.kind() == Leaf.Kind.VECTOR && leaf.bits() <= WORD_BITS) {
          yield small(leaf);
        }
        if (leaf.kind() == Leaf.Kind.VECTOR && loneDouble(leaf.type())) {
          yield EightbyteClass.MEMORY;
        }
        if (wideIntegers(leaf.type())) {
          yield EightbyteClass.MEMORY;
        }
        if (leaf.bits() > 2 * EIGHTBYTE_BITS) {
          refuseWiderRegisters(leaf);
          yield EightbyteClass.MEMORY;
        }
        sse(leaf);
        yield chunk == 0 ? EightbyteClass.SSE : EightbyteClass.SSEUP;
      }
      case FLOAT -> {
        if (isX87(leaf)) {
          yield x87(leaf, chunk);
        }
        sse(leaf);
        yield chunk == 0 ? EightbyteClass.SSE : EightbyteClass.SSEUP;
      }
      case NONE -> EightbyteClass.NO_CLASS;
    };
  }

  /** What is no wider than an int travels as one, and GCC looks at the elements. */
  private EightbyteClass small(Leaf leaf) {
    Type.Vector vector = (Type.Vector) values.type(leaf.type());
    if (vector.count() * values.bytes(vector.element()) * Byte.SIZE != leaf.bits()) {
      throw new Unsettled("no rule covers " + values.text(leaf.type()) + ", which has padding");
    }
    if (!floating(vector.element()) || state.ask(SMALL_FLOAT_VECTOR_IS_INTEGER)) {
      return EightbyteClass.INTEGER;
    }
    if (vector.count() == 1) {
      return EightbyteClass.MEMORY;
    }
    sse(leaf);
    return EightbyteClass.SSE;
  }

  /**
   * Tells whether it is a vector of several {@code __int128}: it lies in memory whatever the vector
   * extensions are, and comes back through a hidden pointer; Clang follows GCC in that
   * (passInt128VectorsInMem in its X86.cpp).
   */
  boolean wideIntegers(TypeId type) {
    return values.type(type) instanceof Type.Vector vector
        && vector.count() > 1
        && values.bytes(vector.element()) == 2 * EIGHTBYTE
        && values.type(vector.element()) instanceof Type.Scalar scalar
        && scalar.encoding().whole();
  }

  /** GCC has no mode for one, and Clang follows it but for a result. */
  private boolean loneDouble(TypeId type) {
    return values.type(type) instanceof Type.Vector vector
        && vector.count() == 1
        && floating(vector.element())
        && values.bytes(type) == EIGHTBYTE;
  }

  private boolean floating(TypeId element) {
    return values.type(element) instanceof Type.Scalar scalar
        && scalar.encoding() == Type.Encoding.FLOAT;
  }

  private static EightbyteClass x87(Leaf leaf, int chunk) {
    if (leaf.form() == Leaf.Form.COMPLEX_PART) {
      return EightbyteClass.COMPLEX_X87;
    }
    return chunk == 0 ? EightbyteClass.X87 : EightbyteClass.X87UP;
  }

  /** Refuses what has no SSE register, and a vector that compilers see in different ones. */
  private void sse(Leaf leaf) {
    refuseWithoutSse(leaf.type());
    boolean lone =
        values.type(leaf.type()) instanceof Type.Vector vector
            && vector.count() == 1
            && !wordLane(vector.element());
    if (lone) {
      throw new Unsettled(
          "GCC and clang pass "
              + values.text(leaf.type())
              + ", a vector of one number, differently");
    }
  }

  /** Tells whether SSE is switched on. */
  static boolean sse(Switches switches) {
    return switches.on(
        List.of("-msse", "-msse2"), List.of("-mno-sse", "-mgeneral-regs-only"), true);
  }

  /** In a kernel there is no SSE, and no rule for what would need it. */
  void refuseWithoutSse(TypeId type) {
    if (!sse(state.dialect().switches())) {
      throw new Unsettled(
          values.text(type) + " travels in an SSE register, and SSE is switched off",
          new Unsettled.Cause.SwitchedOff());
    }
  }

  /** A vector of 32 or 64 bytes lies in memory unless there is a register that holds it. */
  private void refuseWiderRegisters(Leaf leaf) {
    Switches switches = state.dialect().switches();
    boolean known =
        switches.recorded() && switches.flags().stream().noneMatch(X8664Classes::addsRegisters);
    if (known) {
      return;
    }
    String vector = "a vector of " + leaf.bits() / 8;
    if (switches.recorded()) {
      throw new Unsettled(
          vector
              + " bytes travels in a register that a switch of the unit adds (-mavx, -march=),"
              + " which no rule of abiseam covers");
    }
    throw new Unsettled(
        vector + " bytes travels as the vector extensions allow, and clang does not record them",
        new Unsettled.Cause.NotRecorded());
  }

  /** GCC 16 manual, x86 Options: what has or may have -mavx. */
  private static boolean addsRegisters(String flag) {
    return (flag.startsWith("-march=") && !PLAIN_PROCESSORS.contains(flag))
        || ADDING_REGISTERS.stream().anyMatch(flag::startsWith);
  }

  private boolean wordLane(TypeId lane) {
    return values.type(lane) instanceof Type.Scalar scalar
        && scalar.encoding() != Type.Encoding.FLOAT
        && scalar.bytes() == EIGHTBYTE;
  }

  private boolean isX87(Leaf leaf) {
    boolean nameless =
        leaf.form() == Leaf.Form.COMPLEX_PART
            && values.type(leaf.type()) instanceof Type.Scalar scalar
            && scalar.name().equals("complex");
    if (nameless && leaf.bits() == 128) {
      throw new Unsettled(
          "debug info does not tell whether a \"complex\" of 32 bytes is of long double or of"
              + " __float128");
    }
    return leaf.bits() == 128
        && values.type(leaf.type()) instanceof Type.Scalar scalar
        && X87.has(scalar, state.dialect().switches());
  }

  private boolean isQuad(Leaf leaf) {
    return leaf.kind() == Leaf.Kind.FLOAT && leaf.bits() == 128;
  }

  /** Rule 5. */
  private EightbyteClass[] postMerger(EightbyteClass[] classes) {
    state.by(POST_MERGER);
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
          i > 0 && (classes[i - 1] == EightbyteClass.SSE || classes[i - 1] == EightbyteClass.SSEUP);
      if (classes[i] == EightbyteClass.SSEUP && !follows) {
        classes[i] = EightbyteClass.SSE;
      }
    }
    return classes;
  }
}
