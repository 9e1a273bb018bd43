package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.Plans.gcc;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Producer.Language;
import org.abiseam.model.Producer.Version;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.Plan;
import org.junit.jupiter.api.Test;

/**
 * {@code _BitInt}, {@code _Atomic} and vectors by value, where GCC and clang were seen to differ.
 */
class UncommonValuesTest {
  private static final Machine X8664 = new Machine(Machine.EM_X86_64, 8, false, 0);
  private static final Machine I386 = new Machine(Machine.EM_386, 4, false, 0);
  private static final Machine ARM = new Machine(Machine.EM_ARM, 4, false, 0x5000400);
  private static final Machine AARCH64 = new Machine(Machine.EM_AARCH64, 8, false, 0);
  private static final Machine LOONGARCH = new Machine(Machine.EM_LOONGARCH, 8, false, 3);
  private static final Machine SPARC64 = new Machine(Machine.EM_SPARCV9, 8, true, 0);
  private static final Machine S390X = new Machine(Machine.EM_S390, 8, true, 0);
  private static final Machine PPC64LE = new Machine(Machine.EM_PPC64, 8, false, 2);
  private static final Producer GCC = gcc(16, "-O2");
  private static final Producer CLANG = recorded("-O2");

  private final TypeGraph.Builder types = new TypeGraph.Builder();

  /** clang with -grecord-command-line. */
  private static Producer recorded(String... flags) {
    return new Producer(
        Compiler.CLANG,
        Language.C,
        Optional.of(new Version(23, 1, 0)),
        Optional.empty(),
        List.of(flags),
        "test");
  }

  private TypeId add(Type type) {
    Origin nowhere = new Origin("test", "unit", OptionalLong.empty(), Optional.empty());
    return types.add(type, nowhere);
  }

  private TypeId number(String name, Type.Encoding encoding, long bytes, long bits) {
    return add(new Type.Scalar(name, encoding, bytes, bits, OptionalInt.empty()));
  }

  private TypeId bits(int bits, long bytes) {
    return number("_BitInt(" + bits + ")", Type.Encoding.SIGNED, bytes, bits);
  }

  private TypeId struct(TypeId member, long bytes) {
    return struct(bytes, new Member.Field("m", member, 0, OptionalInt.empty()));
  }

  private TypeId struct(long bytes, Member... members) {
    return add(
        new Type.Aggregate(
            Type.Shape.STRUCT, Optional.of("s"), bytes, OptionalInt.empty(), List.of(members)));
  }

  private PlanResult outcome(Machine machine, Producer producer, TypeId result, TypeId... values) {
    List<Signature.Parameter> parameters =
        Arrays.stream(values).map(type -> new Signature.Parameter("", type)).toList();
    Signature signature =
        new Signature(parameters, result, Signature.Arity.FIXED, CallingConvention.C);
    return Planner.plan(signature, new CallSide(machine, types.build(), producer, producer));
  }

  private Plan plan(Machine machine, Producer producer, TypeId result, TypeId... values) {
    return switch (outcome(machine, producer, result, values)) {
      case PlanResult.Planned planned -> planned.plans().getFirst().plan();
      case PlanResult.NotPlanned not -> throw new AssertionError(not.reason());
    };
  }

  private TypeId integer() {
    return number("int", Type.Encoding.SIGNED, 4, 32);
  }

  private TypeId nothing() {
    return add(new Type.Void());
  }

  @Test
  void aBitIntegerOfTwoEightbytesIsAlignedToOneOnTheStackOfX8664() {
    TypeId[] values = new TypeId[9];
    Arrays.fill(values, number("long", Type.Encoding.SIGNED, 8, 64));
    values[7] = bits(120, 16);
    for (Producer compiler : List.of(GCC, CLANG)) {
      assertThat(plan(X8664, compiler, nothing(), values).toString())
          .contains("#7:stack[0..8) #8:stack[8..24) #9:stack[24..32)");
    }
  }

