package org.abiseam.elf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;

/**
 * Describes the ELF header, by gABI chapter 4, "ELF Header".
 *
 * <p>Three of its fields are too small for large objects and then hold a marker: the number of
 * sections stands in {@code sh_size}, the index of the name table in {@code sh_link} of section 0.
 */
record Header(
    Machine machine,
    int type,
    boolean wide,
    long sectionOffset,
    int sectionEntrySize,
    long sectionCount,
    int sectionNames) {
  private static final int EI_NIDENT = 16;
  private static final int ELFCLASS32 = 1;
  private static final int ELFCLASS64 = 2;
  private static final int ELFDATA2LSB = 1;
  private static final int ELFDATA2MSB = 2;
  private static final int SHN_XINDEX = 0xffff;

  static boolean isElf(MemorySegment file) {
    return file.byteSize() >= 4
        && file.get(ValueLayout.JAVA_BYTE, 0) == 0x7f
        && file.get(ValueLayout.JAVA_BYTE, 1) == 'E'
        && file.get(ValueLayout.JAVA_BYTE, 2) == 'L'
        && file.get(ValueLayout.JAVA_BYTE, 3) == 'F';
  }

  static Bytes bytes(MemorySegment file) {
    if (!isElf(file)) {
      throw new Malformed("", 0, "expected the magic number of an ELF file (7f 45 4c 46)");
    }
    int order = new Bytes("", file, false).unsigned8(5);
    if (order != ELFDATA2LSB && order != ELFDATA2MSB) {
      throw new Malformed("", 5, "expected EI_DATA to be 1 or 2 and found " + order);
    }
    return new Bytes("", file, order == ELFDATA2MSB);
  }

  static Header read(Bytes file) {
    int elfClass = file.unsigned8(4);
    if (elfClass != ELFCLASS32 && elfClass != ELFCLASS64) {
      throw new Malformed("", 4, "expected EI_CLASS to be 1 or 2 and found " + elfClass);
    }
    boolean wide = elfClass == ELFCLASS64;
    int addresses = EI_NIDENT + 8;
    int after = addresses + 3 * (wide ? 8 : 4);
    long sectionOffset = file.word(addresses + 2 * (wide ? 8 : 4), wide);
    int entrySize = file.unsigned16(after + 10);
    long count = file.unsigned16(after + 12);
    int names = file.unsigned16(after + 14);
    if (sectionOffset != 0 && entrySize != (wide ? 64 : 40)) {
      throw new Malformed(
          "", after + 10, "expected e_shentsize " + (wide ? 64 : 40) + " and found " + entrySize);
    }
    if (sectionOffset != 0 && count == 0) {
      count = file.word(sectionOffset + (wide ? 32 : 20), wide);
    }
    if (sectionOffset != 0 && names == SHN_XINDEX) {
      names = file.signed32(sectionOffset + (wide ? 40 : 24));
    }
    if (sectionOffset == 0) {
      count = 0;
    }
    if (count < 0
        || count > (file.size() - Math.min(file.size(), sectionOffset)) / (wide ? 64 : 40)) {
      throw new Malformed(
          "",
          sectionOffset,
          "the section table of %d entries at offset %d ends outside the file of %d bytes"
              .formatted(count, sectionOffset, file.size()));
    }
    Machine machine =
        new Machine(
            file.unsigned16(EI_NIDENT + 2), wide ? 8 : 4, file.bigEndian(), file.signed32(after));
    return new Header(
        machine, file.unsigned16(EI_NIDENT), wide, sectionOffset, entrySize, count, names);
  }
}
