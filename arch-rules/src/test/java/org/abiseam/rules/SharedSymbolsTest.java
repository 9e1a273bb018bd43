package org.abiseam.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.Linkage;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Severity;
import org.abiseam.model.Signature;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.Verdict;
import org.abiseam.model.Verification;
import org.abiseam.model.pairing.Pairing;
import org.junit.jupiter.api.Test;

/** Functions and variables of two sides, from pairing to verdict. */
final class SharedSymbolsTest {
  private static final Machine X86_64 = new Machine(Machine.EM_X86_64, 8, false, 0);
  private static final Machine S390X = new Machine(Machine.EM_S390, 8, true, 0);
  private static final Producer GCC = producer(Producer.Compiler.GCC, Producer.Language.C, "-O2");
  private static final Producer RUSTC =
      producer(Producer.Compiler.RUSTC, Producer.Language.RUST, "-Copt-level=2");

  private static Producer producer(
      Producer.Compiler compiler, Producer.Language language, String flag) {
    return new Producer(
        compiler,
        language,
        Optional.of(new Producer.Version(16, 0, 0)),
        Optional.empty(),
        List.of(flag),
        compiler.name());
  }

  /** One object with some functions and variables. */
  private static final class Side {
    final String object;
    final Producer producer;
    final TypeGraph.Builder graph = new TypeGraph.Builder();
    final List<Entity> entities = new ArrayList<>();

    final Evidence evidence;
    private Machine machine = X86_64;

    Side(String object, Producer producer) {
      this(object, producer, Evidence.DWARF);
    }

    Side(String object, Producer producer, Evidence evidence) {
      this.object = object;
      this.producer = producer;
      this.evidence = evidence;
    }

    TypeId number(Type.Encoding encoding, int bytes) {
      return add(
          new Type.Scalar(encoding + "" + bytes, encoding, bytes, bytes * 8L, OptionalInt.empty()));
    }

    TypeId u32() {
      return number(Type.Encoding.UNSIGNED, 4);
    }

    TypeId add(Type type) {
      Origin origin = new Origin(object, "unit", OptionalLong.empty(), Optional.empty());
      return graph.add(type, origin);
    }

    Side function(Entity.Role role, String name, TypeId... parameters) {
      return function(role, name, CallingConvention.C, parameters);
    }

    Side function(
        Entity.Role role, String name, CallingConvention convention, TypeId... parameters) {
      List<Signature.Parameter> all = new ArrayList<>();
      for (TypeId parameter : parameters) {
        all.add(new Signature.Parameter("p" + all.size(), parameter));
      }
      Signature signature =
          new Signature(all, add(new Type.Void()), Signature.Arity.FIXED, convention);
      return entity(Subject.Kind.FUNCTION, role, name, add(new Type.Function(signature)));
    }

    /** A function that takes numbers of 4 bytes, by their names. */
    Side numbers(Entity.Role role, String name, String... parameters) {
      TypeId number = u32();
      List<Signature.Parameter> all =
          Stream.of(parameters).map(one -> new Signature.Parameter(one, number)).toList();
      Signature signature =
          new Signature(all, add(new Type.Void()), Signature.Arity.FIXED, CallingConvention.C);
      return entity(Subject.Kind.FUNCTION, role, name, add(new Type.Function(signature)));
    }

    Side function(Entity.Role role, String name, Type result) {
      Signature signature =
          new Signature(List.of(), add(result), Signature.Arity.FIXED, CallingConvention.C);
      return entity(Subject.Kind.FUNCTION, role, name, add(new Type.Function(signature)));
    }

    Side variable(Entity.Role role, String name, TypeId type) {
      return entity(Subject.Kind.VARIABLE, role, name, type);
    }

    private Side entity(Subject.Kind kind, Entity.Role role, String name, TypeId type) {
      Definition definition = new Definition(List.of(), name, type, producer, evidence, 1);
      entities.add(new Entity(kind, role, definition));
      return this;
    }