  /** Recorded: clang counts the registers of an __int128 that went to the stack. */
  @Test
  void clangMiscountsRegistersBehindAnAtomicNumberUntilAWideOneTookThem() {
    TypeId atomic = add(new Type.Atomic(integer()));
    TypeId wide = number("__int128", Type.Encoding.SIGNED, 16, 128);
    TypeId one = number("long", Type.Encoding.SIGNED, 8, 64);
    TypeId struct = struct(16, new Member.Field("m", one, 64, OptionalInt.empty()));
    assertThat(plan(X8664, CLANG, nothing(), atomic, one, one, one, one, wide, one, struct))
        .hasToString(
            "#1:rdi[0..4) #2:rsi[0..8) #3:rdx[0..8) #4:rcx[0..8) #5:r8[0..8) #6:stack[0..16)"
                + " #7:r9[0..8) #8:stack[16..32) -> none");
    assertThat(plan(X8664, CLANG, nothing(), atomic, one, one, one, one, one, struct))
        .hasToString(
            "#1:rdi[0..4) #2:rsi[0..8) #3:rdx[0..8) #4:rcx[0..8) #5:r8[0..8) #6:r9[0..8)"
                + " #7:stack[0..8)@8 -> none");
  }

  /** Recorded: LLVM never splits a number of 128 bits, whatever clang believes. */
  @Test
  void behindAnAtomicNumberClangSplitsWhatIsNoNumberOf128Bits() {
    TypeId atomic = add(new Type.Atomic(integer()));
    TypeId one = number("long", Type.Encoding.SIGNED, 8, 64);
    TypeId wide = number("__int128", Type.Encoding.SIGNED, 16, 128);
    String whole =
        "#1:rdi[0..4) #2:rsi[0..8) #3:rdx[0..8) #4:rcx[0..8) #5:r8[0..8) #6:stack[0..16)"
            + " #7:r9[0..8) -> none";
    for (TypeId value : List.of(struct(wide, 16), struct(bits(100, 16), 16), bits(128, 16))) {
      assertThat(plan(X8664, CLANG, nothing(), atomic, one, one, one, one, value, one))
          .hasToString(whole);
    }
    assertThat(plan(X8664, CLANG, nothing(), atomic, one, one, one, one, bits(100, 16), one))
        .hasToString(
            "#1:rdi[0..4) #2:rsi[0..8) #3:rdx[0..8) #4:rcx[0..8) #5:r8[0..8)"
                + " #6:r9[0..8)+stack[0..8) #7:stack[8..16) -> none");
    TypeId fields = struct(16, new Member.BitField("m", wide, 0, 70));
    assertThat(outcome(X8664, CLANG, nothing(), atomic, one, one, one, one, fields))
        .isInstanceOf(PlanResult.NotPlanned.class);
    assertThat(plan(X8664, GCC, nothing(), atomic, one, one, one, one, fields, one))
        .hasToString(whole);
  }

  /** Recorded: the type that GCC gives a narrow bit-field has no alignment of its typedef. */
  @Test
  void theTypedefOfABitFieldAlignsNoArgumentOfI386AndOneOfArmForGccAlone() {
    TypeId wide = add(new Type.Alias("t", integer(), OptionalInt.of(16)));
    TypeId narrow = struct(16, new Member.BitField("m", wide, 0, 24));
    TypeId full = struct(16, new Member.BitField("m", wide, 0, 32));
    assertThat(plan(I386, GCC, nothing(), integer(), narrow).toString())
        .contains("#2:stack[4..20)");
    assertThat(plan(I386, GCC, nothing(), integer(), full).toString()).contains("#2:stack[16..32)");
    Member end = new Member.Field("n", integer(), 24, OptionalInt.empty());
    TypeId packed = struct(7, new Member.BitField("m", wide, 0, 24), end);
    TypeId number = number("long long", Type.Encoding.SIGNED, 8, 64);
    TypeId lower = add(new Type.Alias("t", number, OptionalInt.of(4)));
    Member behind = new Member.Field("n", integer(), 64, OptionalInt.empty());
    TypeId lowered = struct(12, new Member.BitField("m", lower, 0, 48), behind);
    assertThat(plan(ARM, GCC, nothing(), integer(), packed).toString())
        .contains("#2:r2[0..4)+r3[0..3)");
    assertThat(plan(ARM, CLANG, nothing(), integer(), packed).toString())
        .contains("#2:r1[0..4)+r2[0..3)");
    assertThat(plan(ARM, GCC, nothing(), integer(), lowered).toString())
        .contains("#2:r1[0..4)+r2[0..4)+r3[0..4)");
  }

