package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares the pairs of {@code fixtures/changes.sh}, as objects and as snapshots. */
final class CompareKindsTest extends CommandLineForTests {
  private static final Path CHANGES = Path.of("..", "fixtures", "changes");

  @TempDir Path directory;

  private static String file(String name) {
    return CHANGES.resolve(name).toString();
  }

  private String snapshot(String name) {
    String file = directory.resolve(name + ".abi").toString();
    run("snapshot", file(name), "-o", file);
    return file;
  }

  /** Returns the status and the findings that are not harmless, after all ways gave the same. */
  private List<String> compared(String old, String recent) {
    String oldSnapshot = snapshot(old);
    String newSnapshot = snapshot(recent);
    List<String> objects = findings(file(old), file(recent));
    assertThat(findings(oldSnapshot, file(recent))).isEqualTo(objects);
    assertThat(findings(file(old), newSnapshot)).isEqualTo(objects);
    assertThat(findings(oldSnapshot, newSnapshot)).isEqualTo(objects);
    return objects;
  }

  private List<String> findings(String old, String recent) {
    return findings(run("compare", "--format", "json", old, recent));
  }

  private List<String> findings(int status) {
    JsonNode root = JsonMapper.builder().build().readTree(out);
    SortedSet<String> found = new TreeSet<>();
    for (JsonNode one : root.get("findings")) {
      if (!one.get("severity").asString().equals("harmless")) {
        String name = one.get("subject").get("name").asString();
        // The object of a snapshot has the name of the snapshot around it.
        name = name.substring(name.lastIndexOf('/') + 1).replaceAll(".*\\((.*)\\)", "$1");
        found.add(name + " " + one.get("rule").asString());
      }
    }
    List<String> all = new ArrayList<>(found);
    all.addFirst("status " + status);
    return all;
  }

  @Test
  void whatMovesToReadOnlyMemoryBreaksWhoWritesIt() {
    assertThat(compared("constants-old.o", "constants-new.o"))
        .containsExactly(
            "status 12",
            "cursor symbol-kind",
            "level symbol-kind",
            "limit symbol-kind",
            "names symbol-kind");
    assertThat(out).contains("read-only memory").doesNotContain("\"fixed\"", "\"list\"");
  }

  @Test
  void aChangeIsFoundHoweverTheTypeIsWritten() {
    assertThat(compared("changes-old.o", "changes-new.o"))
        .containsExactly(
            "status 12",
            "forward layout-member-type",
            "forward_enum layout-enum-value",
            "forward_union layout-member-type",
            "holder layout-member-type",
            "result_gone call-return",
            "unnamed_callback pointer-signature",
            "unnamed_result call-return",
            "unnamed_variable layout-member-type",
            "wide layout-enum-value",
            "without_prototype call-arity");
    assertThat(compared("changes-old.o", "changes-old.o")).containsExactly("status 0");
  }

  @Test
  void aTypeThatNoPublicHeaderDefinesIsNotSeenBehindPointers() {
    for (String old : List.of(file("private-old.o"), snapshot("private-old.o"))) {
      List<String> command =
          List.of("compare", "--format", "json", old, file("private-new.o"), "--public-headers");
      List<String> seen =
          List.of(
              "status 12",
              "defined layout-member-type",
              "defined_by_macro layout-member-type",
              "defined_with_attribute layout-member-type",
              "of_another_library layout-member-type",
              "of_variable layout-member-type",
              "pointer_to_it layout-member-type");
      assertThat(findings(run(with(command, file("include"))))).isEqualTo(seen);
      // Headers of something else tell nothing.
      List<String> all = new ArrayList<>(seen);
      all.addAll(
          List.of(
              "behind_pointer layout-member-type",
              "flags layout-member-type",
              "in_source layout-member-type",
              "typedef_only layout-member-type"));
      assertThat(findings(run(with(command, file("grades.h")))))
          .containsExactlyInAnyOrderElementsOf(all);
      assertThat(out).contains("The public headers name no function or variable of the old build");
    }
  }

