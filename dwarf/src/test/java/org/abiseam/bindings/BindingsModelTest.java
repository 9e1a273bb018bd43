package org.abiseam.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Signature;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.junit.jupiter.api.Test;

/** What the source says, laid out; sizes and offsets were had from rustc 1.95. */
final class BindingsModelTest {
  private static final Machine X86_64 = new Machine(Machine.EM_X86_64, 8, false, 0);
  private static final Machine I386 = new Machine(Machine.EM_386, 4, false, 0);

  private static ObjectModel model(Machine machine, String source) {
    BindingsSource bindings = BindingsSource.parse("b.rs", source);
    assertThat(bindings.diagnostics()).isEmpty();
    return bindings.model(machine, RustcForTests.PRODUCER, SourceCrate.of(List.of()));
  }

  private static Type type(ObjectModel model, String name) {
    Definition definition =
        model.definitions().stream().filter(d -> d.name().equals(name)).findFirst().orElseThrow();
    assertThat(definition.evidence()).isEqualTo(Evidence.BINDINGS);
    return model.types().type(model.types().resolved(definition.type()));
  }

  private static Type.Aggregate aggregate(ObjectModel model, String name) {
    return (Type.Aggregate) type(model, name);
  }

  private static List<String> offsets(Type.Aggregate type) {
    return type.members().stream()
        .filter(Member.Field.class::isInstance)
        .map(Member.Field.class::cast)
        .map(field -> field.name() + "@" + field.bitOffset())
        .toList();
  }

  private static Signature signature(ObjectModel model, String symbol) {
    Entity entity =
        model.entities().stream()
            .filter(e -> e.definition().name().equals(symbol))
            .findFirst()
            .orElseThrow();
    assertThat(entity.kind()).isEqualTo(Subject.Kind.FUNCTION);
    assertThat(entity.role()).isEqualTo(Entity.Role.DECLARES);
    return ((Type.Function) model.types().type(entity.definition().type())).signature();
  }

  private static String text(ObjectModel model, TypeId id) {
    return switch (model.types().type(model.types().resolved(id))) {
      case Type.Scalar scalar -> scalar.name();
      case Type.Pointer pointer -> "*" + text(model, pointer.target());
      case Type.Aggregate aggregate -> aggregate.name().orElse("?");
      case Type.Incomplete incomplete -> incomplete.name();
      case Type.Array array ->
          "[" + text(model, array.element()) + ";" + array.count().orElse(-1) + "]";
      case Type.Function function -> "fn " + text(model, function.signature());
      case Type.Enumeration enumeration -> enumeration.name().orElse("?");
      case Type.Void _ -> "void";
      case Type.Opaque opaque -> "opaque: " + opaque.reason();
      case Type other -> other.toString();
    };
  }

  private static String text(ObjectModel model, Signature signature) {
    List<String> parameters =
        signature.parameters().stream().map(parameter -> text(model, parameter.type())).toList();
    String variadic = signature.arity() == Signature.Arity.VARIADIC ? ", ..." : "";
    return "(%s%s) %s %s"
        .formatted(
            String.join(", ", parameters),
            variadic,
            text(model, signature.result()),
            signature.convention());
  }

  @Test
  void aStructOfCIsLaidOutForTheMachine() {
    String source =
        """
        #[repr(C)]
        pub struct s { pub a: u8, pub b: u64, pub c: ::core::ffi::c_long, pub d: *mut s, pub e: u16 }
        """;
    Type.Aggregate wide = aggregate(model(X86_64, source), "s");
    assertThat(offsets(wide)).containsExactly("a@0", "b@64", "c@128", "d@192", "e@256");
    assertThat(wide.bytes()).isEqualTo(40);
    assertThat(wide.alignment()).isEqualTo(OptionalInt.of(8));
    Type.Aggregate narrow = aggregate(model(I386, source), "s");
    assertThat(offsets(narrow)).containsExactly("a@0", "b@32", "c@96", "d@128", "e@160");
    assertThat(narrow.bytes()).isEqualTo(24);
    assertThat(narrow.alignment()).isEqualTo(OptionalInt.of(4));
  }