  /** Recorded with -freg-struct-return. */
  @Test
  void anAtomicMemberAndABitIntegerComeBackInMemoryForClangOnI386() {
    TypeId atomic = struct(add(new Type.Atomic(integer())), 4);
    Producer gcc = gcc(16, "-freg-struct-return");
    Producer clang = recorded("-freg-struct-return");
    for (TypeId value : List.of(atomic, struct(bits(30, 4), 4))) {
      assertThat(plan(I386, gcc, value)).hasToString(" -> eax[0..4)");
      assertThat(plan(I386, clang, value)).hasToString(" -> ref:stack[0..4)");
    }
    assertThat(plan(I386, clang, struct(integer(), 4))).hasToString(" -> eax[0..4)");
  }

  /** Recorded: for clang an _Atomic number is no integer, and takes no whole doubleword. */
  @Test
  void anAtomicNumberIsNotCountedByClangWhereAStructIsAlignedOnSparc64() {
    TypeId atomic = add(new Type.Atomic(integer()));
    TypeId wide = struct(number("__int128", Type.Encoding.SIGNED, 16, 128), 16);
    assertThat(plan(SPARC64, GCC, nothing(), atomic, wide))
        .hasToString("#1:o0[4..8) #2:o2[0..8)+o3[0..8) -> none");
    assertThat(plan(SPARC64, CLANG, nothing(), atomic, wide))
        .hasToString("#1:o0[4..8) #2:o1[0..8)+o2[0..8) -> none");
  }

  /** Recorded: a typedef lets it lie anywhere, and GCC takes the register that it begins in. */
  @Test
  void aFloatThatIsNotAlignedIsInAFloatingPointRegisterForGccAloneOnSparc64() {
    TypeId number = number("float", Type.Encoding.FLOAT, 4, 32);
    TypeId anywhere = add(new Type.Alias("t", number, OptionalInt.of(1)));
    TypeId letter = number("char", Type.Encoding.SIGNED, 1, 8);
    Member first = new Member.Field("a", letter, 0, OptionalInt.empty());
    Member second = new Member.Field("b", anywhere, 8, OptionalInt.empty());
    TypeId struct = struct(5, first, second);
    assertThat(plan(SPARC64, GCC, nothing(), struct)).hasToString("#1:o0[0..1)+d0[0..4) -> none");
    assertThat(plan(SPARC64, CLANG, nothing(), struct)).hasToString("#1:o0[0..5) -> none");
  }

  @Test
  void aBitIntegerOfMoreThanTwoEightbytesIsInMemoryOnX8664() {
    TypeId wide = bits(200, 32);
    TypeId number = number("long", Type.Encoding.SIGNED, 8, 64);
    for (Producer compiler : List.of(GCC, CLANG)) {
      assertThat(plan(X8664, compiler, wide, wide, number))
          .hasToString("#1:stack[0..32) #2:rsi[0..8) -> ref:rdi[0..8)");
    }
  }

  @Test
  void aBitIntegerOfMoreThan64BitsIsPointedToByClangOnI386() {
    TypeId wide = bits(78, 12);
    assertThat(plan(I386, GCC, nothing(), wide)).hasToString("#1:stack[0..12) -> none");
    assertThat(plan(I386, CLANG, nothing(), wide)).hasToString("#1:ref:stack[0..4) -> none");
  }

  @Test
  void formatsOfTwelveAndSixteenBytesAreToldByNameOnX86() {
    TypeId extended = number("_Float64x", Type.Encoding.FLOAT, 16, 128);
    TypeId quad = number("_Float128", Type.Encoding.FLOAT, 16, 128);
    TypeId pair = number("complex _Float128", Type.Encoding.COMPLEX_FLOAT, 32, 256);
    assertThat(plan(X8664, GCC, extended, extended)).hasToString("#1:stack[0..16) -> st0[0..10)");
    assertThat(plan(X8664, GCC, quad, quad)).hasToString("#1:xmm0[0..16) -> xmm0[0..16)");
    assertThat(plan(X8664, GCC, pair, pair)).hasToString("#1:stack[0..32) -> ref:rdi[0..8)");
    assertThat(plan(I386, GCC, quad, integer(), quad))
        .hasToString("#1:stack[4..8) #2:stack[16..32) -> ref:stack[0..4)");
  }

