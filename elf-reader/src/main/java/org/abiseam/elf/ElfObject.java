package org.abiseam.elf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Limits;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * An ELF file in memory. Opening reads the header and the section table; a section is decompressed
 * and its relocations are resolved when it is first asked for.
 */
final class ElfObject implements ObjectFile {
  private static final int ET_REL = 1;

  /** ELFv2 ABI 1.5, §4.1.1 e_flags: "original function descriptor using ABI". */
  private static final int EF_PPC64_ABI_V1 = 1;

  private static final OptionalInt NONE = OptionalInt.empty();

  /** In place of relocations or of an attribute: there are some, and they cannot be read. */
  private static final int UNREADABLE = -1;

  private final String path;
  private final Limits limits;
  private final Bytes file;
  private final Arena arena;
  private final Header header;
  private final Machine machine;
  private final List<SectionHeader> headers;
  private final Map<String, List<Integer>> byName = new HashMap<>();
  private final Map<Integer, Section> read = new HashMap<>();
  private @Nullable Map<Integer, Integer> relocationsOf;
  private @Nullable SymbolTable ownTable;

  /**
   * Reads header and section table.
   *
   * @param limits how much is taken from it
   * @param arena holds what is decompressed, and lives as long as the object
   */
  ElfObject(String path, MemorySegment segment, Limits limits, Arena arena) {
    this.path = path;
    this.limits = limits;
    this.file = Header.bytes(segment);
    this.arena = arena;
    this.header = Header.read(file);
    this.headers = SectionTable.read(file, header);
    for (int i = 1; i < headers.size(); i++) {
      SectionHeader entry = headers.get(i);
      if (entry.type() != SectionTable.SHT_NOBITS) {
        String name =
            entry.name().startsWith(".zdebug_") ? "." + entry.name().substring(2) : entry.name();
        byName.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(i);
      }
    }
    this.machine = withAttributes(header.machine());
  }

  /** Returns what a machine's attributes section adds to the header. */
  private Machine withAttributes(Machine stated) {
    return switch (stated.machine()) {
      case Machine.EM_ARM ->
          attributes(AttributeSection.Vendor.ARM)
              .map(found -> stated.with(floats(found), NONE))
              .orElse(stated);
      case Machine.EM_PPC -> power(stated);
      case Machine.EM_PPC64 ->
          power(stated.flags() == 0 && byName.containsKey(".opd") ? described(stated) : stated);
      case Machine.EM_MIPS ->
          first(MipsAbiFlags.SECTION)
              .map(bytes -> stated.with(new MipsAbiFlags(bytes).floatAbi(), NONE))
              .or(
                  () ->
                      attributes(AttributeSection.Vendor.GNU)
                          .map(
                              found ->
                                  stated.with(
                                      found.value(AttributeSection.TAG_GNU_MIPS_ABI_FP), NONE)))
              .orElse(stated);
      default -> stated;
    };
  }

  /** Damaged attributes leave the calls open, with a value that has no meaning; types count. */
  private static OptionalInt floats(AttributeSection attributes) {
    try {
      return attributes.value(AttributeSection.TAG_ABI_VFP_ARGS);
    } catch (Malformed _) {
      return OptionalInt.of(UNREADABLE);
    }
  }

  private Machine power(Machine stated) {
    return attributes(AttributeSection.Vendor.GNU)
        .map(
            found ->
                stated.with(
                    found.value(AttributeSection.TAG_GNU_POWER_ABI_FP),
                    found.value(AttributeSection.TAG_GNU_POWER_ABI_STRUCT_RETURN)))
        .orElse(stated);
  }

  /**
   * GCC and LLVM leave the flags 0 for the convention with function descriptors, whose table is
   * {@code .opd} (PowerPC64 ELF ABI 1.9, §4.2 Special Sections).
   */
  private static Machine described(Machine stated) {
    return new Machine(
        stated.machine(), stated.pointerBytes(), stated.bigEndian(), EF_PPC64_ABI_V1);
  }

  private Optional<AttributeSection> attributes(AttributeSection.Vendor vendor) {
    return first(vendor.section()).map(bytes -> new AttributeSection(bytes, vendor));
  }

