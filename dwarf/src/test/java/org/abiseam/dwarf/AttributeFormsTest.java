package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Forms.*;
import static org.abiseam.dwarf.spec.Tags.*;
import static org.abiseam.fixtures.Dies.at;
import static org.abiseam.fixtures.Dies.die;
import static org.abiseam.fixtures.Dies.labelled;
import static org.abiseam.fixtures.Dies.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.abiseam.fixtures.Dies;
import org.abiseam.model.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each form means, in each version, byte order and format. */
class AttributeFormsTest {

  static Stream<Arguments> formats() {
    Stream.Builder<Arguments> all = Stream.builder();
    for (int version = 2; version <= 5; version++) {
      for (boolean bigEndian : new boolean[] {false, true}) {
        for (int offsetBytes : new int[] {4, 8}) {
          for (int addressBytes : new int[] {4, 8}) {
            all.add(Arguments.of(version, bigEndian, offsetBytes, addressBytes));
          }
        }
      }
    }
    return all.build();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aTreeReadsTheSameInEveryFormat(
      int version, boolean bigEndian, int offsetBytes, int addressBytes) {
    Dies dies =
        new Dies(version, bigEndian, offsetBytes, addressBytes)
            .unit(
                die(
                    DW_TAG_compile_unit,
                    at(DW_AT_name, DW_FORM_strp, "a.c"),
                    at(DW_AT_low_pc, DW_FORM_addr, 0x11223344),
                    labelled(
                        "s",
                        DW_TAG_structure_type,
                        at(DW_AT_name, DW_FORM_string, "s"),
                        at(DW_AT_byte_size, DW_FORM_data2, 300),
                        die(DW_TAG_member, at(DW_AT_data_member_location, DW_FORM_udata, 129))),
                    die(DW_TAG_typedef, at(DW_AT_type, DW_FORM_ref4, to("s"))),
                    die(DW_TAG_variable, at(DW_AT_type, DW_FORM_ref_addr, to("s")))));
    Unit unit = onlyUnit(dies, bigEndian);

    assertThat(unit.version()).isEqualTo(version);
    assertThat(unit.offsetBytes()).isEqualTo(offsetBytes);
    assertThat(unit.addressBytes()).isEqualTo(addressBytes);
    assertThat(unit.description().name()).isEqualTo("a.c");
    assertThat(unit.root().unsigned(DW_AT_low_pc)).hasValue(0x11223344);
    List<Die> children = children(unit.root());
    assertThat(children)
        .extracting(Die::tag)
        .containsExactly(DW_TAG_structure_type, DW_TAG_typedef, DW_TAG_variable);
    assertThat(children.get(0).unsigned(DW_AT_byte_size)).hasValue(300);
    assertThat(children(children.get(0)).get(0).unsigned(DW_AT_data_member_location)).hasValue(129);
    assertThat(children.get(1).reference(DW_AT_type)).contains(children.get(0));
    assertThat(children.get(2).reference(DW_AT_type)).contains(children.get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "0x0b, 255, 255, -1",
    "0x0b, 127, 127, 127",
    "0x05, 65535, 65535, -1",
    "0x06, 4294967295, 4294967295, -1",
    "0x07, -1, -1, -1",
    "0x0d, -5, -5, -5",
    "0x0f, 200, 200, 200",
    "0x21, -7, -7, -7",
    "0x0c, 1, 1, 1",
    "0x19, 1, 1, 1",
    "0x17, 77, 77, 77",
  })
  void aConstantIsSignedWhereItsFormOrItsReaderSaysSo(
      String form, long written, long unsigned, long signed) {
    Die entry = variable(DW_AT_const_value, Integer.decode(form), written);

    assertThat(entry.unsigned(DW_AT_const_value)).hasValue(unsigned);
    assertThat(entry.signed(DW_AT_const_value)).hasValue(signed);
  }

  @Test
  void anAbsentAttributeIsEmptyInEveryClass() {
    Die entry = variable(DW_AT_name, DW_FORM_string, "v");

    assertThat(entry.has(DW_AT_type)).isFalse();
    assertThat(entry.unsigned(DW_AT_byte_size)).isEmpty();
    assertThat(entry.string(DW_AT_comp_dir)).isEmpty();
    assertThat(entry.reference(DW_AT_type)).isEmpty();
    assertThat(entry.block(DW_AT_location)).isEmpty();
    assertThat(entry.flag(DW_AT_declaration)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0x08", "0x0e", "0x1f", "0x1a", "0x25", "0x26", "0x27", "0x28"})
  void aStringReadsTheSameInEveryForm(String form) {
    assertThat(withStringOffsets(Integer.decode(form)).string(DW_AT_name)).contains("naïve");
  }

  private static Die withStringOffsets(int form) {
    Dies dies =
        Dies.version(5)
            .unit(
                die(
                    DW_TAG_compile_unit,
                    at(DW_AT_str_offsets_base, DW_FORM_sec_offset, 8),
                    at(DW_AT_producer, DW_FORM_strx, "first"),
                    die(DW_TAG_variable, at(DW_AT_name, form, "naïve"))));
    return firstChild(dies);
  }

  @Test
  void aStringIndexPastTheEndIsAFault() {
    Die entry = variable(DW_AT_name, DW_FORM_strx1, 9);

    assertThatThrownBy(() -> entry.string(DW_AT_name)).isInstanceOf(Malformed.class);
  }

  @Test
  void theIndexOfGnusVersion4CountsFromTheBeginning() {
    Dies dies =
        Dies.version(4)
            .unit(
                die(
                    DW_TAG_compile_unit,
                    die(DW_TAG_variable, at(DW_AT_name, DW_FORM_GNU_str_index, "old"))));

    assertThat(firstChild(dies).string(DW_AT_name)).contains("old");
  }

  @ParameterizedTest
  @CsvSource({"0x1b", "0x29", "0x2a", "0x2b", "0x2c"})
  void anAddressIndexIsLookedUp(String form) {
    Dies dies =
        Dies.version(5)
            .addresses(0x1000, 0x2000)
            .unit(
                die(
                    DW_TAG_compile_unit,
                    at(DW_AT_addr_base, DW_FORM_sec_offset, 8),
                    die(DW_TAG_label, at(DW_AT_low_pc, Integer.decode(form), 1))));

    assertThat(firstChild(dies).unsigned(DW_AT_low_pc)).hasValue(0x2000);
  }

  @ParameterizedTest
  @CsvSource({"0x11", "0x12", "0x13", "0x14", "0x15", "0x10"})
  void aReferenceLeadsToItsEntryInEveryForm(String form) {
    Dies dies =
        Dies.version(4)
            .unit(
                die(
                    DW_TAG_compile_unit,
                    die(DW_TAG_pointer_type, at(DW_AT_type, Integer.decode(form), to("int"))),
                    labelled("int", DW_TAG_base_type, at(DW_AT_byte_size, DW_FORM_data1, 4))));

    assertThat(firstChild(dies).reference(DW_AT_type).orElseThrow().offset())
        .isEqualTo(dies.offset("int"));
  }

  @Test
  void aReferenceOutOfItsUnitIsAFault() {
    Die entry = variable(DW_AT_type, DW_FORM_ref4, 0x7fffffff);

    assertThatThrownBy(() -> entry.reference(DW_AT_type)).isInstanceOf(Malformed.class);
  }

  @Test
  void aReferenceToTheEndOfAListIsAFault() {
    Dies dies =
        Dies.version(4)
            .unit(die(DW_TAG_compile_unit, die(DW_TAG_variable, at(DW_AT_type, DW_FORM_ref1, 17))));

    assertThatThrownBy(() -> firstChild(dies).reference(DW_AT_type)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @CsvSource({"4", "5"})
  void aSignatureLeadsToTheTypeOfItsUnit(int version) {
    Dies dies =
        Dies.version(version)
            .unit(
                die(
                    DW_TAG_compile_unit,
                    die(DW_TAG_variable, at(DW_AT_type, DW_FORM_ref_sig8, 0xfeedL))))
            .unit(
                2,
                0xfeedL,
                "t",
                die(
                    DW_TAG_type_unit,
                    labelled("t", DW_TAG_structure_type, at(DW_AT_name, DW_FORM_string, "far"))));

    assertThat(firstChild(dies).reference(DW_AT_type).orElseThrow().string(DW_AT_name))
        .contains("far");
  }

  @Test
  void aSignatureOfNoUnitIsAFault() {
    Die entry = variable(DW_AT_type, DW_FORM_ref_sig8, 1);

    assertThatThrownBy(() -> entry.reference(DW_AT_type))
        .isInstanceOf(Malformed.class)
        .hasMessage("no type unit has signature 0x1");
  }

  @ParameterizedTest
  @CsvSource({"0x0a", "0x03", "0x04", "0x09", "0x18"})
  void theMemberLocationOfVersion2IsAnExpression(String form) {
    // DW_OP_plus_uconst 300
    Die entry =
        variable(
            DW_AT_data_member_location, Integer.decode(form), new byte[] {0x23, (byte) 0xac, 0x02});

    assertThat(entry.unsigned(DW_AT_data_member_location)).hasValue(300);
    assertThat(entry.block(DW_AT_data_member_location).orElseThrow().byteSize()).isEqualTo(3);
  }

  @Test
  void anExpressionThatNeedsARegisterIsNoConstant() {
    Die entry = variable(DW_AT_location, DW_FORM_exprloc, new byte[] {(byte) 0x91, 0x10});

    assertThat(entry.unsigned(DW_AT_location)).isEqualTo(OptionalLong.empty());
    assertThat(entry.has(DW_AT_location)).isTrue();
  }

  @Test
  void sixteenBytesAreANumberWhereTheyFit() {
    byte[] small = new byte[16];
    small[0] = 42;
    byte[] large = new byte[16];
    large[15] = 1;

    assertThat(variable(DW_AT_const_value, DW_FORM_data16, small).unsigned(DW_AT_const_value))
        .hasValue(42);
    Die wide = variable(DW_AT_const_value, DW_FORM_data16, large);
    assertThat(wide.unsigned(DW_AT_const_value)).isEmpty();
    assertThat(wide.block(DW_AT_const_value).orElseThrow().byteSize()).isEqualTo(16);
  }

  @Test
  void anIndirectFormStandsInTheEntry() {
    Die entry =
        variable(DW_AT_byte_size, DW_FORM_indirect, at(DW_AT_byte_size, DW_FORM_data2, 258));

    assertThat(entry.unsigned(DW_AT_byte_size)).hasValue(258);
  }

  @Test
  void anIndirectFormThatLeadsToItselfIsAFault() {
    Dies.Attribute deep = at(DW_AT_byte_size, DW_FORM_data1, 1);
    for (int i = 0; i < 8; i++) {
      deep = at(DW_AT_byte_size, DW_FORM_indirect, deep);
    }
    Dies dies =
        Dies.version(5)
            .unit(
                die(
                    DW_TAG_compile_unit,
                    die(DW_TAG_base_type),
                    die(DW_TAG_variable, at(DW_AT_byte_size, DW_FORM_indirect, deep))));
    Iterator<Die> children = onlyUnit(dies, false).root().children().iterator();
    children.next();
    Die entry = children.next();

    assertThatThrownBy(() -> entry.unsigned(DW_AT_byte_size))
        .isInstanceOf(Malformed.class)
        .hasMessage("DW_FORM_indirect leads to itself");
  }

  @Test
  void anUnknownFormIsAFaultBecauseItsLengthIsUnknown() {
    Dies dies =
        Dies.version(5)
            .unit(
                die(
                    DW_TAG_compile_unit,
                    die(DW_TAG_base_type),
                    die(DW_TAG_variable, at(DW_AT_decl_line, 0x7f, 1)),
                    die(DW_TAG_variable)));

    Die root = onlyUnit(dies, false).root();
    assertThatThrownBy(() -> children(root))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("DW_FORM_0x7f");
  }

  @ParameterizedTest
  @CsvSource({"0x22", "0x23"})
  void aListIndexIsANumber(String form) {
    Dies dies =
        Dies.version(5)
            .unit(
                die(
                    DW_TAG_compile_unit,
                    die(
                        DW_TAG_variable,
                        at(DW_AT_location, Integer.decode(form), 500),
                        at(DW_AT_name, DW_FORM_string, "v"))));

    assertThat(firstChild(dies).string(DW_AT_name)).contains("v");
    assertThat(firstChild(dies).unsigned(DW_AT_location)).hasValue(500);
  }

  private static Die variable(int attribute, int form, Object value) {
    return firstChild(
        Dies.version(5)
            .unit(die(DW_TAG_compile_unit, die(DW_TAG_variable, at(attribute, form, value)))));
  }

  static Die firstChild(Dies dies) {
    return onlyUnitOrFirst(dies, false).root().children().iterator().next();
  }

  static Unit onlyUnit(Dies dies, boolean bigEndian) {
    DebugInfo info = open(dies, bigEndian);
    assertThat(info.units()).hasSize(1);
    return info.units().get(0);
  }

  private static Unit onlyUnitOrFirst(Dies dies, boolean bigEndian) {
    return open(dies, bigEndian).units().get(0);
  }

  private static DebugInfo open(Dies dies, boolean bigEndian) {
    DebugInfo info =
        DebugInfo.open(TestObject.of("test.o", bigEndian, dies.sections()), DebugFiles.NONE);
    assertThat(info.diagnostics())
        .filteredOn(d -> d.kind() != org.abiseam.model.Diagnostic.Kind.DEBUG_INFO_INSUFFICIENT)
        .isEmpty();
    return info;
  }

  static List<Die> children(Die entry) {
    List<Die> children = new java.util.ArrayList<>();
    entry.children().forEach(children::add);
    return children;
  }
}