  @Test
  void packedAndAlignedAreTakenTogetherWithTheFields() {
    ObjectModel model =
        model(
            X86_64,
            """
            #[repr(C, packed)] pub struct tight { a: u8, b: u64 }
            #[repr(C, packed(2))] pub struct two { a: u8, b: u64, c: u8 }
            #[repr(C)] #[repr(align(64))] pub struct line { a: u8 }
            #[repr(C)] pub struct inside { t: tight, l: line }
            """);
    assertThat(aggregate(model, "tight").bytes()).isEqualTo(9);
    assertThat(offsets(aggregate(model, "two"))).containsExactly("a@0", "b@16", "c@80");
    assertThat(aggregate(model, "two").bytes()).isEqualTo(12);
    assertThat(aggregate(model, "line").bytes()).isEqualTo(64);
    assertThat(offsets(aggregate(model, "inside"))).containsExactly("t@0", "l@512");
    assertThat(aggregate(model, "inside").bytes()).isEqualTo(128);
  }

  /**
   * What {@code bindgen --dynamic-loading} writes, with {@code --dynamic-link-require-all} or not.
   */
  @Test
  void functionsThatAProgramLooksUpAreDeclared() {
    ObjectModel model =
        model(
            X86_64,
            """
            pub struct lib {
                __library: ::libloading::Library,
                pub f: Result<unsafe extern "C" fn(n: u32) -> u8, ::libloading::Error>,
                pub g: unsafe extern "C" fn(format: *const u8, ...),
                pub v: Result<*mut u32, ::libloading::Error>,
            }
            """);
    assertThat(text(model, signature(model, "f"))).isEqualTo("(u32) u8 C");
    assertThat(signature(model, "g").arity()).isEqualTo(Signature.Arity.VARIADIC);
    assertThat(model.entities()).hasSize(3).allMatch(it -> it.role() == Entity.Role.DECLARES);
    assertThat(model.definitions()).isEmpty();
  }

  @Test
  void unionsOfRustAndStructsThatStandForUnions() {
    ObjectModel model =
        model(
            X86_64,
            """
            #[repr(C)] #[derive(Copy, Clone)] pub union u { pub a: u32, pub b: [u16; 5usize] }
            #[repr(C)] pub struct old {
                pub a: __BindgenUnionField<u64>,
                pub b: __BindgenUnionField<u8>,
                pub bindgen_union_field: u64,
            }
            """);
    Type.Aggregate union = aggregate(model, "u");
    assertThat(union.shape()).isEqualTo(Type.Shape.UNION);
    assertThat(union.bytes()).isEqualTo(12);
    assertThat(offsets(union)).containsExactly("a@0", "b@0");
    Type.Aggregate old = aggregate(model, "old");
    assertThat(old.shape()).isEqualTo(Type.Shape.UNION);
    assertThat(old.bytes()).isEqualTo(8);
    assertThat(offsets(old)).containsExactly("a@0", "b@0");
  }

  @Test
  void bitFieldUnitsHaveTheirAccessors() {
    ObjectModel model =
        model(
            X86_64,
            """
            #[repr(C)]
            pub struct flags { pub a: u32, pub _bitfield_align_1: [u8; 0], pub _bitfield_1: __BindgenBitfieldUnit<[u8; 1usize]>, pub __bindgen_padding_0: [u8; 3usize] }
            impl flags {
                pub fn x(&self) -> u32 { unsafe { self._bitfield_1.get(0usize, 3u8) as u32 } }
                pub fn set_x(&mut self, val: u32) { unsafe { self._bitfield_1.set(0usize, 3u8, val as u64) } }
            }
            """);
    Type.Aggregate flags = aggregate(model, "flags");
    assertThat(flags.bytes()).isEqualTo(8);
    Member.BitFieldUnit unit = (Member.BitFieldUnit) flags.members().get(2);
    assertThat(unit.bitOffset()).isEqualTo(32);
    assertThat(unit.accessors()).contains(List.of(new Member.Accessor("x", 0, 3)));
    assertThat(flags.members().get(3)).isInstanceOf(Member.Padding.class);
  }

