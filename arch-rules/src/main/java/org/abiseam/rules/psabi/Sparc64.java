package org.abiseam.rules.psabi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.ValueTypes;

/**
 * SPARC of 64 bits (V9).
 *
 * <p>What is peculiar: the arguments are an array of doublewords, and where an argument is in the
 * array says in which register it travels. Doublewords 0 to 5 are {@code o0} to {@code o5} for
 * whole numbers; doublewords 0 to 15 are {@code d0}, {@code d2} to {@code d30} for floating point
 * numbers, so that the two files are never both used for one doubleword:
 *
 * <pre>
 *   doubleword      0     1     2     3     4     5     6    ...   15     16
 *   whole number    o0    o1    o2    o3    o4    o5   stack
 *   floating point  d0    d2    d4    d6    d8    d10   d12  ...   d30   stack
 * </pre>
 *
 * <p>A struct of up to 16 bytes has its image in the array, left-justified, and each floating point
 * number that is a member of it travels in the register of its half or whole doubleword, the rest
 * in those for whole numbers. A larger one is copied and a pointer travels. A number is
 * right-justified: a {@code float} is in {@code d0[4..8)}, which is {@code f1}. Results follow the
 * rule of a first argument with up to 32 bytes; only a {@code float} comes back on the left.
 *
 * <p>Alignment of 16 begins an even doubleword. A struct of no size takes a register and, as GCC
 * does it, no room on the stack.
 *
 * <p>"SPARC Compliance Definition 2.4.1", 1999-07-06, chapter 3P, Low-Level System Information
 */
final class Sparc64 implements Psabi {
  private static final int SINGLE = 4;
  private static final int DOUBLEWORD = 8;
  private static final int QUADWORD = 16;
  private static final int LARGEST_ARGUMENT = 16;
  private static final int LARGEST_RESULT = 32;
  private static final int GENERAL = 6;

  /** Elements of a vector that come back in registers. */
  private static final int MOST_RESULTS = 4;

  private static final int FLOATING = 16;

  private static final Citation ARRAY = definition("page 3P-9, Integral and Pointer Arguments");
  private static final Citation FLOATS = definition("page 3P-10, Floating-Point Arguments");
  private static final Citation STRUCTS = definition("page 3P-11, Structure and Union Arguments");
  private static final Citation RESULTS = definition("page 3P-12, Functions Returning");

  private static final MachineTraits TRAITS =
      MachineTraits.of(Machine.EM_SPARCV9, Machine.EM_SPARC, Machine.EM_SPARC32PLUS)
          .variant("sparc64", new Machine(Machine.EM_SPARCV9, 8, true, 0))
          .variant("sparc", new Machine(Machine.EM_SPARC, 4, true, 0))
          // SPARC Compliance Definition 2.4.1, chapters 3 and 3P.
          .alignsTo(8, 16)
          .with(Trait.STATED_ALIGNMENT_IS_DROPPED)
          .asksFor(List.of("-mfpu", "-mno-fpu", "-mhard-float", "-msoft-float"))
          .build();

  @Override
  public MachineTraits traits() {
    return TRAITS;
  }

  @Override
  public boolean governs(Machine machine) {
    return machine.machine() == Machine.EM_SPARCV9;
  }

  @Override
  public List<Divergence> divergences() {
    return Sparc64Divergences.DIVERGENCES.all();
  }

  @Override
  public Plan plan(Signature signature, int named, ValueTypes values, Dialect dialect) {
    return new Sparc64Call(values, new CallState(dialect)).plan(signature, named);
  }

  private static Citation definition(String clause) {
    return new Citation("SPARC Compliance Definition 2.4.1", clause);
  }

  /** One call in the making; the stack of {@link CallState} is the array as it lies in memory. */
  private static final class Sparc64Call extends CallArranger {
    private final Sparc64Floats floats;
    private int slot;

    /** The next doubleword for who does not count what was passed over in front of a number. */
    private int counted;

    private boolean hidden;

    Sparc64Call(ValueTypes values, CallState state) {
      super(values, state);
      this.floats = new Sparc64Floats(this);
    }

