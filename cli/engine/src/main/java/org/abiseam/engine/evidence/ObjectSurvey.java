package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.btf.Btf;
import org.abiseam.btf.BtfExtension;
import org.abiseam.btf.BtfModels;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.index.RustTypeScanner;
import org.abiseam.dwarf.index.StaticFunctionPointers;
import org.abiseam.dwarf.lower.Witness;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Symbol;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Entity;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;
import org.abiseam.model.Producer;
import org.abiseam.model.Subject;
import org.abiseam.model.pairing.RuntimeSymbols;

/**
 * Says what one object states before C is looked at: its units by side, and the types and symbols
 * that the deciding side names. That is Rust; and Clang's C where GCC's C is there too, for then
 * two compilers of C meet.
 *
 * @param machine what it was made for
 * @param units compile units and how much each tells, in the order of the object
 * @param sides the side of each unit, by position in {@link DebugInfo#units()}
 * @param named what the deciding side names
 * @param btf how its BTF is used
 * @param diagnostics what could not be read
 */
public record ObjectSurvey(
    Machine machine,
    List<CompileUnit> units,
    List<CompilerSide> sides,
    Named named,
    BtfUse btf,
    List<Diagnostic> diagnostics) {

  /**
   * The names of the deciding side.
   *
   * @param types its types
   * @param symbols functions and variables that it gives to the linker, or declares
   * @param imports symbols that Rust, or Clang's C, uses and another compiler may define, each with
   *     the functions of Rust that use it; none where they are not known
   * @param search whether imports of a linked object could be looked for
   * @param open switches of which the code of Rust tells nothing; empty where there is none
   * @param undescribed functions and variables that the deciding side defines and its debug info
   *     does not name
   */
  record Named(
      List<TypeEntry> types,
      List<SymbolEntry> symbols,
      SortedMap<String, SortedSet<String>> imports,
      RustCode.Search search,
      Optional<Set<Machine.RustSwitch>> open,
      SortedMap<String, Subject.Kind> undescribed) {
    private static final Named NOTHING =
        new Named(
            List.of(),
            List.of(),
            new TreeMap<>(),
            RustCode.Search.DONE,
            Optional.empty(),
            new TreeMap<>());

    Named withImports(SortedMap<String, SortedSet<String>> used) {
      return new Named(types, symbols, used, search, open, undescribed);
    }
  }

  /**
   * Describes the BTF of an object.
   *
   * @param form whether it needs a base; not looked at where nothing can come of it
   * @param source whether C's types are read from it, because no DWARF has them
   */
  record BtfUse(Btf.Form form, boolean source) {
    static final BtfUse NONE = new BtfUse(Btf.Form.NONE, false);
  }

  /** Surveys an object with the names of Rust. */
  static ObjectSurvey of(DebugInfo info, int threads) {
    return ofUnits(info).naming(info, CompilerSide.RUST, threads);
  }

  /**
   * Surveys the units alone, without the names of any side.
   *
   * @return units and what could not be read of them
   */
  public static ObjectSurvey ofUnits(DebugInfo info) {
    List<CompileUnit> described = new ArrayList<>();
    List<CompilerSide> sides = new ArrayList<>();
    for (Unit unit : info.units()) {
      if (!unit.isTypeUnit()) {
        described.add(unit.description());
      }
      sides.add(CompilerSide.of(unit));
    }
    List<Diagnostic> faults = new ArrayList<>(info.diagnostics());
    for (Malformed fault : info.object().faults()) {
      faults.add(fault.diagnostic(info.object().path(), Optional.empty()));
    }
    BtfUse btf = btf(info, described, faults);
    for (Malformed fault : BtfExtension.faults(info.object())) {
      faults.add(fault.diagnostic(info.object().path(), Optional.empty()));
    }
    if (btf.source()) {
      described.add(BtfModels.unit(info.object()));
    }
    return new ObjectSurvey(info.object().machine(), described, sides, Named.NOTHING, btf, faults);
  }

  private ObjectSurvey with(List<CompileUnit> others) {
    return new ObjectSurvey(machine, others, sides, named, btf, diagnostics);
  }

  private ObjectSurvey with(Named others, List<Diagnostic> faults) {
    return new ObjectSurvey(machine, units, sides, others, btf, faults);
  }

  /** Takes the names and faults of another survey of the same object. */
  ObjectSurvey named(ObjectSurvey other) {
    return with(other.named(), other.diagnostics());
  }

  /** Only an image can be the base of other objects; in others BTF counts where DWARF is silent. */
  private static BtfUse btf(
      DebugInfo info, List<CompileUnit> described, List<Diagnostic> diagnostics) {
    boolean known = described.stream().anyMatch(ObjectSurvey::describesC);
    if (known && info.object().relocatable()) {
      return BtfUse.NONE;
    }
    try {
      Btf.Form form = Btf.form(info.object());
      return new BtfUse(form, !known && form != Btf.Form.NONE);
    } catch (Malformed fault) {
      if (!known) {
        diagnostics.add(fault.diagnostic(info.object().path(), Optional.empty()));
      }
      return BtfUse.NONE;
    }
  }

  /**
   * Finds exported symbols that debug info does not describe, at the address of a function or
   * variable that it does: LLVM's MergeFunctions and the linker's folding of identical code leave
   * one body with several names. Where all of a relocatable object is of this side, all that it
   * exports counts: parts of it may have been compiled without debug info.
   */
  private SortedMap<String, Subject.Kind> undescribed(
      ObjectFile object, CompilerSide side, List<SymbolEntry> described) {
    Set<String> names = new HashSet<>();
    described.stream().filter(SymbolEntry::defines).forEach(symbol -> names.add(symbol.name()));
    SortedMap<String, Subject.Kind> found = new TreeMap<>();
    boolean whole =
        object.relocatable() && !sides.isEmpty() && sides.stream().allMatch(one -> one == side);
    if (names.isEmpty() && !whole) {
      return found;
    }
    List<Symbol> aliases = object.aliases();
    Set<Place> places = new HashSet<>();
    for (Symbol symbol : aliases) {
      if (names.contains(symbol.name()) && symbol.isDefined()) {
        places.add(new Place(symbol.section(), symbol.value()));
      }
    }
    for (Symbol symbol : whole ? object.symbols() : aliases) {
      if (!symbol.isLocal()
          && symbol.isDefined()
          && !names.contains(symbol.name())
          && !RustTypeScanner.mangled(symbol.name())
          && (whole || places.contains(new Place(symbol.section(), symbol.value())))) {
        SymbolKinds.of(symbol).ifPresent(kind -> found.put(symbol.name(), kind));
      }
    }
    return found;
  }

  /** Tells whether all units are Rust's, and one has line tables alone. */
  boolean rustWithLinesOnly() {
    return sides.stream().allMatch(side -> side == CompilerSide.RUST)
        && units.stream().anyMatch(unit -> unit.detail() == CompileUnit.Detail.LINES_ONLY);
  }

  /** Describes an address: in a relocatable object, an offset in a section. */
  private record Place(int section, long value) {}

  private static boolean describesC(CompileUnit unit) {
    return unit.detail() == CompileUnit.Detail.FULL
        && switch (unit.producer().language()) {
          case C, CPP -> true;
          case RUST, ASSEMBLER, OTHER -> false;
        };
  }

  /** Gives a file of BTF alone, which names no machine, the machine of the objects around it. */
  ObjectSurvey on(Machine other) {
    return new ObjectSurvey(other, units, sides, named, btf, diagnostics);
  }

  /** Adds the types and symbols of one more side. */
  ObjectSurvey naming(DebugInfo info, CompilerSide side, int threads) {
    IdentityHashMap<Unit, Integer> positions = positions(info);
    LinkedNames linked = new LinkedNames(info);
    Set<String> local = side == CompilerSide.CLANG ? linked.local(_ -> true) : Set.of();
    RustTypeScanner.Found found = RustTypeScanner.scan(info, units(info, side), local, threads);
    List<TypeEntry> types = new ArrayList<>(named.types());
    for (RustTypeScanner.NamedType type : found.types()) {
      // A generic type has no name in C.
      if (type.name().indexOf('<') < 0) {
        int unit = position(positions, type.unit());
        types.add(new TypeEntry(side, type.path(), type.name(), unit, type.offset(), 0, 1));
      }
    }
    List<SymbolEntry> symbols = new ArrayList<>(named.symbols());
    List<RustTypeScanner.ExportedSymbol> known = new ArrayList<>(found.symbols());
    known.addAll(StaticFunctionPointers.of(info, found.statics()));
    for (RustTypeScanner.ExportedSymbol symbol : known) {
      Entity.Role role = symbol.declaration() ? Entity.Role.DECLARES : Entity.Role.DEFINES;
      int unit = position(positions, symbol.unit());
      symbols.add(
          new SymbolEntry(
              side, symbol.path(), symbol.name(), role, false, unit, symbol.offset(), 0));
    }
    if (side == CompilerSide.CLANG) {
      symbols = linked.of(symbols, local);
    }
    List<Diagnostic> faults = new ArrayList<>(diagnostics);
    faults.addAll(found.diagnostics());
    // A witness calls nothing.
    boolean witness = symbols.stream().anyMatch(symbol -> Witness.isCrate(symbol.path()));
    Named used =
        witness
            ? named.withImports(new TreeMap<>())
            : imports(info.object(), side, symbols, faults);
    SortedMap<String, Subject.Kind> undescribed = new TreeMap<>(named.undescribed());
    undescribed.putAll(undescribed(info.object(), side, symbols));
    return with(
        new Named(types, symbols, used.imports(), used.search(), used.open(), undescribed), faults);
  }

  /**
   * Treats Clang's C as the C of the build, where there is no other.
   *
   * @param rust whether any object has Rust, which then is compared with it
   * @return a survey without units of the side {@link CompilerSide#CLANG}
   */
  public ObjectSurvey withClangAsC(boolean rust) {
    List<CompilerSide> plain =
        sides.stream().map(one -> one == CompilerSide.CLANG ? CompilerSide.C : one).toList();
    Named used = rust ? named : named.withImports(new TreeMap<>());
    return new ObjectSurvey(machine, units, plain, used, btf, diagnostics);
  }

  /**
   * Leaves out that units of other languages tell no types, where only C counts.
   *
   * @return a survey without these diagnostics
   */
  public ObjectSurvey ofCAlone() {
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
    return with(named, left);
  }

  /** Adds the recorded switches of units whose debug info has none, by the root of their crate. */
  ObjectSurvey compiled(Map<String, List<String>> switches) {
    return switches.isEmpty()
        ? this
        : with(units.stream().map(unit -> compiled(unit, switches)).toList());
  }

  private static CompileUnit compiled(CompileUnit unit, Map<String, List<String>> flags) {
    Producer producer = unit.producer();
    boolean clang = producer.compiler() == Producer.Compiler.CLANG;
    boolean silent = producer.language() == Producer.Language.RUST || clang;
    if (!silent || !producer.flags().isEmpty()) {
      return unit;
    }
    String source = unit.source();
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

  /** Leaves what the object believes of others, where another input has its own types. */
  ObjectSurvey importing() {
    List<SymbolEntry> beliefs =
        named.symbols().stream()
            .filter(symbol -> symbol.side() == CompilerSide.RUST && !symbol.defines())
            .toList();
    return with(
        new Named(
            List.of(), beliefs, named.imports(), named.search(), Optional.empty(), new TreeMap<>()),
        List.of());
  }

  /** Returns the position of each unit of an object. */
  static IdentityHashMap<Unit, Integer> positions(DebugInfo info) {
    IdentityHashMap<Unit, Integer> positions = new IdentityHashMap<>();
    for (Unit unit : info.units()) {
      positions.put(unit, positions.size());
    }
    return positions;
  }

  static int position(IdentityHashMap<Unit, Integer> positions, Unit unit) {
    Integer position = positions.get(unit);
    if (position == null) {
      throw new IllegalStateException("an entry in no unit of its object");
    }
    return position;
  }

  /**
   * Finds what a side uses and does not describe: rustc describes nothing that it imports, Clang
   * only where it optimises. Where all units of an object are Rust its undefined symbols tell.
   */
  private Named imports(
      ObjectFile object, CompilerSide side, List<SymbolEntry> symbols, List<Diagnostic> faults) {
    if (side != CompilerSide.RUST) {
      return named;
    }
    if (!has(CompilerSide.RUST)) {
      boolean clang = has(CompilerSide.CLANG) && object.relocatable();
      return clang ? named.withImports(undefined(object)) : named;
    }
    boolean alone = !has(CompilerSide.C) && !has(CompilerSide.CLANG);
    SortedMap<String, SortedSet<String>> imports = alone ? undefined(object) : new TreeMap<>();
    Set<String> described = new HashSet<>();
    symbols.stream().filter(SymbolEntry::defines).forEach(one -> described.add(one.name()));
    RustCode.Search search = RustCode.Search.DONE;
    Set<Machine.RustSwitch> open = object.machine().unstated();
    try {
      RustCode code = new RustCode(object, described);
      RustCode.Use use = code.use();
      open = use.open();
      imports.putAll(use.references());
      search = alone ? search : code.search();
    } catch (Malformed fault) {
      if (!alone) {
        faults.add(fault.diagnostic(object.path(), Optional.empty()));
      }
    }
    imports.keySet().removeIf(RuntimeSymbols::ofLinker);
    return new Named(List.of(), List.of(), imports, search, Optional.of(open), new TreeMap<>());
  }

  private static SortedMap<String, SortedSet<String>> undefined(ObjectFile object) {
    SortedMap<String, SortedSet<String>> names = new TreeMap<>();
    for (Symbol symbol : object.symbols()) {
      boolean undefined = !symbol.isDefined() && !symbol.isLocal();
      if (undefined && !symbol.name().isEmpty() && !RustTypeScanner.mangled(symbol.name())) {
        // The table of a program names versions too: malloc@GLIBC_2.2.5.
        int version = symbol.name().indexOf('@');
        String name = version > 0 ? symbol.name().substring(0, version) : symbol.name();
        if (!RuntimeSymbols.ofLinker(name)) {
          names.put(name, new TreeSet<>());
        }
      }
    }
    return names;
  }

  /** Tells whether the object has a unit of a side. */
  boolean has(CompilerSide side) {
    return sides.contains(side);
  }

  /**
   * Returns the units of some sides. Units of C with line tables alone are left out: their
   * functions have neither parameters nor results.
   *
   * @return in the order of the sides, then of the object
   */
  public List<Unit> units(DebugInfo info, CompilerSide... wanted) {
    List<Unit> chosen = new ArrayList<>();
    for (CompilerSide side : wanted) {
      for (int i = 0; i < sides.size(); i++) {
        Unit unit = info.units().get(i);
        boolean lines =
            side != CompilerSide.RUST
                && unit.description().detail() == CompileUnit.Detail.LINES_ONLY;
        if (sides.get(i) == side && !lines) {
          chosen.add(unit);
        }
      }
    }
    return chosen;
  }
}
