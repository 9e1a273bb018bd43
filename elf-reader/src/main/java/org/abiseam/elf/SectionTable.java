package org.abiseam.elf;

import java.util.ArrayList;
import java.util.List;
import org.abiseam.model.Malformed;

/** The section table, by gABI chapter 4, "Sections"; any number of entries. */
final class SectionTable {
  static final int SHT_SYMTAB = 2;
  static final int SHT_STRTAB = 3;

  /** Compact relocations (proposed for the gABI, written by {@code clang -Wa,--crel}). */
  static final int SHT_CREL = 0x4000_0014;

  static final int SHT_RELA = 4;
  static final int SHT_NOTE = 7;
  static final int SHT_NOBITS = 8;
  static final int SHT_REL = 9;
  static final int SHT_DYNSYM = 11;
  static final int SHT_SYMTAB_SHNDX = 18;
  static final long SHF_WRITE = 1;
  static final long SHF_ALLOC = 2;
  static final long SHF_COMPRESSED = 1 << 11;

  private SectionTable() {}

  static List<SectionHeader> read(Bytes file, Header header) {
    int count = (int) header.sectionCount();
    List<SectionHeader> unnamed = new ArrayList<>(count);
    long[] names = new long[count];
    for (int i = 0; i < count; i++) {
      long at = header.sectionOffset() + (long) i * header.sectionEntrySize();
      names[i] = file.unsigned32(at);
      unnamed.add(entry(file, at, header.wide()));
    }
    if (count == 0 || header.sectionNames() == 0) {
      return List.copyOf(unnamed);
    }
    if (header.sectionNames() < 0 || header.sectionNames() >= count) {
      throw new Malformed(
          "", 0, "e_shstrndx %d of %d sections".formatted(header.sectionNames(), count));
    }
    SectionHeader table = unnamed.get(header.sectionNames());
    StringTable strings = new StringTable(file.window(".shstrtab", table.offset(), table.size()));
    List<SectionHeader> named = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      SectionHeader entry = unnamed.get(i);
      named.add(
          new SectionHeader(
              i == 0 ? "" : strings.string(names[i]),
              entry.type(),
              entry.flags(),
              entry.address(),
              entry.offset(),
              entry.size(),
              entry.link(),
              entry.info(),
              entry.entrySize()));
    }
    return List.copyOf(named);
  }

  private static SectionHeader entry(Bytes file, long at, boolean wide) {
    int word = wide ? 8 : 4;
    long rest = at + 8 + 4L * word;
    return new SectionHeader(
        "",
        file.signed32(at + 4),
        file.word(at + 8, wide),
        file.word(at + 8 + word, wide),
        file.word(at + 8 + 2L * word, wide),
        file.word(at + 8 + 3L * word, wide),
        file.signed32(rest),
        file.signed32(rest + 4),
        file.word(rest + 8 + word, wide));
  }
}
