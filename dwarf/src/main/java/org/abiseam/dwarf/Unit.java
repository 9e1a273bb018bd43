package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.UnitTypes.*;

import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.elf.Section;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * A unit of debug info: a tree of entries and what is needed to read it. A skeleton is replaced by
 * the split unit it stands for, where that was found; the bases that only the skeleton knows come
 * from there. Thread-safe.
 */
public final class Unit {
  private final DebugFile file;
  private final UnitHeader header;
  private final Contribution contribution;
  private Optional<Unit> skeleton = Optional.empty();
  private Optional<String> missing = Optional.empty();
  private Optional<Unit> importer = Optional.empty();
  private @Nullable Abbreviations abbreviations;
  private @Nullable RootAttributes attributes;
  private @Nullable CompileUnit description;
  private @Nullable LineTable lines;
  private @Nullable EntryIndex entries;

  Unit(DebugFile file, UnitHeader header, Contribution contribution) {
    this.file = file;
    this.header = header;
    this.contribution = contribution;
  }

  /** Makes this the split unit of a skeleton; before anything else is read of it. */
  void join(Unit of) {
    skeleton = Optional.of(of);
  }

  /** Makes this a skeleton whose split file was not found. */
  void missing(String name) {
    missing = Optional.of(name);
  }

  /** Notes the first unit that imports this partial unit. */
  void importedBy(Unit unit) {
    importer = Optional.of(unit);
  }

  /** The first unit that imports this partial unit. */
  Optional<Unit> importer() {
    return importer;
  }

  /** The split file that was not found. */
  Optional<String> missing() {
    return missing;
  }

  /**
   * The section that holds its entries.
   *
   * @return {@code .debug_info}, {@code .debug_types} or one of a split file
   */
  public Section section() {
    return header.section();
  }

  /**
   * Where it begins.
   *
   * @return bytes from the beginning of the section
   */
  public long offset() {
    return header.offset();
  }

  /**
   * Where it ends.
   *
   * @return offset of the first byte after it
   */
  public long end() {
    return header.end();
  }

  /**
   * Where its first entry begins.
   *
   * @return bytes from the beginning of the section
   */
  public long rootOffset() {
    return header.root();
  }

  /**
   * Version of the format.
   *
   * @return 2 to 5
   */
  public int version() {
    return header.version();
  }

  /**
   * Size of an offset into another section.
   *
   * @return 4 in the 32-bit format, 8 in the 64-bit format
   */
  public int offsetBytes() {
    return header.offsetBytes();
  }

  /**
   * Size of an address.
   *
   * @return 1, 2, 4 or 8
   */
  public int addressBytes() {
    return header.addressBytes();
  }

  /**
   * Byte order.
   *
   * @return true for most significant byte first
   */
  public boolean bigEndian() {
    return file.sections().bigEndian();
  }

  /**
   * What kind of unit it is.
   *
   * @return {@code DW_UT_…}; before version 5 compile, or type in {@code .debug_types}; partial by
   *     the tag of the root
   */
  public int unitType() {
    return header.unitType();
  }

  /**
   * Whether it holds one type that others refer to by signature.
   *
   * @return true for type units
   */
  public boolean isTypeUnit() {
    return header.unitType() == DW_UT_type || header.unitType() == DW_UT_split_type;
  }

  /**
   * Type signature, or id of a split unit.
   *
   * @return 0 where it has none
   */
  public long identifier() {
    return header.identifier() != 0 ? header.identifier() : attributes().splitIdentifier();
  }

  /**
   * The type of a type unit.
   *
   * @return its entry
   * @throws Malformed where the header names no entry
   */
  public Die type() {
    return die(header.offset() + header.typeOffset());
  }

  /**
   * How its entries look.
   *
   * @return the table, shared by the units that name the same one
   * @throws Malformed where the table breaks the format
   */
  public Abbreviations abbreviations() {
    Abbreviations known = abbreviations;
    if (known == null) {
      known = file.sections().abbreviations(contribution.abbreviations() + header.abbreviations());
      abbreviations = known;
    }
    return known;
  }

  /**
   * The first entry, which describes the unit.
   *
   * @return the root of the tree
   * @throws Malformed where there is none
   */
  public Die root() {
    return die(header.root());
  }

  /**
   * The entry at an offset.
   *
   * @param offset bytes from the beginning of the section
   * @return the entry
   * @throws Malformed where the offset lies outside the unit or no entry begins there
   */
  public Die die(long offset) {
    if (offset < header.root() || offset >= header.end()) {
      throw new Malformed(
          section().name(),
          offset,
          "no entry of the unit at 0x" + Long.toHexString(header.offset()) + " begins here");
    }
    return Die.at(this, offset);
  }

