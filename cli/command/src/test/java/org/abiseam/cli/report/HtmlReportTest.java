package org.abiseam.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Severity;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the page says without a browser; {@link HtmlInBrowserTest} looks at it in one. */
class HtmlReportTest {
  static String page(Report run) {
    return Runs.report(ReportFormat.HTML, run);
  }

  private static String between(String page, String from, String to) {
    int start = page.indexOf(from) + from.length();
    return page.substring(start, page.indexOf(to, start));
  }

  private static JsonNode data(Report run) {
    String json = between(page(run), "<script type=\"application/json\" id=\"data\">", "</script>");
    return new JsonMapper().readTree(json);
  }

  @Test
  void everyFindingIsInTheDataWithBothViewsAndWhereTheyDiffer() {
    JsonNode data = data(Runs.disagreeing(Severity.HARMFUL));
    JsonNode item = data.get("items").get(0);
    assertThat(item.get("title").asString()).isEqualTo("struct queue");
    assertThat(item.get("rule").asString()).isEqualTo("layout-offset");
    assertThat(item.get("sides").get(1).get("declared").asString())
        .isEqualTo("rust/bindings.rs:4711");
    assertThat(item.get("differences").get(0).toString())
        .isEqualTo("[\"queue.depth\",\"offset\",\"byte 8\",\"byte 4\"]");
    assertThat(item.get("marks").toString()).isEqualTo("[[2],[1]]");
    JsonNode layout = data.get("layouts").get(item.get("layouts").get(0).asInt());
    assertThat(layout.get("bits").asLong()).isEqualTo(96);
    assertThat(layout.get("rows").get(1).toString())
        .isEqualTo("[32,32,\"\",\"/* 4 bytes hole */\",\"hole\",0]");
    assertThat(layout.get("rows").get(2).toString())
        .isEqualTo("[64,32,\"depth\",\"u32 depth\",\"member\",0]");
    assertThat(data.get("rules").get("layout-offset").asString()).startsWith("A member lies");
  }

  @Test
  void theVerdictHasNoTickWhereNothingWasVerifiedAndSaysWhatWasCompared() {
    assertThat(page(Runs.agreeing()))
        .contains(
            "<h1 class=\"verdict good\">",
            "<p>Compared: 2 of 3 shared types, functions and variables; 2 agree, 0 disagree.</p>",
            "<p>Not compared: 1 type that one side only declares.</p>");
    assertThat(page(Runs.nothing()))
        .contains("<h1 class=\"verdict doubtful\">", "<p>Compared: nothing; the inputs share no")
        .doesNotContain("Next: ");
    assertThat(page(Runs.undetermined())).contains("<p>Next: <code>abiseam ");
  }

  @Test
  void aCallIsDrawnFromThePlansOfBothSides() {
    JsonNode data = data(ManyRuns.calls());
    JsonNode item = data.get("items").get(0);
    JsonNode call = item.get("calls").get(0);
    JsonNode callee = data.get("calls").get(call.get("plans").get(0).asInt());
    JsonNode caller = data.get("calls").get(call.get("plans").get(1).asInt());
    assertThat(callee.get("prototype").asString()).isEqualTo("void submit(u64, u8)");
    assertThat(callee.get("values").get(0).get("pieces").toString()).isEqualTo("[[\"rdi\",0,8]]");
    assertThat(caller.get("values").get(0).get("pieces").toString()).isEqualTo("[[\"rdi\",0,1]]");
    assertThat(callee.get("values").get(0).get("clauses").get(0).asString()).startsWith("psABI");
    assertThat(call.get("marks").toString()).isEqualTo("[0,1]");
  }

  @Test
  void theCallThroughAMemberThatPointsToAFunctionIsDrawnToo() throws IOException {
    JsonNode data = data(RunsForTests.seam("callback-result"));
    JsonNode item = data.get("items").get(0);
    assertThat(item.get("title").asString()).isEqualTo("struct operations");
    assertThat(item.get("layouts")).hasSize(2);
    JsonNode call = item.get("calls").get(0);
    assertThat(call.get("path").asString()).isEqualTo("open");
    assertThat(call.get("marks").toString()).isEqualTo("[-1]");
    JsonNode callee = data.get("calls").get(call.get("plans").get(0).asInt());
    JsonNode caller = data.get("calls").get(call.get("plans").get(1).asInt());
    assertThat(callee.get("values").get(2).get("place").asString()).isEqualTo("rax[0..4)");
    assertThat(caller.get("values").get(2).get("place").asString()).isEqualTo("rax[0..8)");
  }

