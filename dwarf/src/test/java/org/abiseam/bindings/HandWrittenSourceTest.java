package org.abiseam.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Declarations as people write them; sizes and offsets were had from rustc 1.97. */
final class HandWrittenSourceTest {
  private static final Machine X86_64 = new Machine(Machine.EM_X86_64, 8, false, 0);
  private static final Machine I386 = new Machine(Machine.EM_386, 4, false, 0);
  @TempDir private Path folder;

  private static ObjectModel model(Machine machine, String source) {
    return BindingsSource.parse("hand.rs", source)
        .model(machine, RustcForTests.PRODUCER, SourceCrate.of(List.of()));
  }

  /** What a parameter of this type is. */
  private static String passed(Machine machine, String type, String items) {
    ObjectModel model = model(machine, items + " extern \"C\" { fn f(a: " + type + "); }");
    Type function = model.types().type(model.entities().getFirst().definition().type());
    return text(model, ((Type.Function) function).signature().parameters().getFirst().type());
  }

  private static String named(ObjectModel model, String name) {
    Definition definition =
        model.definitions().stream().filter(d -> d.name().equals(name)).findFirst().orElseThrow();
    return text(model, definition.type());
  }

  private static String text(ObjectModel model, TypeId id) {
    return switch (model.types().type(id)) {
      case Type.NonZero number -> "NonZero(" + text(model, number.target()) + ")";
      case Type.Wrapper wrapper -> text(model, wrapper.target());
      case Type.Scalar scalar -> scalar.name();
      case Type.Pointer pointer -> "*" + text(model, pointer.target());
      case Type.Void _ -> "void";
      case Type.Incomplete incomplete -> incomplete.name() + "?";
      case Type.Opaque opaque -> "unknown: " + opaque.reason();
      case Type.Enumeration it ->
          (it.signed() ? "i" : "u")
              + it.bytes() * 8
              + it.values().stream()
                  .map(value -> " " + value.name() + "=" + value.number())
                  .collect(Collectors.joining());
      case Type.Aggregate it ->
          "%s %d/%d:%s"
              .formatted(it.name().orElse("-"), it.bytes(), it.alignment().orElse(0), members(it));
      case Type.Tagged it ->
          "%s %d/%d:%s"
              .formatted(
                  it.name(),
                  it.bytes(),
                  it.alignment().orElse(0),
                  it.variants().stream()
                      .map(
                          one ->
                              " "
                                  + one.name()
                                  + "="
                                  + one.discriminant().orElse(-1)
                                  + members((Type.Aggregate) model.types().type(one.payload())))
                      .collect(Collectors.joining()));
      case Type.Array array -> "[" + text(model, array.element()) + "]";
      case Type.Function _ -> "fn";
      case Type other -> other.toString();
    };
  }