    Side on(Machine other) {
      machine = other;
      return this;
    }

    ObjectModel model() {
      return new ObjectModel(
          object,
          machine,
          List.of(new CompileUnit("unit", producer, CompileUnit.Detail.FULL)),
          graph.build(),
          List.of(),
          entities,
          List.of());
    }
  }

  private static Linkage.Tables tables(
      Side side,
      Linkage.Form form,
      List<String> imports,
      Map<String, Linkage.Definition> defined,
      String release) {
    return tables(side, form, imports, Map.of(), defined, release);
  }

  private static Linkage.Tables tables(
      Side side,
      Linkage.Form form,
      List<String> imports,
      Map<String, Boolean> references,
      Map<String, Linkage.Definition> defined,
      String release) {
    return new Linkage.Tables(
        side.object,
        form,
        side.producer == RUSTC ? Optional.of(RUSTC) : Optional.empty(),
        new TreeSet<>(imports),
        new TreeMap<>(),
        new TreeMap<>(references),
        new TreeSet<>(),
        new TreeMap<>(defined),
        new TreeMap<>(),
        new TreeMap<>(),
        Linkage.Loading.NONE,
        release.isEmpty() ? Optional.empty() : Optional.of(release));
  }

  private static Linkage.Definition symbol(Subject.Kind kind, long bytes) {
    return new Linkage.Definition(Optional.of(kind), bytes, Linkage.Binding.GLOBAL);
  }

  private static Verification check(Linkage linkage, Side... sides) {
    List<ObjectModel> models = new ArrayList<>();
    for (Side side : sides) {
      models.add(side.model());
    }
    return Checker.check(Pairing.pair(models, linkage));
  }

  private static List<String> rules(Verification verification) {
    return verification.findings().stream()
        .map(finding -> finding.rule().id() + " " + finding.subject().name())
        .toList();
  }

  /** An enum of Rust with one value. */
  private static final Type.Enumeration COLOR =
      new Type.Enumeration(
          Optional.of("color"),
          4,
          /* signed= */ false,
          List.of(new Type.Enumeration.Value("RED", 0)),
          /* closed= */ true);

  /** The bytes travel alike; what they mean does not. */
  @Test
  void parametersThatHaveEachOthersNameAreRisky() {
    Side c = new Side("c.o", GCC);
    c.numbers(Entity.Role.DEFINES, "area", "width", "height");
    c.numbers(Entity.Role.DEFINES, "kept", "type", "flags");
    c.numbers(Entity.Role.DEFINES, "renamed", "one", "other");
    c.numbers(Entity.Role.DEFINES, "three", "type", "flags", "size");
    Side rust = new Side("r.o", RUSTC);
    rust.numbers(Entity.Role.DECLARES, "area", "height", "width");
    rust.numbers(Entity.Role.DECLARES, "kept", "type_", "_flags");
    rust.numbers(Entity.Role.DECLARES, "renamed", "other", "third");
    rust.numbers(Entity.Role.DECLARES, "three", "r#size", "flags", "type_");
    Verification result = check(Linkage.NOTHING, c, rust);
    assertThat(rules(result)).containsExactly("call-argument area", "call-argument three");
    assertThat(result.findings())
        .allMatch(finding -> finding.severity() == Severity.RISKY)
        .allMatch(finding -> finding.differences().size() == 2);
  }

  @Test
  void aFunctionThatBothSidesSeeAlikeAgrees() {
    Side c = new Side("c.o", GCC);
    Side rust = new Side("r.o", RUSTC);
    c.function(Entity.Role.DEFINES, "f", c.u32());
    rust.function(Entity.Role.DECLARES, "f", rust.u32());
    Verification result = check(Linkage.NOTHING, c, rust);
    assertThat(result.findings()).isEmpty();
    assertThat(result.functions()).isEqualTo(new Verification.Coverage(1, 1, 0, 0, 0));
  }