    @Override
    Placement argument(TypeId type, Role role) {
      long bytes = values.bytes(type);
      if (bytes > LARGEST_ARGUMENT) {
        state.by(STRUCTS);
        Image pointer = new Image(DOUBLEWORD, 0, List.of());
        return new Placement.ByReference(placed(pointer));
      }
      refuseVector(type);
      if (values.type(type) instanceof Type.Vector lanes) {
        return vector(type, lanes, role);
      }
      align(type, bytes);
      if (bytes == 0) {
        return empty();
      }
      if (role == Role.ANONYMOUS) {
        refuseLost(type);
      }
      List<Sparc64Floats.Part> numbers = role == Role.NAMED ? floats.of(type) : List.of();
      boolean late =
          !numbers.isEmpty()
              && slot >= GENERAL
              && floats.likeAnInteger(type)
              && state.ask(Sparc64Divergences.LATE_ALIGNED_STRUCT_IS_ON_THE_STACK);
      numbers = late ? List.of() : numbers;
      state.by(composite(type) ? STRUCTS : numbers.isEmpty() ? ARRAY : FLOATS);
      long pad = justified(type) ? lowPart(bytes, DOUBLEWORD) : 0;
      List<Piece> pieces = placed(new Image(bytes, pad, numbers));
      // Clang counts whole doublewords of what is no integer for it (Sparc.cpp, classifyType).
      boolean uncounted = floating(type) || (!composite(type) && values.atomic(type));
      counted -= uncounted && bytes < DOUBLEWORD ? 1 : 0;
      return new Placement.Direct(pieces);
    }

    /** Of a struct behind the named arguments everything is in general registers. */
    private void refuseLost(TypeId type) {
      boolean single =
          slot < FLOATING
              && composite(type)
              && floats.of(type).stream().anyMatch(part -> part.bytes() == SINGLE);
      if (single && state.ask(Sparc64Divergences.ANONYMOUS_FLOATS_ARE_LOST)) {
        throw state.disagrees(
            Sparc64Divergences.ANONYMOUS_FLOATS_ARE_LOST,
            values.text(type) + " travels behind the named arguments");
      }
    }

    /** Tells whether it is at the right end of its doubleword. */
    private boolean justified(TypeId type) {
      boolean pair =
          values.type(type) instanceof Type.Scalar scalar
              && scalar.encoding() == Type.Encoding.COMPLEX_INTEGER;
      return pair
          ? state.ask(Sparc64Divergences.COMPLEX_INTEGER_AT_THE_RIGHT_END)
          : !composite(type);
    }

    private void align(TypeId type, long bytes) {
      if (!composite(type) && statedByTypedef(type)) {
        refuseOdd(type);
        return;
      }
      boolean wanted = alignedTo(QUADWORD, type, Sparc64Divergences.TYPEDEF_ALIGNS_A_STRUCT);
      boolean empty = bytes == 0;
      if (wanted && (!empty || state.ask(Sparc64Divergences.EMPTY_STRUCT_IS_ALIGNED))) {
        evenSlot(composite(type));
      }
      boolean quad =
          (slot & 1) == 1 && floats.of(type).stream().anyMatch(part -> part.bytes() == QUADWORD);
      if (quad && state.ask(Sparc64Divergences.PACKED_LONG_DOUBLE_IS_ALIGNED)) {
        evenSlot(false);
      }
    }

    private void evenSlot(boolean struct) {
      boolean uncounted = hidden && state.ask(Sparc64Divergences.HIDDEN_POINTER_IS_NOT_COUNTED);
      int pad = (counted - (uncounted ? 1 : 0)) & 1;
      boolean miscounted = struct && (slot & 1) != pad;
      if (miscounted
          && (uncounted || state.ask(Sparc64Divergences.A_NUMBERS_PADDING_IS_FORGOTTEN))) {
        slot += pad;
        counted += pad;
        state.skipStack((long) pad * DOUBLEWORD);
        return;
      }
      counted += struct ? slot & 1 : uncounted ? pad : 0;
      slot += slot & 1;
      state.alignStack(QUADWORD);
    }

    /** What a callee takes from an even doubleword its caller leaves in the next. */
    private void refuseOdd(TypeId type) {
      boolean odd = (slot & 1) == 1;
      if (odd && state.ask(Sparc64Divergences.ONLY_A_CALLEE_ALIGNS_BY_TYPEDEF)) {
        throw state.disagrees(
            Sparc64Divergences.ONLY_A_CALLEE_ALIGNS_BY_TYPEDEF, values.text(type) + " travels");
      }
    }

