package org.abiseam.rules.psabi;

import static org.abiseam.rules.plan.Divergences.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Citation;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.rules.machine.MachineTraits;
import org.abiseam.rules.machine.MachineTraits.FlagField;
import org.abiseam.rules.machine.MachineTraits.Trait;
import org.abiseam.rules.plan.Assumption;
import org.abiseam.rules.plan.CallState;
import org.abiseam.rules.plan.Dialect;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Divergences;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.Leaf;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Psabi;
import org.abiseam.rules.plan.Registers;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.ValueTypes;

/**
 * 32-bit Arm, the procedure call standard of Arm (AAPCS32): the base standard (soft float, as the
 * kernel is compiled) and the variant with VFP registers (hard float).
 *
 * <p>What is peculiar: four core registers, and a value that does not fit into those that are left
 * is <i>split</i>, its end on the stack, if nothing is on the stack yet. Structs of any size travel
 * by value. Alignment of 8 starts an even register. A struct comes back in {@code r0} only if it is
 * no larger than four bytes; anything larger is written through a hidden pointer in {@code r0}.
 *
 * <p>With VFP registers, floating point numbers and structs of up to four numbers of one format
 * travel in those (see {@link ArmVfp}), except to and from variadic functions, which follow the
 * base standard altogether. Which standard an object follows is in its attributes section; of a
 * linked image in {@code e_flags} too.
 *
 * <p>The trap is what "alignment" means. The standard counts the natural alignment of the members;
 * GCC looks at the declared type of a bit-field even where {@code packed} has taken its alignment
 * away; rustc counted {@code repr(align)} too.
 *
 * <p>"Procedure Call Standard for the Arm Architecture", 2024Q3, 2024-09-05,
 * https://github.com/ARM-software/abi-aa
 */
final class Arm implements Psabi {
  private static final int WORD = 4;
  private static final int DOUBLEWORD = 8;
  private static final int MOST_HOMOGENEOUS = 4;
  private static final int EABI_5 = 0x5000000;
  private static final int EF_ARM_ABI_FLOAT_SOFT = 0x200;
  private static final int EF_ARM_ABI_FLOAT_HARD = 0x400;

  private static final List<String> CORE = List.of("r0", "r1", "r2", "r3");

  private static final Citation EXTENDED = aapcs32("§6.5 Stage B.2");
  private static final Citation ROUNDED = aapcs32("§6.5 Stage B.5");
  private static final Citation EVEN = aapcs32("§6.5 Stage C.3");
  private static final Citation IN_REGISTERS = aapcs32("§6.5 Stage C.4");
  private static final Citation SPLIT = aapcs32("§6.5 Stage C.5");
  private static final Citation ON_STACK = aapcs32("§6.5 Stage C.6 to C.8");
  private static final Citation RESULT = aapcs32("§6.4 Result Return");
  private static final Citation IN_VFP = aapcs32("§7.1 VFP, Stage C.1.vfp");
  private static final Citation NO_VFP = aapcs32("§7.1 VFP, Stage C.2.vfp");
  private static final Citation VFP_RESULT = aapcs32("§7.1 VFP, result return");

  private static final Citation E_FLAGS =
      new Citation("ELF for the Arm Architecture", "§5.2 e_flags");

  /** {@code Tag_ABI_VFP_args}: 0 for general registers, 1 for those of VFP. */
  private static final OptionalInt SOFT = OptionalInt.of(0);

  private static final OptionalInt HARD = OptionalInt.of(1);