  private static String[] with(List<String> command, String last) {
    List<String> all = new ArrayList<>(command);
    all.add(last);
    return all.toArray(String[]::new);
  }

  @Test
  void anUnsignedEnumeratorOf64BitsIsNeverNegative() {
    run("compare", file("changes-new.o"), file("changes-old.o"));
    assertThat(out).containsPattern("wide\\.WIDE value +18446744073709551615 +-1\n");
  }

  @Test
  void nothingComparedIsNotNoChange() {
    assertThat(compared("nothing.o", "changes-new.o")).containsExactly("status 1");
    run("compare", file("nothing.o"), file("changes-new.o"));
    assertThat(out)
        .contains("Nothing was compared: ", "(exit status 1).")
        .doesNotContain("No harm");
  }

  @Test
  void symbolsOfASharedLibraryAreComparedByVersionKindAndSize() {
    assertThat(compared("library-old.so", "library-new.so"))
        .containsExactly(
            "status 12",
            "alias_gone symbol-missing",
            "flexible symbol-size",
            "ifunc_gone symbol-missing",
            "internal symbol-missing",
            "library-new.so library-name",
            "library-new.so symbol-version",
            "moved symbol-version",
            "protected_variable symbol-binding",
            "thread_variable symbol-kind",
            "uses_hidden symbol-version",
            "wider_alias call-argument",
            "wider_target call-argument");
  }

  @Test
  void aLibraryThatLosesItsVersionsIsNoLongerLoaded() {
    assertThat(compared("library-old.so", "library-unversioned.so"))
        .contains("kept symbol-version", "moved symbol-version");
    run("compare", file("library-old.so"), file("library-unversioned.so"));
    assertThat(out).containsPattern("The same is so for 3 others: (version \\w+(, )?){3} \\(");
    run("compare", "--verbose", file("library-old.so"), file("library-unversioned.so"));
    assertThat(out).contains("version REST is missing").doesNotContain("The same is so");
  }

  @Test
  void symbolsWithoutDebugInfoAreComparedAndNotVerified() {
    assertThat(compared("untyped-old.o", "untyped-new.o"))
        .containsExactly(
            "status 13",
            "gone symbol-missing",
            "hidden symbol-binding",
            "other_kind symbol-kind",
            "stronger symbol-binding",
            "table symbol-size");
    run("compare", file("untyped-old.o"), file("untyped-old.o"));
    assertThat(out).contains("debug info is missing: 5 functions", "(exit status 1).");
  }

  @Test
  void typesOfOneNameArePairedByFilesThoughTheyWereAlike() {
    assertThat(compared("files-old.o", "files-new.o"))
        .containsExactly("status 12", "twice layout-member-missing");
    assertThat(out).contains("two.h");
  }

  @Test
  void equalFilesThatDescribeNothingAreNotUnchanged() {
    assertThat(compared("assembler.o", "assembler.o")).containsExactly("status 1");
    run("compare", file("assembler.o"), file("assembler.o"));
    assertThat(out).contains("Nothing was compared: what both builds have is not described");
  }

  @Test
  void aChangeIsGradedByWhatBreaks() {
    assertThat(compared("grades-old.o", "grades-new.o"))
        .containsExactly(
            "status 12",
            "aligned layout-alignment",
            "atomic layout-member-type",
            "fewer layout-enum-range",
            "fewer_alike layout-member-missing",
            "fewer_alternatives layout-member-missing",
            "grows layout-member-missing",
            "in_header layout-member-type",
            "levels layout-member-type",
            "pushed layout-member-missing",
            "reached layout-member-type");
    assertThat(severities("grades-old.o", "grades-new.o"))
        .contains("aligned harmful", "atomic risky", "fewer risky", "fewer_alike risky")
        .contains("fewer_alternatives harmful", "in_header risky", "in_source harmless")
        .contains("levels harmful", "reached harmful", "declared_alone harmless")
        .noneMatch(line -> line.startsWith("full_width"));
  }

