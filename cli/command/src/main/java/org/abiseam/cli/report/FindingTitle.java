package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Finding;
import org.abiseam.model.Producer;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.View;

/**
 * Says in one sentence what differs: the size of the whole, what is missing on one side, and the
 * first difference of a part.
 */
public final class FindingTitle {
  private static final int SOME_NAMES = 3;
  private static final String ALIGNED = "aligned to ";
  private static final String ELEMENTS = "number of elements: ";
  private static final String ARGUMENTS = "number of arguments: ";
  private static final String CONVENTION = "calling convention: ";

  /** Programs that write their own names in lower case. */
  private static final List<String> NAMES = List.of("rustc ", "bindgen ");

  /** What may begin a sentence; names and values keep their case. */
  private static final List<String> PROPERTIES = List.of(ALIGNED, ELEMENTS, ARGUMENTS, CONVENTION);

  private final Finding finding;
  private final SideLabels labels;

  private FindingTitle(Finding finding, SideLabels labels) {
    this.finding = finding;
    this.labels = labels;
  }

  /**
   * Says what differs, why as far as it is known, and for a harmful finding what goes wrong.
   *
   * @return sentences without a full stop, in this order
   */
  static List<String> sentences(Finding finding, SideLabels labels) {
    List<String> sentences = new ArrayList<>();
    sentences.add(of(finding, labels));
    sentences.add(new FindingTitle(finding, labels).cause());
    if (finding.severity() == Severity.HARMFUL) {
      sentences.add(consequence(finding));
    }
    sentences.removeIf(String::isEmpty);
    return sentences;
  }

  /** Says what goes wrong; another value of an enumeration is no error of C. */
  private static String consequence(Finding finding) {
    boolean rust =
        Stream.of(finding.provider(), finding.consumer())
            .anyMatch(it -> it.producer().language() == Producer.Language.RUST);
    String common = finding.rule().consequence();
    return rust && finding.rule() == Rule.LAYOUT_ENUM_RANGE
        ? common + "; in Rust this is undefined behaviour"
        : common;
  }

  /**
   * Writes the title of a finding of a run.
   *
   * @return a sentence without a full stop; empty where the finding lists no difference
   */
  public static String of(Report run, Finding finding) {
    return of(finding, SideLabels.of(run));
  }

  /**
   * Writes the title.
   *
   * @return a sentence without a full stop; empty where the finding lists no difference
   */
  static String of(Finding finding, SideLabels labels) {
    FindingTitle title = new FindingTitle(finding, labels);
    List<String> clauses = new ArrayList<>();
    title.whole().map(title::values).ifPresent(clauses::add);
    clauses.addAll(title.missing());
    title.firstPart().ifPresent(clauses::add);
    String text = String.join("; ", clauses);
    return PROPERTIES.stream().anyMatch(text::startsWith) ? capital(text) : text;
  }

  private String cause() {
    String first = finding.cause().split("[ ,:;]", 2)[0];
    boolean member = finding.differences().stream().anyMatch(one -> part(one).equals(first));
    return member ? finding.cause() : capital(finding.cause());
  }

  private static String capital(String sentence) {
    boolean name = sentence.isEmpty() || NAMES.stream().anyMatch(sentence::startsWith);
    return name ? sentence : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private Optional<Difference> whole() {
    return finding.differences().stream()
        .filter(one -> one.what() == What.SIZE && isWhole(one))
        .findFirst();
  }

  private boolean isWhole(Difference one) {
    return one.path().equals(finding.subject().name());
  }

  private List<String> missing() {
    Map<View, List<String>> names = new LinkedHashMap<>();
    for (Difference one : finding.differences()) {
      if (isMissing(one) && !hasAnotherValue(one)) {
        View without =
            one.expected().equals(Value.ABSENT) ? finding.provider() : finding.consumer();
        names.computeIfAbsent(without, _ -> new ArrayList<>()).add(part(one));
      }
    }
    List<String> clauses = new ArrayList<>();
    names.forEach(
        (view, members) ->
            clauses.add(
                ReportText.some(members, SOME_NAMES)
                    + (members.size() == 1 ? " is missing " : " are missing ")
                    + labels.absence(finding, view)));
    return clauses;
  }

  /** Tells whether the other side has the name, for another number. */
  private boolean hasAnotherValue(Difference missing) {
    return finding.differences().stream()
        .anyMatch(one -> one.what() == What.VALUE && one.path().equals(missing.path()));
  }

  private static boolean isMissing(Difference one) {
    return one.what() == What.PRESENCE
        && (one.expected().equals(Value.ABSENT) || one.actual().equals(Value.ABSENT));
  }

  private Optional<String> firstPart() {
    return finding.differences().stream()
        .filter(one -> !isMissing(one) && !one.expected().equals(one.actual()))
        .filter(one -> one.what() != What.SIZE || !isWhole(one))
        .findFirst()
        .map(
            one ->
                isWhole(one)
                    ? property(one.what()) + values(one)
                    : part(one) + ": " + property(one.what()) + values(one));
  }

  /** Returns the path below the subject. */
  private String part(Difference one) {
    String prefix = finding.subject().name() + ".";
    return one.path().startsWith(prefix) ? one.path().substring(prefix.length()) : one.path();
  }

  private static String property(What what) {
    return switch (what) {
      case ALIGNMENT -> ALIGNED;
      case COUNT -> ELEMENTS;
      case ARGUMENTS -> ARGUMENTS;
      case CONVENTION -> CONVENTION;
      case TYPE, SIZE, OFFSET, BIT_OFFSET, BIT_SIZE, SIGNEDNESS, PRESENCE, VALUE, LOCATION, NAME ->
          "";
    };
  }

  private String values(Difference one) {
    return ReportText.value(one.what(), one.expected())
        + " "
        + labels.phrase(finding, finding.provider())
        + ", "
        + ReportText.value(one.what(), one.actual())
        + " "
        + labels.phrase(finding, finding.consumer());
  }
}