  @Test
  void anArgumentMoreIsADifferenceOfArityInBothDirections() {
    Side c = new Side("c.o", GCC);
    Side rust = new Side("r.o", RUSTC);
    c.function(Entity.Role.DEFINES, "f", c.u32());
    rust.function(Entity.Role.DECLARES, "f", rust.u32(), rust.u32());
    c.function(Entity.Role.DECLARES, "g", c.u32(), c.u32());
    rust.function(Entity.Role.DEFINES, "g", rust.u32());
    assertThat(rules(check(Linkage.NOTHING, c, rust)))
        .containsExactly("call-arity f", "call-arity g");
  }

  @Test
  void anArgumentMoreIsSoWhateverElseTheConventionSays() {
    for (String convention : List.of("C-unwind", "cdecl", "cdecl-unwind", "win64")) {
      Side c = new Side("c.o", GCC);
      Side rust = new Side("r.o", RUSTC);
      c.function(Entity.Role.DEFINES, "f", c.u32(), c.u32());
      rust.function(Entity.Role.DECLARES, "f", CallingConvention.of(convention), rust.u32());
      assertThat(rules(check(Linkage.NOTHING, c, rust)))
          .as(convention)
          .containsExactly("call-arity f");
    }
  }

  @Test
  void aClosedEnumInThePlaceOfANumberHarmsWhereRustGetsItAlone() {
    Side c = new Side("c.o", GCC);
    Side rust = new Side("r.o", RUSTC);
    Type number = new Type.Scalar("u32", Type.Encoding.UNSIGNED, 4, 32, OptionalInt.empty());
    c.function(Entity.Role.DEFINES, "argument", c.u32());
    rust.function(Entity.Role.DECLARES, "argument", rust.add(COLOR));
    c.function(Entity.Role.DEFINES, "result", number);
    rust.function(Entity.Role.DECLARES, "result", COLOR);
    c.function(Entity.Role.DECLARES, "export", c.u32());
    rust.function(Entity.Role.DEFINES, "export", rust.add(COLOR));
    c.function(Entity.Role.DECLARES, "given", number);
    rust.function(Entity.Role.DEFINES, "given", COLOR);
    assertThat(check(Linkage.NOTHING, c, rust).findings())
        .extracting(finding -> finding.severity() + " " + finding.subject().name())
        .containsExactlyInAnyOrder(
            "HARMLESS argument", "HARMFUL result", "HARMFUL export", "HARMLESS given");
  }

  @Test
  void aClosedEnumBehindAPointerOfCThatOnlyReadsIsAsGoodAsItsHolder() {
    Side c = new Side("c.o", GCC);
    Side rust = new Side("r.o", RUSTC);
    Type read = new Type.Pointer(c.u32(), 8, /* constant= */ true);
    Type written = new Type.Pointer(c.u32(), 8);
    Type colors = new Type.Pointer(rust.add(COLOR), 8);
    c.function(Entity.Role.DEFINES, "read", c.add(read));
    rust.function(Entity.Role.DECLARES, "read", rust.add(colors));
    c.function(Entity.Role.DEFINES, "written", c.add(written));
    rust.function(Entity.Role.DECLARES, "written", rust.add(colors));
    c.function(Entity.Role.DEFINES, "result", read);
    rust.function(Entity.Role.DECLARES, "result", colors);
    c.function(Entity.Role.DECLARES, "export", c.add(read));
    rust.function(Entity.Role.DEFINES, "export", rust.add(colors));
    c.function(Entity.Role.DECLARES, "given", read);
    rust.function(Entity.Role.DEFINES, "given", colors);
    assertThat(check(Linkage.NOTHING, c, rust).findings())
        .extracting(finding -> finding.severity() + " " + finding.subject().name())
        .containsExactlyInAnyOrder(
            "HARMLESS read", "RISKY written", "RISKY result", "RISKY export", "HARMLESS given");
  }

