package org.abiseam.cli.gate;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.cli.pipeline.Run;
import org.abiseam.cli.pipeline.Suppressed;
import org.abiseam.model.Finding;
import org.abiseam.model.Severity;
import org.jspecify.annotations.Nullable;

/** The suppressions of a run, from any number of files. */
public final class Suppressions {
  private final List<Suppression> all;
  private final LocalDate today;

  /** The form of a file. */
  record Document(@Nullable List<Suppression> suppressions) {}

  private Suppressions(List<Suppression> all, LocalDate today) {
    this.all = List.copyOf(all);
    this.today = today;
  }

  /**
   * Reads files.
   *
   * @param files in YAML
   * @param today the day on which expired ones end
   * @return all of them
   * @throws IllegalArgumentException with file and line, where one says what it may not
   */
  public static Suppressions read(List<Path> files, LocalDate today) {
    List<Suppression> all = new ArrayList<>();
    for (Path file : files) {
      try {
        all.addAll(checked(file, Yaml.read(file, Document.class).suppressions()));
      } catch (Yaml.Refused refused) {
        throw new IllegalArgumentException(refused.getMessage(), refused);
      }
    }
    return new Suppressions(all, today);
  }

  static List<Suppression> checked(Path file, @Nullable List<Suppression> some) {
    if (some == null) {
      return List.of();
    }
    for (Suppression one : some) {
      Optional<String> fault = one.fault();
      if (fault.isPresent()) {
        throw new Yaml.Refused(file + ": " + fault.get());
      }
    }
    return some;
  }

  static Suppressions of(List<Suppression> all, LocalDate today) {
    return new Suppressions(all, today);
  }

  /**
   * Takes out what is known.
   *
   * @param run what was found
   * @return the same without suppressed findings, and with a remark for each suppression that has
   *     expired or meant nothing
   */
  public Run apply(Run run) {
    List<Suppressed> suppressed = new ArrayList<>();
    List<Finding> left = new ArrayList<>();
    List<Suppression> used = new ArrayList<>();
    for (Finding finding : run.verification().findings()) {
      Optional<Suppression> known =
          all.stream().filter(one -> !one.expired(today) && one.matches(finding)).findFirst();
      if (known.isPresent() && finding.severity() != Severity.HARMLESS) {
        used.add(known.get());
        suppressed.add(new Suppressed(finding, known.get().text()));
      } else {
        left.add(finding);
      }
    }
    List<String> remarks = new ArrayList<>(run.remarks());
    for (Suppression one : all) {
      if (one.expired(today)) {
        remarks.add(
            "the suppression of %s %s has expired on %s"
                .formatted(one.rule(), one.subject(), one.expires()));
      } else if (!used.contains(one)) {
        remarks.add("the suppression of %s %s meant nothing".formatted(one.rule(), one.subject()));
      }
    }
    return run.judged(left, suppressed, remarks);
  }
}
