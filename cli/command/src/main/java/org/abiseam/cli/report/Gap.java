package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.abiseam.model.Subject;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.model.Verification;

/**
 * What is open for one reason.
 *
 * @param reason why
 * @param first one of it
 * @param subjects what it is
 */
record Gap(Reason reason, Undetermined first, Set<Subject> subjects) {

  /** Returns what is open, the largest part first. */
  static List<Gap> of(Verification verification) {
    Map<Reason, Gap> gaps = new EnumMap<>(Reason.class);
    for (Undetermined one : verification.undetermined()) {
      gaps.computeIfAbsent(one.reason(), reason -> new Gap(reason, one, new LinkedHashSet<>()))
          .subjects()
          .add(one.subject());
    }
    return gaps.values().stream()
        .sorted(Comparator.comparingInt((Gap gap) -> gap.subjects().size()).reversed())
        .toList();
  }

  /** Counts things by kind: {@code 3 types, 1 function}. */
  static String kinds(Iterable<Subject> subjects) {
    Map<Subject.Kind, Set<Subject>> byKind = new EnumMap<>(Subject.Kind.class);
    subjects.forEach(
        subject -> byKind.computeIfAbsent(subject.kind(), _ -> new LinkedHashSet<>()).add(subject));
    List<String> counts = new ArrayList<>();
    byKind.forEach((kind, all) -> counts.add(ReportText.count(all.size(), kind.word())));
    return String.join(", ", counts);
  }
}