  @Test
  void halvesComeBackInAVectorRegisterOfI386() {
    TypeId half = number("_Float16", Type.Encoding.FLOAT, 2, 16);
    TypeId pair = number("complex", Type.Encoding.COMPLEX_FLOAT, 4, 32);
    for (Producer compiler : List.of(GCC, CLANG)) {
      assertThat(plan(I386, compiler, half, half)).hasToString("#1:stack[0..2) -> xmm0[0..2)");
      assertThat(plan(I386, compiler, pair, pair)).hasToString("#1:stack[0..4) -> xmm0[0..4)");
      assertThat(plan(I386, compiler, struct(half, 2), half))
          .hasToString("#1:stack[4..6) -> ref:stack[0..4)");
    }
  }

  @Test
  void aHalfTravelsAsAFloatOnS390x() {
    TypeId half = number("_Float16", Type.Encoding.FLOAT, 2, 16);
    for (Producer compiler : List.of(GCC, CLANG)) {
      assertThat(plan(S390X, compiler, half, integer(), struct(half, 2)))
          .hasToString("#1:r2[4..8) #2:f0[0..2) -> f0[0..2)");
    }
  }

  @Test
  void aDecimalNumberIsPlannedOnlyWhereTheCodeWasRead() {
    TypeId decimal = number("_Decimal64", Type.Encoding.DECIMAL_FLOAT, 8, 64);
    assertThat(plan(X8664, GCC, decimal, decimal)).hasToString("#1:xmm0[0..8) -> xmm0[0..8)");
    assertThat(plan(I386, GCC, decimal, decimal))
        .hasToString("#1:stack[0..8) -> eax[0..4)+edx[0..4)");
    for (Machine machine : List.of(AARCH64, S390X, PPC64LE)) {
      assertThat(outcome(machine, GCC, nothing(), struct(decimal, 8)))
          .isInstanceOf(PlanResult.NotPlanned.class);
    }
  }

  @Test
  void clangDoesNotFillTheStorageThatGccReliesOnOnLoongArch() {
    TypeId wide = bits(78, 16);
    Extension gcc = plan(LOONGARCH, GCC, nothing(), wide).arguments().getFirst().extension().get();
    Extension clang =
        plan(LOONGARCH, CLANG, nothing(), wide).arguments().getFirst().extension().get();
    assertThat(gcc.trusted()).isEqualTo(128);
    assertThat(clang.given()).isEqualTo(78);
  }

  @Test
  void onlyATailCallOfGccReliesOnTheBitsAboveAResultOfAArch64() {
    Extension gcc = plan(AARCH64, GCC, bits(5, 1)).result().extension().get();
    Extension clang = plan(AARCH64, CLANG, bits(5, 1)).result().extension().get();
    assertThat(gcc.reliance()).isEqualTo(Extension.Reliance.IN_TAIL_CALLS);
    assertThat(gcc.trusted()).isEqualTo(8);
    assertThat(clang.given()).isEqualTo(5);
  }

  @Test
  void aBitIntegerIsNotPlannedWhereTheCodeOfACompilerWasNotRead() {
    TypeId five = bits(5, 1);
    assertThat(outcome(X8664, gcc(15, "-O2"), nothing(), five))
        .isInstanceOf(PlanResult.NotPlanned.class);
    assertThat(outcome(PPC64LE, CLANG, nothing(), five)).isInstanceOf(PlanResult.NotPlanned.class);
  }

  @Test
  void anAtomicMemberPutsAStructInMemoryForClangOnX8664() {
    TypeId atomic = struct(add(new Type.Atomic(integer())), 4);
    assertThat(plan(X8664, GCC, atomic, atomic)).hasToString("#1:rdi[0..4) -> rax[0..4)");
    assertThat(plan(X8664, CLANG, atomic, atomic)).hasToString("#1:stack[0..4) -> ref:rdi[0..8)");
    assertThat(plan(AARCH64, CLANG, atomic, atomic)).hasToString("#1:x0[0..4) -> x0[0..4)");
  }

