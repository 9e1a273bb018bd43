package org.abiseam.dwarf.index;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The names to look for, found again by the hash of their bytes: the loop never makes a string.
 * Immutable.
 */
public final class WantedNames {
  private final List<String> names;
  private final long[] hashes;
  private final int[] indexes;
  private final long[] byIndex;

  private WantedNames(List<String> names) {
    this.names = names;
    int slots = Integer.highestOneBit(Math.max(16, names.size()) * 4);
    this.byIndex = new long[names.size()];
    this.hashes = new long[slots];
    this.indexes = new int[slots];
    for (int i = 0; i < names.size(); i++) {
      long hash = Hash.name(names.get(i));
      byIndex[i] = hash;
      int slot = slot(hash);
      hashes[slot] = hash;
      indexes[slot] = i;
    }
  }

  /**
   * {@return the names of the types}
   *
   * @param names tags and typedef names, in any order
   */
  public static WantedNames of(Collection<String> names) {
    return new WantedNames(List.copyOf(new TreeSet<>(names)));
  }

  /** {@return the names: sorted, each once} */
  public List<String> names() {
    return names;
  }

  /**
   * Tells whether a name is wanted.
   *
   * @param name any name
   */
  public boolean contains(String name) {
    return find(Hash.name(name)) >= 0;
  }

  /** Returns the index of the name with this hash, or -1. */
  int find(long hash) {
    int slot = slot(hash);
    return hashes[slot] == 0 ? -1 : indexes[slot];
  }

  /** Returns the hash of a name. */
  long hash(int index) {
    return byIndex[index];
  }

  private int slot(long hash) {
    int slot = (int) hash & hashes.length - 1;
    while (hashes[slot] != 0 && hashes[slot] != hash) {
      slot = slot + 1 & hashes.length - 1;
    }
    return slot;
  }
}
