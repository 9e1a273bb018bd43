package org.abiseam.cli.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.abiseam.engine.result.Caller;
import org.abiseam.engine.result.Changes;
import org.abiseam.engine.result.Impact;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Side;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Verification;

/**
 * The report for a browser: one file that needs nothing else.
 *
 * <p>What every reader wants first (the verdict, what was verified, what could not be read) is in
 * the markup, made from a template that escapes every value. The findings are data in it, which the
 * page's script draws when they are looked at, so that ten thousand of them cost no more than the
 * few that are seen. Names come from object files that nobody vouches for: the data never leaves
 * its element, because no {@code <} is in it, the script writes text and no markup, and the page
 * allows no other script, by its hash.
 */
final class HtmlReport {
  private static final WebPage PAGE =
      new WebPage(
          HtmlReport.class,
          "report.mustache",
          List.of("report.css"),
          List.of("drawing.js", "report.js"));

  private HtmlReport() {}

  static void write(Report run, Presentation presentation, Writer out) throws IOException {
    Status status = presentation.status();
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("version", presentation.version());
    page.put("data", (WebPage.Part) part -> HtmlData.write(run, part));
    page.put("title", title(run));
    page.put("sentence", status.sentence());
    page.put("verdict", verdict(run, status));
    boolean builds = run.changes().isPresent();
    page.put("compared", builds ? List.of() : Compared.lines(run));
    page.put("next", builds ? "" : NextStep.of(run, presentation.project()).orElse(""));
    page.put("shared", shared(run));
    page.put("coverage", coverage(run));
    page.put("names", run.changes().map(HtmlReport::names).orElse(List.of()));
    page.put("remarks", ReportText.remarks(run));
    page.put("inputs", run.inputs().stream().map(HtmlReport::input).toList());
    page.put("sides", run.sides().stream().map(HtmlReport::side).toList());
    page.put("callers", run.callers().stream().map(HtmlReport::caller).toList());
    page.put("diagnostics", diagnostics(run));
    page.put("diagnosticsCount", ReportText.count(run.diagnostics().size(), "diagnostic"));
    page.put("lines", HtmlData.lines(run));
    page.put("stages", stages(run));
    PAGE.write(page, out);
  }

  /** Returns the colour of the verdict; where nothing was verified there is nothing good to say. */
  private static String verdict(Report run, Status status) {
    if ((status.value() & Status.HARMFUL) != 0) {
      return "harmful";
    }
    boolean verified = run.changes().isPresent() || run.verification().decided() > 0;
    return status.value() == 0 && verified ? "good" : "doubtful";
  }

  /** Returns what was looked at; two builds by as much of their paths as tells them apart. */
  private static String title(Report run) {
    List<String> paths = run.inputs().stream().map(Input::path).toList();
    if (paths.isEmpty()) {
      return "";
    }
    int length = 1;
    if (SideLabels.of(run) == SideLabels.BUILDS && paths.size() == 2) {
      while (end(paths.getFirst(), length).equals(end(paths.getLast(), length))
          && end(paths.getFirst(), length).length() < paths.getFirst().length()) {
        length++;
      }
      return end(paths.getFirst(), length) + " → " + end(paths.getLast(), length);
    }
    String others = paths.size() == 1 ? "" : " and " + ReportText.count(paths.size() - 1, "other");
    return end(paths.getFirst(), 1) + others;
  }

  /** The last names of a path. */
  private static String end(String path, int names) {
    int from = path.length();
    for (int i = 0; i < names && from >= 0; i++) {
      from = path.lastIndexOf('/', from - 1);
    }
    return path.substring(from + 1);
  }

  // What was verified.

  private static String shared(Report run) {
    return switch (SideLabels.of(run)) {
      case SIDES -> "What both sides share";
      case BUILDS -> "What both builds have";
    };
  }

  private static List<Map<String, Object>> coverage(Report run) {
    SideLabels labels = SideLabels.of(run);
    Verification verification = run.verification();
    List<Map<String, Object>> cards = new ArrayList<>();
    cards.add(card("Types", verification.coverage(), labels));
    cards.add(card("Functions", verification.functions(), labels));
    cards.add(card("Variables", verification.variables(), labels));
    if (labels == SideLabels.SIDES) {
      cards.add(card("ABI switches", verification.flags(), labels));
    }
    return cards;
  }