  private static TypeId slice(Side side) {
    TypeId address = side.add(new Type.Pointer(side.u32(), 8));
    TypeId length = side.number(Type.Encoding.UNSIGNED, 8);
    return side.add(
        new Type.Aggregate(
            Type.Shape.STRUCT,
            Optional.of("&[u32]"),
            16,
            OptionalInt.of(8),
            List.of(
                new Member.Field("data_ptr", address, 0, OptionalInt.empty()),
                new Member.Field("length", length, 64, OptionalInt.empty()))));
  }

  private static TypeId[] words(Side side, int count) {
    TypeId[] words = new TypeId[count];
    for (int i = 0; i < count; i++) {
      words[i] = side.number(Type.Encoding.UNSIGNED, 8);
    }
    return words;
  }

  private static TypeId[] and(TypeId[] first, TypeId... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray(TypeId[]::new);
  }

  /** rustc 1.97 takes the sixth word of the second function from the stack, gcc 16 from r9. */
  @Test
  void aWidePointerForAddressAndLengthIsRiskyAndHarmfulWhereOneRegisterIsLeft() {
    Side c = new Side("c.o", GCC);
    Side rust = new Side("r.o", RUSTC);
    for (int before : new int[] {0, 5}) {
      TypeId address = c.add(new Type.Pointer(c.u32(), 8));
      c.function(
          Entity.Role.DECLARES,
          "g" + before,
          and(words(c, before), address, c.number(Type.Encoding.UNSIGNED, 8)));
      rust.function(Entity.Role.DEFINES, "g" + before, and(words(rust, before), slice(rust)));
    }
    assertThat(
            check(Linkage.NOTHING, c, rust).findings().stream()
                .map(it -> it.severity() + " " + it.rule().id() + " " + it.subject().name()))
        .containsExactlyInAnyOrder("RISKY call-arity g0", "HARMFUL call-arity g5");
  }

  /** {@code --opaque-type} makes numbers of a type, and rustc passes numbers. */
  @Test
  void whatBindgenWritesAsBytesIsPassedAsNumbers() {
    Side c = new Side("c.o", GCC);
    Side rust = new Side("r.o", RUSTC);
    for (Type.Encoding encoding : List.of(Type.Encoding.FLOAT, Type.Encoding.SIGNED)) {
      TypeId part = c.number(encoding, 4);
      List<Member> members =
          List.of(
              new Member.Field("a", part, 0, OptionalInt.empty()),
              new Member.Field("b", part, 32, OptionalInt.empty()));
      TypeId struct =
          c.add(
              new Type.Aggregate(
                  Type.Shape.STRUCT, Optional.of("pair"), 8, OptionalInt.of(4), members));
      TypeId blob = rust.add(Type.Opaque.blob(Optional.of("pair"), 8, OptionalInt.of(4)));
      c.function(Entity.Role.DEFINES, "take_" + encoding, struct, c.u32());
      rust.function(Entity.Role.DECLARES, "take_" + encoding, blob, rust.u32());
    }
    Verification result = check(Linkage.NOTHING, c, rust);
    assertThat(rules(result)).containsExactly("call-argument take_FLOAT");
    // The places of the other are the same; what lies inside is open.
    assertThat(result.functions()).isEqualTo(new Verification.Coverage(2, 0, 1, 1, 0));
  }

  /** spinlock_t is given to bindgen as {@code --opaque-type}; the size of a lock is compared. */
  @Test
  void aVariableOfWhichRustHasTheBytesAloneIsOpaqueIfItsSizeFits() {
    Side c = new Side("c.o", GCC);
    Side rust = new Side("r.o", RUSTC);
    for (int size : List.of(4, 8)) {
      c.variable(Entity.Role.DEFINES, "lock_" + size, words(c, "spinlock", 4));
      rust.variable(
          Entity.Role.DECLARES,
          "lock_" + size,
          rust.add(Type.Opaque.blob(Optional.of("spinlock"), size, OptionalInt.of(4))));
    }
    Verification result = check(Linkage.NOTHING, c, rust);
    assertThat(rules(result)).containsExactly("layout-size lock_8");
    assertThat(result.undetermined().stream().map(one -> one.reason() + one.subject().name()))
        .containsExactly("OPAQUElock_4");
  }

