package org.abiseam.dwarf;

import static org.abiseam.dwarf.AttributeFormsTest.children;
import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Forms.*;
import static org.abiseam.dwarf.spec.Languages.*;
import static org.abiseam.dwarf.spec.Tags.*;
import static org.abiseam.dwarf.spec.UnitTypes.*;
import static org.abiseam.fixtures.Dies.at;
import static org.abiseam.fixtures.Dies.die;
import static org.abiseam.fixtures.Dies.labelled;
import static org.abiseam.fixtures.Dies.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.abiseam.dwarf.DebugFiles.Wanted;
import org.abiseam.fixtures.Dies;
import org.abiseam.model.CompileUnit.Detail;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Units of an object, what is beside it, what is missing and what is broken. */
@Timeout(20)
class DebugInfoTest {
  private static final Object INT =
      labelled("int", DW_TAG_base_type, at(DW_AT_name, DW_FORM_string, "int"));

  private static Dies.Entry unit(String name, Object... parts) {
    Object[] all = new Object[parts.length + 1];
    all[0] = at(DW_AT_name, DW_FORM_string, name);
    System.arraycopy(parts, 0, all, 1, parts.length);
    return die(DW_TAG_compile_unit, all);
  }

  private static DebugInfo open(Map<String, byte[]> sections) {
    return DebugInfo.open(TestObject.of(sections), DebugFiles.NONE);
  }

  private static Diagnostic onlyDiagnostic(DebugInfo info) {
    assertThat(info.diagnostics()).hasSize(1);
    return info.diagnostics().get(0);
  }

  @Test
  void aUnitOfAnUnknownVersionDoesNotHideTheOthers() {
    Map<String, byte[]> sections =
        Dies.version(5).unit(unit("a.c", INT)).unit(unit("b.c", INT)).sections();
    sections.get(".debug_info")[4] = 9;

    DebugInfo info = open(sections);

    assertThat(info.units()).extracting(u -> u.description().name()).containsExactly("b.c");
    Diagnostic diagnostic = onlyDiagnostic(info);
    assertThat(diagnostic.kind()).isEqualTo(Diagnostic.Kind.UNSUPPORTED);
    assertThat(diagnostic.section()).contains(".debug_info");
    assertThat(diagnostic.offset()).hasValue(4);
    assertThat(diagnostic.message()).isEqualTo("unit has DWARF version 9, expected 2 to 5");
  }

  @Test
  void aLengthPastTheEndIsSaidWithItsPlace() {
    Map<String, byte[]> sections =
        Dies.version(5).unit(unit("a.c", INT)).unit(unit("b.c", INT)).sections();
    byte[] info = sections.get(".debug_info");
    int second = info.length / 2;
    info[second + 3] = 0x7f;

    DebugInfo opened = open(sections);

    assertThat(opened.units()).hasSize(1);
    assertThat(onlyDiagnostic(opened).message()).contains("bytes").contains("are left");
  }

  @Test
  void aReservedLengthIsAFault() {
    assertThat(onlyDiagnostic(open(Map.of(".debug_info", new byte[] {-12, -1, -1, -1}))).message())
        .isEqualTo("unit length 0xfffffff4 is reserved");
  }

  @Test
  void everyTruncationIsADiagnosticOrNothingMissing() {
    Map<String, byte[]> whole =
        Dies.version(4)
            .unit(unit("a.c", INT, die(DW_TAG_variable, at(DW_AT_type, DW_FORM_ref4, to("int")))))
            .sections();
    for (String name : whole.keySet()) {
      for (int length = 0; length < whole.get(name).length; length++) {
        Map<String, byte[]> cut = new HashMap<>(whole);
        cut.put(name, java.util.Arrays.copyOf(whole.get(name), length));
        DebugInfo info = open(cut);
        try {
          for (Unit unit : info.units()) {
            for (Die child : unit.root().children()) {
              child.string(DW_AT_name);
              child.reference(DW_AT_type);
            }
          }
          assertThat(
                  name.equals(".debug_str")
                      || !info.diagnostics().isEmpty()
                      || info.units().size() == 1)
              .isTrue();
        } catch (Malformed expected) {
          assertThat(expected).hasMessageMatching(".+");
        }
      }
    }
  }

