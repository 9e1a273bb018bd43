package org.abiseam.cli.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Suppressed;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Undetermined;
import org.abiseam.model.View;
import org.abiseam.rules.psabi.Psabis;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the page of {@link HtmlReport} draws: every finding, and all that was not determined. */
final class HtmlData {
  private final Drawings drawnLayouts = new Drawings();
  private final Drawings drawnCalls = new Drawings();
  private final DrawnLayouts layouts = new DrawnLayouts(drawnLayouts);
  private final DrawnCalls calls = new DrawnCalls(drawnCalls);
  private final Set<Rule> rules = new LinkedHashSet<>();

  private final SideLabels labels;
  private final Places places;

  private HtmlData(SideLabels labels, Places places) {
    this.labels = labels;
    this.places = places;
  }

  /**
   * Writes all of it as JSON in which no {@code <} is, so that it may stand in an element of HTML:
   * neither {@code </script>} nor {@code <!--} can end it or change how it is read.
   */
  static void write(Report run, Writer out) throws IOException {
    HtmlData data = new HtmlData(SideLabels.of(run), Places.of(run));
    JsonStream.compact(new InScript(out), root -> root.object(() -> data.fields(run, root)));
  }

  private void fields(Report run, JsonStream root) {
    root.array("items", items(run), Item::write);
    root.array("layouts", drawnLayouts.all(), Consumer::accept);
    root.array("calls", drawnCalls.all(), Consumer::accept);
    root.fields(
        node -> {
          ObjectNode pages = node.putObject("rules");
          rules.forEach(rule -> pages.put(rule.id(), RulePages.of(rule).strip()));
        });
  }

  /** Writes one thing that the page lists. */
  private interface Item {
    void write(ObjectNode node);
  }

  private Stream<Item> items(Report run) {
    Stream<Item> found =
        Stream.of(Severity.values())
            .flatMap(
                severity ->
                    run.verification().findings().stream()
                        .filter(finding -> finding.severity() == severity)
                        .map(finding -> node -> finding(finding, severity.word(), node)));
    Stream<Item> open =
        bySubject(run).entrySet().stream()
            .map(one -> node -> undetermined(one.getKey(), one.getValue(), node));
    Stream<Item> known = run.suppressed().stream().map(one -> node -> suppressed(one, node));
    return Stream.of(found, open, known).flatMap(all -> all);
  }

  private void suppressed(Suppressed one, ObjectNode node) {
    finding(one.finding(), "suppressed", node);
    node.put("reason", one.reason());
  }

  /** Returns a line for each finding, for a browser without scripts. */
  static List<String> lines(Report run) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : run.verification().findings()) {
      String name = ReportText.subject(finding.subject(), finding.provider());
      lines.add(finding.severity().word() + "  " + name + "  " + finding.rule().id());
    }
    bySubject(run)
        .forEach((subject, all) -> lines.add("not verified  " + name(subject, all.getFirst())));
    return lines;
  }

  private static String name(Subject subject, Undetermined first) {
    return ReportText.subject(subject, first.view());
  }

  private static void item(String state, Subject subject, View view, ObjectNode node) {
    node.put("state", state).put("kind", subject.kind().word());
    node.put("title", ReportText.subject(subject, view));
  }

  // Findings.

  private void finding(Finding finding, String state, ObjectNode node) {
    item(state, finding.subject(), finding.provider(), node);
    rules.add(finding.rule());
    node.put("rule", finding.rule().id()).put("severity", finding.severity().word());
    node.put("id", Fingerprint.of(finding))
        .put("cause", String.join(". ", FindingTitle.sentences(finding, labels)));
    ArrayNode sides = node.putArray("sides");
    for (View view : List.of(finding.provider(), finding.consumer())) {
      side(labels.label(finding, view), view, places.declared(finding, view), sides);
    }
    ArrayNode differences = node.putArray("differences");
    for (Difference one : finding.differences()) {
      ArrayNode difference = differences.addArray();
      difference.add(one.path()).add(one.what().word());
      difference.add(ReportText.value(one.what(), one.expected()));
      difference.add(ReportText.value(one.what(), one.actual()));
    }
    node.put("fix", FindingFix.of(finding, labels));
    ArrayNode citations = node.putArray("citations");
    finding.citations().forEach(citation -> citations.add(citation.toString()));
    ArrayNode divergences = node.putArray("divergences");
    finding.divergences().forEach(id -> divergence(id, divergences.addObject()));
    ArrayNode reach = node.putArray("reach");
    finding.reach().forEach(reach::add);
    node.put("suppression", suppression(finding));
    layouts.add(finding, node);
    calls.add(finding, node);
  }

  private static void divergence(String id, ObjectNode node) {
    node.put("id", id);
    Psabis.divergences()
        .filter(divergence -> divergence.id().equals(id))
        .forEach(divergence -> DrawnCalls.divergence(divergence, node));
  }

  private void side(String label, View view, String declared, ArrayNode sides) {
    ObjectNode node = sides.addObject();
    node.put("label", label).put("compiler", ReportText.compiler(view));
    node.put("language", EnumWords.of(view.producer().language()));
    node.put("declared", declared).put("place", places.place(view.origin()));
    switch (view) {
      case View.Typed typed -> node.put("evidence", typed.definition().evidence().word());
      case View.NameOnly _ -> node.put("evidence", "name only");
      case View.Unreadable unreadable -> node.put("evidence", unreadable.reason());
    }
  }

  /** Returns an entry of a file of suppressions. A string of JSON is one of YAML. */
  static String suppression(Finding finding) {
    return "- rule: %s\n  subject: %s\n  reason: "
        .formatted(
            finding.rule().id(), JsonNodeFactory.instance.stringNode(finding.subject().name()));
  }

  // What was not determined.

  private static Map<Subject, List<Undetermined>> bySubject(Report run) {
    Map<Subject, List<Undetermined>> bySubject = new LinkedHashMap<>();
    for (Undetermined one : run.verification().undetermined()) {
      bySubject.computeIfAbsent(one.subject(), _ -> new ArrayList<>()).add(one);
    }
    return bySubject;
  }

  private void undetermined(Subject subject, List<Undetermined> all, ObjectNode node) {
    item("undetermined", subject, all.getFirst().view(), node);
    node.put("rule", all.getFirst().reason().text());
    node.put("id", subject.kind().word() + ":" + subject.name());
    ArrayNode reasons = node.putArray("reasons");
    ArrayNode sides = node.putArray("sides");
    List<View> views = new ArrayList<>();
    for (Undetermined one : all) {
      reasons.addArray().add(one.reason().text()).add(one.detail());
      if (!views.contains(one.view())) {
        views.add(one.view());
        side("", one.view(), places.declared(subject, one.view()), sides);
      }
    }
  }
}
