package org.abiseam.cli.gate;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.abiseam.model.Finding;

/**
 * Selects the findings that one entry of a suppression file suppresses, in any format.
 *
 * @param place file, and line where there is one
 * @param what the entry as its file names it
 * @param reason why these findings do not count, for reports
 * @param expires the last day that it holds; empty for ever
 * @param subject the one name that they are about; empty for several
 * @param literals what each name has that they are about
 * @param means which findings
 */
record SuppressionEntry(
    String place,
    String what,
    String reason,
    Optional<LocalDate> expires,
    Optional<String> subject,
    List<String> literals,
    Predicate<Finding> means) {

  /** Creates one that is about any name. */
  SuppressionEntry(
      String place,
      String what,
      String reason,
      Optional<LocalDate> expires,
      Predicate<Finding> means) {
    this(place, what, reason, expires, Optional.empty(), List.of(), means);
  }

  /** Tells whether it no longer holds. */
  boolean expired(LocalDate today) {
    return expires.filter(day -> day.isBefore(today)).isPresent();
  }
}