  /** C gives {@code va_list} no members (C23 7.16), so that bindgen's bytes are all of it. */
  @Test
  void whatCCallsVaListHasNoMembers() {
    Side c = new Side("c.o", GCC);
    Side rust = new Side("r.o", RUSTC);
    for (String name : List.of("__va_list", "other")) {
      c.function(Entity.Role.DEFINES, "take" + name, words(c, name, 32));
      rust.function(
          Entity.Role.DECLARES,
          "take" + name,
          rust.add(Type.Opaque.blob(Optional.empty(), 32, OptionalInt.of(4))));
    }
    Verification result = check(Linkage.NOTHING, c, rust);
    assertThat(result.functions()).isEqualTo(new Verification.Coverage(2, 1, 0, 1, 0));
  }

  /** bindgen writes {@code pub type va_list = u32} on Arm, where C has a struct of one pointer. */
  @Test
  void anArgumentListIsAsGoodAsANumberOfItsSize() {
    Side c = new Side("c.o", GCC);
    Side rust = new Side("r.o", RUSTC);
    TypeId list = words(c, "__va_list", 4);
    c.function(Entity.Role.DEFINES, "take", list);
    rust.function(Entity.Role.DECLARES, "take", rust.u32());
    c.function(Entity.Role.DEFINES, "see", c.add(new Type.Pointer(list, 8)));
    rust.function(Entity.Role.DECLARES, "see", rust.add(new Type.Pointer(rust.u32(), 8)));
    TypeId declared =
        c.add(new Type.Incomplete(Type.Shape.STRUCT, "__va_list", OptionalLong.empty()));
    c.function(Entity.Role.DEFINES, "declare", c.add(new Type.Pointer(declared, 8)));
    rust.function(Entity.Role.DECLARES, "declare", rust.add(new Type.Pointer(rust.u32(), 8)));
    c.function(Entity.Role.DEFINES, "other", c.add(new Type.Pointer(list, 8)));
    rust.function(
        Entity.Role.DECLARES,
        "other",
        rust.add(new Type.Pointer(rust.add(new Type.Pointer(rust.u32(), 8)), 8)));
    Verification result = check(Linkage.NOTHING, c, rust);
    assertThat(rules(result)).containsExactly("call-argument other");
    assertThat(result.functions()).isEqualTo(new Verification.Coverage(4, 3, 1, 0, 0));
  }

  /** s390x extends each argument to 64 bits; bindgen may write an enumeration as i32. */
  @Test
  void anEnumerationWithoutUpperBitsIsTheSameBySignAndByZero() {
    Side c = new Side("c.o", GCC).on(S390X);
    Side rust = new Side("r.o", RUSTC).on(S390X);
    List.of(3L, 1L << 31)
        .forEach(
            last -> {
              c.function(
                  Entity.Role.DEFINES,
                  "up_to_" + last,
                  c.add(
                      new Type.Enumeration(
                          Optional.of("direction" + last),
                          4,
                          false,
                          List.of(new Type.Enumeration.Value("LAST", last)),
                          false)));
              rust.function(
                  Entity.Role.DECLARES, "up_to_" + last, rust.number(Type.Encoding.SIGNED, 4));
            });
    assertThat(check(Linkage.NOTHING, c, rust).findings())
        .extracting(finding -> finding.severity() + " " + finding.rule().id())
        .containsExactlyInAnyOrder("HARMLESS call-extension", "HARMFUL call-argument");
  }