  private Optional<Bytes> first(String section) {
    List<Integer> indexes = byName.getOrDefault(section, List.of());
    if (indexes.isEmpty()) {
      return Optional.empty();
    }
    SectionHeader entry = headers.get(indexes.getFirst());
    return Optional.of(file.window(entry.name(), entry.offset(), entry.size()));
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Machine machine() {
    return machine;
  }

  @Override
  public SortedMap<String, String> marks() {
    return BuildAttributes.of(machine, this::first).marks();
  }

  @Override
  public List<Malformed> faults() {
    List<Malformed> faults = new ArrayList<>(BuildAttributes.of(machine, this::first).faults());
    try {
      dynamic().ifPresent(table -> faults.addAll(table.faults()));
    } catch (Malformed fault) {
      faults.add(fault);
    }
    int most = limits.count(Limits.Limit.DIAGNOSTICS);
    return faults.size() > most ? faults.subList(0, most) : faults;
  }

  @Override
  public boolean relocatable() {
    return header.type() == ET_REL;
  }

  @Override
  public List<SectionHeader> headers() {
    return headers;
  }

  @Override
  public Optional<Section> section(String name) {
    List<Integer> indexes = byName.getOrDefault(name, List.of());
    return indexes.isEmpty() ? Optional.empty() : Optional.of(read(name, indexes.getFirst()));
  }

  @Override
  public List<Section> sections(String name) {
    List<Section> all = new ArrayList<>();
    for (int index : byName.getOrDefault(name, List.of())) {
      all.add(read(name, index));
    }
    return all;
  }

  @Override
  public Optional<MemorySegment> storedBytes(int index) {
    if (index < 0 || index >= headers.size()) {
      return Optional.empty();
    }
    SectionHeader entry = headers.get(index);
    return entry.type() == SectionTable.SHT_NOBITS
        ? Optional.empty()
        : Optional.of(file.window(entry.name(), entry.offset(), entry.size()).segment());
  }

  private synchronized Section read(String name, int index) {
    Section known = read.get(index);
    if (known != null) {
      return known;
    }
    SectionHeader entry = headers.get(index);
    Bytes raw = file.window(name, entry.offset(), entry.size());
    MemorySegment bytes = raw.segment();
    if ((entry.flags() & SectionTable.SHF_COMPRESSED) != 0) {
      bytes = Decompression.compressed(raw, header.wide(), limits, arena);
    } else if (entry.name().startsWith(".zdebug_")) {
      bytes = Decompression.old(raw, limits, arena);
    }
    Section section = new Section(name, bytes, relocations(index, bytes.byteSize()));
    read.put(index, section);
    return section;
  }

  private Relocations relocations(int target, long targetSize) {
    Integer from = relocatable() ? relocationsOf(target) : null;
    if (from == null) {
      return Relocations.NONE;
    }
    if (from == UNREADABLE) {
      throw new Malformed(
          Diagnostic.Kind.UNSUPPORTED,
          headers.get(target).name(),
          0,
          "its relocations are in SHT_CREL, or in more than one section; neither is read");
    }
    SectionHeader entry = headers.get(from);
    Bytes entries = file.window(entry.name(), entry.offset(), entry.size());
    boolean explicitAddend = entry.type() == SectionTable.SHT_RELA;
    return new RelocationReader(
            header, entries, symbolTable(entry.link()), explicitAddend, targetSize)
        .read();
  }

  /** Returns the section with a section's relocations. */
  private synchronized @Nullable Integer relocationsOf(int target) {
    Map<Integer, Integer> index = relocationsOf;
    if (index == null) {
      index = new HashMap<>();
      for (int i = 1; i < headers.size(); i++) {
        int type = headers.get(i).type();
        boolean compact = type == SectionTable.SHT_CREL;
        if (type == SectionTable.SHT_REL || type == SectionTable.SHT_RELA || compact) {
          int of = headers.get(i).info();
          boolean another = index.put(of, compact ? UNREADABLE : i) != null;
          if (another && isDebug(of)) {
            index.put(of, UNREADABLE);
          }
        }
      }
      relocationsOf = index;
    }
    return index.get(target);
  }

  /** Code of a module for live patching has relocations of its own in a second section. */
  private boolean isDebug(int index) {
    return index > 0 && index < headers.size() && headers.get(index).name().contains("debug_");
  }

  @Override
  public SortedMap<Long, String> addressesIn(Symbol variable) {
    SortedMap<Long, String> found = new TreeMap<>();
    Integer from = relocatable() ? relocationsOf(variable.section()) : null;
    if (from == null || from == UNREADABLE || variable.size() <= 0) {
      return found;
    }
    SectionHeader entry = headers.get(from);
    SymbolTable symbols = symbolTable(entry.link());
    RelocationReader reader =
        new RelocationReader(
            header,
            file.window(entry.name(), entry.offset(), entry.size()),
            symbols,
            entry.type() == SectionTable.SHT_RELA,
            header(variable.section()).size());
    reader
        .addresses(variable.value(), variable.size())
        .forEach(
            (offset, index) -> symbols.undefined(index).ifPresent(it -> found.put(offset, it)));
    return found;
  }

  @Override
  public List<SymbolReference> references() {
    List<SymbolReference> found = new ArrayList<>();
    for (SectionHeader entry : headers) {
      boolean explicit = entry.type() == SectionTable.SHT_RELA;
      if (entry.type() == SectionTable.SHT_CREL) {
        throw new Malformed(
            Diagnostic.Kind.UNSUPPORTED,
            entry.name(),
            0,
            "its relocations are in SHT_CREL, which is not read");
      }
      if ((explicit || entry.type() == SectionTable.SHT_REL) && concernsCode(entry)) {
        SymbolTable symbols = symbolTable(entry.link());
        Bytes entries = file.window(entry.name(), entry.offset(), entry.size());
        new RelocationReader(header, entries, symbols, explicit, Long.MAX_VALUE)
            .references(relocatable() ? entry.info() : 0, found);
      }
    }
    return found;
  }

  private boolean concernsCode(SectionHeader relocations) {
    SectionHeader of = relocatable() ? header(relocations.info()) : relocations;
    return (of.flags() & SectionTable.SHF_ALLOC) != 0 && relocations.link() != 0;
  }

  private SymbolTable symbolTable(int index) {
    SectionHeader table = header(index);
    SectionHeader names = header(table.link());
    Bytes extended = null;
    for (SectionHeader entry : headers) {
      if (entry.type() == SectionTable.SHT_SYMTAB_SHNDX && entry.link() == index) {
        extended = file.window(entry.name(), entry.offset(), entry.size());
      }
    }
    return new SymbolTable(
        file.window(table.name(), table.offset(), table.size()),
        file.window(names.name(), names.offset(), names.size()),
        extended,
        header.wide());
  }

  private SectionHeader header(int index) {
    if (index <= 0 || index >= headers.size()) {
      throw new Malformed(
          "", 0, "a section refers to section %d of %d".formatted(index, headers.size()));
    }
    return headers.get(index);
  }

  @Override
  public List<Symbol> symbols() {
    return ownTable().map(SymbolTable::all).orElse(List.of());
  }

  @Override
  public List<Symbol> symbols(Set<String> names, List<String> prefixes) {
    return ownTable().map(table -> table.named(names, prefixes)).orElse(List.of());
  }

  @Override
  public List<Symbol> symbolsAt(Set<Long> values) {
    return ownTable().map(table -> table.at(values)).orElse(List.of());
  }

  @Override
  public List<Symbol> aliases() {
    return ownTable().map(SymbolTable::aliases).orElse(List.of());
  }

  @Override
  public Optional<Dynamic> dynamic() {
    for (int i = 1; i < headers.size(); i++) {
      if (headers.get(i).type() == SectionTable.SHT_DYNSYM) {
        return Optional.of(new DynamicTable(headers, file, header.wide()).read(symbolTable(i)));
      }
    }
    return Optional.empty();
  }

  /** Returns the table of all symbols, which is asked for several times. */
  private synchronized Optional<SymbolTable> ownTable() {
    if (ownTable == null) {
      ownIndex().ifPresent(index -> ownTable = symbolTable(index));
    }
    return Optional.ofNullable(ownTable);
  }

  private OptionalInt ownIndex() {
    OptionalInt dynamic = NONE;
    for (int i = 1; i < headers.size(); i++) {
      if (headers.get(i).type() == SectionTable.SHT_SYMTAB) {
        return OptionalInt.of(i);
      }
      if (headers.get(i).type() == SectionTable.SHT_DYNSYM) {
        dynamic = OptionalInt.of(i);
      }
    }
    return dynamic;
  }

  @Override
  public Optional<String> buildId() {
    for (SectionHeader entry : headers) {
      if (entry.type() == SectionTable.SHT_NOTE) {
        return Notes.buildId(file, headers);
      }
    }
    return Optional.empty();
  }

  @Override
  public List<String> comments() {
    Optional<Section> section = section(".comment");
    List<String> comments = new ArrayList<>();
    if (section.isPresent()) {
      Bytes bytes = new Bytes(".comment", section.get().bytes(), file.bigEndian());
      for (long at = 0; at < bytes.size(); ) {
        if (bytes.unsigned8(at) == 0) {
          at++;
          continue;
        }
        comments.add(bytes.string(at));
        while (bytes.unsigned8(at) != 0) {
          at++;
        }
      }
    }
    return comments;
  }

  @Override
  public Optional<DebugLink> debugLink() {
    Optional<Section> section = section(".gnu_debuglink");
    if (section.isEmpty()) {
      return Optional.empty();
    }
    Bytes bytes = new Bytes(".gnu_debuglink", section.get().bytes(), file.bigEndian());
    // The checksum follows the name, aligned to four bytes (GDB manual, "Separate Debug Files").
    long end = bytes.length(0) + 1L;
    return Optional.of(new DebugLink(bytes.string(0), bytes.signed32((end + 3) & ~3)));
  }

  @Override
  public boolean readOnly(Symbol symbol) {
    if (symbol.section() <= 0 || symbol.section() >= headers.size()) {
      return false;
    }
    SectionHeader section = headers.get(symbol.section());
    boolean loaded = (section.flags() & SectionTable.SHF_ALLOC) != 0;
    boolean written = (section.flags() & SectionTable.SHF_WRITE) != 0;
    return loaded && (!written || section.name().startsWith(".data.rel.ro"));
  }
}
