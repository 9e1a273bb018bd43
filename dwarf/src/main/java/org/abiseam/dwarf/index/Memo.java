package org.abiseam.dwarf.index;

import java.util.Arrays;

/**
 * What is known of the entries of one unit: offset to hash, open addressing, emptied for the next
 * unit. A unit of a vmlinux asks some 6,600 times for 1,900 entries, so the table stays in the
 * first two caches and emptying it costs 1 µs.
 */
final class Memo {
  private int[] keys = new int[1 << 12];
  private long[] values = new long[1 << 12];
  private int shift = 32 - 12;
  private int count;

  void clear() {
    Arrays.fill(keys, 0);
    count = 0;
  }

  /** The hash of a key other than 0, or 0. */
  long get(int key) {
    int[] keys = this.keys;
    int slot = (key * 0x9e3779b9) >>> shift;
    while (true) {
      int found = keys[slot];
      if (found == key) {
        return values[slot];
      }
      if (found == 0) {
        return 0;
      }
      slot = (slot + 1) & (keys.length - 1);
    }
  }

  void put(int key, long value) {
    if (count * 2 >= keys.length) {
      grow();
    }
    int slot = (key * 0x9e3779b9) >>> shift;
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    count += keys[slot] == 0 ? 1 : 0;
    keys[slot] = key;
    values[slot] = value;
  }

  private void grow() {
    int[] oldKeys = keys;
    long[] oldValues = values;
    keys = new int[oldKeys.length * 2];
    values = new long[oldKeys.length * 2];
    shift--;
    count = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        put(oldKeys[i], oldValues[i]);
      }
    }
  }
}