  private static TypeId words(Side side, String name, int bytes) {
    List<Member> members = new ArrayList<>();
    for (int at = 0; at < bytes; at += 4) {
      members.add(new Member.Field("m" + at, side.u32(), at * 8L, OptionalInt.empty()));
    }
    return side.add(
        new Type.Aggregate(
            Type.Shape.STRUCT, Optional.of(name), bytes, OptionalInt.of(4), members));
  }

  @Test
  void aFunctionHereAndAVariableThereIsADifferenceOfKind() {
    Side c = new Side("c.o", GCC);
    Side rust = new Side("r.o", RUSTC);
    c.variable(Entity.Role.DEFINES, "x", c.u32());
    rust.function(Entity.Role.DECLARES, "x", rust.u32());
    assertThat(rules(check(Linkage.NOTHING, c, rust))).containsExactly("symbol-kind x");
  }

  @Test
  void anArrayWithoutABoundIsAnArrayOfAnyBound() {
    Side c = new Side("c.o", GCC);
    Side rust = new Side("r.o", RUSTC);
    c.variable(Entity.Role.DEFINES, "t", c.add(new Type.Array(c.u32(), OptionalLong.of(8), 4)));
    rust.variable(
        Entity.Role.DECLARES, "t", rust.add(new Type.Array(rust.u32(), OptionalLong.of(0), 4)));
    c.variable(Entity.Role.DEFINES, "u", c.add(new Type.Array(c.u32(), OptionalLong.of(8), 4)));
    rust.variable(
        Entity.Role.DECLARES, "u", rust.add(new Type.Array(rust.u32(), OptionalLong.of(9), 4)));
    assertThat(rules(check(Linkage.NOTHING, c, rust))).containsExactly("layout-array-length u");
  }

  @Test
  void whatRustImportsAndNobodyDescribesIsUndetermined() {
    Side c = new Side("c.o", GCC);
    Side rust = new Side("r.o", RUSTC);
    c.function(Entity.Role.DEFINES, "f", c.u32());
    Linkage linkage =
        new Linkage(
            List.of(tables(rust, Linkage.Form.RELOCATABLE, List.of("f", "g"), Map.of(), "")));
    Verification result = check(linkage, c, rust);
    assertThat(result.symbols().get(new Subject(Subject.Kind.FUNCTION, "f")))
        .isInstanceOf(Verdict.NotDetermined.class);
    assertThat(result.functions()).isEqualTo(new Verification.Coverage(1, 0, 0, 1, 0));
  }

  @Test
  void ofADefinitionWithoutDebugInfoKindAndSizeAreCompared() {
    Side assembly = new Side("a.o", GCC);
    Side rust = new Side("r.o", RUSTC);
    rust.variable(Entity.Role.DECLARES, "large", rust.u32());
    rust.variable(Entity.Role.DECLARES, "small", rust.u32());
    rust.variable(Entity.Role.DECLARES, "same", rust.u32());
    rust.variable(Entity.Role.DECLARES, "code", rust.u32());
    rust.variable(Entity.Role.DECLARES, "edge", rust.u32());
    Linkage.Definition ofTheLinker =
        new Linkage.Definition(Optional.empty(), 0, Linkage.Binding.GLOBAL);
    Linkage linkage =
        new Linkage(
            List.of(
                tables(
                    assembly,
                    Linkage.Form.RELOCATABLE,
                    List.of(),
                    Map.of(
                        "large", symbol(Subject.Kind.VARIABLE, 2),
                        "small", symbol(Subject.Kind.VARIABLE, 8),
                        "same", symbol(Subject.Kind.VARIABLE, 4),
                        "code", symbol(Subject.Kind.FUNCTION, 4),
                        "edge", ofTheLinker),
                    "")));
    Verification result = check(linkage, assembly, rust);
    assertThat(rules(result))
        .containsExactly("symbol-kind code", "symbol-size large", "symbol-size small");
    for (String open : List.of("same", "edge")) {
      assertThat(result.symbols().get(new Subject(Subject.Kind.VARIABLE, open)))
          .isInstanceOf(Verdict.NotDetermined.class);
    }
  }

