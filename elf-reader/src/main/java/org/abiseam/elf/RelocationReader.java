package org.abiseam.elf;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * Resolves a relocation section against its symbol table.
 *
 * <p>Assemblers write relocations in order of their offset; where one does not, they are sorted.
 * Several of one offset (RISC-V, LoongArch: add one symbol, subtract another) apply one after the
 * other and become one.
 */
final class RelocationReader {
  /** Words of an entry. */
  private static final int WORDS = 3;

  /** Entries that are read at once. */
  private static final int CHUNK = 1024;

  private final Header header;
  private final Bytes entries;
  private final SymbolTable symbols;
  private final boolean explicitAddend;
  private final long entrySize;
  private final long sectionSize;

  private long[] offsets;
  private long[] values;
  private byte[] fields;
  private final RelocationTypes.@Nullable Effect[] effects = new RelocationTypes.Effect[64];

  /** Most entries refer to the symbol of the one before, that of the strings, in the same way. */
  private @Nullable Reference present;

  private int filled;
  private boolean sorted = true;
  private boolean repeated;

  /**
   * Describes what entries with the same symbol and type do.
   *
   * @param info symbol and type
   * @param symbol its value
   * @param field width and {@link Relocations#IN_PLACE}, as {@link Relocations} has them
   */
  private record Reference(long info, RelocationTypes.Effect effect, long symbol, byte field) {}

  /**
   * Prepares to read.
   *
   * @param sectionSize bytes of the section that is relocated
   */
  RelocationReader(
      Header header, Bytes entries, SymbolTable symbols, boolean explicitAddend, long sectionSize) {
    this.header = header;
    this.entries = entries;
    this.symbols = symbols;
    this.explicitAddend = explicitAddend;
    this.sectionSize = sectionSize;
    this.entrySize = (header.wide() ? 16L : 8L) + (explicitAddend ? (header.wide() ? 8L : 4L) : 0L);
    int count = (int) (entries.size() / entrySize);
    offsets = new long[count];
    values = new long[count];
    fields = new byte[count];
  }

  Relocations read() {
    int count = offsets.length;
    long[] words = new long[WORDS * Math.min(count, CHUNK)];
    for (int first = 0; first < count; first += CHUNK) {
      int some = Math.min(CHUNK, count - first);
      fill(words, first * entrySize, some);
      for (int i = 0; i < some; i++) {
        entry((first + i) * entrySize, words, WORDS * i);
      }
    }
    if (!sorted) {
      sort();
    }
    if (repeated || !sorted) {
      merge();
    }
    if (filled == 0) {
      return Relocations.NONE;
    }
    return filled == count
        ? new Relocations(offsets, values, fields)
        : new Relocations(
            Arrays.copyOf(offsets, filled),
            Arrays.copyOf(values, filled),
            Arrays.copyOf(fields, filled));
  }

  /**
   * {@return words of data that become the plain address of a symbol; what else happens to them is
   * passed over: indexes of symbols by bytes from {@code from}}
   *
   * @param from where to begin, in bytes from the beginning of the section
   * @param size how many bytes count
   */
  SortedMap<Long, Long> addresses(long from, long size) {
    SortedMap<Long, Long> found = new TreeMap<>();
    int word = header.wide() ? 8 : 4;
    for (int i = 0; i < offsets.length; i++) {
      long at = i * entrySize;
      long offset = entries.word(at, header.wide());
      RelocationTypes.Effect effect = effect(type(at));
      boolean plain =
          effect.operation() == RelocationTypes.Operation.ABSOLUTE
              && effect.width() == word
              && addend(at) == 0;
      if (plain && offset >= from && offset - from <= size - word) {
        found.put(offset - from, symbol(at));
      }
    }
    return found;
  }

  /**
   * Lists all entries, whatever they do to a field.
   *
   * @param section the section that is relocated; 0 in a linked file
   * @param into receives them in order
   */
  void references(int section, List<SymbolReference> into) {
    for (int i = 0; i < offsets.length; i++) {
      long at = i * entrySize;
      into.add(
          new SymbolReference(
              section,
              entries.word(at, header.wide()),
              symbols.symbol((int) symbol(at)),
              addend(at)));
    }
  }

  /** Offset, symbol and type, and addend of each entry; the commonest form is copied as it is. */
  private void fill(long[] words, long at, int some) {
    boolean wide = header.wide();
    if (wide && explicitAddend && header.machine().machine() != Machine.EM_MIPS) {
      entries.words(at, words, WORDS * some);
      return;
    }
    for (int i = 0; i < some; i++) {
      long from = at + i * entrySize;
      words[WORDS * i] = entries.word(from, wide);
      words[WORDS * i + 1] = symbol(from) << 32 | (type(from) & 0xffff_ffffL);
      words[WORDS * i + 2] = addend(from);
    }
  }

