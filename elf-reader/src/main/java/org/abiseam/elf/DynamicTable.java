package org.abiseam.elf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.abiseam.model.Malformed;

/**
 * Reads what an image states for the dynamic linker: {@code .dynamic}, {@code .dynsym} and the
 * versions of symbols (gABI, "Dynamic Section"; Linux Standard Base Core 5.0, §10.7 Symbol
 * Versioning).
 */
final class DynamicTable {
  private static final int SHT_DYNAMIC = 6;
  private static final int SHT_GNU_VERDEF = 0x6fff_fffd;
  private static final int SHT_GNU_VERSYM = 0x6fff_ffff;
  private static final int DT_NULL = 0;
  private static final int DT_NEEDED = 1;
  private static final int DT_SONAME = 14;
  private static final int STB_LOCAL = 0;
  private static final int SHN_UNDEF = 0;
  private static final int SHN_ABS = 0xfff1;

  /** §10.7.3.1: the version of the file itself and not of a set of symbols. */
  private static final int VER_FLG_BASE = 1;

  /** §10.7.2: bit 15 of an entry hides the symbol from those who name no version. */
  private static final int HIDDEN = 0x8000;

  private final List<SectionHeader> headers;
  private final Bytes file;
  private final boolean wide;
  private Optional<String> soname = Optional.empty();
  private final List<String> needed = new ArrayList<>();
  private final Map<Integer, String> nodes = new HashMap<>();

  DynamicTable(List<SectionHeader> headers, Bytes file, boolean wide) {
    this.headers = headers;
    this.file = file;
    this.wide = wide;
  }

  /** Reads all; {@code symbols} is the table {@code .dynsym}. */
  Dynamic read(SymbolTable symbols) {
    of(SHT_DYNAMIC).ifPresent(this::entries);
    of(SHT_GNU_VERDEF).ifPresent(this::definitions);
    Optional<Bytes> versions = of(SHT_GNU_VERSYM).map(this::bytes);
    SortedSet<String> names = new TreeSet<>(nodes.values());
    List<Dynamic.Export> exports = new ArrayList<>();
    List<Symbol> all = symbols.all();
    for (int i = 1; i < all.size(); i++) {
      Symbol symbol = all.get(i);
      // Older linkers define an absolute symbol of the name of each node.
      boolean node = symbol.section() == SHN_ABS && names.contains(symbol.name());
      if (symbol.section() != SHN_UNDEF && symbol.binding() != STB_LOCAL && !node) {
        int entry = versions.isEmpty() ? 0 : versions.get().unsigned16(2L * i);
        Optional<String> version = Optional.ofNullable(nodes.get(entry & ~HIDDEN));
        exports.add(new Dynamic.Export(symbol, version, (entry & HIDDEN) != 0));
      }
    }
    boolean program = headers.stream().anyMatch(header -> header.name().equals(".interp"));
    return new Dynamic(soname, needed, names, versions.isPresent(), program, exports);
  }

  private Optional<SectionHeader> of(int type) {
    return headers.stream().filter(header -> header.type() == type).findFirst();
  }

  private Bytes bytes(SectionHeader header) {
    return file.window(header.name(), header.offset(), header.size());
  }

  private Bytes strings(SectionHeader header) {
    if (header.link() <= 0 || header.link() >= headers.size()) {
      throw new Malformed(
          header.name(), 0, "its strings are in section %d".formatted(header.link()));
    }
    return bytes(headers.get(header.link()));
  }

  private void entries(SectionHeader header) {
    Bytes bytes = bytes(header);
    Bytes strings = strings(header);
    int word = wide ? 8 : 4;
    for (long at = 0; at + 2L * word <= bytes.size(); at += 2L * word) {
      long tag = bytes.word(at, wide);
      long value = bytes.word(at + word, wide);
      if (tag == DT_NULL) {
        return;
      } else if (tag == DT_NEEDED) {
        needed.add(strings.string(value));
      } else if (tag == DT_SONAME) {
        soname = Optional.of(strings.string(value));
      }
    }
    throw new Malformed(header.name(), bytes.size(), "the entries end without DT_NULL");
  }

  /** §10.7.3: each entry leads to the next, and to its names, of which the first is its own. */
  private void definitions(SectionHeader header) {
    Bytes bytes = bytes(header);
    Bytes strings = strings(header);
    long at = 0;
    for (long left = bytes.size() / 20; left > 0; left--) {
      int flags = bytes.unsigned16(at + 2);
      int index = bytes.unsigned16(at + 4);
      long names = at + bytes.unsigned32(at + 12);
      if ((flags & VER_FLG_BASE) == 0) {
        nodes.put(index, strings.string(bytes.unsigned32(names)));
      }
      long next = bytes.unsigned32(at + 16);
      if (next == 0) {
        return;
      }
      at += next;
    }
  }
}