  /** GNU ld refuses to link what differs. */
  @Test
  void aVariableOfEachThreadIsNotOneOfAll() {
    Side rust = new Side("r.o", RUSTC);
    Side c = new Side("c.o", GCC);
    List.of("one", "own", "taken")
        .forEach(
            name -> {
              rust.variable(Entity.Role.DEFINES, name, rust.u32());
              c.variable(Entity.Role.DECLARES, name, c.u32());
            });
    Linkage.Definition all = symbol(Subject.Kind.VARIABLE, 4);
    Linkage.Definition own = SymbolTablesTest.THREAD_LOCAL;
    Map<String, Linkage.Definition> defined = Map.of("one", all, "own", own, "taken", own);
    Map<String, Boolean> taken = Map.of("one", true, "own", true, "taken", false);
    Linkage linkage =
        new Linkage(
            List.of(
                tables(rust, Linkage.Form.RELOCATABLE, List.of(), defined, ""),
                tables(c, Linkage.Form.RELOCATABLE, List.of(), taken, Map.of(), "")));
    Verification result = check(linkage, rust, c);
    assertThat(rules(result)).containsExactly("symbol-kind one", "symbol-kind taken");
    assertThat(result.symbols().get(new Subject(Subject.Kind.VARIABLE, "own")))
        .isInstanceOf(Verdict.Agree.class);
  }

  /** Source has no symbol table; rustc takes a static for one of all threads unless it says so. */
  @Test
  void sourceOfRustDeclaresAVariableOfAllThreads() {
    Side c = new Side("c.o", GCC);
    Side rust = new Side("r.rs", RUSTC, Evidence.BINDINGS);
    List.of("all", "own")
        .forEach(
            name -> {
              c.variable(Entity.Role.DEFINES, name, c.u32());
              rust.variable(Entity.Role.DECLARES, name, rust.u32());
            });
    Linkage.Definition all = symbol(Subject.Kind.VARIABLE, 4);
    Linkage.Definition own = SymbolTablesTest.THREAD_LOCAL;
    Linkage linkage =
        new Linkage(
            List.of(
                tables(
                    c, Linkage.Form.RELOCATABLE, List.of(), Map.of("all", all, "own", own), "")));
    assertThat(rules(check(linkage, c, rust))).containsExactly("symbol-kind own");
  }

  @Test
  void aModuleThatWantsWhatNobodyHasWillNotLoad() {
    Side kernel = new Side("vmlinux", GCC);
    Side module = new Side("m.ko", RUSTC);
    Linkage linkage =
        new Linkage(
            List.of(
                tables(
                    kernel,
                    Linkage.Form.IMAGE,
                    List.of(),
                    Map.of("there", symbol(Subject.Kind.FUNCTION, 4)),
                    "7.2.0"),
                tables(module, Linkage.Form.MODULE, List.of("there", "gone"), Map.of(), "7.2.0")));
    assertThat(rules(check(linkage, kernel, module))).containsExactly("symbol-missing gone");
  }

  @Test
  void aModuleOfAnotherKernelIsReported() {
    Side kernel = new Side("vmlinux", GCC);
    Side module = new Side("m.ko", RUSTC);
    Linkage linkage =
        new Linkage(
            List.of(
                tables(kernel, Linkage.Form.IMAGE, List.of(), Map.of(), "7.2.0"),
                tables(module, Linkage.Form.MODULE, List.of(), Map.of(), "7.1.0")));
    assertThat(rules(check(linkage, kernel, module))).containsExactly("attribute-mismatch m.ko");
  }

