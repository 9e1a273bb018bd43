package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_compile_unit;
import static org.abiseam.dwarf.spec.UnitTypes.*;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.elf.Relocations;
import org.abiseam.elf.Section;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.CompileUnit.Detail;
import org.abiseam.model.Limits;
import org.abiseam.model.Malformed;
import org.abiseam.model.Producer;
import org.abiseam.model.Producer.Language;
import org.abiseam.model.SourcePaths;
import org.jspecify.annotations.Nullable;

/**
 * A unit of debug info: a tree of entries and what is needed to read it. A skeleton is replaced by
 * the split unit it stands for, where that was found; the bases that only the skeleton knows come
 * from there. Thread-safe.
 */
public final class Unit implements ValueContext {
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

  /** Returns the first unit that imports this partial unit. */
  Optional<Unit> importer() {
    return importer;
  }

  /** Returns the split file that was not found. */
  Optional<String> missing() {
    return missing;
  }

  /**
   * {@return the section that holds its entries: {@code .debug_info}, {@code .debug_types} or one
   * of a split file}
   */
  public Section section() {
    return header.section();
  }

  /** {@return where it begins: bytes from the beginning of the section} */
  public long offset() {
    return header.offset();
  }

  /** {@return where it ends: offset of the first byte after it} */
  public long end() {
    return header.end();
  }

  /** {@return where its first entry begins: bytes from the beginning of the section} */
  public long rootOffset() {
    return header.root();
  }

  /** {@return version of the format: 2 to 5} */
  public int version() {
    return header.version();
  }

  /**
   * {@return size of an offset into another section: 4 in the 32-bit format, 8 in the 64-bit
   * format}
   */
  @Override
  public int offsetBytes() {
    return header.offsetBytes();
  }

  /** {@return size of an address: 1, 2, 4 or 8} */
  @Override
  public int addressBytes() {
    return header.addressBytes();
  }

  /** {@return byte order: true for most significant byte first} */
  @Override
  public boolean bigEndian() {
    return file.sections().bigEndian();
  }

  /**
   * {@return what kind of unit it is: {@code DW_UT_…}; before version 5 compile, or type in {@code
   * .debug_types}; partial by the tag of the root}
   */
  int unitType() {
    return header.unitType();
  }

  /** {@return whether it is a type unit, whose one type others refer to by signature} */
  public boolean isTypeUnit() {
    return header.unitType() == DW_UT_type || header.unitType() == DW_UT_split_type;
  }

  /** {@return type signature, or id of a split unit: 0 where it has none} */
  long identifier() {
    return header.identifier() != 0 ? header.identifier() : attributes().splitIdentifier();
  }

  /**
   * {@return the entry of the type of a type unit}
   *
   * @throws Malformed where the header names no entry
   */
  Die type() {
    return die(header.offset() + header.typeOffset());
  }

  /**
   * {@return how its entries look: the table, shared by the units that name the same one}
   *
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
   * {@return the root of the tree, which describes the unit}
   *
   * @throws Malformed where there is none
   */
  public Die root() {
    return die(header.root());
  }

  /**
   * {@return the entry at an offset}
   *
   * @param offset bytes from the beginning of the section
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
   * {@return name, producer and how much debug info there is: the unit as the model has it}
   *
   * @throws Malformed where the root cannot be read
   */
  public CompileUnit description() {
    CompileUnit known = description;
    if (known == null) {
      known = described();
      description = known;
    }
    return known;
  }

  /** Replaces the description by one that says more. */
  void describe(CompileUnit told) {
    description = told;
  }

  private CompileUnit described() {
    Die root = root();
    Die named = skeleton.or(this::importer).map(Unit::root).orElse(root);
    Producer producer =
        ProducerStrings.parse(
            first(root, named, DW_AT_producer), language() != 0 ? language() : language(named));
    return new CompileUnit(
        SourcePaths.tidy(first(root, named, DW_AT_name)), producer, detail(root, producer));
  }

  /**
   * Returns a skeleton leaves name and producer to its split unit, a partial unit to its importers.
   */
  private static String first(Die root, Die skeleton, int attribute) {
    return root.string(attribute).or(() -> skeleton.string(attribute)).orElse("");
  }

  private static int language(Die root) {
    return (int) root.unsigned(DW_AT_language).orElse(0);
  }

  private Detail detail(Die root, Producer producer) {
    if (missing.isPresent()) {
      return Detail.MISSING;
    }
    boolean typed =
        producer.language() == Language.ASSEMBLER
            || isTypeUnit()
            || root.tag() != DW_TAG_compile_unit
            || Descriptions.describesTypes(
                header, abbreviations(), cursor(header.root()), !producer.flags().contains("-g1"));
    if (typed) {
      return Detail.FULL;
    }
    boolean code = root.has(DW_AT_low_pc) || root.has(DW_AT_ranges) || root.hasChildren();
    return code ? Detail.LINES_ONLY : Detail.FULL;
  }

  /** {@return source language: {@code DW_LANG_…}, 0 where not stated} */
  public int language() {
    return attributes().language();
  }

  /**
   * {@return the name of a source file: path as recorded, joined with its directory; empty where
   * the line table has no such file, is absent or breaks the format (the index of types reports
   * that)}
   *
   * @param index as in {@code DW_AT_decl_file}
   */
  public Optional<String> fileName(int index) {
    return files().fileName(index);
  }

  /** {@return the directory in which it was compiled, empty where not stated} */
  public String compilationDirectory() {
    return files().compilationDirectory();
  }

  private LineTable files() {
    LineTable known = lines;
    if (known == null) {
      known = lineTableOrAbsent();
      lines = known;
    }
    return known;
  }

