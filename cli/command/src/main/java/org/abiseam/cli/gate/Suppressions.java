package org.abiseam.cli.gate;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Suppressed;
import org.abiseam.engine.scope.PatternIndex;
import org.abiseam.model.Finding;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.jspecify.annotations.Nullable;

/** The suppressions of a run, from any number of files of any form. */
public final class Suppressions {
  /** How many things one suppression may mean before it is said that it is wide. */
  private static final int WIDE = 10;

  /** How many suppressions may be about any name: each of them is held against each finding. */
  private static final int MOST_OF_ANY_NAME = 1_000;

  private final List<SuppressionEntry> all;
  private final List<String> remarks;
  private final LocalDate today;

  private Suppressions(List<SuppressionFile> files, LocalDate today) {
    this.all = files.stream().flatMap(file -> file.entries().stream()).toList();
    this.remarks = files.stream().flatMap(file -> file.remarks().stream()).toList();
    this.today = today;
  }

  /**
   * Reads files.
   *
   * @param files our own YAML; suppressions and lists of libabigail and Android; severities of
   *     SUSE; objects with the kernel's kABI rules
   * @param today the day on which expired ones end
   * @throws IllegalArgumentException with file and line, where one says what it may not
   */
  public static Suppressions read(List<Path> files, LocalDate today) {
    return new Suppressions(files.stream().map(SuppressionReader::read).toList(), today);
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

  static Suppressions of(List<SuppressionFile> files, LocalDate today) {
    return new Suppressions(files, today);
  }

  /**
   * Takes out what is known.
   *
   * @return the same without suppressed findings, and with a remark for each suppression that has
   *     expired, meant nothing, meant much, or could not be followed
   */
  public Report apply(Report run) {
    List<Suppressed> suppressed = new ArrayList<>(run.suppressed());
    List<Finding> left = new ArrayList<>();
    IdentityHashMap<SuppressionEntry, Set<Subject>> meant = new IdentityHashMap<>();
    List<String> said = new ArrayList<>(run.remarks());
    said.addAll(remarks);
    Map<String, List<Integer>> names = new HashMap<>();
    PatternIndex<Integer> patterns = new PatternIndex<>();
    List<SuppressionEntry> followed = index(names, patterns, said);
    for (Finding finding : run.verification().findings()) {
      Optional<SuppressionEntry> known =
          finding.severity() == Severity.HARMLESS
              ? Optional.empty()
              : known(finding, names, patterns);
      if (known.isPresent()) {
        meant.computeIfAbsent(known.get(), _ -> new TreeSet<>()).add(finding.subject());
        suppressed.add(new Suppressed(finding, known.get().reason()));
      } else {
        left.add(finding);
      }
    }
    for (SuppressionEntry one : followed) {
      worth(one, meant.getOrDefault(one, Set.of()).size()).ifPresent(said::add);
    }
    return run.judged(left, suppressed, said);
  }

  /**
   * Lists the entries that hold, by the name that each is about or by what its names have.
   *
   * @return the entries, without those that are too many
   */
  private List<SuppressionEntry> index(
      Map<String, List<Integer>> names, PatternIndex<Integer> patterns, List<String> said) {
    List<SuppressionEntry> followed = new ArrayList<>();
    int ofAnyName = 0;
    for (int i = 0; i < all.size(); i++) {
      SuppressionEntry one = all.get(i);
      boolean ofAny = one.subject().isEmpty() && one.literals().isEmpty();
      if (ofAny && ++ofAnyName > MOST_OF_ANY_NAME) {
        continue;
      }
      followed.add(one);
      if (one.expired(today)) {
        continue;
      }
      if (one.subject().isPresent()) {
        names.computeIfAbsent(one.subject().get(), _ -> new ArrayList<>(1)).add(i);
      } else {
        patterns.add(one.literals(), i);
      }
    }
    if (ofAnyName > MOST_OF_ANY_NAME) {
      said.add(
          "%d suppressions have no part of a name; the first %d are applied: write the names or parts of them"
              .formatted(ofAnyName, MOST_OF_ANY_NAME));
    }
    return followed;
  }

  /** Returns the first entry that means a finding. */
  private Optional<SuppressionEntry> known(
      Finding finding, Map<String, List<Integer>> names, PatternIndex<Integer> patterns) {
    String name = finding.subject().name();
    return Stream.concat(
            names.getOrDefault(name, List.of()).stream(), patterns.candidates(name).stream())
        .sorted()
        .map(all::get)
        .filter(one -> one.means().test(finding))
        .findFirst();
  }

  private Optional<String> worth(SuppressionEntry one, int meant) {
    String name = one.place() + ": the suppression of " + one.what();
    if (one.expired(today)) {
      return Optional.of(
          name + " has expired on " + one.expires().orElseThrow() + "; its findings count again");
    }
    if (meant == 0) {
      return Optional.of(name + " matches no finding; remove it");
    }
    return meant > WIDE
        ? Optional.of(name + " is wide: it matches " + meant + " things; name them")
        : Optional.empty();
  }
}