  @Test
  void twoStrongDefinitionsAreADuplicateAndAWeakOneIsNot() {
    Side c = new Side("c.o", GCC);
    Side rust = new Side("r.o", RUSTC);
    c.function(Entity.Role.DEFINES, "twice", c.u32());
    rust.function(Entity.Role.DEFINES, "twice", rust.u32());
    c.function(Entity.Role.DEFINES, "weak", c.u32());
    rust.function(Entity.Role.DEFINES, "weak", rust.u32());
    Linkage.Definition strong = symbol(Subject.Kind.FUNCTION, 4);
    Linkage.Definition weak =
        new Linkage.Definition(Optional.of(Subject.Kind.FUNCTION), 4, Linkage.Binding.WEAK);
    Linkage linkage =
        new Linkage(
            List.of(
                tables(
                    c,
                    Linkage.Form.RELOCATABLE,
                    List.of(),
                    Map.of("twice", strong, "weak", weak),
                    ""),
                tables(
                    rust,
                    Linkage.Form.RELOCATABLE,
                    List.of(),
                    Map.of("twice", strong, "weak", strong),
                    "")));
    assertThat(rules(check(linkage, c, rust))).containsExactly("symbol-duplicate twice");
  }

  @Test
  void whatBothDefineIsHeldAgainstTheOtherAndNotAgainstItself() {
    Side c = new Side("c.o", GCC);
    Side rust = new Side("r.o", RUSTC);
    c.function(Entity.Role.DEFINES, "alike", c.u32());
    rust.function(Entity.Role.DEFINES, "alike", rust.u32());
    c.function(Entity.Role.DEFINES, "other", c.u32(), c.u32());
    rust.function(Entity.Role.DEFINES, "other", rust.u32());
    // Each program has one of its own.
    c.function(Entity.Role.DEFINES, "main", c.u32(), c.u32());
    rust.function(Entity.Role.DEFINES, "main", rust.u32());
    Verification verification = check(Linkage.NOTHING, c, rust);
    assertThat(rules(verification)).containsExactly("call-arity other");
    assertThat(verification.functions().agree()).isEqualTo(1);
  }

  /** rustc states no type for it, whatever the struct. */
  @Test
  void aResultOfNoSizeIsNoDifference() {
    Type empty =
        new Type.Aggregate(
            Type.Shape.STRUCT, Optional.of("empty"), 0, OptionalInt.empty(), List.of());
    Side c = new Side("c.o", GCC);
    Side rust = new Side("r.o", RUSTC);
    c.function(Entity.Role.DEFINES, "f", empty);
    rust.function(Entity.Role.DECLARES, "f", new Type.Void());
    c.function(Entity.Role.DEFINES, "g", new Type.Void());
    rust.function(Entity.Role.DECLARES, "g", empty);
    assertThat(rules(check(Linkage.NOTHING, c, rust))).containsExactly("call-return g");
  }

  private static List<String> floating(Producer c, Producer rust) {
    Side provider = new Side("c.o", c);
    provider.function(Entity.Role.DEFINES, "f", provider.number(Type.Encoding.FLOAT, 8));
    Side consumer = new Side("r.o", rust);
    consumer.function(Entity.Role.DECLARES, "f", consumer.number(Type.Encoding.FLOAT, 8));
    return check(Linkage.NOTHING, provider, consumer).findings().stream()
        .filter(finding -> finding.subject().name().equals("f"))
        .map(
            finding ->
                finding.severity().word()
                    + " "
                    + finding.rule().id()
                    + " "
                    + finding.differences().getFirst().expected().text()
                    + ", "
                    + finding.differences().getFirst().actual().text())
        .toList();
  }

  @Test
  void floatingPointBetweenObjectsOfWhichOneIsBuiltWithoutItIsReported() {
    Producer without = producer(Producer.Compiler.GCC, Producer.Language.C, "-mno-sse");
    assertThat(floating(GCC, RUSTC)).isEmpty();
    assertThat(floating(without, RUSTC))
        .containsExactly("risky call-argument switched off, in registers");
  }
}