  @Test
  void manyFindingsShareTheLayoutsThatTheyShow() {
    JsonNode data = data(ManyRuns.many(300));
    assertThat(data.get("items")).hasSize(300);
    assertThat(data.get("layouts")).hasSize(2);
  }

  @Test
  void noNameFromAnObjectCanEndItsElementOrBecomeMarkup() {
    String evil = "</script><script>alert(1)</script><!--<script><img src=x onerror=alert(2)>\"'&";
    String page = page(ManyRuns.named(evil));
    assertThat(page).doesNotContain("alert(1)</script>").doesNotContain("<img");
    assertThat(occurrences(page, "<script")).isEqualTo(2);
    assertThat(occurrences(page, "</script>")).isEqualTo(2);
    assertThat(data(ManyRuns.named(evil)).get("items").get(0).get("sides").get(0).get("declared"))
        .hasToString("\"" + evil.replace("\"", "\\\"") + ":12\"");
  }

  private static int occurrences(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void thePageNeedsNothingElseAndAllowsNoOtherScript() throws Exception {
    String page = page(Runs.disagreeing(Severity.HARMFUL));
    assertThat(page).doesNotContainPattern("(?i)(src|href)\\s*=\\s*[\"'](?!#)");
    assertThat(page).doesNotContain("url(").doesNotContain("@import").doesNotContain("innerHTML");
    String policy = between(page, "Security-Policy\" content=\"", "\"").replace("&#x3D;", "=");
    Matcher hash = Pattern.compile("script-src '(sha256-[^']*)'").matcher(policy);
    assertThat(hash.find()).isTrue();
    String script = page.substring(page.lastIndexOf("<script>") + 8, page.lastIndexOf("</script>"));
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
    assertThat(hash.group(1)).isEqualTo("sha256-" + Base64.getEncoder().encodeToString(digest));
    assertThat(policy).startsWith("default-src 'none'").doesNotContain("unsafe");
  }

  @Test
  void withoutScriptsTheFindingsAreThereByName() {
    assertThat(between(page(Runs.disagreeing(Severity.RISKY)), "<noscript>", "</noscript>"))
        .contains("<li>risky  struct queue  layout-offset</li>");
    assertThat(between(page(Runs.undetermined()), "<noscript>", "</noscript>"))
        .contains("<li>not verified  struct queue</li>");
  }

  @Test
  void theVerdictAndWhatCouldNotBeReadAreInTheMarkup() {
    for (Report run : List.of(Runs.agreeing(), Runs.unreadable(), Runs.linesOnly())) {
      String sentence = Status.of(run, Status.FailOn.HARMFUL).sentence();
      assertThat(page(run)).contains("</span>" + sentence + "</h1>");
    }
    assertThat(page(Runs.unreadable()))
        .contains("<b class=\"unread\">not read</b> <code>vmlinux: .debug_info+0x1f: expected");
    assertThat(page(Runs.agreeing())).contains("<details hidden><summary>Not read");
  }

  @Test
  void aSuppressedFindingIsThereWithTheReason() {
    Report run = Runs.disagreeing(Severity.HARMFUL);
    Report judged =
        run.judged(
            List.of(),
            List.of(
                new org.abiseam.engine.result.Suppressed(
                    Runs.finding(Severity.HARMFUL), "known since May")),
            List.of());
    JsonNode item = data(judged).get("items").get(0);
    assertThat(item.get("state").asString()).isEqualTo("suppressed");
    assertThat(item.get("reason").asString()).isEqualTo("known since May");
  }

  @Test
  void theEntryThatIsPastedSuppressesTheFindingOnceItHasAReason() throws Exception {
    String entry = HtmlData.suppression(Runs.finding(Severity.HARMFUL));
    java.nio.file.Path file = java.nio.file.Files.createTempFile("abiseam", ".yaml");
    try {
      java.nio.file.Files.writeString(
          file, "suppressions:\n" + (entry + "known").indent(2), StandardCharsets.UTF_8);
      Report judged =
          org.abiseam.cli.gate.Suppressions.read(
                  List.of(file), java.time.LocalDate.of(2026, 11, 21))
              .apply(Runs.disagreeing(Severity.HARMFUL));
      assertThat(judged.verification().findings()).isEmpty();
      assertThat(judged.suppressed()).hasSize(1);
    } finally {
      java.nio.file.Files.delete(file);
    }
  }
}
