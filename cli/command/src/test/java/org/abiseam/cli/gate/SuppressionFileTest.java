package org.abiseam.cli.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.abiseam.cli.report.RunsForTests;
import org.abiseam.engine.result.Report;
import org.abiseam.fixtures.Elves;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Rule;
import org.abiseam.model.Subject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The subject is {@code queue}, a struct with members head and depth, declared in
 * include/linux/queue.h; all objects are called vmlinux.
 */
class SuppressionFileTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);
  private static final Subject QUEUE = new Subject(Subject.Kind.TYPE, "queue");
  private static final Subject OPEN = new Subject(Subject.Kind.FUNCTION, "queue_open");
  private static final Subject COUNT = new Subject(Subject.Kind.VARIABLE, "queue_count");
  private static final Difference SIZE =
      new Difference("queue", What.SIZE, Value.of(96), Value.of(64));

  @TempDir private Path directory;

  private Report apply(String text, Rule rule, List<Subject> subjects, Difference... differences)
      throws IOException {
    Path file = Files.writeString(directory.resolve("known"), text);
    return Suppressions.read(List.of(file), TODAY)
        .apply(RunsForTests.disagreeing(subjects, rule, differences));
  }

  /** The names that still count. */
  private List<String> left(String text) throws IOException {
    return names(apply(text, Rule.LAYOUT_SIZE, List.of(QUEUE, OPEN, COUNT), SIZE));
  }

  private static List<String> names(Report run) {
    List<String> names = new ArrayList<>();
    run.verification().findings().forEach(finding -> names.add(finding.subject().name()));
    return names;
  }

  private List<String> remarks(String text) throws IOException {
    Report run = apply(text, Rule.LAYOUT_SIZE, List.of(QUEUE, OPEN, COUNT), SIZE);
    assertThat(names(run)).containsExactly("queue", "queue_open", "queue_count");
    return run.remarks().stream().map(one -> one.substring(one.indexOf("known"))).toList();
  }

  @Test
  void aTypeOfLibabigailMeansTypesAlone() throws IOException {
    assertThat(left("[suppress_type]\n  name = queue\n"))
        .containsExactly("queue_open", "queue_count");
    assertThat(left("[suppress_type]\n  name_regexp = ^qu\n"))
        .containsExactly("queue_open", "queue_count");
    assertThat(left("[suppress_type]\n  name_not_regexp = ^other\n"))
        .containsExactly("queue_open", "queue_count");
    assertThat(left("[suppress_type]\n  type_kind = struct\n  name = queue\n"))
        .containsExactly("queue_open", "queue_count");
    assertThat(left("[suppress_type]\n  type_kind = union\n  name = queue\n")).hasSize(3);
  }

  @Test
  void functionsAndVariablesOfLibabigailAreMeantByNameAndSymbol() throws IOException {
    assertThat(left("[suppress_function]\n  name_regexp = queue\n"))
        .containsExactly("queue", "queue_count");
    assertThat(left("# all\n[suppress_variable]\n  symbol_name = queue_count\n"))
        .containsExactly("queue", "queue_open");
    assertThat(left("[suppress_function]\n symbol_name_regexp = _open$\n change_kind = all\n"))
        .containsExactly("queue", "queue_count");
  }

  /** The parts of a name by which an expression is found are parts of all names that it means. */
  @Test
  void anExpressionMeansTheNamesInWhichItIsFound() throws IOException {
    for (String means :
        List.of(
            "^queue_open$",
            "que+ue_o",
            "qx?ueue_",
            "e_o.*n",
            "[xq]ueue_op",
            "ueue_(op|xx)",
            "xyz|_open",
            "qux{0,1}e*eue_",
            "queue\\\\_open",
            "_[[:alpha:]]{4}$",
            "^queue_o{1}pen")) {
      assertThat(left("[suppress_function]\n  name_regexp = " + means + "\n"))
          .as(means)
          .containsExactly("queue", "queue_count");
    }
    for (String other : List.of("^ueue", "queue_opens", "queue.open.", "[^q]ueue", "queu+x")) {
      assertThat(left("[suppress_function]\n  name_regexp = " + other + "\n")).as(other).hasSize(3);
    }
  }

  @Test
  void manyThatAreAboutAnyNameAreNotFollowed() throws IOException {
    String any = "[suppress_type]\n  name_not_regexp = queue\n".repeat(1_000);
    Report run =
        apply(
            any + "[suppress_type]\n  name_not_regexp = other\n",
            Rule.LAYOUT_SIZE,
            List.of(QUEUE),
            SIZE);
    assertThat(names(run)).containsExactly("queue");
    assertThat(run.remarks())
        .anyMatch(one -> one.startsWith("1001 suppressions have no part of a name"));
    assertThat(left(any + "[suppress_type]\n  name = queue\n"))
        .containsExactly("queue_open", "queue_count");
  }

  @Test
  void everyPropertyOfASectionMustFit() throws IOException {
    String place = "[suppress_type]\n  name = queue\n  source_location_not_in = %s\n";
    assertThat(left(place.formatted("linux/queue.h, other.h"))).hasSize(3);
    assertThat(left(place.formatted("other.h"))).hasSize(2);
    String member = "[suppress_type]\n  name = queue\n  has_data_member = %s\n";
    assertThat(left(member.formatted("{head,\n depth}"))).hasSize(2);
    assertThat(left(member.formatted("{head, tail}"))).hasSize(3);
    assertThat(left("[suppress_type]\n name = queue\n has_data_member_regexp = ^dep\n")).hasSize(2);
    String file = "[suppress_type]\n  name = queue\n  file_name_regexp = %s\n";
    assertThat(left(file.formatted("vmlin[[:alpha:]]x$"))).hasSize(2);
    assertThat(left(file.formatted("\\\\.ko$"))).hasSize(3);
  }

  @Test
  void aFileOfLibabigailMeansAllThatComesFromIt() throws IOException {
    assertThat(left("[suppress_file]\n  file_name_regexp = vmlinux\n")).isEmpty();
    assertThat(left("[suppress_file]\n  file_name_not_regexp = vmlinux\n")).hasSize(3);
  }

  @Test
  void aSectionWithSomethingThatCannotBeFollowedIsLeftOutWithItsLine() throws IOException {
    assertThat(remarks("[suppress_type]\n  name = queue\n  accessed_through = pointer\n"))
        .containsExactly(
            "known:3: accessed_through is not supported; [suppress_type] of line 1 is not"
                + " applied");
    assertThat(remarks("[suppress_function]\n  nmae = queue_open\n").getFirst())
        .startsWith("known:2: nmae is not supported");
    assertThat(remarks("[suppress_function]\nsoname_regexp = V\nname = queue_open\n").getFirst())
        .startsWith("known:2: soname_regexp is not supported");
    assertThat(remarks("[suppress_function]\nname = queue_open\nchange_kind = added\n"))
        .singleElement()
        .asString()
        .startsWith("known:3: change_kind = added is not supported");
    assertThat(remarks("\n[suppress_type]\n  label = all\n").getFirst())
        .startsWith("known:2: no property selects findings");
    assertThat(remarks("[suppress_type]\n  name_regexp = .*\n").getFirst())
        .startsWith("known:2: '.*' matches everything, which is too wide");
    assertThat(remarks("[suppress_type]\n  name_regexp = qu(eue\n").getFirst())
        .startsWith("known:2: 'qu(eue' is no regular expression");
    assertThat(remarks("[suppress_type]\n  type_kind = array\n").getFirst())
        .startsWith("known:2: type_kind = array is not supported");
    assertThat(remarks("[suppress_namespace]\n  name = queue\n").getFirst())
        .startsWith("known:1: [suppress_namespace] is not a suppression section");
  }

  @Test
  void aLineThatIsNoPropertySkipsItsSectionAlone() throws IOException {
    assertThat(remarks("[suppress_type]\n  queue\n name = queue\n").getFirst())
        .startsWith("known:2: 'queue' is neither [section] nor property = value")
        .endsWith("[suppress_type] of line 1 is not applied");
    assertThat(remarks("[suppress_type]\n name = queue\n name = b\n").getFirst())
        .startsWith("known:3: name is given twice, first in line 2");
    assertThat(left("[suppress_type]\n queue\n[suppress_function]\n name = queue_open\n"))
        .containsExactly("queue", "queue_count");
  }

  @Test
  void aValueMayBeginOnTheNextLine() throws IOException {
    assertThat(left("[suppress_type]\n  name =\n    queue\n"))
        .containsExactly("queue_open", "queue_count");
  }

  @Test
  void allowedTypesAreTheOnesThatCount() throws IOException {
    assertThat(left("[allow_type]\n  name = queue\n")).hasSize(3);
    assertThat(left("[allow_type]\n  name = other\n[allow_type]\n name = more\n"))
        .containsExactly("queue_open", "queue_count");
    assertThat(left("[allow_type]\n name = other\n[allow_type]\n accessed_through = x\n"))
        .hasSize(3);
  }

  @Test
  void aRemovedSymbolIsMeantByItsKindOfChange() throws IOException {
    String gone = "[suppress_function]\n name = queue_open\n change_kind = deleted-function\n";
    String other =
        "[suppress_function]\n name = queue_open\n change_kind = function-subtype-change\n";
    Difference absent =
        new Difference("queue_open", What.PRESENCE, Value.of("function"), Value.ABSENT);
    assertThat(names(apply(gone, Rule.SYMBOL_MISSING, List.of(OPEN), absent))).isEmpty();
    assertThat(names(apply(other, Rule.SYMBOL_MISSING, List.of(OPEN), absent))).hasSize(1);
    assertThat(names(apply(gone, Rule.CALL_ARGUMENT, List.of(OPEN), absent))).hasSize(1);
  }

  @Test
  void aSymbolThatLeftItsVersionIsMeantByTheVersion() throws IOException {
    String text = "[suppress_function]\n symbol_version = V1\n";
    Difference moved =
        new Difference("queue_open", What.VALUE, Value.of("version V1"), Value.of("version V2"));
    assertThat(names(apply(text, Rule.SYMBOL_VERSION, List.of(OPEN), moved))).isEmpty();
    assertThat(names(apply(text, Rule.CALL_ARGUMENT, List.of(OPEN), moved))).hasSize(1);
  }

  @Test
  void rulesOfSuseMayNameWhatTheyAreAbout() throws IOException {
    assertThat(left("SYMBOL queue_open PASS\nMODULE lib/x* FAIL # later\n"))
        .containsExactly("queue", "queue_count");
    assertThat(left("MODULE queue_open PASS\nSYMBOL queue_c* PASS\n"))
        .containsExactly("queue", "queue_open");
    assertThat(remarks("SYMBOL nothing PASS\nWHAT queue_open PASS\nqueue_count PASS\n").getFirst())
        .startsWith("known:2: 'WHAT queue_open PASS' is not");
  }

  @Test
  void anEnumeratorThatIsExpectedToChangeIsMeantAlone() throws IOException {
    String text = "[suppress_type]\n type_kind = struct\n changed_enumerators = LAST, MORE\n";
    Difference last = new Difference("queue.LAST", What.VALUE, Value.of(2), Value.of(3));
    Difference first = new Difference("queue.FIRST", What.VALUE, Value.of(0), Value.of(1));
    assertThat(names(apply(text, Rule.LAYOUT_ENUM_VALUE, List.of(QUEUE), last))).isEmpty();
    assertThat(names(apply(text, Rule.LAYOUT_ENUM_VALUE, List.of(QUEUE), last, first))).hasSize(1);
  }

  @Test
  void aListOfAndroidMeansTheSymbolsThatItDoesNotHave() throws IOException {
    assertThat(left("[abi_symbol_list]\n  queue_open\n")).containsExactly("queue", "queue_open");
  }

  @Test
  void severitiesOfSuseAreOrdered() throws IOException {
    assertThat(left("# known\nqueue_* PASS\n")).containsExactly("queue");
    assertThat(left("queue_open FAIL\nqueue_* PASS # but that\n"))
        .containsExactly("queue", "queue_open");
    assertThat(left("vmlinux PASS\n")).containsExactly("queue");
    assertThat(left("drivers/* PASS\n")).hasSize(3);
    assertThat(left("queue_count PASS\nqueue_open MAYBE\nqueue_* PASS\n"))
        .containsExactly("queue", "queue_open");
  }

  @Test
  void aNamespaceOfSuseIsNotFollowedAndWhatDependsOnItNeither() throws IOException {
    assertThat(remarks("TEST_NS FAIL\nqueue_* PASS\n").getFirst())
        .startsWith("known:1: TEST_NS is an export namespace")
        .endsWith("it and all PASS rules behind it are not applied");
    assertThat(left("TEST_NS PASS\nqueue_* PASS\n")).containsExactly("queue");
  }

  private Report rules(Rule rule, Difference difference, String... strings) throws IOException {
    String text = String.join("\0", strings) + "\0";
    byte[] section = text.getBytes(StandardCharsets.UTF_8);
    Path file = directory.resolve("rules.o");
    Files.write(file, Elves.of(62, true, false).section(KabiRules.SECTION, section).bytes());
    return Suppressions.read(List.of(file), TODAY)
        .apply(RunsForTests.disagreeing(List.of(QUEUE), rule, difference));
  }

  @Test
  void rulesOfTheKernelMeanWhatTheyHide() throws IOException {
    Difference last = new Difference("queue.LAST", What.VALUE, Value.of(2), Value.of(3));
    assertThat(names(rules(Rule.LAYOUT_SIZE, SIZE, "1", "declonly", "queue", ""))).isEmpty();
    assertThat(names(rules(Rule.LAYOUT_SIZE, SIZE, "1", "declonly", "queu", ""))).hasSize(1);
    assertThat(names(rules(Rule.CALL_ARITY, SIZE, "1", "declonly", "queue", ""))).hasSize(1);
    assertThat(names(rules(Rule.LAYOUT_SIZE, SIZE, "1", "byte_size", "queue", "8"))).isEmpty();
    assertThat(names(rules(Rule.LAYOUT_SIZE, SIZE, "1", "byte_size", "queue", "16"))).hasSize(1);
    Rule value = Rule.LAYOUT_ENUM_VALUE;
    assertThat(names(rules(value, last, "1", "enumerator_ignore", "queue LAST", ""))).isEmpty();
    assertThat(names(rules(value, last, "1", "enumerator_ignore", "queue MORE", ""))).hasSize(1);
    assertThat(names(rules(value, last, "1", "enumerator_value", "queue LAST", "2"))).isEmpty();
    assertThat(names(rules(value, last, "1", "enumerator_value", "queue LAST", "7"))).hasSize(1);
    assertThat(names(rules(value, last, "1", "enumerator_value", "queue LAST", "-1"))).hasSize(1);
  }

  @Test
  void rulesOfTheKernelThatCannotBeFollowedAreNamed() throws IOException {
    Report run =
        rules(
            Rule.LAYOUT_SIZE,
            SIZE,
            "1",
            "type_string",
            "s#queue",
            "x",
            "2",
            "declonly",
            "queue",
            "");
    assertThat(names(run)).hasSize(1);
    assertThat(run.remarks()).hasSize(2);
    assertThat(run.remarks().getFirst())
        .endsWith(
            "rules.o: the kABI rule type_string s#queue x is of a type that is not supported;"
                + " it is not applied");
    assertThat(run.remarks().getLast()).contains("has version 2, only 1 is known");
    assertThatThrownBy(() -> rules(Rule.LAYOUT_SIZE, SIZE, "1", "declonly", "queue"))
        .hasMessageContaining("does not end with a whole rule");
  }

  @Test
  void anObjectWithoutRulesIsRefused() throws IOException {
    Path file = directory.resolve("plain.o");
    Files.write(file, Elves.of(62, true, false).section(".text", new byte[4]).bytes());
    assertThatThrownBy(() -> Suppressions.read(List.of(file), TODAY))
        .hasMessageContaining("plain.o: it has no section " + KabiRules.SECTION);
  }

  @Test
  void oneThatMeansManyThingsIsCalledWide() throws IOException {
    List<Subject> many = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      many.add(new Subject(Subject.Kind.TYPE, "queue" + i));
    }
    Report run = apply("[suppress_type]\n name_regexp = ^queue\n", Rule.LAYOUT_SIZE, many, SIZE);
    assertThat(names(run)).isEmpty();
    assertThat(run.remarks())
        .singleElement()
        .asString()
        .endsWith(
            "known:1: the suppression of [suppress_type] is wide: it matches 11 things; name them");
  }

  @Test
  void aFileThatIsNotThereSaysSo() {
    assertThatThrownBy(() -> Suppressions.read(List.of(directory.resolve("absent.yaml")), TODAY))
        .hasMessageEndingWith(
            "absent.yaml: the suppressions cannot be read: no such file or directory");
  }
}