  private List<String> severities(String old, String recent) {
    run("compare", "--format", "json", file(old), file(recent));
    List<String> all = new ArrayList<>();
    for (JsonNode one : JsonMapper.builder().build().readTree(out).get("findings")) {
      all.add(one.get("subject").get("name").asString() + ' ' + one.get("severity").asString());
    }
    return all;
  }

  /**
   * GCC's position-independent code of i386 calls {@code __x86.get_pc_thunk.bx}, a copy of its own.
   */
  @Test
  void whatEachFileHasACopyOfIsNotRemoved() {
    Path seams = Path.of("../fixtures/seams/prebuilt/attributes");
    String old = seams.resolve("i386-gcc-plain-caller.o").toString();
    assertThat(run("compare", old, seams.resolve("i386-clang-plain-caller.o").toString())).isZero();
    assertThat(out).isEmpty();
  }

  @Test
  void exportedSymbolsAreComparedByChecksumKindAndNamespace() {
    assertThat(severities("symbols-old.symvers", "symbols-new.symvers"))
        .containsExactlyInAnyOrder(
            "changed harmful",
            "gone harmful",
            "in_namespace harmful",
            "now_gpl risky",
            "now_free harmless",
            "out_of_namespace harmless",
            "moved harmless");
    assertThat(run("compare", file("symbols-old.symvers"), file("symbols-new.symvers")))
        .isEqualTo(12);
    assertThat(out)
        .contains("Added 1 function: added", "Removed 1 function: gone", "without_sum")
        .contains("changed value   0x22222222   0x22222223")
        .contains("HARMFUL  in_namespace  export-namespace", "RISKY  now_gpl  export-licence")
        .contains("the tables have no checksum: 1 function");
    assertThat(run("compare", file("symbols-old.symvers"), file("symbols-old.symvers"))).isZero();
    assertThat(run("compare", file("symbols-old.symvers"), file("changes-old.o"))).isEqualTo(1);
  }

  @Test
  void insertedMembersAreSuppressedWhereNothingElseChanged() throws IOException {
    String end = "has_data_member_inserted_at = end\n";
    String after = "has_data_member_inserted_between = {offset_after(first), end}\n";
    String resized = "has_size_change = yes\n";
    assertThat(suppressed("grows", end + resized)).isTrue();
    assertThat(suppressed("grows", after + resized)).isTrue();
    assertThat(suppressed("grows", end)).isFalse();
    assertThat(suppressed("grows", "has_data_member_inserted_between = {0, 32}\n" + resized))
        .isFalse();
    assertThat(suppressed("pushed", after + resized)).isFalse();
    assertThat(suppressed("fewer_alternatives", after + resized)).isFalse();
  }

  private boolean suppressed(String type, String properties) throws IOException {
    Path file = directory.resolve("known.abignore");
    Files.writeString(file, "[suppress_type]\n name = " + type + "\n " + properties);
    String known = file.toString();
    run("compare", "--suppressions", known, file("grades-old.o"), file("grades-new.o"));
    return out.lines()
        .noneMatch(line -> line.startsWith("HARMFUL") && line.contains(" " + type + "  "));
  }

  @Test
  void theDebugFileOfOneBuildIsNotThatOfTheOther() throws IOException {
    Path files = Path.of("..", "fixtures", "seams", "prebuilt", "debug-files");
    Path installed = directory.resolve("usr/lib/debug/whole.so");
    Files.createDirectories(installed.getParent());
    Files.copy(files.resolve("stripped.debug"), installed);
    Path stripped = Files.copy(files.resolve("stripped.so"), directory.resolve("stripped.so"));
    run("compare", installed.toString(), stripped.toString());
    assertThat(out)
        .contains("0 Removed, 0 Changed, 0 Added, 0 unchanged, 1 undetermined", "packet_bytes");
  }
}