  @Test
  void aFloatOf128BitsIsAlignedOnTheStackOfI386AndInAStructForGccAlone() {
    TypeId quad = number("__float128", Type.Encoding.FLOAT, 16, 128);
    TypeId struct = struct(quad, 16);
    assertThat(plan(I386, GCC, integer(), integer(), quad, integer(), struct))
        .hasToString(
            "#1:stack[0..4) #2:stack[16..32) #3:stack[32..36) #4:stack[48..64) -> eax[0..4)");
    assertThat(plan(I386, CLANG, integer(), integer(), quad, integer(), struct))
        .hasToString(
            "#1:stack[0..4) #2:stack[16..32) #3:stack[32..36) #4:stack[36..52) -> eax[0..4)");
  }

  /** Clang passes a transparent union as its first member, and any other union in memory. */
  @Test
  void anAtomicUnionMayBeTransparentOnX8664() {
    TypeId atomic = add(new Type.Atomic(integer()));
    Member field = new Member.Field("m", atomic, 0, OptionalInt.empty());
    TypeId union =
        add(
            new Type.Aggregate(
                Type.Shape.UNION, Optional.of("u"), 4, OptionalInt.empty(), List.of(field)));
    TypeId nothing = add(new Type.Void());
    List<Signature.Parameter> one = List.of(new Signature.Parameter("", union));
    Signature signature = new Signature(one, nothing, Signature.Arity.FIXED, CallingConvention.C);
    TypeGraph graph = types.build();
    assertThat(Planner.plan(signature, new CallSide(X8664, graph, CLANG, GCC)))
        .isInstanceOfSatisfying(
            PlanResult.Planned.class,
            planned ->
                assertThat(planned.plans())
                    .extracting(it -> it.assumptions().getFirst() + " " + it.plan())
                    .containsExactly(
                        "PLAIN #1:stack[0..4) -> none", "FIRST_MEMBER #1:rdi[0..4) -> none"));
    assertThat(Planner.plan(signature, new CallSide(X8664, graph, CLANG, CLANG)))
        .isInstanceOfSatisfying(
            PlanResult.Planned.class, planned -> assertThat(planned.plans()).hasSize(1));
  }

  @Test
  void anAtomicFloatThatIsInNoStructTravelsAsOneThatIsNotAtomic() {
    TypeId atomic = add(new Type.Atomic(number("float", Type.Encoding.FLOAT, 4, 32)));
    for (Producer compiler : List.of(GCC, CLANG)) {
      assertThat(plan(AARCH64, compiler, atomic, atomic)).hasToString("#1:v0[0..4) -> v0[0..4)");
      assertThat(plan(I386, compiler, nothing(), atomic)).hasToString("#1:stack[0..4) -> none");
    }
  }

  @Test
  void aVectorOf32BytesNeedsRegistersThatSwitchesAdd() {
    TypeId vector = add(new Type.Vector(integer(), 8, 32));
    assertThat(plan(X8664, GCC, vector, vector)).hasToString("#1:stack[0..32) -> ref:rdi[0..8)");
    assertThat(plan(X8664, CLANG, vector, vector))
        .hasToString("#1:stack[0..32) -> xmm0[0..16)+xmm1[0..16)");
    for (Producer unknown : List.of(recorded(), gcc(16, "-mavx2"), gcc(16, "-march=native"))) {
      assertThat(outcome(X8664, unknown, vector)).isInstanceOf(PlanResult.NotPlanned.class);
    }
  }

  /** Recorded with kernel switches: what lies in memory needs no SSE. */
  @Test
  void aVectorOf32BytesLiesInMemoryWithoutSseToo() {
    TypeId vector = add(new Type.Vector(integer(), 8, 32));
    TypeId small = add(new Type.Vector(integer(), 4, 16));
    for (Producer kernel : List.of(gcc(16, "-mno-sse"), recorded("-mno-sse"))) {
      assertThat(plan(X8664, kernel, nothing(), vector, integer()))
          .hasToString("#1:stack[0..32) #2:rdi[0..4) -> none");
      assertThat(outcome(X8664, kernel, nothing(), small))
          .isInstanceOf(PlanResult.NotPlanned.class);
    }
  }

  /** Recorded: clang passes the lanes one by one, GCC a pointer. */
  @Test
  void aVectorByTheConventionOfWindowsIsOpenWhereClangTakesItApart() {
    TypeId wide = number("__int128", Type.Encoding.SIGNED, 16, 128);
    TypeId lanes = add(new Type.Vector(wide, 2, 32));
    TypeId vector = add(new Type.Vector(integer(), 8, 32));
    assertThat(windows(CLANG, lanes)).isInstanceOf(PlanResult.NotPlanned.class);
    assertThat(windows(recorded("-mno-sse"), vector)).isInstanceOf(PlanResult.NotPlanned.class);
    assertThat(windows(CLANG, vector)).isInstanceOf(PlanResult.Planned.class);
  }

