package org.abiseam.cli.report;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.abiseam.engine.result.Caller;
import org.abiseam.engine.result.Changes;
import org.abiseam.engine.result.DeviatingUnits;
import org.abiseam.engine.result.Impact;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Scoped;
import org.abiseam.engine.result.Side;
import org.abiseam.model.Difference;
import org.abiseam.model.Evidence;
import org.abiseam.model.Finding;
import org.abiseam.model.Rule;
import org.abiseam.model.Subject;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Verification;
import org.abiseam.model.View;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The report for programs, {@code abiseam/report/1}: fields are only ever added. */
final class JsonReport {
  /** The name of the schema. */
  public static final String SCHEMA = "abiseam/report/1";

  private JsonReport() {}

  static void write(Report run, Presentation presentation, Writer out) throws IOException {
    JsonStream.pretty(out, root -> root.object(() -> fields(run, presentation.version(), root)));
    out.append('\n');
  }

  /** Writes what came and went, as {@code compare} of the report. */
  static void changes(Changes changes, ObjectNode node) {
    node.put("exports_only", changes.exports());
    names(node.putObject("removed"), changes.removed());
    names(node.putObject("added"), changes.added());
    ObjectNode files = node.putObject("files").put("both", changes.files().both());
    strings(files.putArray("removed"), changes.files().removed());
    strings(files.putArray("added"), changes.files().added());
    changes.impacted().ifPresent(all -> impacted(all, node.putArray("impacted")));
  }

  private static void impacted(List<Impact> all, ArrayNode array) {
    for (Impact one : all) {
      ObjectNode node = array.addObject().put("kind", one.symbol().kind().word());
      node.put("name", one.symbol().name()).put("cause", one.cause());
      node.put("path", one.path()).put("causes", one.causes());
    }
  }

  private static void names(ObjectNode node, Map<Subject.Kind, SortedSet<String>> byKind) {
    byKind.forEach((kind, names) -> strings(node.putArray(kind.word() + "s"), names));
  }

  private static void fields(Report run, String version, JsonStream root) {
    Verification verification = run.verification();
    root.fields(
        node -> {
          node.put("schema", SCHEMA);
          node.putObject("tool").put("name", "abiseam").put("version", version);
        });
    root.array("inputs", run.inputs().stream(), JsonReport::input);
    root.array("producers", run.sides().stream(), JsonReport::producer);
    root.fields(
        node -> {
          coverage(verification, node.putObject("coverage"));
          run.scope()
              .ifPresentOrElse(
                  scope -> scope(scope, node.putObject("scope")), () -> node.putNull("scope"));
        });
    root.array("callers", run.callers().stream(), JsonReport::caller);
    FindingText text = FindingText.plain(run);
    root.array("findings", findings(run), (one, node) -> one.write(text, node));
    root.fields(node -> strings(node.putArray("remarks"), run.remarks()));
    root.array(
        "deviating_units", DeviatingUnits.of(run.seam().batches()).stream(), JsonReport::units);
    root.array("namesakes", verification.namesakes().stream(), JsonReport::namesake);
    root.array("undetermined", verification.undetermined().stream(), JsonReport::undetermined);
    root.fields(
        node -> {
          ObjectNode timing = node.putObject("timing").put("wall_ms", run.milliseconds());
          ObjectNode stages = timing.putObject("stages");
          run.stages().forEach(stages::put);
          run.changes().ifPresent(changes -> changes(changes, node.putObject("compare")));
        });
  }

  /** A finding, and why it does not count. */
  private record Suppressible(Finding finding, Optional<String> reason) {
    void write(FindingText text, ObjectNode node) {
      JsonReport.finding(finding, node);
      node.put("fix", text.fix(finding)).put("rendered", text.rendered(finding));
      reason.ifPresent(why -> node.putObject("suppressed").put("reason", why));
    }
  }

  private static Stream<Suppressible> findings(Report run) {
    return Stream.concat(
        run.verification().findings().stream()
            .map(finding -> new Suppressible(finding, Optional.empty())),
        run.suppressed().stream()
            .map(one -> new Suppressible(one.finding(), Optional.of(one.reason()))));
  }

  private static void input(Input input, ObjectNode node) {
    node.put("path", input.path()).put("kind", input.format()).put("objects", input.objects());
    if (input.machines().isEmpty()) {
      node.putNull("machine");
    } else {
      node.put("machine", input.machines().first());
    }
    strings(node.putArray("machines"), input.machines());
    node.put("units", input.units());
    strings(node.putArray("sides"), input.sides());
    ArrayNode diagnostics = node.putArray("diagnostics");
    input.diagnostics().forEach(one -> DumpJson.diagnostic(one, diagnostics.addObject()));
  }