  @Test
  void declarationsFlexibleArraysAndBlobs() {
    ObjectModel model =
        model(
            X86_64,
            """
            #[repr(C)] #[derive(Debug)] pub struct hidden { _unused: [u8; 0] }
            #[repr(C)] pub struct tail { pub n: u32, pub data: __IncompleteArrayField<u64> }
            #[repr(C)] #[repr(align(8))] pub struct blob { pub _bindgen_opaque_blob: [u64; 3usize] }
            """);
    assertThat(type(model, "hidden"))
        .isEqualTo(new Type.Incomplete(Type.Shape.STRUCT, "hidden", OptionalLong.of(0)));
    assertThat(offsets(aggregate(model, "tail"))).containsExactly("n@0", "data@64");
    assertThat(aggregate(model, "tail").bytes()).isEqualTo(8);
    assertThat(type(model, "blob"))
        .isEqualTo(
            new Type.Opaque(
                Optional.of("blob"),
                OptionalLong.of(24),
                OptionalInt.of(8),
                Type.Opaque.Cause.BINDGEN_BLOB,
                "bindgen wrote an opaque blob"));
  }

  /** {@code va_list} of AArch64 by bindgen 0.71 and by 0.72. */
  @Test
  void aBlobIsAsLargeAsItsArray() {
    String source = "pub type list = %s; #[repr(C)] pub struct format { pub va: list, pub n: u32 }";
    for (String blob :
        List.of("__BindgenOpaqueArray<[u64; 4usize]>", "__BindgenOpaqueArray<u64, 4usize>")) {
      Type.Aggregate format = aggregate(model(X86_64, source.formatted(blob)), "format");
      assertThat(offsets(format)).containsExactly("va@0", "n@256");
      assertThat(format.bytes()).isEqualTo(40);
    }
    String unknown = source.formatted("__BindgenOpaqueArray<u64, { N }>");
    assertThat(type(model(X86_64, unknown), "format"))
        .isInstanceOfSatisfying(Type.Opaque.class, opaque -> assertThat(opaque.bytes()).isEmpty());
  }

  /** The kernel's maple_node has its union alone, which holds one that points back to it. */
  @Test
  void aStructAroundWhatHasNoNameIsNotThatAlone() {
    ObjectModel model =
        model(
            X86_64,
            """
            #[repr(C)] pub struct copy { pub to: *mut node, pub end: u64 }
            #[repr(C)] pub struct node { pub __bindgen_anon_1: node__bindgen_ty_1 }
            #[repr(C)] pub union node__bindgen_ty_1 { pub slots: [u64; 4usize], pub cp: copy }
            """);
    assertThat(aggregate(model, "copy").bytes()).isEqualTo(16);
    assertThat(aggregate(model, "node").bytes()).isEqualTo(32);
  }

  @Test
  void theSourceTellsWhichStructsAreTransparent() {
    ObjectModel model =
        model(
            X86_64,
            """
            #[repr(C)] #[derive(Copy)] pub struct kuid_t { pub val: ::core::ffi::c_uint }
            #[repr(transparent)] pub struct kind(pub ::core::ffi::c_uint);
            pub struct loose { pub val: ::core::ffi::c_uint }
            """);
    assertThat(transparent(model, "kuid_t")).contains(false);
    assertThat(transparent(model, "kind")).contains(true);
    assertThat(transparent(model, "loose")).isEmpty();
  }

