package org.abiseam.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Severity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The page in a real browser. What it looks like is kept in {@code target/screenshots}. */
class HtmlInBrowserTest {
  private static final Path PICTURES = Path.of("command/target/screenshots");
  private static Optional<Chromium> browser = Optional.empty();

  @BeforeAll
  static void start() throws Exception {
    Optional<List<String>> command = Chromium.command();
    String skipped =
        "The HTML report was not looked at in a browser: there is no chromium on the path, and"
            + " -Dabiseam.chromium names none";
    if (command.isEmpty()) {
      System.err.println(skipped);
    }
    assumeTrue(command.isPresent(), skipped);
    browser = Optional.of(new Chromium(command.get()));
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser.isPresent()) {
      browser.get().close();
    }
  }

  private static Chromium chromium() {
    return browser.orElseThrow();
  }

  @BeforeEach
  void aWindow() {
    chromium().window(1440, 1000);
    chromium().prefers("light");
  }

  /** No page may throw, complain, break its own policy or ask for anything else. */
  @AfterEach
  void nothingWentWrong() {
    assertThat(chromium().events("Runtime.exceptionThrown")).isEmpty();
    assertThat(chromium().events("Log.entryAdded")).isEmpty();
    assertThat(chromium().events("Network.requestWillBeSent"))
        .extracting(event -> event.at("/params/request/url").asString())
        .allMatch(url -> url.startsWith("file:"))
        .hasSize(1);
  }

  private static void open(Report run, String suffix) throws Exception {
    chromium().open(HtmlReportTest.page(run), suffix);
  }

  private static String text(String expression) {
    return chromium().evaluate(expression).asString();
  }

  private static int number(String expression) {
    return chromium().evaluate(expression).asInt();
  }

  @Test
  void bothLayoutsAreDrawnAndWhatDiffersIsMarked() throws Exception {
    open(Runs.disagreeing(Severity.HARMFUL), "");
    assertThat(text("document.querySelector('.detail h2').textContent")).isEqualTo("struct queue");
    String marked =
        "[...document.querySelectorAll('.memory .seg.marked')].map(x => x.title).join('|')";
    assertThat(text(marked))
        .isEqualTo("u32 depth — from 4, 4 bytes (differs)|u32 depth — from 8, 4 bytes (differs)");
    assertThat(number("document.querySelectorAll('.memory .row').length")).isEqualTo(3);
    assertThat(text("getComputedStyle(document.querySelector('.seg.marked')).borderTopWidth"))
        .isEqualTo("2px");
    chromium().screenshot(PICTURES.resolve("layout.png"));
  }

  @Test
  void bitFieldsAreDrawnBitByBit() throws Exception {
    open(ManyRuns.bitFields(), "");
    String names =
        "[...document.querySelectorAll('.row.bits')].map(row => [...row.querySelectorAll('.strip')]"
            + ".map(strip => [...strip.children].map(x => x.textContent + ' ' + x.style.gridColumn)"
            + ".join(', ')).join(' / ')).join('\\n')";
    assertThat(text(names))
        .isEqualTo(
            """
            ready 1 / span 1, ≠ dirty 2 / span 3 / ready 1 / span 1, ≠ dirty 5 / span 3
            ≠ level 1 / span 8 / ≠ level 1 / span 8\
            """
                .indent(0)
                .strip());
    chromium().screenshot(PICTURES.resolve("bits.png"));
  }

  @Test
  void aCallIsDrawnAsRegistersOfBothSides() throws Exception {
    open(ManyRuns.calls(), "");
    String drawn =
        "[...document.querySelectorAll('.call .row:not(.head)')].map(row => row.textContent)"
            + ".join('\\n')";
    assertThat(text(drawn)).isEqualTo("≠ rdia sectora sectorzeros sent\n≠ rsib flagsb flags");
    assertThat(text("document.querySelector('.values').textContent")).contains("psABI x86-64 1.0");
    chromium().screenshot(PICTURES.resolve("call.png"));
  }

  @Test
  void aNameThatLooksLikeMarkupIsText() throws Exception {
    String evil = "</script><script>document.title='x'</script><img src=x onerror=alert(2)>";
    open(ManyRuns.named(evil), "");
    assertThat(text("document.querySelector('.detail h2').textContent")).contains(evil);
    assertThat(number("document.images.length")).isZero();
    assertThat(number("document.scripts.length")).isEqualTo(2);
    assertThat(text("document.title")).isEqualTo("abiseam: vmlinux");
  }

  @Test
  void everythingCanBeDoneWithKeys() throws Exception {
    open(ManyRuns.many(300), "");
    chromium().press("j", "j", "k");
    assertThat(selected()).isEqualTo("queue_00003");
    chromium().press("/");
    assertThat(text("document.activeElement.id")).isEqualTo("search");
    chromium().press("0", "0", "0", "1", "7", "Enter");
    assertThat(text("document.activeElement.id")).isEqualTo("list");
    assertThat(selected()).isEqualTo("queue_00017");
    assertThat(text("document.querySelector('.count').textContent")).isEqualTo("1 of 300");
    chromium().press("Enter");
    assertThat(text("document.activeElement.id")).isEqualTo("detail");
    chromium().press("/", "Escape", "End");
    assertThat(text("document.querySelector('.count').textContent")).isEqualTo("300");
    assertThat(selected()).isEqualTo("queue_00299");
    assertThat(text("location.hash")).hasSize(17);
    chromium().press("?");
    assertThat(chromium().evaluate("document.querySelector('dialog').open").asBoolean()).isTrue();
  }

  @Test
  void theAddressKeepsWhatIsShown() throws Exception {
    open(ManyRuns.many(300), "#?search=00017");
    assertThat(text("document.querySelector('.count').textContent")).isEqualTo("1 of 300");
    assertThat(text("document.getElementById('search').value")).isEqualTo("00017");
    assertThat(selected()).isEqualTo("queue_00017");
    assertThat(text("location.hash")).hasSize(17 + "?search=00017".length()).endsWith("00017");
  }

  private static String selected() {
    return text(
        "document.getElementById(document.getElementById('list').getAttribute("
            + "'aria-activedescendant')).querySelector('.title').textContent.split(' ')[1]");
  }

  @Test
  void anAddressWithAFingerprintOpensItsFinding() throws Exception {
    Report run = ManyRuns.many(300);
    String fingerprint = Fingerprint.of(run.verification().findings().get(123));
    open(run, "#" + fingerprint);
    assertThat(selected()).isEqualTo("queue_00123");
  }

  /** Measured in the processor time of the page's thread, whatever else the machine does. */
  @Test
  void tenThousandFindingsStayUsable() throws Exception {
    open(Runs.agreeing(), "");
    chromium().send("Performance.enable", Map.of("timeDomain", "threadTicks"));
    double before = worked();
    open(ManyRuns.many(10_000), "");
    assertThat(number("document.querySelectorAll('.item').length")).isEqualTo(200);
    assertThat(text("document.querySelector('.count').textContent")).isEqualTo("10,000");
    double opened = worked();
    chromium()
        .evaluate(
            "(() => { const box = document.getElementById('search'); box.value = 'queue_07';"
                + "box.dispatchEvent(new Event('input')); document.body.offsetHeight; })()");
    assertThat(text("document.querySelector('.count').textContent")).isEqualTo("1,000 of 10,000");
    double searched = worked();
    chromium()
        .evaluate(
            "(() => { for (let i = 0; i < 100; i++) {"
                + " document.getElementById('list').dispatchEvent(new KeyboardEvent('keydown',"
                + " {key: 'ArrowDown', bubbles: true})); document.body.offsetHeight; } })()");
    double stepped = worked();
    System.err.printf(
        "10,000 findings: opened in %.0f ms, searched in %.0f ms, a step %.1f ms%n",
        opened - before, searched - opened, (stepped - searched) / 100);
    assertThat(opened - before).isBetween(1.0, 5_000.0);
    assertThat(searched - opened).isBetween(0.1, 1_000.0);
    assertThat((stepped - searched) / 100).isBetween(0.01, 100.0);
  }

  /** Milliseconds of work so far. */
  private static double worked() {
    for (JsonNode metric : chromium().send("Performance.getMetrics", Map.of()).get("metrics")) {
      if (metric.get("name").asString().equals("TaskDuration")) {
        return 1_000 * metric.get("value").asDouble();
      }
    }
    throw new IllegalStateException("the browser measures no tasks");
  }

  @Test
  void lightAndDarkFollowTheSystemUntilTheButtonIsPressed() throws Exception {
    open(Runs.disagreeing(Severity.HARMFUL), "");
    String paper = "getComputedStyle(document.body).backgroundColor";
    assertThat(text(paper)).isEqualTo("rgb(246, 246, 243)");
    chromium().prefers("dark");
    assertThat(text(paper)).isEqualTo("rgb(20, 22, 26)");
    chromium().screenshot(PICTURES.resolve("dark.png"));
    chromium().press("t");
    assertThat(text(paper)).isEqualTo("rgb(246, 246, 243)");
    chromium().press("t", "t");
    assertThat(text(paper)).isEqualTo("rgb(20, 22, 26)");
  }

  @Test
  void aNarrowWindowNeedsNoScrollingToTheSide() throws Exception {
    chromium().window(360, 2400);
    for (Report run :
        List.of(Runs.disagreeing(Severity.HARMFUL), ManyRuns.calls(), ManyRuns.many(50))) {
      open(run, "");
      assertThat(number("document.documentElement.scrollWidth")).isEqualTo(360);
    }
    chromium().screenshot(PICTURES.resolve("narrow.png"));
  }

  /** WCAG 2.2 A and AA as far as a program can tell: names, roles, order, contrast. */
  @Test
  void aCheckerOfAccessibilityFindsNothing() throws Exception {
    for (String scheme : List.of("light", "dark")) {
      chromium().prefers(scheme);
      for (Report run :
          List.of(
              Runs.disagreeing(Severity.HARMFUL),
              Runs.undetermined(),
              Runs.unreadable(),
              ManyRuns.bitFields(),
              ManyRuns.calls(),
              ManyRuns.many(30))) {
        open(run, "");
        chromium().evaluate("document.querySelectorAll('details').forEach(x => x.open = true), 0");
        chromium().evaluate(axe() + ";0");
        JsonNode found =
            chromium()
                .evaluate(
                    "axe.run().then(r => ({passes: r.passes.length, violations: r.violations.map(v"
                        + " => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 200) +"
                        + " n.failureSummary).join('; '))}))");
        assertThat(found.get("violations")).isEmpty();
        assertThat(found.get("passes").asInt()).isGreaterThan(20);
      }
    }
  }

  private static String axe() throws IOException {
    try (InputStream stream = HtmlInBrowserTest.class.getResourceAsStream("/axe.min.js")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void withoutScriptsTheNamesAreThere() throws Exception {
    chromium().send("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    try {
      open(Runs.disagreeing(Severity.HARMFUL), "");
      JsonNode root = chromium().send("DOM.getDocument", Map.of("depth", -1)).get("root");
      assertThat(root.toString()).contains("harmful  struct queue  layout-offset");
      chromium().screenshot(PICTURES.resolve("no-script.png"));
    } finally {
      chromium().send("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    }
  }
}