  /** Seen in the code of both: clang has two registers and GCC a hidden pointer. */
  @Test
  void aWideVectorThatComesBackByTheConventionOfWindowsIsOpen() {
    TypeId vector = add(new Type.Vector(integer(), 8, 32));
    assertThat(windows(CLANG, integer(), vector)).isInstanceOf(PlanResult.NotPlanned.class);
    assertThat(windows(gcc(16), integer(), vector)).isInstanceOf(PlanResult.Planned.class);
  }

  private PlanResult windows(Producer producer, TypeId value) {
    return windows(producer, value, nothing());
  }

  private PlanResult windows(Producer producer, TypeId value, TypeId result) {
    Signature signature =
        new Signature(
            List.of(new Signature.Parameter("", value)),
            result,
            Signature.Arity.FIXED,
            CallingConvention.of("win64"));
    return Planner.plan(signature, new CallSide(X8664, types.build(), producer, producer));
  }

  /** Seen in the code of both compilers, which is that of RISC-V. */
  @Test
  void aTypedefOfAStructAlignsItOnTheStackForGccAlone() {
    TypeId number = number("long", Type.Encoding.SIGNED, 8, 64);
    TypeId struct = add(new Type.Alias("t", struct(number, 8), OptionalInt.of(16)));
    TypeId[] values = new TypeId[10];
    Arrays.fill(values, number);
    values[9] = struct;
    assertThat(plan(LOONGARCH, GCC, nothing(), values).toString()).contains(" #10:stack[16..24) ");
    assertThat(plan(LOONGARCH, CLANG, nothing(), values).toString()).contains(" #10:stack[8..16) ");
  }

  /** Recorded: GCC 16 passes it in o2 and r5, clang 23 in o1 and r4. */
  @Test
  void aTypedefOfAStructBeginsAnEvenSlotForGccAlone() {
    TypeId member = struct(number("long", Type.Encoding.SIGNED, 8, 64), 8);
    TypeId struct = add(new Type.Alias("t", member, OptionalInt.of(16)));
    assertThat(plan(PPC64LE, GCC, nothing(), integer(), struct))
        .hasToString("#1:r3[0..4) #2:r5[0..8) -> none");
    assertThat(plan(PPC64LE, CLANG, nothing(), integer(), struct))
        .hasToString("#1:r3[0..4) #2:r4[0..8) -> none");
    assertThat(plan(SPARC64, GCC, nothing(), integer(), struct))
        .hasToString("#1:o0[4..8) #2:o2[0..8) -> none");
    assertThat(plan(SPARC64, CLANG, nothing(), integer(), struct))
        .hasToString("#1:o0[4..8) #2:o1[0..8) -> none");
  }

  /** Seen in the code of both compilers, with AVX-512 and without AVX. */
  @Test
  void aVectorOfSeveralWideIntegersLiesInMemoryWhateverSwitchesAdd() {
    TypeId number = number("__int128", Type.Encoding.SIGNED, 16, 128);
    TypeId vector = add(new Type.Vector(number, 2, 32));
    for (Producer any : List.of(GCC, CLANG, recorded(), gcc(16, "-mavx2"))) {
      assertThat(plan(X8664, any, vector, vector)).hasToString("#1:stack[0..32) -> ref:rdi[0..8)");
    }
  }