  /**
   * Name, producer and how much debug info there is.
   *
   * @return the unit as the model has it
   * @throws Malformed where the root cannot be read
   */
  public CompileUnit description() {
    CompileUnit known = description;
    if (known == null) {
      known = Descriptions.describe(this);
      description = known;
    }
    return known;
  }

  /**
   * Source language.
   *
   * @return {@code DW_LANG_…}, 0 where not stated
   */
  public int language() {
    return attributes().language();
  }

  /**
   * The name of a source file.
   *
   * @param index as in {@code DW_AT_decl_file}
   * @return path as recorded, joined with its directory; empty where the line table has no such
   *     file, is absent or breaks the format (the index of types reports that)
   */
  public Optional<String> fileName(int index) {
    LineTable known = lines;
    if (known == null) {
      known = LineTable.orAbsent(this);
      lines = known;
    }
    return known.fileName(index);
  }

  /**
   * Where its line table lies.
   *
   * @return offset in {@link #lines()}; empty where the root names none
   */
  public OptionalLong lineTable() {
    return attributes().lines();
  }

  /**
   * Line tables.
   *
   * @return {@code .debug_line}, empty where absent
   */
  public Section lines() {
    return file.sections().get(".debug_line");
  }

  /**
   * The skeleton of a split unit.
   *
   * @return the unit that named the split file; empty for other units
   */
  public Optional<Unit> skeleton() {
    return skeleton;
  }

  /**
   * Strings of {@code DW_FORM_strp}.
   *
   * @return {@code .debug_str}, empty where absent
   */
  public Section strings() {
    return file.sections().get(".debug_str");
  }

  /**
   * Strings of {@code DW_FORM_line_strp}.
   *
   * @return {@code .debug_line_str}, empty where absent
   */
  public Section lineStrings() {
    return file.sections().get(".debug_line_str");
  }

  /**
   * The string of an index.
   *
   * @param index as in {@code DW_FORM_strx}
   * @return offset in {@link #strings()}
   * @throws Malformed where the index is past the end
   */
  public long stringOffset(long index) {
    Section offsets = file.sections().get(".debug_str_offsets");
    return entry(offsets, attributes().stringOffsetsBase(), index, offsetBytes());
  }

  /**
   * The address of an index.
   *
   * @param index as in {@code DW_FORM_addrx}
   * @return the address
   * @throws Malformed where the index is past the end
   */
  public long address(long index) {
    // The addresses of a split unit stay in the object that is linked (DWARF 5 §7.3.2.2).
    Unit holder = skeleton.orElse(this);
    Section addresses = holder.file.sections().get(".debug_addr");
    return holder.entry(addresses, holder.attributes().addressBase(), index, addressBytes());
  }

  private long entry(Section section, long base, long index, int width) {
    if (index < 0 || index > section.bytes().byteSize() / width) {
      throw new Malformed(section.name(), base, "index " + index + " is past the end");
    }
    return new Cursor(section, bigEndian(), base + index * width).unsigned(width, "indexed value");
  }

  DebugFile file() {
    return file;
  }

  UnitHeader header() {
    return header;
  }

  Contribution contribution() {
    return contribution;
  }

  /** The supplementary file of {@code .gnu_debugaltlink} or {@code .debug_sup}. */
  DebugFile supplementary() {
    return file.supplementary();
  }

  RootAttributes attributes() {
    RootAttributes known = attributes;
    if (known == null) {
      known = RootAttributes.of(this);
      attributes = known;
    }
    return known;
  }

  EntryIndex entries() {
    EntryIndex known = entries;
    if (known == null) {
      known = EntryIndex.of(this);
      entries = known;
    }
    return known;
  }

  Cursor cursor(long offset) {
    return new Cursor(header.section(), bigEndian(), offset, header.end());
  }

  @Override
  public String toString() {
    return section().name() + "+0x" + Long.toHexString(offset());
  }

  /**
   * Where the part of each section that belongs to the unit begins: not 0 only in a package of
   * split files ({@code .dwp}).
   *
   * @param abbreviations in {@code .debug_abbrev}
   * @param stringOffsets in {@code .debug_str_offsets}
   * @param lines in {@code .debug_line}
   */
  record Contribution(long abbreviations, long stringOffsets, long lines) {
    static final Contribution WHOLE = new Contribution(0, 0, 0);
  }
}
