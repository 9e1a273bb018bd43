package org.abiseam.btf;

import java.util.List;
import java.util.Optional;
import org.abiseam.dwarf.Cursor;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Section;
import org.abiseam.model.Malformed;

/**
 * Looks through {@code .BTF.ext}, which tells a loader of BPF programs where functions and lines
 * are (Linux, Documentation/bpf/btf.rst, §4.2). No verdict rests on it; that it is damaged is said.
 *
 * <pre>
 *   header:  magic u16, version u8, flags u8, hdr_len, then offset and length of each part
 *   part:    size of a record, then for each section its name, a count and the records
 * </pre>
 */
public final class BtfExtension {
  private static final String SECTION = ".BTF.ext";
  private static final int MAGIC = 0xeb9f;
  private static final int HEADER = 24;
  private static final int PART = 8;
  private static final int INSTRUCTION = 8;

  private BtfExtension() {}

  /**
   * Finds the first place that breaks the format.
   *
   * @param object any object
   * @return nothing where the section is whole or absent
   */
  public static List<Malformed> faults(ObjectFile object) {
    try {
      Optional<Section> section = object.section(SECTION);
      if (section.isPresent() && section.get().bytes().byteSize() > 0) {
        read(new Cursor(section.get(), object.machine().bigEndian(), 0));
      }
      return List.of();
    } catch (Malformed fault) {
      return List.of(fault);
    }
  }

  private static void read(Cursor cursor) {
    int magic = cursor.u16("magic");
    if (magic != MAGIC) {
      cursor.seek(0, "magic");
      throw cursor.fault("expected the magic 0xeb9f and found 0x%x".formatted(magic));
    }
    cursor.skip(2, "version and flags");
    long header = cursor.u32("hdr_len");
    if (header < HEADER) {
      cursor.seek(4, "hdr_len");
      throw cursor.fault("expected hdr_len to be at least " + HEADER + " and found " + header);
    }
    for (long at = PART; at + PART <= header; at += PART) {
      cursor.seek(at, "offset of a part");
      long from = header + cursor.u32("offset of a part");
      long bytes = cursor.u32("length of a part");
      if (bytes > 0) {
        part(cursor, from, from + bytes);
      }
    }
  }

  private static void part(Cursor cursor, long from, long end) {
    cursor.seek(end, "end of a part");
    cursor.seek(from, "a part");
    long record = cursor.u32("size of a record");
    if (record < INSTRUCTION || record % 4 != 0) {
      cursor.seek(from, "a part");
      throw cursor.fault("a record of " + record + " bytes");
    }
    long at = from + 4;
    while (at < end) {
      cursor.seek(at, "records of a section");
      cursor.skip(4, "name of a section");
      long count = cursor.u32("number of records");
      long next = at + PART + count * record;
      if (next > end) {
        throw cursor.fault(count + " records of " + record + " bytes do not fit");
      }
      at = next;
    }
    if (at > end) {
      throw cursor.fault("a part ends within its size of a record");
    }
  }
}