  private static Optional<Boolean> transparent(ObjectModel model, String name) {
    return model.definitions().stream()
        .filter(definition -> definition.name().equals(name))
        .map(definition -> model.types().transparent(definition.type()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void enumsOfEveryStyle() {
    ObjectModel model =
        model(
            X86_64,
            """
            pub const color_RED: color = 0;
            pub type color = ::core::ffi::c_uint;
            pub mod shape { pub type Type = i32; pub const ROUND: Type = -1; }
            #[repr(u8)] #[derive(Clone)] pub enum size { small = 1, large = 0x7f, larger }
            pub use self::size as size_t;
            #[repr(transparent)] pub struct kind(pub ::core::ffi::c_uint);
            extern "C" { pub fn use_all(a: color, b: shape::Type, c: size_t, d: kind); }
            """);
    Type.Enumeration size = (Type.Enumeration) type(model, "size");
    assertThat(size.bytes()).isEqualTo(1);
    assertThat(size.values())
        .containsExactly(
            new Type.Enumeration.Value("small", 1),
            new Type.Enumeration.Value("large", 127),
            new Type.Enumeration.Value("larger", 128));
    assertThat(text(model, signature(model, "use_all"))).isEqualTo("(u32, i32, size, kind) void C");
  }

  @Test
  void functionsWithEveryThingThatBindgenWrites() {
    ObjectModel model =
        model(
            X86_64,
            """
            pub type callback = ::core::option::Option<unsafe extern "C" fn(arg1: *mut ::core::ffi::c_void, n: usize) -> bool>;
            #[repr(C)] pub struct s { pub a: [u8; 4usize] }
            unsafe extern "C" {
                pub fn plain(v: s, n: ::core::ffi::c_int) -> *const s;
                pub fn printk(fmt: *const ::core::ffi::c_char, ...) -> ::core::ffi::c_int;
                #[must_use]
                #[link_name = "\\u{1}renamed"]
                pub fn other(c: callback);
                pub fn never() -> !;
                pub fn type_(type_: u32);
                pub static mut counter: u64;
                pub static table: [::core::option::Option<unsafe extern "C" fn()>; 2usize];
            }
            extern "win64" { pub fn windows(a: u64); }
            """);
    assertThat(text(model, signature(model, "plain"))).isEqualTo("(s, i32) *s C");
    assertThat(text(model, signature(model, "printk"))).isEqualTo("(*i8, ...) i32 C");
    assertThat(text(model, signature(model, "renamed")))
        .isEqualTo("(*fn (*void, usize) bool C) void C");
    assertThat(text(model, signature(model, "never"))).isEqualTo("() void C");
    assertThat(text(model, signature(model, "type"))).isEqualTo("(u32) void C");
    assertThat(text(model, signature(model, "windows"))).isEqualTo("(u64) void win64");
    List<String> statics =
        model.entities().stream()
            .filter(entity -> entity.kind() == Subject.Kind.VARIABLE)
            .map(
                entity ->
                    entity.definition().name() + ": " + text(model, entity.definition().type()))
            .toList();
    assertThat(statics).containsExactly("counter: u64", "table: [*fn () void C;2]");
  }

  @Test
  void whatTheSourceDoesNotDefineMakesItsHoldersOpaqueWithTheReason() {
    ObjectModel model =
        model(
            X86_64,
            """
            #[repr(C)] pub struct a { pub x: elsewhere, pub y: u8 }
            #[repr(C)] pub struct b { pub x: [u8; LENGTH] }
            #[repr(C)] pub struct c { pub x: *mut elsewhere }
            """);
    assertThat(type(model, "a"))
        .isEqualTo(
            new Type.Opaque(
                Optional.of("a"),
                OptionalLong.empty(),
                OptionalInt.empty(),
                "elsewhere: the source does not define it"));
    assertThat(((Type.Opaque) type(model, "b")).reason())
        .isEqualTo("array: its length is no plain number");
    assertThat(aggregate(model, "c").bytes()).isEqualTo(8);
  }

  @Test
  void aStructWithoutReprIsRustsToOrder() {
    Type.Opaque type = (Type.Opaque) type(model(X86_64, "pub struct s { pub a: u8 }"), "s");
    assertThat(type.reason()).isEqualTo("it has no repr(C), so that rustc may order its members");
  }

  @Test
  void aTypeThatAnotherSourceOfTheCrateDefinesIsFound() {
    BindingsSource types = BindingsSource.parse("t.rs", "mod raw { type size_type = usize; }");
    BindingsSource helpers =
        BindingsSource.parse("h.rs", "extern \"C\" { pub fn helper(n: size_type); }");
    ObjectModel model =
        helpers.model(X86_64, RustcForTests.PRODUCER, SourceCrate.of(List.of(types, helpers)));
    assertThat(text(model, signature(model, "helper"))).isEqualTo("(usize) void C");
  }
}
