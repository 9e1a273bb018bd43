package org.abiseam.dwarf.index;

import java.util.Arrays;

/** Gives each name that counts a number, by the hash of its bytes. */
sealed interface Numbers {
  /** Returns the number of the name with this hash, or -1 where it does not count. */
  int find(long hash);

  /** Returns the hash of the name with this number. */
  long hash(int number);

  /** Names that were asked for; for any number of threads. */
  record Listed(WantedNames names) implements Numbers {
    @Override
    public int find(long hash) {
      return names.find(hash);
    }

    @Override
    public long hash(int number) {
      return names.hash(number);
    }
  }

  /** All names, numbered as they come; for one thread. */
  final class Every implements Numbers {
    private int[] slots = new int[1 << 14];
    private long[] hashes = new long[1 << 12];
    private int count;

    Every() {
      Arrays.fill(slots, -1);
    }

    @Override
    public int find(long hash) {
      int slot = (int) hash & slots.length - 1;
      while (slots[slot] >= 0) {
        if (hashes[slots[slot]] == hash) {
          return slots[slot];
        }
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = count;
      if (count == hashes.length) {
        hashes = Arrays.copyOf(hashes, count * 2);
      }
      hashes[count++] = hash;
      if (count * 2 > slots.length) {
        rehash();
      }
      return count - 1;
    }

    @Override
    public long hash(int number) {
      return hashes[number];
    }

    private void rehash() {
      slots = new int[slots.length * 4];
      Arrays.fill(slots, -1);
      for (int i = 0; i < count; i++) {
        int slot = (int) hashes[i] & slots.length - 1;
        while (slots[slot] >= 0) {
          slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = i;
      }
    }
  }
}
