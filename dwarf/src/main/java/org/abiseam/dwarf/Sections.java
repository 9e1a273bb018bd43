package org.abiseam.dwarf;

import static org.abiseam.model.Limits.Limit.*;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.abiseam.elf.Relocations;
import org.abiseam.elf.Section;
import org.abiseam.elf.SectionSource;
import org.abiseam.model.Limits;
import org.abiseam.model.Malformed;

/**
 * The debug sections of one file, each read when first needed; one that is absent is empty, so that
 * an offset into it fails as any offset past an end does. Those of a split file bear the suffix
 * {@code .dwo}.
 */
final class Sections {
  /** Work on overlapping tables is refused; real tables do not overlap. */
  private static final int ABBREVIATION_PASSES = 8;

  private final SectionSource source;
  private final String suffix;
  private final boolean bigEndian;
  private final ConcurrentHashMap<String, Section> sections = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Long, Abbreviations> abbreviations = new ConcurrentHashMap<>();
  private final java.util.concurrent.atomic.AtomicLong abbreviationBytes =
      new java.util.concurrent.atomic.AtomicLong();

  Sections(SectionSource source, String suffix, boolean bigEndian) {
    this.source = source;
    this.suffix = suffix;
    this.bigEndian = bigEndian;
  }

  Limits limits() {
    return source.limits();
  }

  boolean bigEndian() {
    return bigEndian;
  }

  /** Returns the section {@code .debug_NAME}, or {@code .debug_NAME.dwo}. */
  Section get(String name) {
    Section section = sections.get(name);
    if (section != null) {
      return section;
    }
    String full = name + suffix;
    Section found =
        source
            .section(full)
            .orElseGet(() -> new Section(full, MemorySegment.NULL, Relocations.NONE));
    sections.put(name, found);
    return found;
  }

  /** Returns all sections of a name. */
  List<Section> all(String name) {
    return source.sections(name + suffix);
  }

  /** Returns a section that bears no suffix in a split file either. */
  Section whole(String name) {
    return source
        .section(name)
        .orElseGet(() -> new Section(name, MemorySegment.NULL, Relocations.NONE));
  }

  /** Returns the table at an offset of {@code .debug_abbrev}, parsed once. */
  Abbreviations abbreviations(long offset) {
    Abbreviations known = abbreviations.get(offset);
    if (known != null) {
      return known;
    }
    Section section = get(".debug_abbrev");
    Cursor cursor = new Cursor(section, bigEndian, offset);
    Abbreviations parsed = Abbreviations.parse(cursor, limits().count(ABBREVIATIONS));
    long total = abbreviationBytes.addAndGet(cursor.position() - offset);
    if (total > ABBREVIATION_PASSES * section.bytes().byteSize()) {
      throw new Malformed(
          org.abiseam.model.Diagnostic.Kind.LIMIT,
          section.name(),
          offset,
          "abbreviation tables overlap: " + total + " bytes of declarations were read");
    }
    Abbreviations raced = abbreviations.putIfAbsent(offset, parsed);
    return raced != null ? raced : parsed;
  }

  Cursor cursor(Section section, long offset) {
    return new Cursor(section, bigEndian, offset);
  }
}