  @Test
  void aVectorNoWiderThanAnIntTravelsAsOneOnX8664AndGccLooksAtItsElements() {
    TypeId chars = add(new Type.Vector(number("char", Type.Encoding.SIGNED, 1, 8), 4, 4));
    TypeId half = number("_Float16", Type.Encoding.FLOAT, 2, 16);
    TypeId halves = add(new Type.Vector(half, 2, 4));
    TypeId one = add(new Type.Vector(number("float", Type.Encoding.FLOAT, 4, 32), 1, 4));
    TypeId real = add(new Type.Vector(number("double", Type.Encoding.FLOAT, 8, 64), 1, 8));
    assertThat(plan(X8664, GCC, chars, chars, struct(halves, 4), one))
        .hasToString("#1:rdi[0..4) #2:xmm0[0..4) #3:stack[0..4) -> rax[0..4)");
    assertThat(plan(X8664, CLANG, chars, chars, struct(halves, 4), one))
        .hasToString("#1:rdi[0..4) #2:rsi[0..4) #3:rdx[0..4) -> rax[0..4)");
    assertThat(plan(X8664, GCC, real, real)).hasToString("#1:stack[0..8) -> ref:rdi[0..8)");
    assertThat(plan(X8664, CLANG, real, real)).hasToString("#1:stack[0..8) -> xmm0[0..8)");
  }

  @Test
  void aComplexNumberBesideAnEmptyArrayTravelsAloneForGccOnAArch64() {
    TypeId complex = number("complex double", Type.Encoding.COMPLEX_FLOAT, 16, 128);
    TypeId none = add(new Type.Array(integer(), OptionalLong.of(0), 4));
    Member empty = new Member.Field("a", none, 0, OptionalInt.empty());
    Member number = new Member.Field("b", complex, 0, OptionalInt.empty());
    TypeId struct = struct(16, empty, number);
    assertThat(plan(AARCH64, GCC, integer(), struct).toString()).startsWith("#1:v0[0..8)+v1[0..8)");
    assertThat(plan(AARCH64, CLANG, integer(), struct).toString())
        .startsWith("#1:x0[0..8)+x1[0..8)");
  }

  @Test
  void aVectorThatNoRegisterOfAArch64HoldsTravelsAsBytes() {
    TypeId wide = add(new Type.Vector(integer(), 8, 32));
    TypeId small = add(new Type.Vector(number("char", Type.Encoding.SIGNED, 1, 8), 4, 4));
    for (Producer compiler : List.of(GCC, CLANG)) {
      assertThat(plan(AARCH64, compiler, wide, wide, small))
          .hasToString("#1:ref:x0[0..8) #2:x1[0..4) -> ref:x8[0..8)");
    }
    assertThat(plan(AARCH64, GCC, small)).hasToString(" -> x0[0..4)");
    assertThat(plan(AARCH64, CLANG, small).toString()).startsWith(" -> v0[0..1)+v0[2..3)");
  }

  @Test
  void aVectorIsCopiedOnAMainframeThatHasNoRegistersForIt() {
    TypeId small = add(new Type.Vector(integer(), 2, 8));
    TypeId inside = struct(small, 8);
    List<Producer> without =
        List.of(gcc(16, "-march=zEC12"), recorded("-march=z15", "-mno-vx"), recorded("-march=z10"));
    for (Producer compiler : without) {
      assertThat(plan(S390X, compiler, small, small, inside))
          .hasToString("#1:ref:r3[0..8) #2:r4[0..8) -> ref:r2[0..8)");
    }
    for (Producer compiler : List.of(gcc(16, "-march=z13"), gcc(16), CLANG)) {
      assertThat(outcome(S390X, compiler, small)).isInstanceOf(PlanResult.NotPlanned.class);
    }
  }

  @Test
  void clangPassesEachElementOfAVectorOnSparc64AndGccTheWhole() {
    TypeId two = add(new Type.Vector(integer(), 2, 8));
    TypeId eight = add(new Type.Vector(number("char", Type.Encoding.SIGNED, 1, 8), 8, 8));
    TypeId first = integer();
    assertThat(plan(SPARC64, GCC, two, first, two))
        .hasToString("#1:o0[4..8) #2:d2[0..8) -> d0[0..8)");
    assertThat(plan(SPARC64, CLANG, two, first, two))
        .hasToString("#1:o0[4..8) #2:o2[4..8)+o3[4..8) -> o0[4..8)+o1[4..8)");
    assertThat(plan(SPARC64, GCC, eight)).hasToString(" -> d0[0..8)");
    assertThat(plan(SPARC64, CLANG, eight)).hasToString(" -> ref:o0[0..8)");
  }

