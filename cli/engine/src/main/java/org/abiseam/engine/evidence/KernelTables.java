package org.abiseam.engine.evidence;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Section;
import org.abiseam.elf.SectionHeader;
import org.abiseam.elf.Symbol;
import org.abiseam.model.Linkage;
import org.abiseam.model.Malformed;
import org.abiseam.model.Printable;

/**
 * Reads what a kernel's image or module exports and what a module was built against.
 *
 * <p>{@code EXPORT_SYMBOL} leaves local symbols behind: {@code __kstrtabns_NAME} on the string of
 * the namespace, {@code __crc_NAME} on the checksum or, in older kernels, with the checksum as its
 * value (include/linux/export-internal.h). A module has what it needs in {@code __versions}, an
 * array of a checksum of the size of a {@code long} and a name, 64 bytes together, and from Linux
 * 6.13 on in {@code __version_ext_crcs} and {@code __version_ext_names} (kernel/module/version.c).
 */
final class KernelTables {
  private static final String VERSIONS = "__versions";
  private static final String SUMS = "__version_ext_crcs";
  private static final String NAMES = "__version_ext_names";
  private static final String INFORMATION = ".modinfo";
  private static final String NAMESPACE = "__kstrtabns_";
  private static final String CHECKSUM = "__crc_";
  private static final String IMPORT = "import_ns=";
  private static final int ENTRY_BYTES = 64;
  private static final int SHN_ABS = 0xfff1;
  private static final int LONGEST_NAME = 1024;

  private final ObjectFile object;
  private final Set<String> crossing;
  private final ValueLayout.OfInt word;
  private final SortedMap<String, String> exports = new TreeMap<>();
  private final SortedMap<String, Integer> provided = new TreeMap<>();
  private final List<Malformed> faults = new ArrayList<>();
  private boolean any;

  KernelTables(ObjectFile object, Set<String> crossing) {
    this.object = object;
    this.crossing = crossing;
    this.word =
        ValueLayout.JAVA_INT_UNALIGNED.withOrder(
            object.machine().bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns how the names of symbols begin that say something of another. */
  static List<String> prefixes() {
    return List.of(NAMESPACE, CHECKSUM);
  }

  /** Takes a symbol for what it says of another. */
  void add(Symbol symbol) {
    String name = symbol.name();
    if (name.startsWith(NAMESPACE)) {
      any = true;
      String exported = name.substring(NAMESPACE.length());
      if (crossing.contains(exported)) {
        exports.put(exported, place(symbol).map(KernelTables::text).orElse(""));
      }
    } else if (name.startsWith(CHECKSUM) && crossing.contains(name.substring(CHECKSUM.length()))) {
      checksum(symbol).ifPresent(sum -> provided.put(name.substring(CHECKSUM.length()), sum));
    }
  }

  Linkage.Loading loading() {
    SortedMap<String, Integer> needed = new TreeMap<>();
    SortedSet<String> namespaces = new TreeSet<>();
    if (object.relocatable()) {
      object.section(VERSIONS).ifPresent(section -> versions(section.bytes(), needed));
      extended(needed);
      object.section(INFORMATION).ifPresent(section -> imports(section.bytes(), namespaces));
    }
    return new Linkage.Loading(exports, any, provided, needed, namespaces);
  }

  /** Returns what broke these sections, once {@link #loading} has read them. */
  List<Malformed> faults() {
    return faults;
  }

  private Optional<Integer> checksum(Symbol symbol) {
    if (symbol.section() == SHN_ABS) {
      return Optional.of((int) symbol.value());
    }
    return place(symbol).filter(bytes -> bytes.byteSize() >= 4).map(bytes -> bytes.get(word, 0));
  }

  /** Returns the bytes from where a symbol points to the end of its section. */
  private Optional<MemorySegment> place(Symbol symbol) {
    if (symbol.section() <= 0 || symbol.section() >= object.headers().size()) {
      return Optional.empty();
    }
    SectionHeader header = object.headers().get(symbol.section());
    long at = symbol.value() - header.address();
    return object
        .section(header.name())
        .map(Section::bytes)
        .filter(bytes -> at >= 0 && at < bytes.byteSize())
        .map(bytes -> bytes.asSlice(at));
  }

  private void versions(MemorySegment bytes, SortedMap<String, Integer> needed) {
    int wordBytes = object.machine().pointerBytes();
    boolean high = object.machine().bigEndian() && wordBytes == 8;
    long at = 0;
    for (; at + ENTRY_BYTES <= bytes.byteSize(); at += ENTRY_BYTES) {
      MemorySegment name = bytes.asSlice(at + wordBytes, ENTRY_BYTES - wordBytes);
      if (length(name) == name.byteSize()) {
        fault(VERSIONS, at + wordBytes, "the name of a symbol has no end");
      } else {
        needed.put(text(name), bytes.get(word, at + (high ? 4 : 0)));
      }
    }
    if (at < bytes.byteSize()) {
      String left = "an entry has " + ENTRY_BYTES + " bytes, " + (bytes.byteSize() - at);
      fault(VERSIONS, at, left + " are left");
    }
  }

  /** Reads names that each end in a NUL; one more ends the string of C that modpost writes. */
  private void extended(SortedMap<String, Integer> needed) {
    Optional<MemorySegment> sums = object.section(SUMS).map(Section::bytes);
    Optional<MemorySegment> names = object.section(NAMES).map(Section::bytes);
    if (sums.isEmpty() && names.isEmpty()) {
      return;
    }
    MemorySegment values = sums.orElse(MemorySegment.NULL);
    MemorySegment text = names.orElse(MemorySegment.NULL);
    long at = 0;
    long sum = 0;
    while (sum + 4 <= values.byteSize() && at < text.byteSize()) {
      MemorySegment rest = text.asSlice(at);
      long length = length(rest);
      if (length == rest.byteSize()) {
        fault(NAMES, at, "the name of a symbol has no end");
        return;
      }
      if (length == 0) {
        break;
      }
      needed.put(text(rest), values.get(word, sum));
      at += length + 1;
      sum += 4;
    }
    if (sum < values.byteSize()) {
      fault(SUMS, sum, "there are more checksums than names in " + NAMES);
    } else if (at < text.byteSize() && length(text.asSlice(at)) > 0) {
      fault(NAMES, at, "there are more names than checksums in " + SUMS);
    }
  }

  private void imports(MemorySegment bytes, SortedSet<String> namespaces) {
    for (long at = 0; at < bytes.byteSize(); ) {
      MemorySegment rest = bytes.asSlice(at);
      long length = length(rest);
      if (length == rest.byteSize()) {
        fault(INFORMATION, at, "an entry has no end");
      }
      String entry = text(rest);
      if (entry.startsWith(IMPORT)) {
        namespaces.add(entry.substring(IMPORT.length()));
      }
      at += length + 1;
    }
  }

  private void fault(String section, long offset, String message) {
    faults.add(new Malformed(section, offset, message));
  }

  /** Returns how many bytes are in front of the first NUL; all where there is none. */
  private static long length(MemorySegment bytes) {
    long end = 0;
    while (end < bytes.byteSize() && bytes.get(ValueLayout.JAVA_BYTE, end) != 0) {
      end++;
    }
    return end;
  }

  private static String text(MemorySegment bytes) {
    MemorySegment first = bytes.asSlice(0, Math.min(bytes.byteSize(), LONGEST_NAME));
    return Printable.of(first.asSlice(0, length(first)).toArray(ValueLayout.JAVA_BYTE));
  }
}
