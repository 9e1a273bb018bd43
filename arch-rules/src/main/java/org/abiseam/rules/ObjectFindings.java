package org.abiseam.rules;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Seam;
import org.abiseam.model.Subject;
import org.abiseam.model.View;
import org.abiseam.rules.layout.Clause;

/** Creates findings about whole objects and about what their tables state. */
record ObjectFindings(Seam seam) {
  /** Creates a finding about two objects, given by their names. */
  Finding of(
      Clause clause,
      Subject subject,
      String provider,
      String consumer,
      Difference difference,
      String cause) {
    return of(clause, subject, view(provider), view(consumer), difference, cause);
  }

  /** Creates a finding of one difference. */
  static Finding of(
      Clause clause,
      Subject subject,
      View provider,
      View consumer,
      Difference difference,
      String cause) {
    return new Finding(
        clause.rule(),
        clause.severity(),
        subject,
        provider,
        consumer,
        List.of(difference),
        cause,
        List.of(clause.citation()),
        List.of(),
        List.of());
  }

  static Subject object(String name) {
    return new Subject(Subject.Kind.OBJECT, name);
  }

  static Subject function(String name) {
    return new Subject(Subject.Kind.FUNCTION, name);
  }

  /** Returns a view of an object, by one of its units where it has some. */
  private View view(String object) {
    Origin origin = new Origin(object, "", OptionalLong.empty(), Optional.empty());
    for (Seam.Batch batch : seam.batches()) {
      for (View.NameOnly unit : batch.examples()) {
        if (unit.origin().object().equals(object)) {
          return new View.NameOnly(unit.producer(), origin);
        }
      }
    }
    return new View.NameOnly(Producer.UNKNOWN, origin);
  }
}
