package org.abiseam.engine.pipeline;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.abiseam.btf.Btf;
import org.abiseam.btf.BtfModels;
import org.abiseam.dwarf.CommandLines;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.index.RustTypeScanner;
import org.abiseam.dwarf.index.StaticFunctionPointers;
import org.abiseam.dwarf.lower.Witness;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Symbol;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;
import org.abiseam.model.Producer;

/**
 * What one object says of itself before C is looked at: its units by side, and the types and
 * symbols that the named side names. That is Rust; and Clang's C where GCC's C is there too, for
 * then two compilers of C meet.
 *
 * @param machine what it was made for
 * @param units compile units and how much each tells, by position in {@link DebugInfo#units()}
 * @param parts the part that a unit plays, by the same position
 * @param names types of the named side
 * @param symbols functions and variables of the named side that C could know
 * @param imports undefined symbols of an object of the named side that C could define
 * @param btf what there is of BTF
 * @param diagnostics what could not be read
 */
record Survey(
    Machine machine,
    List<CompileUnit> units,
    List<Part> parts,
    List<NamedType> names,
    List<NamedSymbol> symbols,
    SortedSet<String> imports,
    BtfUse btf,
    List<Diagnostic> diagnostics) {

  /**
   * The BTF of an object.
   *
   * @param form whether it needs a base; not looked at where nothing can come of it
   * @param source whether C's types are read from it, because no DWARF has them
   */
  record BtfUse(Btf.Form form, boolean source) {
    static final BtfUse NONE = new BtfUse(Btf.Form.NONE, false);
  }

  /** Which side of the seam a unit is on. */
  enum Part {
    /** GCC's C, and Clang's where there is none of GCC. */
    C,
    /** Clang's C beside GCC's. */
    CLANG,
    RUST,
    NEITHER
  }

  /** A type of the named side; the unit by its position, because the object may be closed. */
  record NamedType(Part part, List<String> path, String name, int unit, long offset) {
    /** The name to look for in C; gccrs writes the whole path before it. */
    String cName() {
      return name.substring(name.lastIndexOf(':') + 1);
    }
  }

  /** A function or variable that the named side gives to the linker, or takes from it. */
  record NamedSymbol(
      Part part, List<String> path, String name, boolean declaration, int unit, long offset) {}

  private static final int DW_LANG_RUST = 0x1c;
  private static final int SHN_UNDEF = 0;
  private static final int STB_LOCAL = 0;

  static Survey of(DebugInfo info, int threads) {
    return ofUnits(info).naming(info, Part.RUST, threads);
  }

  /** The units alone, without the names of any side. */
  static Survey ofUnits(DebugInfo info) {
    List<CompileUnit> stated = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    for (Unit unit : info.units()) {
      if (!unit.isTypeUnit()) {
        stated.add(unit.description());
      }
      parts.add(part(unit));
    }
    List<CompileUnit> described = new ArrayList<>(CommandLines.told(info.object(), stated));
    SortedSet<String> imports =
        parts.contains(Part.RUST) || parts.contains(Part.CLANG)
            ? imports(info.object())
            : new TreeSet<>();
    List<Diagnostic> faults = new ArrayList<>(info.diagnostics());
    BtfUse btf = btf(info, described, faults);
    if (btf.source()) {
      described.add(BtfModels.unit(info.object()));
    }
    Machine machine = info.object().machine();
    return new Survey(machine, described, parts, List.of(), List.of(), imports, btf, faults);
  }

  /** Only an image can be the base of other objects; in others BTF counts where DWARF is silent. */
  private static BtfUse btf(
      DebugInfo info, List<CompileUnit> described, List<Diagnostic> diagnostics) {
    boolean known = described.stream().anyMatch(Survey::describesC);
    if (known && info.object().relocatable()) {
      return BtfUse.NONE;
    }
    try {
      Btf.Form form = Btf.form(info.object());
      return new BtfUse(form, !known && form != Btf.Form.NONE);
    } catch (Malformed fault) {
      if (!known) {
        diagnostics.add(fault.diagnostic(info.object().path(), java.util.Optional.empty()));
      }
      return BtfUse.NONE;
    }
  }

  private static boolean describesC(CompileUnit unit) {
    return unit.detail() == CompileUnit.Detail.FULL
        && switch (unit.producer().language()) {
          case C, CPP -> true;
          case RUST, ASSEMBLER, OTHER -> false;
        };
  }

  /** A file of BTF alone does not say what it was made for; those beside it do. */
  Survey on(Machine other) {
    return new Survey(other, units, parts, names, symbols, imports, btf, diagnostics);
  }

  /** With the types and symbols of one more part. */
  Survey naming(DebugInfo info, Part part, int threads) {
    IdentityHashMap<Unit, Integer> positions = new IdentityHashMap<>();
    for (Unit unit : info.units()) {
      positions.put(unit, positions.size());
    }
    RustTypeScanner.Found found = RustTypeScanner.scan(info, units(info, part), threads);
    List<NamedType> types = new ArrayList<>(names);
    for (RustTypeScanner.NamedType type : found.types()) {
      // A generic type has no name in C.
      if (type.name().indexOf('<') < 0) {
        int position = position(positions, type.unit());
        types.add(new NamedType(part, type.path(), type.name(), position, type.offset()));
      }
    }
    List<NamedSymbol> named = new ArrayList<>(symbols);
    List<RustTypeScanner.ExportedSymbol> known = new ArrayList<>(found.symbols());
    known.addAll(StaticFunctionPointers.of(info, found.statics()));
    for (RustTypeScanner.ExportedSymbol symbol : known) {
      int unit = position(positions, symbol.unit());
      named.add(
          new NamedSymbol(
              part, symbol.path(), symbol.name(), symbol.declaration(), unit, symbol.offset()));
    }
    List<Diagnostic> faults = new ArrayList<>(diagnostics);
    faults.addAll(found.diagnostics());
    // A witness calls nothing.
    boolean witness = named.stream().anyMatch(symbol -> Witness.isCrate(symbol.path()));
    SortedSet<String> used = witness ? new TreeSet<>() : imports;
    return new Survey(machine, units, parts, types, named, used, btf, faults);
  }

  /** Where there is no other C, Clang's is what Rust is held against, wherever Rust is. */
  Survey withClangAsC(boolean rust) {
    List<Part> plain = parts.stream().map(part -> part == Part.CLANG ? Part.C : part).toList();
    SortedSet<String> used = rust ? imports : new TreeSet<>();
    return new Survey(machine, units, plain, names, symbols, used, btf, diagnostics);
  }

  /** Where only C counts, units of other languages need not tell their types. */
  Survey ofCAlone() {
    boolean silent =
        units.stream()
            .noneMatch(
                unit ->
                    unit.producer().language() == Producer.Language.C
                        && unit.detail() != CompileUnit.Detail.FULL);
    List<Diagnostic> left = new ArrayList<>(diagnostics);
    left.removeIf(
        one ->
            silent
                && one.kind() == Diagnostic.Kind.DEBUG_INFO_INSUFFICIENT
                && one.unit().isPresent());
    return new Survey(machine, units, parts, names, symbols, imports, btf, left);
  }

  /** With the switches of units whose debug info has none, by the root of their crate. */
  Survey compiled(Map<String, List<String>> flags) {
    if (flags.isEmpty()) {
      return this;
    }
    List<CompileUnit> told = units.stream().map(unit -> compiled(unit, flags)).toList();
    return new Survey(machine, told, parts, names, symbols, imports, btf, diagnostics);
  }

  /** rustc names a unit {@code crate root/@/crate.hash-cgu.0}, Clang as the command does. */
  private static CompileUnit compiled(CompileUnit unit, Map<String, List<String>> flags) {
    Producer producer = unit.producer();
    boolean clang = producer.compiler() == Producer.Compiler.CLANG;
    int root = clang ? unit.name().length() : unit.name().indexOf("/@/");
    boolean silent = producer.language() == Producer.Language.RUST || clang;
    if (!silent || !producer.flags().isEmpty() || root < 0) {
      return unit;
    }
    String source = unit.name().substring(0, root);
    List<String> exact = flags.get(source);
    if (exact != null) {
      return new CompileUnit(unit.name(), producer.with(exact), unit.detail());
    }
    for (Map.Entry<String, List<String>> entry : flags.entrySet()) {
      if (entry.getKey().equals(source) || entry.getKey().endsWith("/" + source)) {
        return new CompileUnit(unit.name(), producer.with(entry.getValue()), unit.detail());
      }
    }
    return unit;
  }

  /** An object whose types and symbols another input has too, but for what it says of others. */
  Survey importing() {
    List<NamedSymbol> beliefs =
        symbols.stream()
            .filter(symbol -> symbol.part() == Part.RUST && symbol.declaration())
            .toList();
    return new Survey(machine, units, parts, List.of(), beliefs, imports, btf, List.of());
  }

  private static int position(IdentityHashMap<Unit, Integer> positions, Unit unit) {
    Integer position = positions.get(unit);
    if (position == null) {
      throw new IllegalStateException("an entry in no unit of its object");
    }
    return position;
  }

  /**
   * rustc describes nothing that it imports, clang only where it optimises; the symbol table names
   * it.
   */
  private static SortedSet<String> imports(ObjectFile object) {
    SortedSet<String> imports = new TreeSet<>();
    if (object.relocatable()) {
      for (Symbol symbol : object.symbols()) {
        boolean undefined = symbol.section() == SHN_UNDEF && symbol.binding() != STB_LOCAL;
        if (undefined && !symbol.name().isEmpty() && !RustTypeScanner.mangled(symbol.name())) {
          imports.add(symbol.name());
        }
      }
    }
    return imports;
  }

  private static Part part(Unit unit) {
    if (unit.isTypeUnit()) {
      return unit.language() == DW_LANG_RUST ? Part.RUST : Part.C;
    }
    Producer producer = unit.description().producer();
    return switch (producer.language()) {
      case C, CPP -> producer.compiler() == Producer.Compiler.CLANG ? Part.CLANG : Part.C;
      case RUST -> Part.RUST;
      case ASSEMBLER -> Part.NEITHER;
      case OTHER -> Part.NEITHER;
    };
  }

  /** The units of one part. */
  List<Unit> units(DebugInfo info, Part part) {
    List<Unit> chosen = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) == part) {
        chosen.add(info.units().get(i));
      }
    }
    return chosen;
  }
}
