package org.abiseam.cli.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Suppressed;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Finding;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Verdict;
import org.abiseam.model.Verification;

/**
 * The verdicts as JUnit XML, which every CI server shows: a test case for each shared type,
 * function and variable. What disagrees failed, if the exit status says so; what is below its
 * threshold, could not be determined or is suppressed was skipped with the reason, and an input
 * that could not be read is an error. Findings about the build have a suite of their own.
 */
final class JunitReport {
  private final XMLStreamWriter xml;
  private final Map<Key, String> known = new HashMap<>();
  private final SideLabels labels;
  private final boolean fails;

  private record Case(String name, String outcome, String type, String message) {}

  /** A policy may have given a finding another severity, not another rule or subject. */
  private record Key(Rule rule, Subject subject) {
    static Key of(Finding finding) {
      return new Key(finding.rule(), finding.subject());
    }
  }

  private JunitReport(XMLStreamWriter xml, Report run, Status status) {
    this.xml = xml;
    this.fails = (status.value() & Status.DIFFERENCE) != 0;
    this.labels = SideLabels.of(run);
    for (Suppressed one : run.suppressed()) {
      known.put(Key.of(one.finding()), one.reason());
    }
    run.verification().findings().forEach(finding -> known.remove(Key.of(finding)));
  }

  static void write(Report run, Presentation presentation, Writer out) throws IOException {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
      new JunitReport(xml, run, presentation.status()).report(run);
      xml.close();
    } catch (XMLStreamException fault) {
      if (fault.getNestedException() instanceof IOException unwritten) {
        throw unwritten;
      }
      throw new IllegalStateException(fault);
    }
    out.append('\n');
  }

  private void report(Report run) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    line(0);
    xml.writeStartElement("testsuites");
    xml.writeAttribute("name", "abiseam");
    suite("inputs", inputs(run), ReportText.remarks(run));
    suite("build", build(run));
    suite("types", types(run));
    suite("functions", symbols(run, Subject.Kind.FUNCTION));
    suite("variables", symbols(run, Subject.Kind.VARIABLE));
    line(0);
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void line(int depth) throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }

  private void suite(String name, List<Case> cases) throws XMLStreamException {
    suite(name, cases, List.of());
  }

  private void suite(String name, List<Case> cases, List<String> remarks)
      throws XMLStreamException {
    line(1);
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", name);
    xml.writeAttribute("tests", Integer.toString(cases.size()));
    for (String outcome : List.of("failure", "error", "skipped")) {
      long count = cases.stream().filter(one -> one.outcome().equals(outcome)).count();
      String plural = outcome.equals("skipped") ? outcome : outcome + "s";
      xml.writeAttribute(plural, Long.toString(count));
    }
    properties(remarks);
    for (Case one : cases) {
      line(2);
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", "abiseam." + name);
      xml.writeAttribute("name", text(one.name()));
      xml.writeAttribute("time", "0");
      if (!one.outcome().isEmpty()) {
        line(3);
        xml.writeEmptyElement(one.outcome());
        xml.writeAttribute("message", text(one.message()));
        if (!one.type().isEmpty()) {
          xml.writeAttribute("type", one.type());
        }
        line(2);
      }
      xml.writeEndElement();
    }
    line(1);
    xml.writeEndElement();
  }

  private void properties(List<String> remarks) throws XMLStreamException {
    if (remarks.isEmpty()) {
      return;
    }
    line(2);
    xml.writeStartElement("properties");
    for (String remark : remarks) {
      line(3);
      xml.writeEmptyElement("property");
      xml.writeAttribute("name", "note");
      xml.writeAttribute("value", text(remark));
    }
    line(2);
    xml.writeEndElement();
  }

  /** XML 1.0 §2.2: what is no character of it becomes U+FFFD; a name may hold anything. */
  private static String text(String name) {
    StringBuilder text = new StringBuilder(name.length());
    name.codePoints()
        .map(
            c -> {
              boolean control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
              boolean half = c >= 0xd800 && c <= 0xdfff;
              return control || half || c == 0xfffe || c == 0xffff ? 0xfffd : c;
            })
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  private static List<Case> inputs(Report run) {
    List<Case> cases = new ArrayList<>();
    for (Diagnostic diagnostic : run.diagnostics()) {
      String outcome = Report.unread(diagnostic) ? "error" : "skipped";
      cases.add(new Case(diagnostic.object(), outcome, "", ReportText.diagnostic(diagnostic)));
    }
    return cases;
  }

  private List<Case> build(Report run) {
    List<Case> cases = new ArrayList<>();
    Set<Key> decided = decided(run);
    for (Finding finding : run.verification().findings()) {
      if (finding.severity() != Severity.HARMLESS && !decided.contains(Key.of(finding))) {
        cases.add(failure(finding.subject().name(), finding));
      }
    }
    return cases;
  }

  /** Returns the findings that a verdict on a type, a function or a variable rests on. */
  private static Set<Key> decided(Report run) {
    Verification all = run.verification();
    return Stream.of(all.verdicts().values(), all.symbols().values())
        .flatMap(Collection::stream)
        .flatMap(
            verdict ->
                verdict instanceof Verdict.Disagree disagree
                    ? disagree.findings().stream()
                    : Stream.empty())
        .map(Key::of)
        .collect(Collectors.toSet());
  }

  private List<Case> types(Report run) {
    List<Case> cases = new ArrayList<>();
    run.verification().verdicts().forEach((name, verdict) -> cases.add(of(name, verdict)));
    return cases;
  }

  private List<Case> symbols(Report run, Subject.Kind kind) {
    List<Case> cases = new ArrayList<>();
    for (Map.Entry<Subject, Verdict> entry : run.verification().symbols().entrySet()) {
      if (entry.getKey().kind() == kind) {
        cases.add(of(entry.getKey().name(), entry.getValue()));
      }
    }
    return cases;
  }

  private Case of(String name, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Agree _, Verdict.OpaqueDeclaration _ -> new Case(name, "", "", "");
      case Verdict.Disagree disagree -> disagreed(name, disagree.findings());
      case Verdict.NotDetermined open -> {
        Undetermined first = open.reasons().getFirst();
        yield new Case(name, "skipped", "", first.reason().text() + ": " + first.detail());
      }
    };
  }

  /** Skipped where all that a verdict rests on is known and does not count. */
  private Case disagreed(String name, List<Finding> findings) {
    for (Finding finding : findings) {
      if (!known.containsKey(Key.of(finding))) {
        return failure(name, finding);
      }
    }
    Finding first = findings.getFirst();
    String reason = known.getOrDefault(Key.of(first), "");
    return new Case(name, "skipped", "", first.rule().id() + " suppressed: " + reason);
  }

  private Case failure(String name, Finding finding) {
    String message = SarifReport.message(finding, labels);
    return fails
        ? new Case(name, "failure", finding.rule().id(), message)
        : new Case(name, "skipped", "", finding.severity().word() + ", and no failure: " + message);
  }
}
