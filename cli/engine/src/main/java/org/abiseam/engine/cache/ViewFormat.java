package org.abiseam.engine.cache;

import java.util.List;
import org.abiseam.model.Citation;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.Machine;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Undetermined;
import org.abiseam.model.View;

/** Writes what sides know, and what was found about it; equal ones are written once. */
final class ViewFormat {
  private static final List<Kind> KINDS = List.of(Kind.values());
  private static final List<Rule> RULES = List.of(Rule.values());
  private static final List<Severity> SEVERITIES = List.of(Severity.values());
  private static final List<Subject.Kind> SUBJECTS = List.of(Subject.Kind.values());
  private static final List<Difference.What> PROPERTIES = List.of(Difference.What.values());
  private static final List<Undetermined.Reason> REASONS = List.of(Undetermined.Reason.values());

  /** Says which variant of {@link View} follows. */
  private enum Kind {
    TYPED,
    NAME_ONLY,
    UNREADABLE
  }

  private ViewFormat() {}

  static void view(EntryWriter to, View view) {
    to.shared(view, ViewFormat::plain);
  }

  private static void plain(EntryWriter to, View view) {
    switch (view) {
      case View.Typed typed -> {
        to.constant(Kind.TYPED);
        to.shared(typed.machine(), UnitFormat::machine);
        ModelFormat.graph(to, typed.types());
        ModelFormat.definition(to, typed.definition());
      }
      case View.NameOnly name -> {
        to.constant(Kind.NAME_ONLY);
        name(to, name);
      }
      case View.Unreadable unreadable -> {
        to.constant(Kind.UNREADABLE);
        UnitFormat.producer(to, unreadable.producer());
        ModelFormat.origin(to, unreadable.origin());
        to.text(unreadable.reason());
      }
    }
  }

  static View view(EntryReader from) {
    return from.shared(View.class, ViewFormat::plain);
  }

  private static View plain(EntryReader from) {
    return switch (from.constant(KINDS)) {
      case TYPED ->
          ModelFormat.typed(
              from.shared(Machine.class, UnitFormat::machine),
              ModelFormat.graph(from),
              ModelFormat.definition(from));
      case NAME_ONLY -> name(from);
      case UNREADABLE ->
          new View.Unreadable(UnitFormat.producer(from), ModelFormat.origin(from), from.text());
    };
  }

  static void views(EntryWriter to, List<View> views) {
    to.all(views, ViewFormat::view);
  }

  static List<View> views(EntryReader from) {
    return from.all(ViewFormat::view);
  }

  static void name(EntryWriter to, View.NameOnly name) {
    UnitFormat.producer(to, name.producer());
    ModelFormat.origin(to, name.origin());
  }

  static View.NameOnly name(EntryReader from) {
    return new View.NameOnly(UnitFormat.producer(from), ModelFormat.origin(from));
  }

  static void subject(EntryWriter to, Subject subject) {
    to.constant(subject.kind());
    to.text(subject.name());
  }

  static Subject subject(EntryReader from) {
    return new Subject(from.constant(SUBJECTS), from.text());
  }

  static void finding(EntryWriter to, Finding finding) {
    to.shared(finding, ViewFormat::plain);
  }

  private static void plain(EntryWriter to, Finding finding) {
    to.constant(finding.rule());
    to.constant(finding.severity());
    subject(to, finding.subject());
    view(to, finding.provider());
    view(to, finding.consumer());
    to.all(finding.differences(), ViewFormat::difference);
    to.text(finding.cause());
    to.all(finding.citations(), ViewFormat::citation);
    to.all(finding.divergences(), EntryWriter::text);
    to.all(finding.reach(), EntryWriter::text);
  }

  static Finding finding(EntryReader from) {
    return from.shared(
        Finding.class,
        one ->
            new Finding(
                one.constant(RULES),
                one.constant(SEVERITIES),
                subject(one),
                view(one),
                view(one),
                one.all(ViewFormat::difference),
                one.text(),
                one.all(it -> new Citation(it.text(), it.text())),
                one.all(EntryReader::text),
                one.all(EntryReader::text)));
  }

  private static void citation(EntryWriter to, Citation citation) {
    to.text(citation.document());
    to.text(citation.clause());
  }

  private static void difference(EntryWriter to, Difference difference) {
    to.text(difference.path());
    to.constant(difference.what());
    value(to, difference.expected());
    value(to, difference.actual());
  }

  private static Difference difference(EntryReader from) {
    return new Difference(from.text(), from.constant(PROPERTIES), value(from), value(from));
  }

  private static void value(EntryWriter to, Difference.Value value) {
    to.number(value.number());
    to.text(value.text());
  }

  private static Difference.Value value(EntryReader from) {
    return new Difference.Value(from.optionalNumber(), from.text());
  }

  static void undetermined(EntryWriter to, Undetermined open) {
    to.shared(open, ViewFormat::plain);
  }

  private static void plain(EntryWriter to, Undetermined open) {
    subject(to, open.subject());
    to.constant(open.reason());
    to.text(open.detail());
    view(to, open.view());
  }

  static Undetermined undetermined(EntryReader from) {
    return from.shared(
        Undetermined.class,
        one -> new Undetermined(subject(one), one.constant(REASONS), one.text(), view(one)));
  }
}