  /** The names that came and went, each kind folded. */
  private static List<Map<String, Object>> names(Changes changes) {
    List<Map<String, Object>> folds = new ArrayList<>();
    changes.removed().forEach((kind, names) -> fold(folds, "Removed", kind.word(), names));
    changes.added().forEach((kind, names) -> fold(folds, "Added", kind.word(), names));
    fold(folds, "Removed", "file", changes.files().removed());
    fold(folds, "Added", "file", changes.files().added());
    changes.impacted().ifPresent(all -> impacted(folds, changes, all));
    return folds;
  }

  private static void fold(
      List<Map<String, Object>> folds, String what, String thing, SortedSet<String> names) {
    if (!names.isEmpty()) {
      String title = what + " " + ReportText.count(names.size(), thing);
      folds.add(Map.of("title", title, "all", String.join("\n", names)));
    }
  }

  private static void impacted(List<Map<String, Object>> folds, Changes changes, List<Impact> all) {
    List<String> lines = new ArrayList<>();
    for (Impact one : all) {
      lines.add(one.cause() + "  " + one.symbol().name() + ": " + one.path());
    }
    String title = ReportText.impacted(changes);
    folds.add(Map.of("title", title, "all", String.join("\n", lines)));
  }

  private static Map<String, Object> card(
      String name, Verification.Coverage coverage, SideLabels labels) {
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("name", name);
    card.put("shared", ReportText.count(coverage.shared()));
    List<Map<String, Object>> parts = new ArrayList<>();
    int[] counts = {
      coverage.agree(), coverage.opaque(), coverage.undetermined(), coverage.disagree()
    };
    String[] classes = {"agree", "opaque", "undetermined", "disagree"};
    String[] words =
        labels == SideLabels.SIDES
            ? classes
            : new String[] {"unchanged", "opaque", "undetermined", "changed"};
    double at = 0;
    for (int i = 0; i < counts.length; i++) {
      double width = coverage.shared() == 0 ? 0 : 100.0 * counts[i] / coverage.shared();
      // What is there is seen, be it one in ten thousand.
      width = counts[i] > 0 ? Math.max(width, 1.5) : 0;
      Map<String, Object> part = new LinkedHashMap<>();
      part.put("class", classes[i]);
      part.put("word", words[i]);
      part.put("count", ReportText.count(counts[i]));
      part.put("any", counts[i] > 0 || i == 0 || i == 3);
      part.put("none", counts[i] == 0);
      part.put("at", Double.toString(at));
      part.put("width", Double.toString(width));
      at += width;
      parts.add(part);
    }
    card.put("parts", parts);
    card.put("total", Double.toString(Math.max(at, 1)));
    return card;
  }

  // What was given.

  private static Map<String, Object> input(Input input) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("path", input.path());
    row.put("kind", input.format());
    row.put("machines", String.join(", ", input.machines()));
    row.put("objects", ReportText.count(input.objects()));
    row.put("units", ReportText.count(input.units()));
    return row;
  }

  private static Map<String, Object> side(Side side) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("title", Side.title(side.producer()));
    row.put("units", ReportText.count(side.units()));
    row.put("untyped", ReportText.count(side.untyped()));
    row.put("flags", String.join(" ", side.flags()));
    return row;
  }

  private static Map<String, Object> caller(Caller caller) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("object", caller.object());
    row.put("imports", ReportText.count(caller.imports()));
    row.put("agree", ReportText.count(caller.agree()));
    row.put("disagree", ReportText.count(caller.disagree()));
    row.put("undetermined", ReportText.some(caller.undetermined(), Integer.MAX_VALUE));
    row.put("missing", ReportText.some(caller.missing(), Integer.MAX_VALUE));
    return row;
  }

  private static List<Map<String, Object>> diagnostics(Report run) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Diagnostic diagnostic : run.diagnostics()) {
      rows.add(
          Map.of("text", ReportText.diagnostic(diagnostic), "unread", Report.unread(diagnostic)));
    }
    return rows;
  }

  private static String stages(Report run) {
    List<String> stages = new ArrayList<>();
    run.stages().forEach((name, time) -> stages.add(name + " " + time));
    return run.milliseconds() + " ms (" + String.join(", ", stages) + ")";
  }
}