  private static void producer(Side side, ObjectNode node) {
    node.put("id", side.id());
    node.put("language", EnumWords.of(side.producer().language()));
    node.put("compiler", EnumWords.of(side.producer().compiler()));
    node.put("version", side.producer().version().map(Object::toString).orElse(null));
    node.put("backend", side.producer().backend().orElse(null));
    strings(node.putArray("flags"), side.flags());
    node.put("units", side.units()).put("units_without_types", side.untyped());
  }

  private static void units(DeviatingUnits deviating, ObjectNode node) {
    node.put("language", EnumWords.of(deviating.language())).put("units", deviating.units());
    ArrayNode groups = node.putArray("groups");
    for (DeviatingUnits.Group group : deviating.groups()) {
      ObjectNode one = groups.addObject();
      one.put("producer", group.compiler().map(Side::id).orElse(null));
      strings(one.putArray("added"), group.added());
      strings(one.putArray("missing"), group.missing());
      one.put("units", group.units());
      strings(one.putArray("examples"), group.examples());
    }
  }

  private static void strings(ArrayNode array, Iterable<String> texts) {
    texts.forEach(array::add);
  }

  private static void coverage(Verification verification, ObjectNode node) {
    coverage(verification.coverage(), node.putObject("types"))
        .put("opaque", verification.coverage().opaque());
    coverage(verification.functions(), node.putObject("functions"));
    coverage(verification.variables(), node.putObject("variables"));
    coverage(verification.flags(), node.putObject("flags"));
    Verification.BitFields bitFields = verification.bitFields();
    node.putObject("bit_fields")
        .put("verified", bitFields.verified())
        .put("by_model", bitFields.byModel())
        .put("undetermined", bitFields.undetermined());
  }

  private static void namesake(Verification.Namesake namesake, ObjectNode node) {
    node.put("name", namesake.name());
    DumpJson.view(namesake.chosen(), node.putObject("chosen"));
    ArrayNode others = node.putArray("others");
    namesake.others().forEach(view -> DumpJson.view(view, others.addObject()));
  }

  private static ObjectNode coverage(Verification.Coverage coverage, ObjectNode node) {
    return node.put("examined", true)
        .put("shared", coverage.shared())
        .put("agree", coverage.agree())
        .put("disagree", coverage.disagree())
        .put("undetermined", coverage.undetermined());
  }

  private static void scope(Scoped scope, ObjectNode node) {
    node.put("label", scope.label()).put("entries", scope.entries());
    node.put("symbols", scope.symbols());
    strings(node.putArray("unknown"), scope.unknown());
    node.putObject("outside")
        .put("types", scope.types())
        .put("functions", scope.functions())
        .put("variables", scope.variables());
  }

  private static void caller(Caller caller, ObjectNode node) {
    node.put("object", caller.object()).put("imports", caller.imports());
    node.put("agree", caller.agree()).put("disagree", caller.disagree());
    strings(node.putArray("undetermined"), caller.undetermined());
    strings(node.putArray("missing"), caller.missing());
  }

  private static void finding(Finding finding, ObjectNode node) {
    node.put("rule", finding.rule().id()).put("severity", finding.severity().word());
    node.putObject("subject")
        .put("kind", finding.subject().kind().word())
        .put("name", finding.subject().name());
    node.put("fingerprint", Fingerprint.of(finding));
    ArrayNode views = node.putArray("views");
    for (View view : List.of(finding.provider(), finding.consumer())) {
      ObjectNode one = views.addObject();
      DumpJson.view(view, one);
      if (finding.rule() == Rule.FLAG_MISMATCH) {
        one.put("evidence", Evidence.FLAGS.word());
      }
    }
    ArrayNode differences = node.putArray("differences");
    for (Difference one : finding.differences()) {
      ObjectNode difference = differences.addObject();
      difference.put("path", one.path()).put("what", one.what().word());
      value(difference, "expected", one.expected());
      value(difference, "actual", one.actual());
    }
    node.put("cause", finding.cause());
    ArrayNode citations = node.putArray("citations");
    finding.citations().forEach(citation -> citations.add(citation.toString()));
    ArrayNode divergences = node.putArray("divergences");
    finding.divergences().forEach(divergences::add);
    strings(node.putArray("reach"), finding.reach());
    node.putNull("suppressed");
  }

  private static void value(ObjectNode node, String field, Difference.Value value) {
    if (value.number().isPresent()) {
      node.put(field, value.number().getAsLong());
    } else {
      node.put(field, value.text());
    }
  }

  private static void undetermined(Undetermined one, ObjectNode node) {
    node.putObject("subject")
        .put("kind", one.subject().kind().word())
        .put("name", one.subject().name());
    node.put("reason", EnumWords.of(one.reason()));
    node.put("detail", one.detail());
    View view = one.view();
    node.put("side", Side.id(view.producer()));
    DumpJson.origin(view.origin(), node.putObject("origin"));
  }
}
