package org.abiseam.elf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.abiseam.model.Malformed;

/**
 * Reads what an image states for the dynamic linker: {@code .dynamic}, {@code .dynsym} and the
 * versions of symbols (gABI, "Dynamic Section"; Linux Standard Base Core 5.0, §10.7 Symbol
 * Versioning).
 */
final class DynamicTable {
  private static final int SHT_DYNAMIC = 6;
  private static final int SHT_GNU_VERDEF = 0x6fff_fffd;
  private static final int SHT_GNU_VERNEED = 0x6fff_fffe;
  private static final int SHT_GNU_VERSYM = 0x6fff_ffff;
  private static final int DT_NULL = 0;
  private static final int DT_NEEDED = 1;
  private static final int DT_SONAME = 14;
  private static final int SHN_ABS = 0xfff1;

  /** §10.7.3.1: the version of the file itself and not of a set of symbols. */
  private static final int VER_FLG_BASE = 1;

  /** §10.7.2: entries 0 and 1 are of no version: not exported, and exported. */
  private static final int FIRST_NODE = 2;

  /** §10.7.3 and §10.7.4: the only version of the structures. */
  private static final int STRUCTURES = 1;

  private static final int DEFINITION = 20;
  private static final int NEED = 16;
  private static final int DEFINITION_NAME = 8;

  /** §10.7.2: bit 15 of an entry hides the symbol from those who name no version. */
  private static final int HIDDEN = 0x8000;

  private final List<SectionHeader> headers;
  private final Bytes file;
  private final boolean wide;
  private Optional<String> soname = Optional.empty();
  private final List<String> needed = new ArrayList<>();
  private final Map<Integer, String> nodes = new HashMap<>();
  private final Map<Integer, String> others = new HashMap<>();
  private final List<Malformed> faults = new ArrayList<>();

  DynamicTable(List<SectionHeader> headers, Bytes file, boolean wide) {
    this.headers = headers;
    this.file = file;
    this.wide = wide;
  }

  /** Reads all that is whole; {@code symbols} is the table {@code .dynsym}. */
  Dynamic read(SymbolTable symbols) {
    attempt(SHT_DYNAMIC, this::entries);
    attempt(SHT_GNU_VERDEF, this::definitions);
    attempt(SHT_GNU_VERNEED, this::needs);
    List<Symbol> all = symbols.all();
    int[] versions = new int[all.size()];
    attempt(SHT_GNU_VERSYM, header -> versions(header, all, versions));
    SortedSet<String> names = new TreeSet<>(nodes.values());
    List<Dynamic.Export> exports = new ArrayList<>();
    for (int i = 1; i < all.size(); i++) {
      Symbol symbol = all.get(i);
      // Older linkers define an absolute symbol of the name of each node.
      boolean node = symbol.section() == SHN_ABS && names.contains(symbol.name());
      if (symbol.isDefined() && !symbol.isLocal() && !node) {
        Optional<String> version = Optional.ofNullable(nodes.get(versions[i] & ~HIDDEN));
        exports.add(new Dynamic.Export(symbol, version, (versions[i] & HIDDEN) != 0));
      }
    }
    boolean program = headers.stream().anyMatch(header -> header.name().equals(".interp"));
    boolean versioned = of(SHT_GNU_VERSYM).isPresent();
    return new Dynamic(soname, needed, names, versioned, program, exports, faults);
  }

  private void attempt(int type, Consumer<SectionHeader> read) {
    try {
      of(type).ifPresent(read);
    } catch (Malformed fault) {
      faults.add(fault);
    }
  }

