package org.abiseam.elf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * A symbol table, by gABI chapter 4, "Symbol Table". Values are read one at a time for relocations,
 * whole symbols only when somebody asks for them: a kernel has 230,000.
 */
final class SymbolTable {
  private static final int SHN_UNDEF = 0;
  private static final int SHN_XINDEX = 0xffff;
  private static final int STT_NOTYPE = 0;
  private static final int STT_SECTION = 3;
  private static final int STT_FILE = 4;
  private static final int CACHE = 256;

  private final Bytes entries;
  private final Bytes strings;
  private final @Nullable Bytes extended;
  private final boolean wide;
  private final long count;
  private final long[] cachedIndexes = new long[CACHE];
  private final long[] cachedValues = new long[CACHE];

  SymbolTable(Bytes entries, Bytes strings, @Nullable Bytes extended, boolean wide) {
    this.entries = entries;
    this.strings = strings;
    this.extended = extended;
    this.wide = wide;
    this.count = Math.min(Integer.MAX_VALUE, entries.size() / (wide ? 24 : 16));
    Arrays.fill(cachedIndexes, -1);
  }

  int count() {
    return (int) count;
  }

  /** {@code st_value}; relocations of debug info are against few symbols, one after the other. */
  long value(long index) {
    int slot = (int) index & (CACHE - 1);
    if (cachedIndexes[slot] == index && index >= 0) {
      return cachedValues[slot];
    }
    long value = read(index);
    cachedValues[slot] = value;
    cachedIndexes[slot] = index;
    return value;
  }

  private long read(long index) {
    if (index < 0 || index >= count) {
      throw new Malformed(entries.section(), 0, "symbol %d of %d".formatted(index, count));
    }
    return wide ? entries.signed64(index * 24 + 8) : entries.unsigned32(index * 16 + 4);
  }

  /** The name of a symbol that another object defines. */
  Optional<String> undefined(long index) {
    if (index <= 0 || index >= count()) {
      return Optional.empty();
    }
    Symbol symbol = symbol((int) index);
    return symbol.section() == SHN_UNDEF && !symbol.name().isEmpty()
        ? Optional.of(symbol.name())
        : Optional.empty();
  }

  List<Symbol> all() {
    List<Symbol> symbols = new ArrayList<>(count());
    for (int i = 0; i < count(); i++) {
      symbols.add(symbol(i));
    }
    return List.copyOf(symbols);
  }

  /** Those whose names begin with a prefix. */
  List<Symbol> named(String prefix) {
    byte[] begin = prefix.getBytes(StandardCharsets.UTF_8);
    List<Symbol> symbols = new ArrayList<>();
    for (int i = 1; i < count(); i++) {
      if (strings.begins(entries.unsigned32((long) i * (wide ? 24 : 16)), begin)) {
        symbols.add(symbol(i));
      }
    }
    return symbols;
  }

  /**
   * Finds functions and variables that share their address with another one. Addresses are compared
   * by a hash of section and value, so that a few others may be among them; names are read for the
   * result alone.
   */
  List<Symbol> aliases() {
    long[] places = new long[count()];
    int[] indexes = new int[count()];
    int defined = 0;
    for (int i = 1; i < count(); i++) {
      long at = (long) i * (wide ? 24 : 16);
      int type = entries.unsigned8(at + (wide ? 4 : 12)) & 0xf;
      int section = entries.unsigned16(at + (wide ? 6 : 14));
      if (section != SHN_UNDEF && type != STT_NOTYPE && type != STT_SECTION && type != STT_FILE) {
        places[defined] = read(i) * 31 + section;
        indexes[defined++] = i;
      }
    }
    long[] shared = repeated(Arrays.copyOf(places, defined));
    List<Symbol> symbols = new ArrayList<>();
    for (int i = 0; i < defined; i++) {
      if (Arrays.binarySearch(shared, places[i]) >= 0) {
        symbols.add(symbol(indexes[i]));
      }
    }
    return symbols;
  }

  /** Returns the numbers that stand there more than once, each once and in order; sorts them. */
  private static long[] repeated(long[] numbers) {
    Arrays.sort(numbers);
    int found = 0;
    for (int i = 1; i < numbers.length; i++) {
      boolean again = numbers[i] == numbers[i - 1];
      boolean more = i + 1 < numbers.length && numbers[i] == numbers[i + 1];
      if (again && !more) {
        numbers[found++] = numbers[i];
      }
    }
    return Arrays.copyOf(numbers, found);
  }

  private Symbol symbol(int index) {
    long at = (long) index * (wide ? 24 : 16);
    String name = index == 0 ? "" : strings.string(entries.unsigned32(at));
    long size = wide ? entries.signed64(at + 16) : entries.unsigned32(at + 8);
    int info = entries.unsigned8(at + (wide ? 4 : 12));
    int other = entries.unsigned8(at + (wide ? 5 : 13));
    int section = entries.unsigned16(at + (wide ? 6 : 14));
    if (section == SHN_XINDEX && extended != null) {
      section = extended.signed32(index * 4L);
    }
    return new Symbol(name, read(index), size, info & 0xf, info >> 4, other & 3, section);
  }
}