  private static String members(Type.Aggregate type) {
    return type.members().stream()
        .map(it -> " " + it.name() + "@" + it.bitOffset() / 8)
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: u32, #[cfg(windows)] b: u64                 | u32",
        "#[cfg(unix)] a: u32, #[cfg(not(unix))] b: u64  | u32",
        "a: u8, #[cfg(feature = \"x\")] b: u32           | u8, unknown: the source is not"
            + " understood",
        "a: <S as Holds<u8, u16>>::Item, b: u32         | unknown: the source is not understood,"
            + " u32",
        "a: ((u32, f64), u8), b: u32                    | unknown: the source is not understood,"
            + " u32",
        "a: named!(u8, u16), b: u32                     | unknown: the source is not understood,"
            + " u32",
        "a: *mut Vec::<u8>, _: u16, r#in: u32,          | *unknown: the source does not define it,"
            + " u16, u32",
      })
  void parametersAreCountedWhateverTheirTypes(String written, String expected) {
    ObjectModel model = model(X86_64, "extern \"C\" { fn f(" + written + "); }");
    Type function = model.types().type(model.entities().getFirst().definition().type());
    assertThat(
            ((Type.Function) function)
                .signature().parameters().stream()
                    .map(it -> text(model, it.type()))
                    .collect(Collectors.joining(", ")))
        .isEqualTo(expected);
  }

  @Test
  void functionsThatRustDefinesForCHaveTheirConventions() {
    String source =
        """
        #[no_mangle] pub fn own() {}
        #[unsafe(no_mangle)] pub unsafe extern "C-unwind" fn plain() {}
        mod deep { #[inline(never)] #[unsafe(export_name = "else")] extern "win64" fn windows() {} }
        #[cfg(windows)] #[no_mangle] pub extern "stdcall" fn plain() {}
        #[cfg_attr(unix, no_mangle)] pub extern "sysv64" fn r#match() {}
        pub fn inner() {}
        """;
    Map<String, String> exports = new TreeMap<>();
    BindingsSource.parse("hand.rs", source)
        .exports(X86_64)
        .forEach((symbol, convention) -> exports.put(symbol, convention.name()));
    assertThat(exports.toString())
        .isEqualTo("{else=win64, match=sysv64, own=Rust, plain=C-unwind}");
  }

  @Test
  void aFunctionOfATypeThatCCallsTakesTheType() {
    ObjectModel model =
        model(
            X86_64,
            """
            #[repr(C)] pub struct door { open: bool }
            impl door {
              pub fn shut(&self) {}
              #[no_mangle] pub extern "C" fn door_open(&mut self, by: Self) -> *mut Self { self }
              #[cfg(windows)] #[no_mangle] pub extern "C" fn door_lock(self) {}
            }
            """);
    assertThat(model.entities()).hasSize(1);
    Definition export = model.entities().getFirst().definition();
    Signature signature = ((Type.Function) model.types().type(export.type())).signature();
    assertThat(export.name() + " " + signature.convention()).isEqualTo("door_open C");
    assertThat(signature.parameters().stream().map(it -> text(model, it.type())))
        .containsExactly("*door?", "door 1/1: open@0");
    assertThat(text(model, signature.result())).isEqualTo("*door?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "&str              | &str 16/8: data_ptr@0 length@8",
        "&mut [u32]        | &mut [u32] 16/8: data_ptr@0 length@8",
        "*const [u8]       | *const [u8] 16/8: data_ptr@0 length@8",
        "*mut str          | *mut str 16/8: data_ptr@0 length@8",
        "Box<[u8]>         | Box<[u8]> 16/8: data_ptr@0 length@8",
        "&'static CStr     | &CStr 16/8: data_ptr@0 length@8",
        "&(dyn Fn() + Send)| &dyn Fn()+Send 16/8: pointer@0 vtable@8",
        "*const Text       | *const Text 16/8: data_ptr@0 length@8",
        "&u8               | *u8",
        "Box<u8>           | *u8",
        "Option<Box<u8>>   | *u8",
        "Option<&Handle>   | *Handle?",
        "Option<NonZeroU32>| u32",
        "NonZeroU32        | NonZero(u32)",
        "NonZero<i64>      | NonZero(i64)",
        "Option<Id>        | u32",
        "Option<Callback>  | *fn",
        "AtomicU16         | u16",
        "f16               | f16",
        "f128              | f128",
        "Pair<u8, u32>     | Pair<u8, u32> 8/4: a@0 b@4",
        "Pair<u16>         | Pair<u16, u8> 4/2: a@0 b@2",
        "Row<u8, { 2 * { N } }> | Row<u8, [(); 10]> 10/1: __0@0",
        "Pair<Row<u16, 3>, u8> | Pair<Row<u16, [(); 3]>, u8> 8/2: a@0 b@6",
        "Row<u8, { N + 1 }>| Row<u8, [(); 6]> 6/1: __0@0",
        "Row<u8, N>        | Row<u8, [(); 5]> 5/1: __0@0",
        "Maybe<Id>         | u32",
        "*mut Task         | *Handle?",
        "*mut Chain<u8>    | *Chain<u8>?",
        "View<'static>     | View 8/8: at@0",
      })
  void pointersAndWhatIsOneAreLaidOutAsRustcDoes(String type, String expected) {
    String items =
        "type Callback = extern \"C\" fn(); #[repr(C)] struct Handle { a: u8 } #[repr(transparent)]"
            + " struct Id(NonZeroU32); #[repr(C)] struct Text { length: usize, bytes: [u8] }"
            + " #[repr(C)] struct Pair<A, B: Copy = u8> where A: Into<Pair<A, B>> { a: A, b: B }"
            + " const N: usize = 5; #[repr(C)] struct Row<T, const N: usize>([T; N]) where T: Copy;"
            + " type Maybe<T> = Option<T>; #[repr(C)] struct View<'a> { at: &'a Handle } struct"
            + " Guarded<T>(UnsafeCell<MaybeUninit<T>>, PhantomPinned); struct"
            + " Task(Guarded<Handle>); #[repr(C)] struct Chain<T> { next: *mut Chain<T>, all: *mut"
            + " Chain<Chain<T>>, t: T }";
    assertThat(passed(X86_64, type, items)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "const A: usize = if B { 1 } else { 2 };",
        "#[cfg(windows)] const A: usize = match B { true => { 1 } _ => 2 };",
        "static A: S = S { a: 1 };",
        "type A = Wide<{ 1 + 1 }>;",
        "use core::{ffi::{c_int, c_char}, mem};",
        "const unsafe fn a() -> u8 { 1 }",
        "pub(crate) async fn a() { if b { c() } else { d() } }"
      })
  void bracesInsideAnItemDoNotEndIt(String item) {
    BindingsSource source =
        BindingsSource.parse("hand.rs", item + " extern \"C\" { fn f(a: u8); }");
    assertThat(source.diagnostics()).isEmpty();
    assertThat(source.symbols()).containsExactly("f");
  }

  @ParameterizedTest
  @CsvSource({
    "crate::sizes::COUNT as usize, s 8/1: a@0",
    "super::COUNT as usize + 1, s 9/1: a@0",
    "Sizes::COUNT, s 8/1: a@0",
    "libc::COUNT, s 0/1: a@0",
    "u8::COUNT as usize, s 0/1: a@0"
  })
  void aPathToAConstantOfTheCrateHasItsValue(String length, String expected) {
    String source =
        "mod sizes { pub const COUNT: u8 = 8; } struct Sizes; #[repr(C)] pub struct s { a: [u8; "
            + length
            + "] }";
    String found = named(model(X86_64, source), "s");
    assertThat(expected.startsWith("s 0") ? found.startsWith("unknown: ") : found.equals(expected))
        .as(found)
        .isTrue();
  }

  @Test
  void aConditionHoldsForTheWordsInFrontOfABlockToo() {
    String source = "#[cfg(feature = \"x\")] unsafe extern \"C\" { pub safe fn f(a: u8); }";
    ObjectModel model = model(X86_64, source);
    assertThat(text(model, model.entities().getFirst().definition().type()))
        .startsWith("unknown: it depends on #[cfg(feature = \"x\")]");
  }

  @ParameterizedTest
  @CsvSource({
    "Option<u32>",
    "Option<*mut u8>",
    "Option<bool>",
    "Plain",
    "Color",
    "'(u8, u32)'",
    "String"
  })
  void whatRustPromisesNoLayoutForIsUnknown(String type) {
    String items = "struct Plain { a: u8, b: u32 } enum Color { Red, Green }";
    assertThat(passed(X86_64, type, items)).startsWith("unknown: ");
  }

  @ParameterizedTest
  @CsvSource({
    "size_t, usize, usize",
    "libc::ssize_t, isize, isize",
    "libc::off_t, i64, unknown: the source does not define it",
    "libc::time_t, i64, unknown: the source does not define it",
    "libc::uint16_t, u16, u16"
  })
  void typesOfTheCrateLibcAreKnownWhereItsConfigurationDoesNotChangeThem(
      String type, String wide, String narrow) {
    assertThat(passed(X86_64, type, "")).isEqualTo(wide);
    assertThat(passed(I386, type, "")).isEqualTo(narrow);
  }

  @Test
  void enumsHaveTheSizeOfTheirRepr() {
    ObjectModel model =
        model(
            X86_64,
            """
            #[repr(C)] enum level { Low = -2, Mid, High = 1 << 4 }
            #[repr(C)] enum plain { A, B = b'a' as isize }
            #[repr(C)] enum wide { A = 0x1_0000_0000 }
            #[repr(u8, C)] enum small { A = FIRST, B }
            #[repr(u8)] enum strange { A = size_of::<u8>() as u8 }
            const FIRST: u8 = 3 * (2 + 1);
            """);
    assertThat(named(model, "level")).isEqualTo("i32 Low=-2 Mid=-1 High=16");
    assertThat(named(model, "plain")).isEqualTo("u32 A=0 B=97");
    assertThat(named(model, "wide")).isEqualTo("u64 A=4294967296");
    assertThat(named(model, "small")).isEqualTo("u8 A=9 B=10");
    assertThat(named(model, "strange"))
        .isEqualTo("unknown: the value of A is no constant that is known here");
  }

  @Test
  void enumsWithFieldsAreLaidOutByTheirRepr() {
    ObjectModel model =
        model(
            X86_64,
            """
            #[repr(C, u8)] enum both { None, Some(u64) }
            #[repr(u8)] enum tag { A { a: u8, b: u32 }, B(u16) = 7, C }
            #[repr(C)] enum plain { A { x: i32, y: i8 }, B { d: f64 } }
            """);
    assertThat(named(model, "both")).isEqualTo("both 16/8: None=0 Some=1 __0@8");
    assertThat(named(model, "tag")).isEqualTo("tag 8/4: A=0 a@1 b@4 B=7 __0@2 C=8");
    assertThat(named(model, "plain")).isEqualTo("plain 16/8: A=0 x@8 y@12 B=1 d@8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pub enum X {}",
        "#[repr(C)] pub struct X { _private: [u8; 0] }",
        "#[repr(C)] pub struct X { _data: (), _marker: PhantomData<(*mut u8, PhantomPinned)> }",
        "pub struct X(());",
        "pub struct X;",
        "extern \"C\" { pub type X; }",
      })
  void aTypeWithoutContentStandsForADeclaration(String source) {
    ObjectModel model = model(X86_64, source + " extern \"C\" { fn f(x: *mut X); }");
    assertThat(named(model, "X")).isEqualTo("X?");
  }

  private static final String CHOICE =
      """
      #[cfg(%s)] type word = u64;
      #[cfg(not(%s))] type word = u32;
      extern "C" { fn f(a: word); }
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "target_pointer_width = \"64\" | u64 | u32",
        "target_arch = \"x86\"         | u32 | u64",
        "unix                          | u64 | u64",
        "any(windows, target_os = \"macos\") | u32 | u32",
        "all(unix, not(target_endian = \"big\")) | u64 | u64",
      })
  void conditionsAreEvaluatedForTheMachine(String condition, String wide, String narrow) {
    String source = CHOICE.replace("%s", condition);
    for (Machine machine : List.of(X86_64, I386)) {
      assertThat(firstParameter(model(machine, source))).isEqualTo(machine == I386 ? narrow : wide);
    }
  }

  private static String firstParameter(ObjectModel model) {
    Entity function = model.entities().getFirst();
    return switch (model.types().type(function.definition().type())) {
      case Type.Function it -> text(model, it.signature().parameters().getFirst().type());
      case Type other -> text(model, function.definition().type());
    };
  }

  @Test
  void aConditionThatNothingSettlesMakesItsItemsUnknownUntilItIsGiven() throws IOException {
    Path file = folder.resolve("lib.rs");
    Files.writeString(file, CHOICE.replace("%s", "feature = \"wide\""));
    assertThat(firstParameter(read(file, List.of())))
        .startsWith("unknown: it depends on #[cfg(feature = \"wide\")]");
    assertThat(firstParameter(read(file, List.of("feature=\"wide\"")))).isEqualTo("u64");
    assertThat(firstParameter(read(file, List.of("feature=\"other\"")))).isEqualTo("u32");
  }

  private static ObjectModel read(Path file, List<String> options) {
    return BindingsSource.read(file, options)
        .model(X86_64, RustcForTests.PRODUCER, SourceCrate.of(List.of()));
  }

  @Test
  void aFieldOrFunctionUnderAnUnsettledConditionIsNotTakenAsThere() {
    ObjectModel model =
        model(
            X86_64,
            """
            #[repr(C)] struct s { a: u32, #[cfg(feature = "more")] b: u32, #[cfg(windows)] c: u8 }
            #[repr(C)] struct t { a: u32, #[cfg(windows)] c: u8 }
            extern "C" { #[cfg(feature = "more")] fn f(a: u32); }
            """);
    assertThat(named(model, "s")).startsWith("unknown: it depends on #[cfg(feature = \"more\")]");
    assertThat(named(model, "t")).isEqualTo("t 4/4: a@0");
    assertThat(firstParameter(model)).startsWith("unknown: it depends on");
  }

  @Test
  void modulesAndIncludedFilesAreRead() throws IOException {
    Path file = folder.resolve("lib.rs");
    Files.writeString(
        file,
        "mod types; #[path = \"elsewhere.rs\"] mod calls; include!(\"more.rs\");"
            + " #[cfg(windows)] mod missing;");
    Files.createDirectory(folder.resolve("types"));
    Files.writeString(folder.resolve("types/mod.rs"), "mod inner; pub type a = u16;");
    Files.writeString(folder.resolve("types/inner.rs"), "pub type b = u64;");
    Files.writeString(folder.resolve("elsewhere.rs"), "extern \"C\" { fn one(x: a); }");
    Files.writeString(folder.resolve("more.rs"), "extern \"C\" { fn two(x: b); }");
    BindingsSource source = BindingsSource.read(file, List.of());
    assertThat(source.diagnostics()).isEmpty();
    ObjectModel model = source.model(X86_64, RustcForTests.PRODUCER, SourceCrate.of(List.of()));
    assertThat(model.entities())
        .extracting(entity -> entity.definition().name())
        .containsExactly("one", "two");
    assertThat(firstParameter(model)).isEqualTo("u16");
  }

  @Test
  void whatTheBuildScriptWritesIsNamedOnceAndMacrosAreCounted() {
    BindingsSource source =
        BindingsSource.parse(
            "lib.rs",
            """
            include!(concat!(env!("OUT_DIR"), "/bindings.rs"));
            bitflags! { struct A: u32 { const B = 1; } }
            declare! { f } macros::declare! { g }
            type Alias<T> = Option<T>;
            async fn nothing() {}
            """);
    assertThat(source.diagnostics())
        .singleElement()
        .satisfies(it -> assertThat(it.message()).contains("OUT_DIR"));
    assertThat(source.macros()).containsOnlyKeys("bitflags", "declare").containsEntry("declare", 2);
  }

  @Test
  void filesThatIncludeEachOtherEnd() throws IOException {
    Path file = folder.resolve("a.rs");
    Files.writeString(file, "include!(\"b.rs\");");
    Files.writeString(folder.resolve("b.rs"), "include!(\"a.rs\");");
    assertThat(BindingsSource.read(file, List.of()).diagnostics())
        .singleElement()
        .satisfies(it -> assertThat(it.message()).isEqualTo("files include each other"));
  }

  @Test
  void theBranchOfCfgIfThatHoldsIsRead() {
    ObjectModel model =
        model(
            X86_64,
            """
            cfg_if! {
              if #[cfg(target_pointer_width = "32")] { type word = u32; }
              else if #[cfg(unix)] { type word = u64; }
              else { type word = u8; }
            }
            extern "C" { fn f(a: word); }
            """);
    assertThat(firstParameter(model)).isEqualTo("u64");
  }

  @Test
  void whatLiesBehindAnEnumWithDataOrANonZeroBeginsBehindIt() {
    String source =
        """
        #[repr(C)] pub enum e { One { a: i32, b: f32 }, None }
        #[repr(C)] pub struct s { pub a: [e; 2], pub b: u8 }
        #[repr(C)] pub struct n { pub a: [core::num::NonZeroU32; 2], pub b: u8 }
        #[repr(C)] pub struct m { pub a: core::num::NonZeroU16, pub b: u8 }
        """;
    ObjectModel model = model(X86_64, source);
    assertThat(named(model, "s")).startsWith("s 28/4:");
    assertThat(named(model, "n")).startsWith("n 12/4:");
    assertThat(named(model, "m")).startsWith("m 4/2:");
  }
}
