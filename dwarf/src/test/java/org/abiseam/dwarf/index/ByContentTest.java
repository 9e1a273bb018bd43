package org.abiseam.dwarf.index;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Encodings.*;
import static org.abiseam.dwarf.spec.Forms.*;
import static org.abiseam.dwarf.spec.Tags.*;
import static org.abiseam.fixtures.Dies.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.abiseam.dwarf.DebugFiles;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.TestObject;
import org.abiseam.fixtures.Dies;
import org.abiseam.fixtures.Dies.Attribute;
import org.abiseam.fixtures.Dies.Entry;
import org.junit.jupiter.api.Test;

/** A linked file of many units, whose names lie elsewhere in its string section than in another. */
class ByContentTest {
  private static final int MANY = 200;

  private static Attribute name(String name) {
    return at(DW_AT_name, DW_FORM_strp, name);
  }

  private static Attribute number(int attribute, long value) {
    return at(attribute, DW_FORM_udata, value);
  }

  private static Attribute type(String label) {
    return at(DW_AT_type, DW_FORM_ref4, to(label));
  }

  private static Entry integer(int unit) {
    return labelled(
        "int" + unit,
        DW_TAG_base_type,
        name("int"),
        number(DW_AT_byte_size, 4),
        number(DW_AT_encoding, DW_ATE_signed));
  }

  private static Entry struct(int unit, String tag, String member) {
    return labelled(
        tag + unit,
        DW_TAG_structure_type,
        name(tag),
        number(DW_AT_byte_size, 4),
        die(
            DW_TAG_member,
            name(member),
            type("int" + unit),
            at(DW_AT_data_member_location, DW_FORM_data1, 0)));
  }

  private static Entry function(String name, String parameter) {
    return die(
        DW_TAG_subprogram,
        name(name),
        at(DW_AT_external, DW_FORM_flag, 1),
        at(DW_AT_prototyped, DW_FORM_flag, 1),
        die(DW_TAG_formal_parameter, type(parameter)));
  }

  private static TypeIndex index(Dies dies, Optional<WantedNames> symbols, int threads) {
    DebugInfo info = DebugInfo.open(TestObject.of(dies.sections()), DebugFiles.NONE);
    TypeIndex index = TypeIndexer.ofContents(symbols, threads).index(info, info.units());
    assertThat(index.diagnostics()).isEmpty();
    return index;
  }

  private static void unit(Dies dies, int unit, String changed) {
    dies.unit(
        die(
            DW_TAG_compile_unit,
            name("unit" + unit),
            integer(unit),
            struct(unit, "same", "member"),
            struct(unit, "own" + unit, unit == 7 ? changed : "member"),
            function("takes_same", "same" + unit),
            function("takes_own" + unit, "own" + unit + unit)));
  }

  private static TypeIndex linked(Optional<WantedNames> symbols, int threads, String changed) {
    Dies dies = Dies.version(5);
    for (int unit = 0; unit < MANY; unit++) {
      unit(dies, unit, changed);
    }
    return index(dies, symbols, threads);
  }

  private static TypeIndex alone(int unit, String changed) {
    Dies dies = Dies.version(5);
    unit(dies, unit, changed);
    return index(dies, Optional.empty(), 1);
  }

  private static long typePrint(TypeIndex index, String name) {
    return index.types().stream()
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElseThrow()
        .fingerprint();
  }

  private static long symbolPrint(TypeIndex index, String name) {
    return index.symbols().stream()
        .filter(symbol -> symbol.name().equals(name))
        .findFirst()
        .orElseThrow()
        .fingerprint();
  }

  @Test
  void aTypeHasOneFingerprintInALinkedFileAndInASmallOne() {
    TypeIndex linked = linked(Optional.empty(), 2, "member");
    assertThat(linked.types()).hasSize(1 + MANY);
    assertThat(typePrint(linked, "same")).isEqualTo(typePrint(alone(3, "member"), "same"));
    for (int unit : List.of(0, 7, MANY - 1)) {
      TypeIndex alone = alone(unit, "member");
      String own = "own" + unit;
      assertThat(typePrint(linked, own)).as(own).isEqualTo(typePrint(alone, own));
      assertThat(symbolPrint(linked, "takes_" + own))
          .as("takes_" + own)
          .isNotZero()
          .isEqualTo(symbolPrint(alone, "takes_" + own));
    }
  }

  @Test
  void theNameOfAMemberCounts() {
    TypeIndex linked = linked(Optional.empty(), 2, "member");
    TypeIndex alone = alone(7, "renamed");
    assertThat(typePrint(linked, "own7")).isNotEqualTo(typePrint(alone, "own7"));
    assertThat(symbolPrint(linked, "takes_own7")).isNotEqualTo(symbolPrint(alone, "takes_own7"));
    assertThat(linked(Optional.empty(), 1, "renamed").types())
        .extracting(IndexedType::fingerprint)
        .contains(typePrint(alone, "own7"));
  }

  @Test
  void theNumberOfThreadsDoesNotMatter() {
    TypeIndex one = linked(Optional.empty(), 1, "member");
    TypeIndex four = linked(Optional.empty(), 4, "member");
    assertThat(four.types())
        .extracting(type -> type.name() + type.fingerprint() + type.offset() + type.units())
        .isEqualTo(
            one.types().stream()
                .map(type -> type.name() + type.fingerprint() + type.offset() + type.units())
                .toList());
    assertThat(four.symbols())
        .extracting(symbol -> symbol.name() + symbol.fingerprint() + symbol.offset())
        .isEqualTo(
            one.symbols().stream()
                .map(symbol -> symbol.name() + symbol.fingerprint() + symbol.offset())
                .toList());
  }

  @Test
  void onlySymbolsThatCountAreLookedAt() {
    WantedNames counting = WantedNames.of(List.of("takes_own5", "takes_same"));
    assertThat(linked(Optional.of(counting), 2, "member").symbols())
        .extracting(IndexedSymbol::name)
        .containsExactly("takes_own5", "takes_same");
  }
}
