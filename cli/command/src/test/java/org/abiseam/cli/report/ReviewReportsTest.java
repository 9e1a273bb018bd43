package org.abiseam.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReviewReportsTest {
  @Test
  void gitHubShowsAFindingAtTheLineOfTheConsumer() {
    assertThat(Runs.report(ReportFormat.GITHUB, Runs.disagreeing(Severity.HARMFUL)))
        .isEqualTo(
            """
            ::error file=rust/bindings.rs,line=4711,title=abiseam layout-offset::struct queue: \
            12 bytes in C, 8 bytes in Rust; depth: byte 8 in C, byte 4 in Rust. \
            depth lies 4 bytes further in C. Each side reads and writes other bytes for this member. \
            Fix: at bindings.rs:4711, give `queue` in Rust #[repr(C)] and C's order and packing; \
            where bindgen wrote it, regenerate it with the headers and switches of the C build.
            The sides disagree on something that runs (exit status 12).
            """);
    assertThat(Runs.report(ReportFormat.GITHUB, Runs.disagreeing(Severity.RISKY)))
        .startsWith("::warning ");
  }

  @Test
  void whatCouldNotBeReadIsNoSilence() {
    assertThat(Runs.report(ReportFormat.GITHUB, Runs.unreadable()))
        .startsWith("::error title=abiseam not read::vmlinux: .debug_info+0x1f: expected");
    JsonNode issue =
        new JsonMapper().readTree(Runs.report(ReportFormat.GITLAB, Runs.unreadable())).get(0);
    assertThat(issue.get("severity").asString()).isEqualTo("blocker");
    assertThat(issue.at("/location/path").asString()).isEqualTo("vmlinux");
    assertThat(Runs.report(ReportFormat.MARKDOWN, Runs.unreadable()))
        .contains("\nNot read:\n\n- vmlinux: .debug\\_info+0x1f: expected");
  }

  @Test
  void aNameCannotBeginAnotherWorkflowCommand() {
    var run =
        Runs.disagreeing(
            List.of(new Subject(Subject.Kind.TYPE, "a\n::error::forged")),
            Rule.LAYOUT_SIZE,
            new Difference("a\n::error::forged", What.SIZE, Value.of(8), Value.of(16)));
    assertThat(Runs.report(ReportFormat.GITHUB, run).lines())
        .hasSize(2)
        .noneMatch(line -> line.startsWith("::error::"));
  }

  @Test
  void gitLabGetsOneIssueForEachFinding() {
    JsonNode issues =
        new JsonMapper()
            .readTree(Runs.report(ReportFormat.GITLAB, Runs.disagreeing(Severity.HARMFUL)));
    assertThat(issues.size()).isEqualTo(1);
    JsonNode issue = issues.get(0);
    assertThat(issue.get("check_name").asString()).isEqualTo("layout-offset");
    assertThat(issue.get("severity").asString()).isEqualTo("critical");
    assertThat(issue.get("fingerprint").asString()).hasSize(16);
    assertThat(issue.at("/location/path").asString()).isEqualTo("rust/bindings.rs");
    assertThat(issue.at("/location/lines/begin").asInt()).isEqualTo(4711);
  }
}
