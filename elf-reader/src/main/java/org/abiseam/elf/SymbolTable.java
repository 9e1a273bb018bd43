package org.abiseam.elf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  private static final int CHUNK = 512;
  private static final int HASH_BITS = 16;

  private final Bytes entries;
  private final Bytes stringBytes;
  private final @Nullable Bytes extended;
  private final boolean wide;
  private final long entrySize;
  private final long count;
  private @Nullable StringTable strings;
  private final long[] cachedIndexes = new long[CACHE];
  private final long[] cachedValues = new long[CACHE];

  SymbolTable(Bytes entries, Bytes strings, @Nullable Bytes extended, boolean wide) {
    this.entries = entries;
    this.stringBytes = strings;
    this.extended = extended;
    this.wide = wide;
    this.entrySize = wide ? 24 : 16;
    this.count = Math.min(Integer.MAX_VALUE, entries.size() / entrySize);
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
    return !symbol.isDefined() && !symbol.name().isEmpty()
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

  /**
   * Finds symbols by name, or by how the name begins. The first eight bytes of a name decide
   * whether it is read.
   */
  List<Symbol> named(Set<String> names, List<String> prefixes) {
    BitSet beginnings = new BitSet(1 << HASH_BITS);
    names.forEach(name -> beginnings.set(hash(StringTable.beginning(name))));
    long[] begins = prefixes.stream().mapToLong(StringTable::beginning).toArray();
    long[] masks = prefixes.stream().mapToLong(prefix -> mask(prefix)).toArray();
    List<Symbol> symbols = new ArrayList<>();
    StringTable strings = strings();
    Run run = new Run();
    for (int i = 1; i < count(); i++) {
      long beginning = strings.beginning(run.name(i));
      boolean possible = beginnings.get(hash(beginning));
      for (int k = 0; k < begins.length && !possible; k++) {
        possible = (beginning & masks[k]) == begins[k];
      }
      if (possible) {
        Symbol symbol = symbol(i);
        if (names.contains(symbol.name())
            || prefixes.stream().anyMatch(prefix -> symbol.name().startsWith(prefix))) {
          symbols.add(symbol);
        }
      }
    }
    return symbols;
  }

  private StringTable strings() {
    StringTable known = strings;
    if (known == null) {
      known = new StringTable(stringBytes);
      strings = known;
    }
    return known;
  }

  /** Reads entries in order of the table, many at once. */
  private final class Run {
    private final int wordsEach = wide ? 3 : 2;
    private final long[] words = new long[wordsEach * CHUNK];
    private int from = -CHUNK;

    private long word(int index, int which) {
      if (index < from || index - from >= CHUNK) {
        from = index;
        entries.words(index * entrySize, words, wordsEach * Math.min(CHUNK, count() - index));
      }
      return words[(index - from) * wordsEach + which];
    }

    /** {@code st_name}. */
    long name(int index) {
      return half(word(index, 0), true);
    }

    /** {@code st_value}. */
    long value(int index) {
      return wide ? word(index, 1) : half(word(index, 0), false);
    }

    /** {@code st_info}, {@code st_other} and {@code st_shndx}, which follow each other. */
    long fields(int index) {
      return half(word(index, wide ? 0 : 1), false);
    }

    /** Returns the half of a word that stands first or second in the file. */
    private long half(long word, boolean first) {
      return (first == entries.bigEndian()) ? word >>> 32 : word & 0xffff_ffffL;
    }
  }

  /** Covers as much of the first eight bytes as a prefix has. */
  private static long mask(String prefix) {
    int bytes = prefix.getBytes(StandardCharsets.UTF_8).length;
    return bytes < 8 ? (1L << (bytes * Byte.SIZE)) - 1 : -1L;
  }

  /** Finds symbols by their value; a hash of it decides whether the name is read. */
  List<Symbol> at(Set<Long> values) {
    BitSet hashes = new BitSet(1 << HASH_BITS);
    values.forEach(value -> hashes.set(hash(value)));
    List<Symbol> symbols = new ArrayList<>();
    Run run = new Run();
    for (int i = 1; i < count(); i++) {
      long value = run.value(i);
      if (hashes.get(hash(value)) && values.contains(value)) {
        symbols.add(symbol(i));
      }
    }
    return symbols;
  }

  private static int hash(long value) {
    return (int) ((value * 0x9e37_79b9_7f4a_7c15L) >>> (Long.SIZE - HASH_BITS));
  }

  /**
   * Finds functions and variables that share their address with another one. Addresses are compared
   * by a hash of section and value, so that a few others may be among them; names are read for the
   * result alone.
   */
  List<Symbol> aliases() {
    int wordBits = Integer.SIZE - Integer.numberOfLeadingZeros(count() / 4 + 1);
    int shift = Long.SIZE - wordBits;
    long[] once = new long[1 << wordBits];
    long[] again = new long[once.length];
    long[] hashes = new long[count()];
    Run run = new Run();
    for (int i = 1; i < hashes.length; i++) {
      long hash = placeHash(run, i);
      if (hash != 0) {
        int word = (int) (hash >>> shift);
        again[word] |= once[word] & 1L << hash;
        once[word] |= 1L << hash;
        hashes[i] = hash;
      }
    }
    List<Symbol> symbols = new ArrayList<>();
    for (int i = 1; i < hashes.length; i++) {
      long hash = hashes[i];
      if (hash != 0 && (again[(int) (hash >>> shift)] & 1L << hash) != 0) {
        symbols.add(symbol(i));
      }
    }
    return symbols;
  }

  /** Hashes the place of a function or variable; 0 for other symbols. */
  private long placeHash(Run run, int index) {
    long fields = run.fields(index);
    int type = (int) (entries.bigEndian() ? fields >>> 24 : fields) & 0xf;
    int section = (int) (entries.bigEndian() ? fields : fields >>> 16) & 0xffff;
    if (section == SHN_UNDEF || type == STT_NOTYPE || type == STT_SECTION || type == STT_FILE) {
      return 0;
    }
    long product = (run.value(index) * 31 + section) * 0x9e3779b97f4a7c15L;
    return (product ^ product >>> 32) | 1L << 8;
  }

  Symbol symbol(int index) {
    long at = index * entrySize;
    String name = index == 0 ? "" : strings().string(entries.unsigned32(at));
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
