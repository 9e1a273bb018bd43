package org.abiseam.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.abiseam.model.Citation;
import org.abiseam.model.Finding;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.rules.layout.Citations;
import org.abiseam.rules.layout.Differences;
import org.abiseam.rules.layout.RuleDifference;

/**
 * Groups victims under their causes.
 *
 * <p>A struct that moves moves every struct that contains it, and whatever lies behind it there.
 * Such a container is a victim: it disagrees, but fixing the cause fixes it, so it has no finding
 * and stands in the reach of the cause's. A container that also differs in a way of its own, before
 * the member or in more than place and size, has a finding too.
 *
 * <p>A member's type answers under its own name only if that name has a finding of the same kind;
 * where its own Rust view agrees with another C type of that name, the container keeps the
 * difference. And whoever differs has a finding, its own or a cause's: where causes point at each
 * other only, the first of them speaks.
 */
final class Grouping {
  private static final long NOWHERE = -1;

  /** Tells which pair of views a finding is about. */
  private enum Between {
    C_AND_RUST,
    C_AND_C
  }

  private record Key(Between between, String name) {}

  /** Describes a type that differs: on its own, by what it contains, or both. */
  private static final class Case {
    final Subject subject;
    final List<Finding> own = new ArrayList<>();
    final List<Supplier<Finding>> spelledOut = new ArrayList<>();
    final Set<String> contained = new LinkedHashSet<>();

    Case(Subject subject) {
      this.subject = subject;
    }
  }

  private final Map<Key, Case> cases = new LinkedHashMap<>();
  private final Map<String, List<Finding>> concerning = new LinkedHashMap<>();
  private final Map<String, List<Finding>> notes = new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> stale = new HashSet<>();

  private Grouping() {}

  static Grouping of(Map<String, TypeJudgement> judgements) {
    Grouping grouping = new Grouping();
    Set<Key> differing = new HashSet<>();
    judgements.forEach((name, judgement) -> grouping.differing(name, judgement, differing));
    judgements.forEach((name, judgement) -> grouping.collect(name, judgement, differing));
    grouping.resolve();
    judgements.forEach(
        (name, judgement) -> {
          grouping.findings.addAll(judgement.stale());
          if (!judgement.stale().isEmpty()) {
            grouping.stale.add(name);
          }
        });
    return grouping;
  }

  private void differing(String name, TypeJudgement judgement, Set<Key> differing) {
    if (judgement.unsure()) {
      return;
    }
    for (TypeJudgement.ComparedPair pair : judgement.pairs()) {
      if (pair.differences().differs()) {
        differing.add(new Key(Between.C_AND_RUST, name));
      }
    }
    if (!judgement.conflicts().isEmpty()) {
      differing.add(new Key(Between.C_AND_C, name));
    }
  }

  private void collect(String name, TypeJudgement judgement, Set<Key> differing) {
    if (judgement.unsure()) {
      return;
    }
    for (TypeJudgement.ComparedPair pair : judgement.pairs()) {
      List<RuleDifference> all = pair.differences().all();
      if (pair.differences().differs()) {
        Key key = new Key(Between.C_AND_RUST, name);
        Case found = cases.computeIfAbsent(key, _ -> new Case(judgement.subject()));
        List<RuleDifference> own = own(pair.differences(), key, differing, found.contained);
        if (!own.isEmpty()) {
          add(found.own, Findings.of(found.subject, pair.provider(), pair.consumer(), own));
        }
        found.spelledOut.add(
            () ->
                Findings.of(
                    found.subject, pair.provider(), pair.consumer(), whole(pair.differences())));
      } else if (!all.isEmpty()) {
        Finding note = Findings.of(judgement.subject(), pair.provider(), pair.consumer(), all);
        add(notes.computeIfAbsent(name, _ -> new ArrayList<>()), note);
      }
    }
    for (IncompatibleDefinitions conflict : judgement.conflicts()) {
      Key key = new Key(Between.C_AND_C, name);
      Case found = cases.computeIfAbsent(key, _ -> new Case(judgement.subject()));
      List<RuleDifference> own = own(conflict.differences(), key, differing, found.contained);
      if (!own.isEmpty()) {
        found.own.add(conflict(found.subject, conflict, own));
      }
      found.spelledOut.add(() -> conflict(found.subject, conflict, whole(conflict.differences())));
    }
  }

  /** Adds a finding; two Rust views that differ from C in the same way are one. */
  private static void add(List<Finding> findings, Finding finding) {
    for (Finding known : findings) {
      if (known.differences().equals(finding.differences())
          && known.provider().equals(finding.provider())) {
        return;
      }
    }
    findings.add(finding);
  }

