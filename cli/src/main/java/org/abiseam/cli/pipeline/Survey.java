package org.abiseam.cli.pipeline;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.index.RustNames;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Symbol;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;

/**
 * What one object says of itself before C is looked at: its units by side, and the types that Rust
 * names.
 *
 * @param machine what it was made for
 * @param units compile units and how much each tells, by position in {@link DebugInfo#units()}
 * @param parts the part that a unit plays, by the same position
 * @param names types of Rust units
 * @param exports functions and variables of Rust units that C could use
 * @param imports undefined symbols of an object with Rust units that C could define
 * @param diagnostics what could not be read
 */
record Survey(
    Machine machine,
    List<CompileUnit> units,
    List<Part> parts,
    List<RustType> names,
    List<RustSymbol> exports,
    SortedSet<String> imports,
    List<Diagnostic> diagnostics) {

  /** Which side of the seam a unit is on. */
  enum Part {
    C,
    RUST,
    NEITHER
  }

  /** A type that Rust names; the unit by its position, because the object may be closed. */
  record RustType(List<String> path, String name, int unit, long offset) {
    /** The name to look for in C; gccrs writes the whole path before it. */
    String cName() {
      return name.substring(name.lastIndexOf(':') + 1);
    }
  }

  /** A function or variable that Rust gives to the linker. */
  record RustSymbol(List<String> path, String name, int unit, long offset) {}

  private static final int DW_LANG_RUST = 0x1c;
  private static final int SHN_UNDEF = 0;
  private static final int STB_LOCAL = 0;

  static Survey of(DebugInfo info, int threads) {
    List<CompileUnit> described = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    List<Unit> rust = new ArrayList<>();
    IdentityHashMap<Unit, Integer> positions = new IdentityHashMap<>();
    for (Unit unit : info.units()) {
      if (!unit.isTypeUnit()) {
        described.add(unit.description());
      }
      Part part = part(unit);
      positions.put(unit, parts.size());
      if (part == Part.RUST) {
        rust.add(unit);
      }
      parts.add(part);
    }
    RustNames.Found found = RustNames.scan(info, rust, threads);
    List<RustType> names = new ArrayList<>(found.types().size());
    for (RustNames.NamedType type : found.types()) {
      // A generic type has no name in C.
      if (type.name().indexOf('<') < 0) {
        int position = position(positions, type.unit());
        names.add(new RustType(type.path(), type.name(), position, type.offset()));
      }
    }
    List<Diagnostic> diagnostics = new ArrayList<>(info.diagnostics());
    diagnostics.addAll(found.diagnostics());
    return new Survey(
        info.object().machine(),
        described,
        parts,
        names,
        exports(found, positions),
        rust.isEmpty() ? new TreeSet<>() : imports(info.object()),
        diagnostics);
  }

  private static List<RustSymbol> exports(
      RustNames.Found found, IdentityHashMap<Unit, Integer> positions) {
    List<RustSymbol> exports = new ArrayList<>(found.symbols().size());
    for (RustNames.ExportedSymbol symbol : found.symbols()) {
      int unit = position(positions, symbol.unit());
      exports.add(new RustSymbol(symbol.path(), symbol.name(), unit, symbol.offset()));
    }
    return exports;
  }

  private static int position(IdentityHashMap<Unit, Integer> positions, Unit unit) {
    Integer position = positions.get(unit);
    if (position == null) {
      throw new IllegalStateException("an entry in no unit of its object");
    }
    return position;
  }

  /** rustc describes nothing that it imports; the symbol table names it. */
  private static SortedSet<String> imports(ObjectFile object) {
    SortedSet<String> imports = new TreeSet<>();
    if (object.relocatable()) {
      for (Symbol symbol : object.symbols()) {
        boolean undefined = symbol.section() == SHN_UNDEF && symbol.binding() != STB_LOCAL;
        if (undefined && !symbol.name().isEmpty() && !RustNames.mangled(symbol.name())) {
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
      case C, CPP -> Part.C;
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