  @Test
  void aVectorOfDoublesIsTheSameAsItsElementsOnSparc64() {
    TypeId real = number("double", Type.Encoding.FLOAT, 8, 64);
    TypeId two = add(new Type.Vector(real, 2, 16));
    for (Producer compiler : List.of(GCC, CLANG)) {
      assertThat(plan(SPARC64, compiler, two, integer(), two))
          .hasToString("#1:o0[4..8) #2:d4[0..8)+d6[0..8) -> d0[0..8)+d2[0..8)");
    }
    assertThat(placed(SPARC64, GCC, struct(two, 16))).isEqualTo("d0[0..8)+d2[0..8)");
    assertThat(placed(SPARC64, CLANG, struct(two, 16))).isEqualTo("o0[0..8)+o1[0..8)");
  }

  @Test
  void gccAlignsAStructWithAVectorOnTheStackOfI386() {
    TypeId struct = struct(add(new Type.Vector(integer(), 4, 16)), 16);
    assertThat(plan(I386, GCC, nothing(), integer(), struct))
        .hasToString("#1:stack[0..4) #2:stack[16..32) -> none");
    assertThat(plan(I386, CLANG, nothing(), integer(), struct))
        .hasToString("#1:stack[0..4) #2:stack[4..20) -> none");
    assertThat(outcome(I386, gcc(16, "-mregparm=3"), nothing(), struct))
        .isInstanceOf(PlanResult.NotPlanned.class);
  }

  @Test
  void whatStandsBeforeTheFirstMemberIsABitField() {
    TypeId real = number("double", Type.Encoding.FLOAT, 8, 64);
    Member second = new Member.Field("m", real, 64, OptionalInt.empty());
    TypeId behind =
        add(
            new Type.Aggregate(
                Type.Shape.STRUCT, Optional.of("s"), 16, OptionalInt.empty(), List.of(second)));
    assertThat(plan(X8664, GCC, nothing(), behind)).hasToString("#1:rdi[0..8)+xmm0[0..8) -> none");
    assertThat(plan(X8664, CLANG, nothing(), behind)).hasToString("#1:xmm0[0..8)@8 -> none");
  }

  /** Clang looks for built-in types in a struct, of which {@code _Atomic(float)} is none. */
  @Test
  void anAtomicFloatInAStructIsAnyOtherWordForClang() {
    TypeId one = number("float", Type.Encoding.FLOAT, 4, 32);
    TypeId struct = struct(add(new Type.Atomic(one)), 4);
    Machine armhf =
        new Machine(Machine.EM_ARM, 4, false, 0x5000000)
            .with(OptionalInt.of(1), OptionalInt.empty());
    assertThat(placed(armhf, GCC, struct)).isEqualTo("d0[0..4)");
    assertThat(placed(armhf, CLANG, struct)).isEqualTo("r0[0..4)");
    assertThat(placed(AARCH64, CLANG, struct)).isEqualTo("x0[0..4)");
    assertThat(placed(SPARC64, CLANG, struct)).isEqualTo(placed(SPARC64, GCC, struct));
    assertThat(placed(armhf, CLANG, add(new Type.Atomic(one)))).isEqualTo("d0[0..4)");
  }

  private String placed(Machine machine, Producer producer, TypeId value) {
    return plan(machine, producer, nothing(), value).arguments().getFirst().placement().toString();
  }

  /** clang 23: {@code x86-64-linux-gnu}, six long and an _Atomic(char) among them. */
  @Test
  void clangDoesNotCountTheRegisterOfAnAtomicNumber() {
    TypeId word = number("long", Type.Encoding.SIGNED, 8, 64);
    TypeId atomic = add(new Type.Atomic(number("char", Type.Encoding.SIGNED, 1, 8)));
    TypeId real = number("double", Type.Encoding.FLOAT, 8, 64);
    TypeId pair =
        add(
            new Type.Aggregate(
                Type.Shape.STRUCT,
                Optional.of("p"),
                16,
                OptionalInt.empty(),
                List.of(
                    new Member.Field("a", real, 0, OptionalInt.empty()),
                    new Member.Field("b", word, 64, OptionalInt.empty()))));
    TypeId[] values = {word, word, word, word, word, atomic, pair, word};
    assertThat(plan(X8664, CLANG, nothing(), values).toString())
        .contains("#7:xmm0[0..8)+stack[0..8) #8:stack[8..16)");
    assertThat(plan(X8664, GCC, nothing(), values).toString())
        .contains("#7:stack[0..16) #8:stack[16..24)");
  }
}
