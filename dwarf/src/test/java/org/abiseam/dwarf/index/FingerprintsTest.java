package org.abiseam.dwarf.index;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Encodings.*;
import static org.abiseam.dwarf.spec.Forms.*;
import static org.abiseam.dwarf.spec.Tags.*;
import static org.abiseam.fixtures.Dies.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.abiseam.dwarf.DebugFiles;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.TestObject;
import org.abiseam.fixtures.Dies;
import org.abiseam.fixtures.Dies.Attribute;
import org.abiseam.fixtures.Dies.Entry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  private static TypeIndex index(Dies dies, boolean bigEndian, String... names) {
    TestObject object = TestObject.of("test.o", bigEndian, dies.sections());
    DebugInfo info = DebugInfo.open(object, DebugFiles.NONE);
    TypeIndex index = new TypeIndexer(WantedNames.of(List.of(names)), 1).index(info, info.units());
    assertThat(index.diagnostics()).isEmpty();
    ExactFingerprints exact = new ExactFingerprints();
    for (IndexedType type : index.types()) {
      long structure = exact.layout(type.unit().die(type.offset()));
      long expected = Recipe.definition(structure, type.tag(), Hash.name(type.name()), type.file());
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
}