    private boolean statedByTypedef(TypeId type) {
      TypeId at = type;
      while (values.types().type(at) instanceof Type.Alias alias) {
        if (alias.alignment().orElse(0) >= QUADWORD) {
          return true;
        }
        at = alias.target();
      }
      return false;
    }

    private Placement empty() {
      state.by(EMPTY);
      slot++;
      counted++;
      if (state.ask(Sparc64Divergences.EMPTY_STRUCT_TAKES_ROOM_ON_THE_STACK)) {
        state.skipStack(DOUBLEWORD);
      }
      return new Placement.Nothing();
    }

    /**
     * Describes a value in the array.
     *
     * @param pad where its first byte lies in the first doubleword
     * @param numbers for floating point registers
     */
    private record Image(long bytes, long pad, List<Sparc64Floats.Part> numbers) {
      boolean beginsWithNumber() {
        return !numbers.isEmpty() && numbers.getFirst().offset() < DOUBLEWORD;
      }
    }

    private List<Piece> placed(Image image) {
      boolean inFloating =
          !image.numbers().isEmpty()
              && (slot < FLOATING - 1 || (slot < FLOATING && image.beginsWithNumber()));
      boolean inRegisters = inFloating || (image.numbers().isEmpty() && slot < GENERAL);
      if (!inRegisters) {
        state.skipStack(Math.max(0, (long) GENERAL * DOUBLEWORD - state.stack()));
      }
      long begins = state.stack();
      List<Piece> pieces = inRegisters ? inArray(image, slot, begins) : onStack(image, begins);
      int doublewords = (int) ((image.bytes() + DOUBLEWORD - 1) / DOUBLEWORD);
      slot += doublewords;
      counted += doublewords;
      state.skipStack((long) doublewords * DOUBLEWORD);
      return pieces;
    }

    private static List<Piece> onStack(Image image, long begins) {
      return List.of(new Piece(0, image.bytes(), new Location.Stack(begins + image.pad()), 0));
    }

    /** Each byte in the register of its doubleword, as long as there are such. */
    private static List<Piece> inArray(Image image, int first, long begins) {
      List<Piece> pieces = new ArrayList<>();
      long at = 0;
      for (Sparc64Floats.Part number : image.numbers()) {
        general(image, new Run(at, number.offset()), new Place(first, begins), pieces);
        floating(image, number, new Place(first, begins), pieces);
        at = number.offset() + number.bytes();
      }
      general(image, new Run(at, image.bytes()), new Place(first, begins), pieces);
      return pieces;
    }

    private record Run(long from, long to) {}

    private record Place(int slot, long stack) {}

    private static void general(Image image, Run run, Place place, List<Piece> pieces) {
      for (long at = run.from(); at < run.to(); ) {
        long within = (image.pad() + at) % DOUBLEWORD;
        long length = Math.min(DOUBLEWORD - within, run.to() - at);
        int index = place.slot() + (int) ((image.pad() + at) / DOUBLEWORD);
        Location location =
            index < GENERAL
                ? new Location.Register("o" + index)
                : new Location.Stack(place.stack() + image.pad() + at - within);
        pieces.add(new Piece(at, length, location, within));
        at += length;
      }
    }

    private static void floating(
        Image image, Sparc64Floats.Part number, Place place, List<Piece> pieces) {
      // GCC takes the register, or the half of one, that the first byte lies in.
      long begins = image.pad() + number.offset();
      boolean whole = number.bytes() >= SINGLE;
      long moved = whole ? begins % Math.min(DOUBLEWORD, number.bytes()) : 0;
      for (long at = number.offset(); at < number.offset() + number.bytes(); ) {
        long lies = image.pad() + at - moved;
        long within = lies % DOUBLEWORD;
        long length = Math.min(DOUBLEWORD - within, number.offset() + number.bytes() - at);
        int index = place.slot() + (int) (lies / DOUBLEWORD);
        Location location =
            index < FLOATING
                ? new Location.Register("d" + 2 * index)
                : new Location.Stack(place.stack() + image.pad() + at - within);
        pieces.add(new Piece(at, length, location, within));
        at += length;
      }
    }

    // Vectors, of which the definition has none.