  /** Lists all that differs, whoever answers for it. */
  private static List<RuleDifference> whole(Differences found) {
    List<RuleDifference> whole = Findings.serious(found.all());
    found.inherited().forEach(member -> whole.addAll(member.spelledOut()));
    return whole;
  }

  private static List<RuleDifference> own(
      Differences found, Key key, Set<Key> differing, Set<String> causes) {
    List<RuleDifference> own = Findings.serious(found.all());
    long moved = NOWHERE;
    for (Differences.Inherited member : found.inherited()) {
      if (differing.contains(new Key(key.between(), member.name()))
          && !member.name().equals(key.name())) {
        causes.add(member.name());
        boolean first = moved == NOWHERE || member.position() < moved;
        moved = first && member.differences().moves() ? member.position() : moved;
      } else {
        own.addAll(Findings.serious(member.spelledOut()));
      }
    }
    long from = moved;
    if (from != NOWHERE) {
      own.removeIf(one -> one.position() >= from && consequence(one));
    }
    return own;
  }

  private static boolean consequence(RuleDifference one) {
    return switch (one.what()) {
      case OFFSET, BIT_OFFSET -> true;
      case SIZE, ALIGNMENT -> one.path().isEmpty();
      case BIT_SIZE, TYPE, SIGNEDNESS, PRESENCE, COUNT -> false;
      case ARGUMENTS, CONVENTION, VALUE, LOCATION, NAME -> false;
    };
  }

  private static Finding conflict(
      Subject subject, IncompatibleDefinitions conflict, List<RuleDifference> own) {
    Finding plain = Findings.of(subject, conflict.chosen(), conflict.other(), own);
    List<Citation> citations = new ArrayList<>();
    citations.add(Citations.C_COMPATIBLE);
    citations.addAll(plain.citations());
    return new Finding(
        Rule.LAYOUT_DRIFT,
        conflict.matters() ? Severity.HARMFUL : Severity.RISKY,
        subject,
        conflict.chosen(),
        conflict.other(),
        plain.differences(),
        conflict.matters()
            ? (conflict.rust() ? "Rust" : "clang")
                + " agrees with the first unit and not with the second"
            : "the difference does not affect the type of "
                + (conflict.rust() ? "Rust" : "clang's code"),
        citations,
        List.of(),
        List.of());
  }

  /** Gives each cause its reach and each victim its causes. */
  private void resolve() {
    Map<Key, Set<String>> reach = new LinkedHashMap<>();
    Map<Key, Set<Key>> roots = new LinkedHashMap<>();
    for (Map.Entry<Key, Case> entry : cases.entrySet()) {
      Key key = entry.getKey();
      Set<Key> found = new LinkedHashSet<>();
      roots(key, found, new HashSet<>());
      if (found.isEmpty()) {
        // Types that contain each other, each a victim of the other: one must speak.
        entry.getValue().spelledOut.forEach(all -> add(entry.getValue().own, all.get()));
        found.add(key);
      }
      roots.put(key, found);
      if (entry.getValue().own.isEmpty()) {
        for (Key root : found) {
          reach.computeIfAbsent(root, _ -> new TreeSet<>()).add(key.name());
        }
      }
    }
    Map<Key, List<Finding>> complete = new LinkedHashMap<>();
    cases.forEach(
        (key, one) -> {
          List<String> reached = List.copyOf(reach.getOrDefault(key, Set.of()));
          List<Finding> own = new ArrayList<>();
          one.own.forEach(finding -> own.add(Findings.reaching(finding, reached)));
          complete.put(key, own);
          findings.addAll(own);
        });
    roots.forEach(
        (key, causes) -> {
          List<Finding> list = concerning.computeIfAbsent(key.name(), _ -> new ArrayList<>());
          causes.forEach(cause -> list.addAll(complete.getOrDefault(cause, List.of())));
        });
  }

  private void roots(Key key, Set<Key> found, Set<Key> visited) {
    Case one = cases.get(key);
    if (one == null || !visited.add(key)) {
      return;
    }
    if (!one.own.isEmpty()) {
      found.add(key);
    }
    for (String contained : one.contained) {
      roots(new Key(key.between(), contained), found, visited);
    }
  }

  /** Names the types of which the objects have another definition than the bindings. */
  Set<String> stale() {
    return stale;
  }

  /** Lists all findings, each cause once. */
  List<Finding> findings() {
    List<Finding> all = new ArrayList<>(findings);
    notes.values().forEach(all::addAll);
    return all;
  }

  /** Lists the findings that make a type disagree: its own and those of what it contains. */
  List<Finding> concerning(String name) {
    return concerning.getOrDefault(name, List.of());
  }

  /** Lists what differs and cannot matter. */
  List<Finding> notes(String name) {
    return notes.getOrDefault(name, List.of());
  }
}
