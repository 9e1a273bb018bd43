package org.abiseam.engine.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.abiseam.model.Subject;

/**
 * Lists what came and went between two builds, besides what changed in both.
 *
 * @param removed names that only the old one has, by kind
 * @param added names that only the new one has, by kind
 * @param files files of packages and directories that only one of them has
 * @param exports whether only symbols that a kernel exports were looked at
 * @param impacted functions and variables that the changes reach; empty where nobody asked
 */
public record Changes(
    Map<Subject.Kind, SortedSet<String>> removed,
    Map<Subject.Kind, SortedSet<String>> added,
    MemberPairs files,
    boolean exports,
    Optional<List<Impact>> impacted) {

  /** Copies the list. */
  public Changes {
    impacted = impacted.map(List::copyOf);
  }

  /**
   * Returns how many names of a kind the new build no longer has.
   *
   * @param kind of names
   * @return the count
   */
  public int removed(Subject.Kind kind) {
    return removed.getOrDefault(kind, new TreeSet<>()).size();
  }

  /**
   * Returns how many names of a kind the new build has besides.
   *
   * @param kind of names
   * @return the count
   */
  public int added(Subject.Kind kind) {
    return added.getOrDefault(kind, new TreeSet<>()).size();
  }

  /**
   * Returns how many things of a kind the changes reach.
   *
   * @param kind function or variable
   * @return the count; 0 where nobody asked
   */
  public long impacted(Subject.Kind kind) {
    return impacted.orElse(List.of()).stream().filter(one -> one.symbol().kind() == kind).count();
  }

  /**
   * Tells whether nothing came or went.
   *
   * @return true where names and files are the same
   */
  public boolean none() {
    return removed.values().stream().allMatch(names -> names.isEmpty())
        && added.values().stream().allMatch(names -> names.isEmpty())
        && files.removed().isEmpty()
        && files.added().isEmpty();
  }
}