  private static final MachineTraits TRAITS =
      MachineTraits.of(Machine.EM_ARM)
          .variant(
              "arm", new Machine(Machine.EM_ARM, 4, false, EABI_5).with(SOFT, OptionalInt.empty()))
          .variant(
              "armhf",
              new Machine(Machine.EM_ARM, 4, false, EABI_5).with(HARD, OptionalInt.empty()))
          .variant(
              "armeb", new Machine(Machine.EM_ARM, 4, true, EABI_5).with(SOFT, OptionalInt.empty()))
          // AAPCS32 2024Q3 §5.1.
          .alignsTo(8)
          .longDouble(8)
          .with(Trait.PLAIN_CHAR_IS_UNSIGNED)
          .with(Trait.VECTORS_ALIGN_TO_8)
          .with(Trait.STATED_ALIGNMENT_IS_DROPPED)
          .with(Trait.CALLS_GO_BY_MEMBERS)
          .with(Trait.UNNAMED_BIT_FIELDS_ALIGN)
          .with(Trait.BIT_INTEGERS_ALIGN_AS_NUMBERS)
          .flags(new FlagField("EABI version", 0xff000000, false, E_FLAGS))
          .flags(
              new FlagField(
                  "float ABI", EF_ARM_ABI_FLOAT_HARD | EF_ARM_ABI_FLOAT_SOFT, true, E_FLAGS))
          .asksFor(List.of("-msoft-float", "-mfloat-abi="))
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
    boolean variadic =
        signature.arity() != Signature.Arity.FIXED || named < signature.parameters().size();
    // §6.1.2: what is declared pcs("aapcs") follows the base standard whatever the default is.
    boolean base = signature.convention().kind() == CallingConvention.Kind.AAPCS && !dialect.rust();
    return new Aapcs32Call(values, new CallState(dialect), variadic || base).plan(signature, named);
  }

  private static Citation aapcs32(String clause) {
    return new Citation("AAPCS32 2024Q3", clause);
  }

  /** Arranges one call. */
  private static final class Aapcs32Call extends CallArranger {
    private final Registers core = new Registers(CORE);
    private final ArmVfp vfp;
    private final boolean variadic;

    Aapcs32Call(ValueTypes values, CallState state, boolean variadic) {
      super(values, state);
      this.vfp = new ArmVfp(values.machine().bigEndian());
      this.variadic = variadic;
    }

    @Override
    Placement argument(TypeId type, Role role) {
      long bytes = values.bytes(type);
      if (withoutMembers(type) && state.ask(MEMBERLESS_STRUCT_IS_IGNORED)) {
        state.by(EMPTY);
        return new Placement.Nothing();
      }
      if (takenApart(type, role)) {
        return apart(type, core, vfp);
      }
      Optional<List<Leaf>> numbers = numbers(type);
      if (numbers.isPresent()) {
        return inVfp(type, numbers.get());
      }
      int alignment = alignment(type);
      if (alignment == DOUBLEWORD) {
        state.by(EVEN);
        core.even();
      }
      if (bytes == 0) {
        state.by(EMPTY);
        if (core.free() == 0 && alignment == DOUBLEWORD) {
          state.alignStack(DOUBLEWORD);
        }
        return new Placement.Nothing();
      }
      int words = (int) ((bytes + WORD - 1) / WORD);
      if (words <= core.free()) {
        state.by(IN_REGISTERS);
        return composite(type) || words > 1
            ? image(core, bytes, WORD)
            : inOne(core.take(), bytes, WORD);
      }
      if (core.free() > 0 && state.stack() == 0) {
        state.by(SPLIT);
        return split(bytes);
      }
      core.exhaust();
      state.by(ON_STACK);
      return composite(type)
          ? state.onStack(bytes, alignment, WORD)
          : numberOnStack(bytes, alignment, WORD);
    }

    private Placement split(long bytes) {
      long first = (long) core.free() * WORD;
      List<Piece> pieces = new ArrayList<>(imagePieces(core, 0, first, WORD));
      Placement.Direct rest = (Placement.Direct) state.onStack(first, bytes - first, WORD, WORD);
      pieces.addAll(rest.pieces());
      return new Placement.Direct(pieces);
    }

    /** 4 or 8. */
    private int alignment(TypeId type) {
      if (!composite(type)) {
        return Math.min(DOUBLEWORD, values.alignment(type, WORD));
      }
      int adjusted = Math.min(DOUBLEWORD, values.alignment(type, WORD));
      int natural = Math.min(DOUBLEWORD, values.naturalAlignment(type, WORD));
      if (aggregate(type).map(Type.Aggregate::alignment).orElse(OptionalInt.empty()).isPresent()
          && adjusted != natural
          && state.ask(ATTRIBUTES_OF_THE_TYPE_COUNT)) {
        return adjusted;
      }
      if (declaresDoubleword(type) && state.ask(DECLARED_TYPE_OF_A_BIT_FIELD_ALIGNS)) {
        return DOUBLEWORD;
      }
      int hidden = state.dialect().answer(DECLARED_TYPE_OF_A_BIT_FIELD_ALIGNS) ? DOUBLEWORD : WORD;
      return hidden != natural && values.assumes(type, Assumption.PACKED_BIT_FIELD)
          ? hidden
          : natural;
    }

    private Optional<Type.Aggregate> aggregate(TypeId type) {
      return values.type(type) instanceof Type.Aggregate aggregate
          ? Optional.of(aggregate)
          : Optional.empty();
    }

    /**
     * Tells whether the declared type of a bit-field of the struct itself, or of an unnamed one
     * that may be, is aligned to a doubleword (arm_needs_doubleword_align, DECL_BIT_FIELD_TYPE):
     * what a typedef asks for counts.
     */
    private boolean declaresDoubleword(TypeId type) {
      return aggregate(type).stream()
              .flatMap(aggregate -> aggregate.members().stream())
              .anyMatch(
                  member ->
                      member instanceof Member.BitField
                          && values.declaredAlignment(member.type(), WORD) >= DOUBLEWORD)
          || values.assumes(type, Assumption.ALIGNING_BIT_FIELD);
    }

    // VFP registers.

    /**
     * Returns what a co-processor register candidate consists of (§6.1.2.1), where there are such.
     */
    private Optional<List<Leaf>> numbers(TypeId type) {
      Optional<List<Leaf>> parts = candidate(type);
      return parts.isPresent() && !variadic && inVfpRegisters(type) ? parts : Optional.empty();
    }

    private Optional<List<Leaf>> candidate(TypeId type) {
      if (!composite(type)) {
        boolean number = floating(type) || (vector(type) && sized(type));
        return number ? Optional.of(values.named(type)) : Optional.empty();
      }
      if (values.named(type).stream()
          .anyMatch(leaf -> leaf.kind() == Leaf.Kind.VECTOR && !sized(leaf.type()))) {
        return Optional.empty();
      }
      if (values.bytes(type) > MOST_HOMOGENEOUS * 2 * DOUBLEWORD) {
        return Optional.empty();
      }
      Optional<List<Leaf>> parts = homogeneous(type, MOST_HOMOGENEOUS);
      if (parts.isPresent() && !variadic) {
        refuseEmptyArrayInEmptyStruct(type);
      }
      boolean stopped =
          parts.isPresent()
              && holdsEmptyArray(type)
              && !variadic
              && state.ask(EMPTY_ARRAY_ENDS_HOMOGENEITY);
      boolean kept =
          parts.isPresent()
              && !variadic
              && united(parts.get())
              && hidesBitField(type, ZERO_WIDTH_BIT_FIELD_ENDS_HOMOGENEITY_OF_A_UNION);
      return stopped || kept || (parts.isPresent() && hidesPackedBitField(type))
          ? Optional.empty()
          : parts;
    }

    /** Tells whether a union of numbers has a bit-field as well, which debug info leaves out. */
    private boolean hidesPackedBitField(TypeId type) {
      return aggregate(type).filter(it -> it.shape() == Type.Shape.UNION).isPresent()
          && values.assumes(type, Assumption.PACKED_BIT_FIELD);
    }

    private Placement inVfp(TypeId type, List<Leaf> numbers) {
      Optional<Placement> placement = vfp.take(numbers);
      if (placement.isPresent()) {
        state.by(IN_VFP);
        return placement.get();
      }
      state.by(NO_VFP);
      return state.onStack(values.bytes(type), alignment(type), WORD);
    }

    private boolean inVfpRegisters(TypeId type) {
      return vfpArguments()
          .orElseThrow(
              () ->
                  new Unsettled(
                      "whether "
                          + values.text(type)
                          + " travels in a VFP register is not recorded"));
    }

    // Vectors.

    /** Tells whether a vector has a register, of 8 or 16 bytes. */
    private boolean sized(TypeId vector) {
      long bytes = values.bytes(vector);
      return bytes == DOUBLEWORD || bytes == 2 * DOUBLEWORD;
    }

    private boolean neon() {
      return state.dialect().switches().flags().stream().anyMatch(flag -> flag.contains("neon"));
    }

    /**
     * Tells whether each element of a vector, or of a struct of vectors that have registers,
     * travels by itself: LLVM passes so what has none without NEON. An argument no larger than a
     * word clang passes as one (coerceIllegalVector).
     */
    private boolean takenApart(TypeId type, Role role) {
      boolean vectors =
          composite(type) ? holdsVector(type) && numbers(type).isPresent() : vector(type);
      boolean small = values.bytes(type) <= WORD;
      if (!vectors || (small && role != Role.RESULT && !floating(element(type)))) {
        return false;
      }
      boolean large = !composite(type) && values.bytes(type) > 2 * DOUBLEWORD;
      boolean clang = state.dialect().producer().compiler() == Compiler.CLANG;
      boolean gcc = state.dialect().producer().compiler() == Compiler.GCC;
      if (bigEndian()
          || (small && floating(element(type)))
          || role == Role.ANONYMOUS
          || !(clang || gcc)
          || (large && neon())) {
        throw uncovered(type);
      }
      return clang && !neon() && state.ask(ELEMENTS_OF_A_VECTOR_TRAVEL_APART);
    }

    /** Places the elements in order; all of them together, but for a vector without a register. */
    private Placement apart(TypeId type, Registers words, ArmVfp numbers) {
      List<Leaf> elements = new ArrayList<>();
      for (Leaf vector : values.named(type)) {
        long bits = values.bytes(element(vector.type())) * Byte.SIZE;
        for (long at = vector.bitOffset(); at < vector.end(); at += bits) {
          elements.add(part(element(vector.type()), at, bits));
        }
      }
      if (!bank(elements.getFirst().type())) {
        return inWords(elements, words);
      }
      if (composite(type) || sized(type)) {
        return numbers.take(elements).orElseGet(() -> onStack(type));
      }
      List<Piece> pieces = new ArrayList<>();
      for (Leaf one : elements) {
        pieces.addAll(pieces(numbers.take(List.of(one)).orElseGet(() -> onStack(one))));
      }
      return new Placement.Direct(pieces);
    }

    private static Leaf part(TypeId element, long at, long bits) {
      return new Leaf(at, bits, Leaf.Kind.FLOAT, Leaf.Form.MEMBER, element, /* inUnion= */ false);
    }

    private TypeId element(TypeId vector) {
      return ((Type.Vector) values.type(vector)).element();
    }

    private boolean bank(TypeId element) {
      return floating(element) && !variadic && inVfpRegisters(element);
    }

    private Placement onStack(TypeId type) {
      return state.onStack(values.bytes(type), DOUBLEWORD, WORD);
    }

    private Placement onStack(Leaf one) {
      long bytes = one.bits() / 8;
      return state.onStack(one.bitOffset() / 8, bytes, Math.max(WORD, bytes), WORD);
    }

    /** Each element has words of its own, the first an even register; the last may be on stack. */
    private Placement inWords(List<Leaf> elements, Registers words) {
      words.even();
      if (words.free() == 0) {
        state.alignStack(DOUBLEWORD);
      }
      List<Piece> pieces = new ArrayList<>();
      for (Leaf one : elements) {
        for (long at = one.bitOffset() / 8; at < one.end() / 8; at += WORD) {
          long bytes = Math.min(WORD, one.end() / 8 - at);
          pieces.addAll(
              words.free() > 0
                  ? imagePieces(words, at, bytes, WORD)
                  : pieces(state.onStack(at, bytes, WORD, WORD)));
        }
      }
      return new Placement.Direct(pieces);
    }

    private static List<Piece> pieces(Placement placement) {
      return ((Placement.Direct) placement).pieces();
    }

    /** LLVM writes through a pointer what does not fit into the registers of results. */
    private Placement resultApart(TypeId type) {
      long words = 0;
      for (Leaf vector : values.named(type)) {
        long bytes = values.bytes(element(vector.type()));
        long count = vector.bits() / 8 / bytes;
        words += bank(element(vector.type())) ? 0 : count * Math.max(WORD, bytes) / WORD;
      }
      return words <= CORE.size()
          ? apart(type, new Registers(CORE), new ArmVfp(bigEndian()))
          : pointer(core.take());
    }

    /** Addenda 2024Q3 §3.3.6, Tag_ABI_VFP_args; ELF for Arm 2024Q3 §5.2; else the switches. */
    private Optional<Boolean> vfpArguments() {
      OptionalInt stated = values.machine().floatAbi();
      if (stated.isPresent()) {
        boolean known = stated.getAsInt() == 0 || stated.getAsInt() == 1;
        return known ? Optional.of(stated.getAsInt() == 1) : Optional.empty();
      }
      int flags = values.machine().flags();
      if ((flags & (EF_ARM_ABI_FLOAT_HARD | EF_ARM_ABI_FLOAT_SOFT)) != 0) {
        return Optional.of((flags & EF_ARM_ABI_FLOAT_HARD) != 0);
      }
      if (state.dialect().switches().flags().contains("-msoft-float")) {
        return Optional.of(false);
      }
      return switch (state.dialect().switches().value("-mfloat-abi=", "unknown")) {
        case "soft", "softfp" -> Optional.of(false);
        case "hard" -> Optional.of(true);
        default -> Optional.empty();
      };
    }

    @Override
    Placement result(TypeId type) {
      long bytes = values.bytes(type);
      state.by(RESULT);
      if (bytes == 0) {
        return new Placement.Nothing();
      }
      if (withoutMembers(type) && state.ask(MEMBERLESS_STRUCT_IS_IGNORED)) {
        return new Placement.Nothing();
      }
      boolean apart = takenApart(type, Role.RESULT);
      if (vector(type) && bytes > 2 * DOUBLEWORD) {
        return pointer(core.take());
      }
      if (apart) {
        return resultApart(type);
      }
      Optional<List<Leaf>> numbers = numbers(type);
      if (numbers.isPresent()) {
        state.by(VFP_RESULT);
        return new ArmVfp(bigEndian())
            .take(numbers.get())
            .orElseThrow(
                () -> new Unsettled("no rule covers a result of type " + values.text(type)));
      }
      if ((composite(type) && bytes > WORD) || (bitPrecise(type) && bytes > DOUBLEWORD)) {
        return pointer(core.take());
      }
      Registers registers = new Registers(CORE);
      return composite(type) || bytes > WORD
          ? image(registers, bytes, WORD)
          : inOne(registers.take(), bytes, WORD);
    }

    /** §6.5 Stage B.2: a narrow number is extended to a word, and the callee relies on it. */
    @Override
    Optional<Extension> extension(TypeId type) {
      int width = (int) values.bytes(type) * 8;
      if (!wholeNumber(type) || width >= 32) {
        return Optional.empty();
      }
      state.by(EXTENDED);
      return Optional.of(new Extension(width, 32, 32, values.signed(type)));
    }

    @Override
    Plan.Frame frame() {
      state.by(ROUNDED);
      state.alignStack(WORD);
      return new Plan.Frame(state.stack(), DOUBLEWORD, 0);
    }
  }

  private static final Divergences DIVERGENCES = new Divergences("arm");

  private static Divergences.Draft divergence(String name) {
    return DIVERGENCES.add(name);
  }

  private static final Divergence MEMBERLESS_STRUCT_IS_IGNORED =
      divergence("memberless")
          .asks(
              "Is a struct without members, or with unnamed bit-fields alone, left out altogether?")
          .yes("It takes no register, and its alignment moves nothing.")
          .answers(gcc(NO), clang(YES), rustc(YES))
          .see(recorded("arm-kernel"), llvm("issue #202205"));

  private static final Divergence ELEMENTS_OF_A_VECTOR_TRAVEL_APART =
      divergence("vector-elements")
          .asks("Does each element of a vector travel by itself where there is no NEON?")
          .yes(
              "A vector of four ints takes four core registers, and one of eight chars eight"
                  + " words.")
          .answers(gcc(NO), clang(YES))
          .see(
              llvm("clang/lib/CodeGen/Targets/ARM.cpp, isIllegalVectorType"),
              new Citation("GCC", "gcc/config/arm/arm.cc, aapcs_vfp_is_call_or_return_candidate"));

  private static final Divergence ATTRIBUTES_OF_THE_TYPE_COUNT =
      divergence("adjusted-alignment")
          .asks("Does an alignment attribute of the struct itself start an even register?")
          .yes("A struct with aligned(8) starts an even register.")
          .answers(gcc(NO), clang(NO), rustc(YES.before(1, 100)))
          .see(
              new Citation("AAPCS32 2024Q3", "§5.3 Composite Types, natural alignment"),
              rust("PR #161070"));

  private static final Divergence EMPTY_ARRAY_ENDS_HOMOGENEITY =
      divergence("empty-array")
          .asks(
              "Does an array of no elements keep a struct of floating point numbers out of VFP"
                  + " registers?")
          .yes("{ float a; int x[]; } travels in core registers although VFP registers are used.")
          .answers(gcc(YES), clang(YES), rustc(NO.before(1, 100)))
          .see(new Citation("AAPCS32 2024Q3", "§5.3.5 Homogeneous Aggregates"), rust("PR #161070"));

  private static final Divergence ZERO_WIDTH_BIT_FIELD_ENDS_HOMOGENEITY_OF_A_UNION =
      divergence("zero-width-bit-field")
          .asks(
              "Does a bit-field of no width keep a union of floating point numbers out of VFP"
                  + " registers?")
          .yes("union { float a; int : 0; } travels in a core register.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(
              new Citation("GCC", "gcc/config/arm/arm.cc, aapcs_vfp_sub_candidate, UNION_TYPE"),
              llvm("clang/lib/CodeGen/ABIInfo.cpp, isHomogeneousAggregate"));

  private static final Divergence DECLARED_TYPE_OF_A_BIT_FIELD_ALIGNS =
      divergence("bit-field-alignment")
          .asks("Does a bit-field of a 64-bit type align a packed struct to a doubleword?")
          .yes("The declared type aligns the argument although the struct is packed.")
          .answers(gcc(YES.since(9, 1), NO.before(9, 1)), clang(NO), rustc(NO))
          .see(
              new Citation("GCC", "PR88469 (in 9.1)"),
              new Citation("GCC 9 release notes", "ARM, Caveats"));
}
