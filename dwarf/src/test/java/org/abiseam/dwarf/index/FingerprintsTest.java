package org.abiseam.dwarf.index;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Encodings.*;
import static org.abiseam.dwarf.spec.Forms.*;
import static org.abiseam.dwarf.spec.Tags.*;
import static org.abiseam.fixtures.Dies.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.abiseam.dwarf.DebugFiles;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.TestObject;
import org.abiseam.fixtures.Dies;
import org.abiseam.fixtures.Dies.Attribute;
import org.abiseam.fixtures.Dies.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FingerprintsTest {
  /** How the same thing may be written. */
  enum Written {
    AS_GNU_C_DOES(5, false, 4, DW_FORM_strp, DW_FORM_data1, DW_FORM_ref4),
    WITH_INLINE_NAMES(5, false, 4, DW_FORM_string, DW_FORM_data1, DW_FORM_ref4),
    WITH_INDEXED_NAMES(5, false, 4, DW_FORM_strx1, DW_FORM_data2, DW_FORM_ref4),
    WITH_VARIABLE_NUMBERS(4, false, 4, DW_FORM_strp, DW_FORM_udata, DW_FORM_ref_udata),
    WITH_CONSTANTS_IN_THE_ABBREVIATION(
        5, false, 4, DW_FORM_strp, DW_FORM_implicit_const, DW_FORM_ref4),
    IN_64_BIT_FORMAT(5, false, 8, DW_FORM_strp, DW_FORM_data4, DW_FORM_ref8),
    BIG_ENDIAN(3, true, 4, DW_FORM_strp, DW_FORM_data2, DW_FORM_ref2),
    BETWEEN_UNITS(4, false, 4, DW_FORM_strp, DW_FORM_data1, DW_FORM_ref_addr);

    final int version;
    final boolean bigEndian;
    final int offsetBytes;
    final int name;
    final int number;
    final int reference;

    Written(int version, boolean bigEndian, int offsetBytes, int name, int number, int reference) {
      this.version = version;
      this.bigEndian = bigEndian;
      this.offsetBytes = offsetBytes;
      this.name = name;
      this.number = number;
      this.reference = reference;
    }

    long fingerprint(UnaryOperator<Entry> change) {
      List<Object> parts = new ArrayList<>();
      parts.add(at(DW_AT_language, DW_FORM_data1, 0x0c));
      TYPES.forEach(type -> parts.add(written(change.apply(type))));
      Dies dies = new Dies(version, bigEndian, offsetBytes, 8);
      dies.unit(die(DW_TAG_compile_unit, parts.toArray()));
      return index(dies, bigEndian, "s").types().get(0).fingerprint();
    }

    private Entry written(Entry entry) {
      List<Attribute> attributes =
          entry.attributes().stream()
              .map(attribute -> at(attribute.name(), form(attribute), attribute.value()))
              .toList();
      List<Entry> children = entry.children().stream().map(this::written).toList();
      return new Entry(entry.label(), entry.tag(), attributes, children);
    }

    private int form(Attribute attribute) {
      return switch (attribute.form()) {
        case DW_FORM_string -> name;
        case DW_FORM_udata -> number;
        case DW_FORM_ref4 -> reference;
        default -> attribute.form();
      };
    }
  }

  private static final List<Entry> TYPES =
      List.of(
          labelled(
              "int", DW_TAG_base_type, name("int"), size(4), number(DW_AT_encoding, DW_ATE_signed)),
          labelled("tag", DW_TAG_structure_type, name("pointed"), flag(DW_AT_declaration)),
          labelled("const", DW_TAG_const_type, type("tag")),
          labelled("pointer", DW_TAG_pointer_type, size(8), type("const")),
          labelled("alias", DW_TAG_typedef, name("alias"), type("inner")),
          labelled(
              "inner",
              DW_TAG_union_type,
              size(4),
              die(DW_TAG_member, name("u"), type("int")),
              die(DW_TAG_member, name("bits"), type("int"), number(DW_AT_bit_size, 3))),
          labelled(
              "array",
              DW_TAG_array_type,
              type("enum"),
              die(DW_TAG_subrange_type, number(DW_AT_upper_bound, 1))),
          labelled(
              "enum",
              DW_TAG_enumeration_type,
              name("e"),
              size(4),
              die(DW_TAG_enumerator, name("ONE"), number(DW_AT_const_value, 1))),
          labelled("function", DW_TAG_pointer_type, size(8), type("signature")),
          labelled(
              "signature",
              DW_TAG_subroutine_type,
              type("int"),
              die(DW_TAG_formal_parameter, type("pointer"))),
          labelled(
              "s",
              DW_TAG_structure_type,
              name("s"),
              size(40),
              die(DW_TAG_member, name("a"), type("int"), number(DW_AT_data_member_location, 0)),
              die(DW_TAG_member, name("pointed"), type("pointer"), offset(8)),
              die(DW_TAG_member, name("inner"), type("alias"), offset(16)),
              die(DW_TAG_member, name("array"), type("array"), offset(20)),
              die(DW_TAG_member, name("call"), type("function"), offset(32))));

  private static Attribute name(String name) {
    return at(DW_AT_name, DW_FORM_string, name);
  }

  private static Attribute number(int attribute, long value) {
    return at(attribute, DW_FORM_udata, value);
  }

  private static Attribute size(long bytes) {
    return number(DW_AT_byte_size, bytes);
  }

  private static Attribute offset(long bytes) {
    return number(DW_AT_data_member_location, bytes);
  }

  private static Attribute flag(int attribute) {
    return at(attribute, DW_FORM_flag, 1);
  }

  private static Attribute type(String label) {
    return at(DW_AT_type, DW_FORM_ref4, to(label));
  }

  private static DebugInfo open(Dies dies, boolean bigEndian) {
    return DebugInfo.open(TestObject.of("test.o", bigEndian, dies.sections()), DebugFiles.NONE);
  }

  private static TypeIndex index(Dies dies, boolean bigEndian, String... names) {
    DebugInfo info = open(dies, bigEndian);
    TypeIndex index =
        new TypeIndexer(WantedNames.of(List.of(names)), WantedNames.of(List.of()), 1)
            .index(info, info.units());
    assertThat(index.diagnostics()).isEmpty();
    ExactFingerprints exact = new ExactFingerprints();
    for (IndexedType type : index.types()) {
      long structure = exact.layout(type.unit().die(type.offset()));
      long expected =
          FingerprintFormat.definition(structure, type.tag(), Hash.name(type.name()), type.file());
      assertThat(type.fingerprint()).as("exact fingerprint of " + type.name()).isEqualTo(expected);
    }
    return index;
  }

  private static final long PLAIN = Written.AS_GNU_C_DOES.fingerprint(UnaryOperator.identity());

  @ParameterizedTest
  @EnumSource
  void theSameTypeHasOneFingerprintHoweverItIsWritten(Written written) {
    assertThat(written.fingerprint(UnaryOperator.identity())).isEqualTo(PLAIN);
  }

  /** Changes that move a bit, or change how bits are read. */
  static Stream<Arguments> changes() {
    return Stream.of(
        arguments("the size of a base type", replace("int", size(2))),
        arguments("its encoding", replace("int", number(DW_AT_encoding, DW_ATE_unsigned))),
        arguments("the name of a pointee", replace("tag", name("other"))),
        arguments(
            "the address class of a pointer", replace("pointer", number(DW_AT_address_class, 1))),
        arguments("the alignment of a typedef", replace("alias", number(DW_AT_alignment, 16))),
        arguments("the size of a nested union", replace("inner", size(8))),
        arguments("the width of a nested bit-field", child("inner", 1, number(DW_AT_bit_size, 4))),
        arguments("its position", child("inner", 1, number(DW_AT_data_bit_offset, 1))),
        arguments("the bound of an array", child("array", 0, number(DW_AT_upper_bound, 2))),
        arguments("a vector in place of an array", replace("array", flag(DW_AT_GNU_vector))),
        arguments("the value of an enumerator", child("enum", 0, number(DW_AT_const_value, 2))),
        arguments("the name of an enumerator", child("enum", 0, name("TWO"))),
        arguments("the parameter of a function", child("signature", 0, type("int"))),
        arguments("the result of a function", replace("signature", type("pointer"))),
        arguments("the size of the struct", replace("s", size(48))),
        arguments("its alignment", replace("s", number(DW_AT_alignment, 16))),
        arguments("the name of a member", child("s", 0, name("b"))),
        arguments("the offset of a member", child("s", 1, offset(24))),
        arguments("the alignment of a member", child("s", 1, number(DW_AT_alignment, 8))),
        arguments("the type of a member", child("s", 0, type("enum"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void aChangeOfLayoutChangesTheFingerprint(String what, UnaryOperator<Entry> change) {
    assertThat(Written.AS_GNU_C_DOES.fingerprint(change)).as(what).isNotEqualTo(PLAIN);
    assertThat(Written.BETWEEN_UNITS.fingerprint(change))
        .as(what)
        .isEqualTo(Written.AS_GNU_C_DOES.fingerprint(change));
  }

  /** Changes that do not matter to layout. */
  static Stream<Arguments> equivalents() {
    return Stream.of(
        arguments(
            "a pointee that is complete", replace("tag", at(DW_AT_declaration, DW_FORM_flag, 0))),
        arguments("another qualifier", tagged("const", DW_TAG_volatile_type)),
        arguments("the name of a typedef", replace("alias", name("renamed"))),
        arguments("the name of a base type", replace("int", name("s32"))),
        arguments("where a pointer is declared", replace("pointer", number(DW_AT_decl_line, 7))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("equivalents")
  void whatDoesNotMatterToLayoutLeavesTheFingerprint(String what, UnaryOperator<Entry> change) {
    assertThat(Written.AS_GNU_C_DOES.fingerprint(change)).as(what).isEqualTo(PLAIN);
  }

  @Test
  void definitionsAreCountedByUnitAndDeclarationsByName() {
    Dies dies = Dies.version(5);
    Entry one = labelled("one", DW_TAG_structure_type, name("s"), size(1));
    dies.unit(
        die(
            DW_TAG_compile_unit,
            one,
            die(DW_TAG_structure_type, name("d"), flag(DW_AT_declaration))));
    dies.unit(die(DW_TAG_compile_unit, die(DW_TAG_structure_type, name("s"), size(2))));
    dies.unit(die(DW_TAG_compile_unit, die(DW_TAG_structure_type, name("s"), size(1))));
    TypeIndex index = index(dies, false, "d", "s", "unseen");
    assertThat(index.types()).extracting(IndexedType::units).containsExactly(2, 1);
    assertThat(index.types().get(0).offset()).isEqualTo(dies.offset("one"));
    assertThat(index.declared()).containsExactly("d");
  }

  @Test
  void namespacesAreEnteredAndFunctionsAreNot() {
    Entry type = die(DW_TAG_structure_type, name("s"), size(1));
    Entry other = die(DW_TAG_structure_type, name("s"), size(2));
    Dies dies = Dies.version(5);
    dies.unit(
        die(
            DW_TAG_compile_unit,
            die(DW_TAG_namespace, name("outer"), die(DW_TAG_namespace, name("inner"), type)),
            die(DW_TAG_subprogram, name("f"), die(DW_TAG_lexical_block, other))));
    assertThat(index(dies, false, "s").types()).hasSize(1);
  }

  @Test
  void aTypeThatContainsItselfIsADiagnosticAndEqualsNoOther() {
    Dies dies = Dies.version(5);
    dies.unit(
        die(
            DW_TAG_compile_unit,
            labelled("s", DW_TAG_structure_type, name("s"), die(DW_TAG_member, type("s")))));
    dies.unit(die(DW_TAG_compile_unit, die(DW_TAG_structure_type, name("s"), size(1))));
    DebugInfo info = open(dies, false);
    TypeIndex index =
        new TypeIndexer(WantedNames.of(List.of("s")), WantedNames.of(List.of()), 2)
            .index(info, info.units());
    assertThat(index.types())
        .extracting(IndexedType::fingerprint)
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(index.diagnostics()).hasSize(1);
    assertThat(index.diagnostics().get(0).message()).contains("contain or point to each other");
  }

  /** GCC writes {@code printf("x")} as a call of a function that nobody declared. */
  @Test
  void aBuiltInFunctionOfGccIsNoDeclaration() {
    Dies dies = Dies.version(5);
    for (String name : List.of("__builtin_putchar", "my_putchar")) {
      Attribute symbol = at(DW_AT_linkage_name, DW_FORM_string, "putchar");
      Attribute external = flag(DW_AT_external);
      Attribute declaration = flag(DW_AT_declaration);
      Entry function = die(DW_TAG_subprogram, external, declaration, symbol, name(name));
      dies.unit(die(DW_TAG_compile_unit, function));
    }
    DebugInfo info = open(dies, false);
    WantedNames names = WantedNames.of(List.of("putchar"));
    TypeIndexer indexer = new TypeIndexer(names, names, 1);
    assertThat(indexer.index(info, info.units()).symbols()).hasSize(1);
  }

  @Test
  void typesOfRustHaveTheirNamespacesAsPath() {
    Dies dies = Dies.version(5);
    Entry nested = die(DW_TAG_structure_type, name("Some"), size(4));
    dies.unit(
        die(
            DW_TAG_compile_unit,
            die(
                DW_TAG_namespace,
                name("bindings"),
                die(DW_TAG_structure_type, name("file"), size(8), nested),
                die(DW_TAG_subprogram, name("f"), die(DW_TAG_structure_type, name("inner"))))));
    DebugInfo info = open(dies, false);
    assertThat(RustTypeScanner.scan(info, info.units(), 2).types())
        .extracting(found -> found.path() + " " + found.name())
        .containsExactly("[bindings] file");
  }

  private static UnaryOperator<Entry> replace(String label, Attribute attribute) {
    return entry ->
        entry.label().equals(label)
            ? new Entry(
                entry.label(), entry.tag(), with(entry.attributes(), attribute), entry.children())
            : entry;
  }

  private static UnaryOperator<Entry> tagged(String label, int tag) {
    return entry ->
        entry.label().equals(label)
            ? new Entry(entry.label(), tag, entry.attributes(), entry.children())
            : entry;
  }

  private static UnaryOperator<Entry> child(String label, int index, Attribute attribute) {
    return entry -> {
      if (!entry.label().equals(label)) {
        return entry;
      }
      List<Entry> children = new ArrayList<>(entry.children());
      Entry old = children.get(index);
      children.set(
          index,
          new Entry(old.label(), old.tag(), with(old.attributes(), attribute), old.children()));
      return new Entry(entry.label(), entry.tag(), entry.attributes(), children);
    };
  }

  private static List<Attribute> with(List<Attribute> attributes, Attribute changed) {
    List<Attribute> result = new ArrayList<>(attributes);
    result.removeIf(attribute -> attribute.name() == changed.name());
    result.add(changed);
    return result;
  }
}