  private LineTable lineTableOrAbsent() {
    try {
      return readLineTable();
    } catch (Malformed _) {
      return LineTable.ABSENT;
    }
  }

  /**
   * Reads the table of source files. GCC puts one for a split unit into the split file; without it
   * the unit has that of its skeleton, as Clang writes it (DWARF 5 §3.1.3: {@code DW_AT_stmt_list}
   * is inherited).
   */
  LineTable readLineTable() {
    if (skeleton.isEmpty()) {
      OptionalLong offset = attributes().lines();
      return offset.isEmpty() ? LineTable.ABSENT : lineTable(offset.getAsLong(), this);
    }
    // A split unit of version 4 has no DW_AT_stmt_list: its table begins the section.
    OptionalLong own = attributes().lines().isEmpty() ? contribution.lines() : attributes().lines();
    return own.isEmpty() || lines().bytes().byteSize() == 0
        ? skeleton.get().readLineTable()
        : lineTable(own.getAsLong(), skeleton.get());
  }

  private LineTable lineTable(long offset, Unit compiled) {
    return LineTable.of(this, lines(), offset, compiled.root().string(DW_AT_comp_dir).orElse(""));
  }

  /**
   * {@return where its line table lies: offset in {@link #lines()}; empty where the root names
   * none}
   */
  public OptionalLong lineTable() {
    return attributes().lines();
  }

  /** {@return line tables: {@code .debug_line}, empty where absent} */
  public Section lines() {
    return file.sections().get(".debug_line");
  }

  /**
   * {@return location lists: {@code .debug_loclists}, {@code .debug_loc} before version 5; empty
   * where absent, and for a split unit, whose lists have another form}
   */
  public Section locations() {
    return unsplit(header.version() < 5 ? ".debug_loc" : ".debug_loclists");
  }

  /**
   * {@return range lists of version 5: {@code .debug_rnglists}; empty where absent, and for a split
   * unit}
   */
  public Section ranges() {
    return unsplit(".debug_rnglists");
  }

  private Section unsplit(String name) {
    return skeleton.isPresent()
        ? new Section(name, MemorySegment.NULL, Relocations.NONE)
        : file.sections().get(name);
  }

  /**
   * {@return the skeleton of a split unit: the unit that named the split file; empty for other
   * units}
   */
  Optional<Unit> skeleton() {
    return skeleton;
  }

  /** {@return strings of {@code DW_FORM_strp}: {@code .debug_str}, empty where absent} */
  @Override
  public Section strings() {
    return file.sections().get(".debug_str");
  }

  /** {@return strings of {@code DW_FORM_line_strp}: {@code .debug_line_str}, empty where absent} */
  @Override
  public Section lineStrings() {
    return file.sections().get(".debug_line_str");
  }

  /**
   * {@return the string of an index: offset in {@link #strings()}}
   *
   * @param index as in {@code DW_FORM_strx}
   * @throws Malformed where the index is past the end
   */
  @Override
  public long stringOffset(long index) {
    Section offsets = file.sections().get(".debug_str_offsets");
    return entry(offsets, attributes().stringOffsetsBase(), index, offsetBytes());
  }

  /**
   * {@return the address of an index}
   *
   * @param index as in {@code DW_FORM_addrx}
   * @throws Malformed where the index is past the end
   */
  @Override
  public long address(long index) {
    // The addresses of a split unit stay in the object that is linked (DWARF 5 §7.3.2.2).
    Unit holder = skeleton.orElse(this);
    Section addresses = holder.file.sections().get(".debug_addr");
    return holder.entry(addresses, holder.attributes().addressBase(), index, addressBytes());
  }

  /**
   * {@return a string of the supplementary file}
   *
   * @param offset as in {@code DW_FORM_strp_sup}
   * @throws Malformed where there is no such file or string
   */
  @Override
  public String supplementaryString(long offset) {
    Sections supplementary = supplementary().sections();
    return supplementary.cursor(supplementary.get(".debug_str"), offset).string("string");
  }

  private long entry(Section section, long base, long index, int width) {
    if (index < 0 || index > section.bytes().byteSize() / width) {
      throw new Malformed(section.name(), base, "index " + index + " is past the end");
    }
    return new Cursor(section, bigEndian(), base + index * width).unsigned(width, "indexed value");
  }

  /** {@return how much is taken from the object that it is part of} */
  public Limits limits() {
    return file.sections().limits();
  }

  DebugFile file() {
    return file;
  }

  UnitHeader header() {
    return header;
  }

  /** Returns the supplementary file of {@code .gnu_debugaltlink} or {@code .debug_sup}. */
  DebugFile supplementary() {
    return file.supplementary();
  }

  RootAttributes attributes() {
    RootAttributes known = attributes;
    if (known == null) {
      known = RootAttributes.of(header, contribution, root()::plain);
      attributes = known;
    }
    return known;
  }

  EntryIndex entries() {
    EntryIndex known = entries;
    if (known == null) {
      known =
          EntryIndex.of(
              header, abbreviations(), cursor(header.root()), limits(), this::specification);
      entries = known;
    }
    return known;
  }

  /**
   * Returns where the specification of an entry leads within the unit; -1 where it leads elsewhere.
   */
  private long specification(long offset) {
    return die(offset)
        .reference(DW_AT_specification)
        .filter(declaration -> declaration.unit() == this)
        .map(Die::offset)
        .orElse(-1L);
  }

  Cursor cursor(long offset) {
    return new Cursor(header.section(), bigEndian(), offset, header.end());
  }

  @Override
  public String toString() {
    return section().name() + "+0x" + Long.toHexString(offset());
  }
}
