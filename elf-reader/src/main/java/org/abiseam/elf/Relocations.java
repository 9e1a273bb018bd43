package org.abiseam.elf;

/**
 * What the relocations of a section do to its fields, sorted by offset, resolved against the symbol
 * table.
 *
 * <p>A loop that reads a section front to back asks through a {@link Cursor}, which gallops along
 * and costs nothing where there is no relocation; the section itself is never copied.
 */
public final class Relocations {
  /** No relocations. */
  public static final Relocations NONE = new Relocations(new long[0], new long[0], new byte[0]);

  /** Added to a field's width where the value is added to what stands there. */
  static final int IN_PLACE = 16;

  private final long[] offsets;
  private final long[] values;
  private final byte[] fields;
  private final Cursor unmoved = new Cursor();

  /**
   * Resolved relocations.
   *
   * @param offsets bytes from the beginning of the section, ascending, each once
   * @param values what each field becomes, or what is added to it
   * @param fields width of each field in bytes, with {@link #IN_PLACE} where the value is added
   */
  Relocations(long[] offsets, long[] values, byte[] fields) {
    this.offsets = offsets;
    this.values = values;
    this.fields = fields;
  }

  /** {@return whether there are none: true for a linked file} */
  public boolean isEmpty() {
    return offsets.length == 0;
  }

  /** {@return a new cursor at the beginning: the cursor} Not thread-safe; take one per thread. */
  public Cursor cursor() {
    return isEmpty() ? unmoved : new Cursor();
  }

  /** A position among the relocations that follows the reader's. */
  public final class Cursor {
    private int at;

    private Cursor() {}

    /**
     * {@return the value of a field: what it is after relocation; {@code found} where no relocation
     * begins at the offset}
     *
     * @param offset where it begins in the section
     * @param found what stands there
     */
    public long relocated(long offset, long found) {
      if (at >= offsets.length || offsets[at] != offset) {
        at = seek(offset);
        if (at >= offsets.length || offsets[at] != offset) {
          return found;
        }
      }
      int field = fields[at];
      long value = (field & IN_PLACE) != 0 ? found + values[at] : values[at];
      at++;
      int width = field & ~IN_PLACE;
      return width == 8 ? value : value & ((1L << (8 * width)) - 1);
    }

    private int seek(long offset) {
      int low = at < offsets.length && offsets[at] < offset ? at : 0;
      int step = 1;
      int high = low;
      while (high < offsets.length && offsets[high] < offset) {
        low = high;
        high += step;
        step <<= 1;
      }
      high = Math.min(high, offsets.length);
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (offsets[middle] < offset) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }
}
