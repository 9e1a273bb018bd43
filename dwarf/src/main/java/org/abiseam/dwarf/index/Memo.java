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
  private int slots = 1 << 12;
  private int shift = 32 - 12;
  private int count;

  /** Empties the table and makes it fit for a unit: one entry in some 50 bytes is asked for. */
  void clear(int unitBytes) {
    int bits = Math.max(10, 32 - Integer.numberOfLeadingZeros(unitBytes / 10));
    if (1 << bits > keys.length) {
      keys = new int[1 << bits];
      values = new long[1 << bits];
    } else {
      Arrays.fill(keys, 0, slots, 0);
    }
    slots = 1 << bits;
    shift = 32 - bits;
    count = 0;
  }

  /** Returns the hash of a key other than 0, or 0. */
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
      slot = (slot + 1) & (slots - 1);
    }
  }

  void put(int key, long value) {
    if (count * 2 >= slots) {
      grow();
    }
    int slot = (key * 0x9e3779b9) >>> shift;
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & (slots - 1);
    }
    count += keys[slot] == 0 ? 1 : 0;
    keys[slot] = key;
    values[slot] = value;
  }

  private void grow() {
    int[] oldKeys = keys;
    long[] oldValues = values;
    int oldSlots = slots;
    slots *= 2;
    shift--;
    count = 0;
    keys = new int[slots];
    values = new long[slots];
    for (int i = 0; i < oldSlots; i++) {
      if (oldKeys[i] != 0) {
        put(oldKeys[i], oldValues[i]);
      }
    }
  }
}