  private void entry(long at, long[] words, int from) {
    if (present == null || present.info() != words[from + 1]) {
      present = reference(at, words[from + 1]);
    }
    Reference to = present;
    RelocationTypes.Operation operation = to.effect().operation();
    if (operation == RelocationTypes.Operation.NOTHING) {
      return;
    }
    long offset = words[from];
    if (offset < 0 || offset > sectionSize - to.effect().width()) {
      throw new Malformed(
          entries.section(),
          at,
          "a relocation at offset %d of %d bytes".formatted(offset, sectionSize));
    }
    long value = to.symbol() + words[from + 2];
    if (operation == RelocationTypes.Operation.SUBTRACT) {
      value = -value;
    } else if (operation == RelocationTypes.Operation.RELATIVE) {
      value -= offset;
    } else if (operation == RelocationTypes.Operation.FROM_GOT) {
      value = -1;
    }
    append(offset, value, to.field());
  }

  /** Tells what an entry with this symbol and type does. */
  private Reference reference(long at, long info) {
    int type = ofSparc((int) info);
    RelocationTypes.Effect effect = effect(type);
    boolean inPlace =
        switch (effect.operation()) {
          case NOTHING, FROM_GOT -> false;
          case UNKNOWN ->
              throw new Malformed(
                  Diagnostic.Kind.UNSUPPORTED,
                  entries.section(),
                  at,
                  "relocation type %d of %s is not one of debug info"
                      .formatted(type, header.machine().name()));
          case ADD, SUBTRACT -> true;
          case ABSOLUTE, RELATIVE -> !explicitAddend;
        };
    boolean nothing = effect.operation() == RelocationTypes.Operation.NOTHING;
    return new Reference(
        info,
        effect,
        nothing ? 0 : symbols.value(info >>> 32),
        (byte) (effect.width() | (inPlace ? Relocations.IN_PLACE : 0)));
  }

  /** SPARC V9 keeps data of R_SPARC_OLO10 in the upper 24 bits. */
  private int ofSparc(int type) {
    return header.machine().machine() == Machine.EM_SPARCV9 ? type & 0xff : type;
  }

  private RelocationTypes.Effect effect(int type) {
    if (type < 0 || type >= effects.length) {
      return RelocationTypes.effect(header.machine().machine(), type);
    }
    RelocationTypes.Effect known = effects[type];
    if (known == null) {
      known = RelocationTypes.effect(header.machine().machine(), type);
      effects[type] = known;
    }
    return known;
  }

  private void append(long offset, long value, byte field) {
    if (filled > 0 && offsets[filled - 1] >= offset) {
      boolean same = offsets[filled - 1] == offset;
      repeated |= same;
      sorted &= same;
    }
    offsets[filled] = offset;
    values[filled] = value;
    fields[filled++] = field;
  }

  /**
   * The n64 ABI of MIPS keeps three types and two symbols in {@code r_info}, in an order of its own
   * in little-endian files.
   */
  private int type(long at) {
    boolean wide = header.wide();
    int machine = header.machine().machine();
    if (!wide) {
      return entries.signed32(at + 4) & 0xff;
    }
    if (machine == Machine.EM_MIPS) {
      int more =
          entries.unsigned8(at + 12)
              | entries.unsigned8(at + 13) << 8
              | entries.unsigned8(at + 14) << 16;
      return entries.unsigned8(at + 15) | more << 8;
    }
    return ofSparc((int) entries.signed64(at + 8));
  }

  private long symbol(long at) {
    if (!header.wide()) {
      return entries.unsigned32(at + 4) >>> 8;
    }
    return header.machine().machine() == Machine.EM_MIPS
        ? entries.unsigned32(at + 8)
        : entries.signed64(at + 8) >>> 32;
  }

  private long addend(long at) {
    if (!explicitAddend) {
      return 0;
    }
    return header.wide() ? entries.signed64(at + 16) : entries.signed32(at + 8);
  }

  private void sort() {
    long[] keys = new long[filled];
    for (int i = 0; i < filled; i++) {
      keys[i] = offsets[i] << 24 | i;
    }
    if (filled >= 1 << 24 || sectionSize >= 1L << 39) {
      throw new Malformed(
          Diagnostic.Kind.LIMIT, entries.section(), 0, "too many relocations out of order");
    }
    Arrays.sort(keys);
    long[] sortedOffsets = new long[filled];
    long[] sortedValues = new long[filled];
    byte[] sortedFields = new byte[filled];
    for (int i = 0; i < filled; i++) {
      int from = (int) (keys[i] & 0xff_ffff);
      sortedOffsets[i] = offsets[from];
      sortedValues[i] = values[from];
      sortedFields[i] = fields[from];
    }
    offsets = sortedOffsets;
    values = sortedValues;
    fields = sortedFields;
  }

  /**
   * gABI chapter 4, "Relocation": consecutive relocations of one offset compose; the result of each
   * is the next one's field.
   */
  private void merge() {
    int to = 0;
    for (int from = 0; from < filled; from++) {
      boolean inPlace = (fields[from] & Relocations.IN_PLACE) != 0;
      if (to > 0 && offsets[to - 1] == offsets[from]) {
        values[to - 1] = inPlace ? values[to - 1] + values[from] : values[from];
        fields[to - 1] = inPlace ? fields[to - 1] : fields[from];
        continue;
      }
      offsets[to] = offsets[from];
      values[to] = values[from];
      fields[to++] = fields[from];
    }
    filled = to;
  }
}
