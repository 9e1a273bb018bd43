package org.abiseam.dwarf.index;

import java.util.Arrays;

/**
 * The distinct definitions that one thread has met, by fingerprint, each with its first place and
 * how many units have it. Columns, not objects: 0.8 million definitions of a vmlinux end in some
 * 1,100 rows.
 */
final class DefinitionTable {
  private static final int ABSENT = -1;

  private int[] slots = new int[1 << 12];
  private long[] fingerprints = new long[1 << 10];
  private long[] files = new long[1 << 10];
  private int[] names = new int[1 << 10];
  private int[] tags = new int[1 << 10];
  private int[] firstUnits = new int[1 << 10];
  private int[] lastUnits = new int[1 << 10];
  private long[] offsets = new long[1 << 10];
  private int[] units = new int[1 << 10];
  private int rows;

  DefinitionTable() {
    Arrays.fill(slots, ABSENT);
  }

  int rows() {
    return rows;
  }

  long fingerprint(int row) {
    return fingerprints[row];
  }

  long file(int row) {
    return files[row];
  }

  int name(int row) {
    return names[row];
  }

  int tag(int row) {
    return tags[row];
  }

  int unit(int row) {
    return firstUnits[row];
  }

  long offset(int row) {
    return offsets[row];
  }

  int units(int row) {
    return units[row];
  }

  /** A definition at an offset of a unit; a unit that repeats itself counts once. */
  void add(long fingerprint, int name, int tag, long file, int unit, long offset) {
    int row = row(fingerprint);
    if (row == rows) {
      append(fingerprint, name, tag, file);
    }
    if (lastUnits[row] != unit) {
      lastUnits[row] = unit;
      place(row, unit, offset, 1);
    }
  }

  /** Adds a row of another table, whose units are none of those counted here, as this. */
  void merge(DefinitionTable other, int from, long fingerprint) {
    merge(other, from, fingerprint, other.names[from]);
  }

  /** The same where the other table numbers its names in another way. */
  void merge(DefinitionTable other, int from, long fingerprint, int name) {
    int row = row(fingerprint);
    if (row == rows) {
      append(fingerprint, name, other.tags[from], other.files[from]);
    }
    place(row, other.firstUnits[from], other.offsets[from], other.units[from]);
  }

  private void append(long fingerprint, int name, int tag, long file) {
    if (rows == fingerprints.length) {
      grow();
    }
    fingerprints[rows] = fingerprint;
    files[rows] = file;
    names[rows] = name;
    tags[rows] = tag;
    firstUnits[rows] = Integer.MAX_VALUE;
    lastUnits[rows] = -1;
    units[rows] = 0;
    rows++;
    if (rows * 2 > slots.length) {
      rehash();
    }
  }

  private void place(int row, int unit, long offset, int count) {
    units[row] += count;
    if (unit < firstUnits[row] || (unit == firstUnits[row] && offset < offsets[row])) {
      firstUnits[row] = unit;
      offsets[row] = offset;
    }
  }

  private int row(long fingerprint) {
    int slot = (int) (fingerprint >>> 32) & slots.length - 1;
    while (slots[slot] != ABSENT) {
      if (fingerprints[slots[slot]] == fingerprint) {
        return slots[slot];
      }
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = rows;
    return rows;
  }

  private void rehash() {
    slots = new int[slots.length * 4];
    Arrays.fill(slots, ABSENT);
    for (int i = 0; i < rows; i++) {
      int slot = (int) (fingerprints[i] >>> 32) & slots.length - 1;
      while (slots[slot] != ABSENT) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = i;
    }
  }

  private void grow() {
    int size = rows * 2;
    fingerprints = Arrays.copyOf(fingerprints, size);
    files = Arrays.copyOf(files, size);
    names = Arrays.copyOf(names, size);
    tags = Arrays.copyOf(tags, size);
    firstUnits = Arrays.copyOf(firstUnits, size);
    lastUnits = Arrays.copyOf(lastUnits, size);
    offsets = Arrays.copyOf(offsets, size);
    units = Arrays.copyOf(units, size);
  }
}