  /** Takes what an entry names, unless its name is damaged. */
  private void name(Bytes strings, long at, Consumer<String> taken) {
    try {
      taken.accept(strings.string(at));
    } catch (Malformed fault) {
      faults.add(fault);
    }
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
        name(strings, value, needed::add);
      } else if (tag == DT_SONAME) {
        name(strings, value, name -> soname = Optional.of(name));
      }
    }
    throw new Malformed(header.name(), bytes.size(), "the entries end without DT_NULL");
  }

  /** §10.7.3: each entry leads to the next, and to its names, of which the first is its own. */
  private void definitions(SectionHeader header) {
    Bytes bytes = bytes(header);
    Bytes strings = strings(header);
    long at = 0;
    for (long left = bytes.size() / DEFINITION; left > 0; left--) {
      structure(bytes, at);
      int flags = bytes.unsigned16(at + 2);
      int index = bytes.unsigned16(at + 4);
      long names = at + bytes.unsigned32(at + 12);
      if ((flags & VER_FLG_BASE) == 0) {
        node(bytes, at, bytes.unsigned32(at + 8), strings, bytes.unsigned32(names))
            .ifPresent(name -> nodes.put(index & ~HIDDEN, name));
      }
      long next = next(bytes, at, at + 16, DEFINITION_NAME);
      if (next == 0) {
        return;
      }
      at += next;
    }
    throw new Malformed(header.name(), at, "the definitions of versions have no end");
  }

  /** §10.7.4: each library leads to the next, and to the versions of it that are needed. */
  private void needs(SectionHeader header) {
    Bytes bytes = bytes(header);
    Bytes strings = strings(header);
    long at = 0;
    for (long left = bytes.size() / NEED; left > 0; left--) {
      structure(bytes, at);
      name(strings, bytes.unsigned32(at + 4), _ -> {});
      needed(bytes, strings, at + bytes.unsigned32(at + 8), bytes.unsigned16(at + 2));
      long next = next(bytes, at, at + 12, NEED);
      if (next == 0) {
        return;
      }
      at += next;
    }
    throw new Malformed(header.name(), at, "the needed versions have no end");
  }

  private void needed(Bytes bytes, Bytes strings, long first, int count) {
    long at = first;
    for (int i = 0; i < count; i++) {
      int index = bytes.unsigned16(at + 6);
      node(bytes, at, bytes.unsigned32(at), strings, bytes.unsigned32(at + 8))
          .ifPresent(name -> others.put(index & ~HIDDEN, name));
      at += next(bytes, at, at + 12, NEED);
    }
  }

  private static void structure(Bytes bytes, long at) {
    if (bytes.unsigned16(at) != STRUCTURES) {
      throw new Malformed(
          bytes.section(), at, "an entry is of version " + bytes.unsigned16(at) + ", not 1");
    }
  }

  private static long next(Bytes bytes, long at, long field, int least) {
    long next = bytes.unsigned32(field);
    if (next != 0 && next < least) {
      throw new Malformed(
          bytes.section(), at, "the next entry is " + next + " bytes behind and overlaps this one");
    }
    return next;
  }

  /** Reads the name of a node, of which the entry has the hash (gABI, "Hash Table"). */
  private Optional<String> node(Bytes bytes, long at, long hash, Bytes strings, long name) {
    try {
      String text = strings.string(name);
      if (hash(strings.copy(name, strings.length(name))) == hash) {
        return Optional.of(text);
      }
      faults.add(new Malformed(bytes.section(), at, "the hash of " + text + " is another"));
    } catch (Malformed fault) {
      faults.add(fault);
    }
    return Optional.empty();
  }

  private static long hash(byte[] name) {
    long hash = 0;
    for (byte one : name) {
      hash = (hash << 4) + (one & 0xff);
      long high = hash & 0xf000_0000L;
      hash = (hash ^ high >>> 24) & ~high & 0xffff_ffffL;
    }
    return hash;
  }

  /** §10.7.2: an entry for each symbol names the node that the symbol belongs to. */
  private void versions(SectionHeader header, List<Symbol> symbols, int[] versions) {
    Bytes bytes = bytes(header);
    for (int i = 0; i < versions.length; i++) {
      int entry = bytes.unsigned16(2L * i);
      int node = entry & ~HIDDEN;
      if (node >= FIRST_NODE && !nodes.containsKey(node) && !others.containsKey(node)) {
        faults.add(
            new Malformed(
                header.name(),
                2L * i,
                "%s is of version node %d, which nothing defines"
                    .formatted(symbols.get(i).name(), node)));
      }
      versions[i] = entry;
    }
  }
}