    /** Refuses large and tiny vectors, and any where there are no registers for numbers. */
    private void refuseVector(TypeId type) {
      boolean soft =
          !state
              .dialect()
              .switches()
              .on(List.of("-mfpu", "-mhard-float"), List.of("-mno-fpu", "-msoft-float"), true);
      boolean odd =
          !vector(type)
              && values.named(type).stream()
                  .anyMatch(
                      leaf ->
                          leaf.kind() == Leaf.Kind.VECTOR
                              && (leaf.bits() < SINGLE * Byte.SIZE
                                  || leaf.bits() > QUADWORD * Byte.SIZE));
      if (holdsVector(type) && (soft || odd)) {
        throw uncoveredVector(type);
      }
    }

    private Unsettled uncoveredVector(TypeId type) {
      return new Unsettled(
          "the SPARC Compliance Definition has no vectors as "
              + values.text(type)
              + ", and each compiler passes them in its own way");
    }

    /** GCC takes it for a number of its size. */
    private Placement vector(TypeId type, Type.Vector lanes, Role role) {
      boolean single = floating(lanes.element()) && lanes.bytes() == SINGLE;
      if (role == Role.ANONYMOUS || (single && slot >= FLOATING)) {
        throw uncoveredVector(type);
      }
      if (state.ask(Sparc64Divergences.VECTOR_TRAVELS_AS_ITS_ELEMENTS)) {
        return new Placement.Direct(elements(lanes));
      }
      if (lanes.bytes() == QUADWORD) {
        evenSlot(false);
      }
      long pad = single ? 0 : lowPart(lanes.bytes(), DOUBLEWORD);
      return new Placement.Direct(placed(new Image(lanes.bytes(), pad, whole(lanes.bytes()))));
    }

    private static List<Sparc64Floats.Part> whole(long bytes) {
      return List.of(new Sparc64Floats.Part(0, bytes));
    }

    /** Each as an argument, the first of several in an even doubleword. */
    private List<Piece> elements(Type.Vector lanes) {
      long bytes = values.bytes(lanes.element());
      boolean number = floating(lanes.element());
      if (lanes.count() > 1) {
        evenSlot(false);
      }
      List<Piece> pieces = new ArrayList<>();
      for (long i = 0; i < lanes.count(); i++) {
        Image lane =
            new Image(bytes, lowPart(bytes, DOUBLEWORD), number ? whole(bytes) : List.of());
        for (Piece piece : placed(lane)) {
          pieces.add(
              new Piece(i * bytes + piece.offset(), piece.bytes(), piece.location(), piece.at()));
        }
        counted -= number && bytes < DOUBLEWORD ? 1 : 0;
      }
      return pieces;
    }

    private Placement vectorResult(Type.Vector lanes) {
      long bytes = lanes.bytes();
      boolean apart =
          !floating(lanes.element())
              && state.ask(Sparc64Divergences.VECTOR_TRAVELS_AS_ITS_ELEMENTS);
      if (apart && lanes.count() > MOST_RESULTS) {
        hidden = true;
        return new Placement.ByReference(placed(new Image(DOUBLEWORD, 0, List.of())));
      }
      if (!apart) {
        long pad = Math.max(0, SINGLE - bytes);
        return new Placement.Direct(inArray(new Image(bytes, pad, whole(bytes)), 0, 0));
      }
      long each = values.bytes(lanes.element());
      List<Piece> pieces = new ArrayList<>();
      for (int i = 0; i < lanes.count(); i++) {
        Location register = new Location.Register("o" + i);
        pieces.add(new Piece(i * each, each, register, lowPart(each, DOUBLEWORD)));
      }
      return new Placement.Direct(pieces);
    }

    @Override
    Placement result(TypeId type) {
      state.by(RESULTS);
      long bytes = values.bytes(type);
      if (bytes > LARGEST_RESULT) {
        hidden = true;
        return new Placement.ByReference(placed(new Image(DOUBLEWORD, 0, List.of())));
      }
      refuseVector(type);
      if (values.type(type) instanceof Type.Vector lanes) {
        return vectorResult(lanes);
      }
      if (bytes == 0) {
        state.by(EMPTY);
        return new Placement.Nothing();
      }
      List<Sparc64Floats.Part> numbers = floats.of(type);
      boolean right = justified(type) && numbers.isEmpty();
      long pad = right ? lowPart(bytes, DOUBLEWORD) : 0;
      return new Placement.Direct(inArray(new Image(bytes, pad, numbers), 0, 0));
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
      return new Plan.Frame(state.stack(), QUADWORD, 0);
    }
  }
}