  @Test
  void everyFlippedByteEndsInTime() {
    Map<String, byte[]> whole =
        Dies.version(5)
            .unit(unit("a.c", INT, die(DW_TAG_variable, at(DW_AT_type, DW_FORM_ref4, to("int")))))
            .unit(unit("b.c", die(DW_TAG_namespace, die(DW_TAG_structure_type))))
            .sections();
    int read = 0;
    for (String name : whole.keySet()) {
      for (int at = 0; at < whole.get(name).length; at++) {
        for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
          Map<String, byte[]> changed = new HashMap<>(whole);
          byte[] bytes = whole.get(name).clone();
          bytes[at] = (byte) value;
          changed.put(name, bytes);
          read += walk(open(changed));
        }
      }
    }
    assertThat(read).isPositive();
  }

  private static int walk(DebugInfo info) {
    int entries = 0;
    for (Unit unit : info.units()) {
      try {
        for (Die child : unit.root().children()) {
          entries++;
          child.string(DW_AT_name);
          child.definition();
          child.parent();
        }
      } catch (Malformed fault) {
        entries++;
      }
    }
    return entries;
  }

  @Test
  void anAbbreviationThatIsNotDeclaredIsAFaultOfItsUnit() {
    Map<String, byte[]> sections = Dies.version(5).unit(unit("a.c", INT)).sections();
    sections.put(".debug_abbrev", new byte[] {0});

    DebugInfo info = open(sections);

    assertThat(info.units()).isEmpty();
    assertThat(onlyDiagnostic(info).message()).isEqualTo("abbreviation code 1 is not declared");
  }

  @Test
  void aBaseThatIsWrittenWithItselfIsAFaultOfItsUnit() {
    Dies dies =
        Dies.version(5)
            .addresses(1)
            .unit(unit("a.c", at(DW_AT_addr_base, DW_FORM_addrx, 0), INT))
            .unit(unit("b.c", INT));

    DebugInfo info = open(dies.sections());

    assertThat(info.units()).extracting(u -> u.description().name()).containsExactly("b.c");
    assertThat(onlyDiagnostic(info).message())
        .isEqualTo("form DW_FORM_addrx needs the base that it would state");
  }

  @Test
  void specificationsThatNameEachOtherAreRefused() {
    Dies dies =
        Dies.version(5)
            .unit(
                unit(
                    "a.c",
                    labelled(
                        "x", DW_TAG_subprogram, at(DW_AT_specification, DW_FORM_ref4, to("y"))),
                    labelled(
                        "y", DW_TAG_subprogram, at(DW_AT_abstract_origin, DW_FORM_ref4, to("x"))),
                    INT));
    Die first = open(dies.sections()).units().get(0).die(dies.offset("x"));

    assertThatThrownBy(() -> first.carrier(DW_AT_name))
        .isInstanceOf(Malformed.class)
        .hasMessage("more than 64 entries refer to each other in a row");
  }

  @Test
  void aSignatureThatLeadsBackIsRefused() {
    Dies dies =
        Dies.version(5)
            .unit(
                2,
                7,
                "t",
                die(
                    DW_TAG_type_unit,
                    labelled(
                        "t", DW_TAG_structure_type, at(DW_AT_signature, DW_FORM_ref_sig8, 7))));
    Die type = open(dies.sections()).units().get(0).type();

    assertThatThrownBy(type::definition).isInstanceOf(Malformed.class);
  }

  @Test
  void anAttributeIsFoundWhereTheSpecificationLeads() {
    Dies dies =
        Dies.version(5)
            .unit(
                unit(
                    "a.cc",
                    labelled("d", DW_TAG_subprogram, at(DW_AT_name, DW_FORM_string, "f")),
                    labelled(
                        "o", DW_TAG_subprogram, at(DW_AT_specification, DW_FORM_ref4, to("d"))),
                    labelled(
                        "i", DW_TAG_subprogram, at(DW_AT_abstract_origin, DW_FORM_ref4, to("o"))),
                    INT));
    Die concrete = open(dies.sections()).units().get(0).die(dies.offset("i"));

    assertThat(concrete.carrier(DW_AT_name).orElseThrow().offset()).isEqualTo(dies.offset("d"));
  }

  @Test
  void aDeclarationLeadsToTheEntryThatCompletesIt() {
    Dies dies =
        Dies.version(5)
            .unit(
                unit(
                    "a.cc",
                    labelled(
                        "declared",
                        DW_TAG_structure_type,
                        at(DW_AT_declaration, DW_FORM_flag_present, 1)),
                    labelled(
                        "complete",
                        DW_TAG_structure_type,
                        at(DW_AT_specification, DW_FORM_ref4, to("declared")),
                        at(DW_AT_byte_size, DW_FORM_data1, 4))));
    Unit unit = open(dies.sections()).units().get(0);

    assertThat(unit.die(dies.offset("declared")).definition().offset())
        .isEqualTo(dies.offset("complete"));
  }

  @Test
  void theParentOfAnEntryIsTheOneAroundIt() {
    Dies dies =
        Dies.version(5)
            .unit(
                unit(
                    "a.rs",
                    labelled(
                        "outer",
                        DW_TAG_namespace,
                        die(DW_TAG_namespace, INT),
                        labelled("s", DW_TAG_structure_type, labelled("m", DW_TAG_member)))));
    Unit unit = open(dies.sections()).units().get(0);

    assertThat(unit.die(dies.offset("m")).parent().orElseThrow().offset())
        .isEqualTo(dies.offset("s"));
    assertThat(unit.die(dies.offset("s")).parent().orElseThrow().offset())
        .isEqualTo(dies.offset("outer"));
    assertThat(unit.root().parent()).isEmpty();
  }

  @Test
  void theContentsOfAPartialUnitAreSeenWhereItIsImported() {
    Dies dies =
        Dies.version(4)
            .unit(labelled("p", DW_TAG_partial_unit, INT))
            .unit(
                unit(
                    "a.c",
                    die(DW_TAG_structure_type),
                    die(DW_TAG_imported_unit, at(DW_AT_import, DW_FORM_ref_addr, to("p"))),
                    die(DW_TAG_union_type)));
    Unit unit = open(dies.sections()).units().get(1);

    assertThat(children(unit.root()))
        .extracting(Die::tag)
        .containsExactly(DW_TAG_structure_type, DW_TAG_base_type, DW_TAG_union_type);
  }

  @Test
  void aPartialUnitThatImportsItselfIsRefused() {
    Dies dies =
        Dies.version(4)
            .unit(
                labelled(
                    "p",
                    DW_TAG_partial_unit,
                    die(DW_TAG_imported_unit, at(DW_AT_import, DW_FORM_ref_addr, to("p")))));
    Die root = open(dies.sections()).units().get(0).root();

    assertThatThrownBy(() -> children(root))
        .isInstanceOf(Malformed.class)
        .hasMessage("a partial unit imports itself");
  }

  @Test
  void entriesDeeperThanAnyCompilerWritesAreRefused() {
    int depth = 40_000;
    byte[] entries = new byte[depth];
    java.util.Arrays.fill(entries, (byte) 1);
    ByteBuffer info = ByteBuffer.allocate(11 + depth).order(ByteOrder.LITTLE_ENDIAN);
    info.putInt(7 + depth).putShort((short) 4).putInt(0).put((byte) 8).put(entries);
    byte[] abbreviations = {1, 0x39, 1, 0, 0, 0};

    DebugInfo opened = open(Map.of(".debug_info", info.array(), ".debug_abbrev", abbreviations));

    Unit unit = opened.units().get(0);
    assertThatThrownBy(() -> unit.die(11 + 5).parent())
        .isInstanceOf(Malformed.class)
        .hasMessage("entries lie deeper in each other than 16384");
  }

  @Test
  void aUnitWithLineTablesOnlyIsReportedOnce() {
    Dies dies = Dies.version(5);
    for (int i = 0; i < 3; i++) {
      dies.unit(
          unit(
              "a" + i + ".c",
              at(DW_AT_producer, DW_FORM_string, "GNU C17 16.2.0 -g1 -O2"),
              at(DW_AT_low_pc, DW_FORM_addr, 16),
              die(DW_TAG_subprogram, at(DW_AT_name, DW_FORM_string, "f")),
              // What the locations of a call convert a value to.
              die(DW_TAG_base_type, at(DW_AT_byte_size, DW_FORM_data1, 4))));
    }

    DebugInfo info = open(dies.sections());

    assertThat(info.units().get(0).description().detail()).isEqualTo(Detail.LINES_ONLY);
    Diagnostic diagnostic = onlyDiagnostic(info);
    assertThat(diagnostic.kind()).isEqualTo(Diagnostic.Kind.DEBUG_INFO_INSUFFICIENT);
    assertThat(diagnostic.unit()).contains("a0.c");
    assertThat(diagnostic.message())
        .isEqualTo("3 of 3 units without types: line tables alone, or code that has none");
  }

  @Test
  void anAssemblerLacksNothing() {
    Dies dies =
        Dies.version(5)
            .unit(
                unit(
                    "entry.S",
                    at(DW_AT_producer, DW_FORM_string, "GNU AS 2.44"),
                    at(DW_AT_language, DW_FORM_data2, DW_LANG_Mips_Assembler),
                    at(DW_AT_low_pc, DW_FORM_addr, 16)));

    DebugInfo info = open(dies.sections());

    assertThat(info.units().get(0).description().detail()).isEqualTo(Detail.FULL);
    assertThat(info.diagnostics()).isEmpty();
  }

  @Test
  void aStrippedObjectIsReported() {
    DebugInfo info = open(Map.of());

    assertThat(info.units()).isEmpty();
    assertThat(onlyDiagnostic(info).kind()).isEqualTo(Diagnostic.Kind.DEBUG_INFO_INSUFFICIENT);
    assertThat(onlyDiagnostic(info).message())
        .isEqualTo(
            "neither .debug_info nor .BTF: no types are described; compile with -g (C) or"
                + " -Cdebuginfo=2 (Rust)");
  }

  @Test
  void anObjectWithoutCodeLacksNothing() {
    assertThat(open(Map.of(".comment", new byte[] {0})).diagnostics()).isEmpty();
    assertThat(open(Map.of(".debug_str", new byte[] {0})).diagnostics()).isEmpty();
    assertThat(open(Map.of(".debug_info.dwo", new byte[] {0})).diagnostics()).hasSize(1);
    assertThat(open(Map.of(".text", new byte[] {0})).diagnostics()).hasSize(1);
  }

  @Test
  void anObjectWithTypesInBtfLacksNothing() {
    assertThat(open(Map.of(".BTF", new byte[] {1})).diagnostics()).isEmpty();
  }

  @Test
  void aStrippedObjectIsReadFromItsSeparateFile() {
    TestObject separate = TestObject.of(Dies.version(5).unit(unit("a.c", INT)).sections());
    DebugInfo info =
        DebugInfo.open(
            TestObject.of(Map.of()).withBuildId("abcdef"),
            wanted ->
                wanted.equals(
                        new Wanted.Separate("test.o", Optional.of("abcdef"), Optional.empty()))
                    ? Optional.of(separate.open())
                    : Optional.empty());

    assertThat(info.units()).extracting(u -> u.description().name()).containsExactly("a.c");
    assertThat(info.diagnostics()).isEmpty();
  }

  @Test
  void theLinkOfAStrippedObjectIsNamedWhereItLeadsNowhere() {
    DebugInfo info =
        DebugInfo.open(TestObject.of(Map.of()).withLink("a.debug", 1), DebugFiles.NONE);

    assertThat(onlyDiagnostic(info).message())
        .isEqualTo(
            "neither .debug_info nor .BTF: no types are described; a.debug was not found; give its"
                + " directory by --debug-dir");
  }

  private static Map<String, byte[]> split(Dies dies) {
    Map<String, byte[]> split = new HashMap<>();
    dies.sections().forEach((name, bytes) -> split.put(name + ".dwo", bytes));
    return split;
  }

  private static Dies skeleton() {
    return Dies.version(5)
        .addresses(0x1000, 0x2000)
        .unit(
            DW_UT_skeleton,
            0x1234,
            "",
            die(
                DW_TAG_skeleton_unit,
                at(DW_AT_dwo_name, DW_FORM_string, "a.dwo"),
                at(DW_AT_comp_dir, DW_FORM_string, "/build"),
                at(DW_AT_addr_base, DW_FORM_sec_offset, 8)));
  }

  @Test
  void aSkeletonIsReplacedByItsSplitUnitWhichTakesAddressesFromIt() {
    Dies split =
        Dies.version(5)
            .unit(
                DW_UT_split_compile,
                0x1234,
                "",
                die(
                    DW_TAG_compile_unit,
                    at(DW_AT_name, DW_FORM_strx1, "a.c"),
                    die(DW_TAG_base_type, at(DW_AT_low_pc, DW_FORM_addrx, 1))));
    TestObject file = TestObject.of(split(split));

    DebugInfo info =
        DebugInfo.open(
            TestObject.of(skeleton().sections()),
            wanted ->
                wanted.equals(new Wanted.Split("test.o", "a.dwo", "/build"))
                    ? Optional.of(file.open())
                    : Optional.empty());

    assertThat(info.diagnostics()).isEmpty();
    Unit unit = info.units().get(0);
    assertThat(unit.section().name()).isEqualTo(".debug_info.dwo");
    assertThat(unit.description().name()).isEqualTo("a.c");
    assertThat(children(unit.root()).get(0).unsigned(DW_AT_low_pc)).hasValue(0x2000);
  }

  private static byte[] behind(int unused, byte[] contents) {
    byte[] all = new byte[unused + contents.length];
    System.arraycopy(contents, 0, all, unused, contents.length);
    return all;
  }

  @Test
  void aPackageTellsWhichPartOfEachSectionBelongsToAUnit() {
    Map<String, byte[]> sections =
        split(
            Dies.version(5)
                .unit(
                    DW_UT_split_compile,
                    0x1234,
                    "",
                    unit("a.c", die(DW_TAG_base_type, at(DW_AT_name, DW_FORM_strx, "int")))));
    int length = sections.get(".debug_info.dwo").length;
    // Another unit's abbreviations and string offsets come first: 5 and 12 bytes.
    sections.computeIfPresent(".debug_abbrev.dwo", (name, bytes) -> behind(5, bytes));
    sections.computeIfPresent(".debug_str_offsets.dwo", (name, bytes) -> behind(12, bytes));
    ByteBuffer index = ByteBuffer.allocate(16 + 24 + 36).order(ByteOrder.LITTLE_ENDIAN);
    index.putShort((short) 5).putShort((short) 0).putInt(3).putInt(1).putInt(2);
    index.putLong(0x1234).putLong(0).putInt(1).putInt(0);
    index.putInt(1).putInt(3).putInt(6);
    index.putInt(0).putInt(5).putInt(12);
    index.putInt(length).putInt(100).putInt(100);
    sections.put(".debug_cu_index", index.array());
    TestObject file = TestObject.of(sections);

    DebugInfo info =
        DebugInfo.open(
            TestObject.of(skeleton().sections()),
            wanted ->
                wanted.equals(new Wanted.Package("test.o"))
                    ? Optional.of(file.open())
                    : Optional.empty());

    assertThat(info.diagnostics()).isEmpty();
    Unit unit = info.units().get(0);
    assertThat(unit.description().name()).isEqualTo("a.c");
    assertThat(children(unit.root()).get(0).string(DW_AT_name)).contains("int");
  }

  @Test
  void aPackageIndexLargerThanItsSectionIsAFault() {
    Map<String, byte[]> sections = split(Dies.version(5).unit(unit("a.c", INT)));
    ByteBuffer index = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    index.putInt(5).putInt(3).putInt(1).putInt(0x7fffffff);
    sections.put(".debug_cu_index", index.array());
    TestObject file = TestObject.of(sections);

    DebugInfo info =
        DebugInfo.open(
            TestObject.of(skeleton().sections()),
            wanted ->
                wanted instanceof Wanted.Package ? Optional.of(file.open()) : Optional.empty());

    assertThat(info.diagnostics())
        .extracting(Diagnostic::message)
        .contains("hash table needs 25769803764 bytes, 0 are left")
        .contains("a unit whose split file was not found: a.dwo" + DebugFiles.ELSEWHERE);
  }

  @Test
  void aPartialUnitIsOfTheCompilerOfTheUnitThatImportsIt() {
    Dies dies =
        Dies.version(4)
            .unit(labelled("p", DW_TAG_partial_unit, INT))
            .unit(
                unit(
                    "a.c",
                    at(DW_AT_producer, DW_FORM_string, "GNU C17 12.2.0 -g"),
                    at(DW_AT_language, DW_FORM_data1, DW_LANG_C99),
                    die(DW_TAG_imported_unit, at(DW_AT_import, DW_FORM_ref_addr, to("p")))));

    Unit partial = open(dies.sections()).units().get(0);

    assertThat(partial.description().producer().text()).isEqualTo("GNU C17 12.2.0 -g");
  }

  @Test
  void aSplitFileOfAnotherBuildIsNotTaken() {
    Dies stale = Dies.version(5).unit(DW_UT_split_compile, 0x9999, "", unit("a.c", INT));
    TestObject file = TestObject.of(split(stale));

    DebugInfo info =
        DebugInfo.open(
            TestObject.of(skeleton().sections()),
            wanted -> wanted instanceof Wanted.Split ? Optional.of(file.open()) : Optional.empty());

    assertThat(info.units().get(0).description().detail()).isEqualTo(Detail.MISSING);
    assertThat(onlyDiagnostic(info).message())
        .isEqualTo("a unit whose split file was not found: a.dwo" + DebugFiles.ELSEWHERE);
  }

  @Test
  void aSupplementaryFileIsFollowedByItsReferences() {
    Dies common = Dies.version(4).unit(die(DW_TAG_partial_unit, INT));
    byte[] commonBytes = common.sections().get(".debug_info");
    TestObject supplementary = TestObject.of(common.sections());
    Map<String, byte[]> sections =
        Dies.version(4)
            .unit(
                unit(
                    "a.c",
                    die(
                        DW_TAG_variable,
                        at(DW_AT_type, DW_FORM_GNU_ref_alt, common.offset("int")),
                        at(DW_AT_name, DW_FORM_GNU_strp_alt, 0))))
            .sections();
    sections.put(".gnu_debugaltlink", "common.debug\0\1\2".getBytes(StandardCharsets.ISO_8859_1));

    DebugInfo info =
        DebugInfo.open(
            TestObject.of(sections),
            wanted ->
                wanted.equals(new Wanted.Supplementary("test.o", "common.debug", "0102"))
                    ? Optional.of(supplementary.open())
                    : Optional.empty());

    Die variable = children(info.units().get(0).root()).get(0);
    assertThat(commonBytes).isNotEmpty();
    assertThat(variable.reference(DW_AT_type).orElseThrow().string(DW_AT_name)).contains("int");
    assertThat(variable.string(DW_AT_name)).contains("");
  }

  @Test
  void aSupplementaryFileThatIsNotFoundIsNamed() {
    Map<String, byte[]> sections = Dies.version(4).unit(unit("a.c", INT)).sections();
    sections.put(".gnu_debugaltlink", "common.debug\0\1".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(onlyDiagnostic(open(sections)).message())
        .isEqualTo("supplementary file common.debug was not found" + DebugFiles.ELSEWHERE);
  }
}
