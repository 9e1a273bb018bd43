package org.abiseam.dwarf.index;

import static org.abiseam.dwarf.index.EntryPlans.*;
import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Tags.*;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.abiseam.concurrent.Workers;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.lower.Witness;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;
import org.abiseam.model.Producer;
import org.abiseam.model.mangling.MrustcName;

/**
 * The types that Rust units name: structs, unions and enums in nested namespaces, but not those
 * inside functions or other types.
 *
 * <p>rustc writes no {@code DW_AT_sibling}, so all that lies between has to be stepped through; and
 * it writes most of a crate into one or two units, so that more threads help little. Names become
 * strings here: there are some ten thousand.
 */
public final class RustTypeScanner {
  private static final int DEEPEST = 200;

  /**
   * Describes a named type.
   *
   * @param path namespaces, outermost first
   * @param name last segment, generic arguments included
   * @param tag {@code DW_TAG_structure_type}, {@code _union_type}, {@code _enumeration_type} or, of
   *     gccrs, {@code _typedef}
   * @param unit where it stands
   * @param offset the entry, from the beginning of the unit's section
   */
  public record NamedType(List<String> path, String name, int tag, Unit unit, long offset) {}

  /**
   * Describes a function or variable that the linker knows under a name that C could use.
   *
   * @param path namespaces, outermost first
   * @param name its symbol
   * @param declaration whether it is defined elsewhere
   * @param unit where it stands
   * @param offset the entry, from the beginning of the unit's section
   */
  public record ExportedSymbol(
      List<String> path, String name, boolean declaration, Unit unit, long offset) {}

  /**
   * Holds what a scan found.
   *
   * @param types in order of unit and offset
   * @param symbols in order of unit and offset
   * @param statics variables with a mangled symbol, in order of unit and offset
   * @param diagnostics faults of units; what was found in such a unit before the fault counts
   */
  public record Found(
      List<NamedType> types,
      List<ExportedSymbol> symbols,
      List<ExportedSymbol> statics,
      List<Diagnostic> diagnostics) {
    /** Copies the lists. */
    public Found {
      types = List.copyOf(types);
      statics = List.copyOf(statics);
      symbols = List.copyOf(symbols);
      diagnostics = List.copyOf(diagnostics);
    }
  }

  private final DebugInfo info;
  private final List<Unit> units;
  private final Set<String> local;
  private final AtomicInteger next = new AtomicInteger();
  private final Map<Integer, List<NamedType>> types = Collections.synchronizedMap(new TreeMap<>());
  private final Map<Integer, List<ExportedSymbol>> symbols =
      Collections.synchronizedMap(new TreeMap<>());
  private final Map<Integer, List<ExportedSymbol>> statics =
      Collections.synchronizedMap(new TreeMap<>());
  private final Map<Integer, Malformed> faults = Collections.synchronizedMap(new TreeMap<>());

  private RustTypeScanner(DebugInfo info, List<Unit> units, Set<String> local) {
    this.info = info;
    this.units = units;
    this.local = local;
  }

  /**
   * Scans units of one object.
   *
   * @param threads how many threads may work, at least 1
   */
  public static Found scan(DebugInfo info, List<Unit> units, int threads) {
    return scan(info, units, Set.of(), threads);
  }

  /**
   * Scans units of one object, of which other objects know some functions or variables of one file
   * by a second name.
   *
   * @param local the first names of these
   * @param threads how many threads may work, at least 1
   */
  public static Found scan(DebugInfo info, List<Unit> units, Set<String> local, int threads) {
    RustTypeScanner names = new RustTypeScanner(info, units, local);
    Workers.run(Math.min(threads, units.size()), names::work);
    List<NamedType> found = new ArrayList<>();
    names.types.values().forEach(found::addAll);
    List<ExportedSymbol> symbols = new ArrayList<>();
    names.symbols.values().forEach(symbols::addAll);
    List<ExportedSymbol> statics = new ArrayList<>();
    names.statics.values().forEach(statics::addAll);
    List<Diagnostic> diagnostics = new ArrayList<>();
    names.faults.forEach(
        (index, fault) ->
            diagnostics.add(
                fault.diagnostic(
                    names.info.object().path(), Optional.of(units.get(index).toString()))));
    return new Found(found, symbols, statics, diagnostics);
  }

  private void work() {
    UnitReader reader = new UnitReader(UnitReader.Names.CONTENT);
    while (true) {
      int index = next.getAndIncrement();
      if (index >= units.size()) {
        return;
      }
      Unit unit = units.get(index);
      Scan scan = new Scan(unit, reader, local);
      try {
        scan.unit();
      } catch (Malformed fault) {
        faults.put(index, fault);
      } catch (SlowPathNeeded _) {
        faults.put(index, SlowPathNeeded.fault(unit));
      } catch (IndexOutOfBoundsException unchecked) {
        faults.put(
            index,
            new Malformed(unit.section().name(), unit.offset(), "an entry runs past the unit"));
      }
      types.put(index, scan.found);
      symbols.put(index, scan.exported);
      statics.put(index, scan.statics);
    }
  }

  /** One unit. */
  private static final class Scan {
    private final Unit unit;
    private final boolean mrustc;
    private final UnitReader reader;
    private final Set<String> local;
    private final List<NamedType> found = new ArrayList<>();
    private final List<ExportedSymbol> exported = new ArrayList<>(0);
    private final List<ExportedSymbol> statics = new ArrayList<>(0);

    Scan(Unit unit, UnitReader reader, Set<String> local) {
      this.unit = unit;
      this.mrustc = !unit.isTypeUnit() && unit.description().producer().isMrustc();
      this.reader = reader;
      this.local = local;
    }

    void unit() {
      reader.open(unit);
      if (reader.plans().irregular()) {
        exactly(unit.root(), List.of());
        return;
      }
      int plan = reader.declaration(reader.root());
      if (plan >= 0) {
        int end = reader.end(plan);
        if ((reader.plans().table()[plan + INFO] & HAS_CHILDREN) != 0) {
          list(end, List.of());
        }
      }
    }

    private int list(int from, List<String> path) {
      int[] table = reader.plans().table();
      int at = from;
      while (at < reader.bytes().end()) {
        int start = at;
        int plan = reader.declaration(at);
        if (plan < 0) {
          return reader.behindCode();
        }
        at = reader.end(plan);
        int tag = table[plan + INFO] >>> 8;
        if (tag == DW_TAG_namespace) {
          boolean children = (table[plan + INFO] & HAS_CHILDREN) != 0;
          at = children ? list(at, inside(path, name(start))) : at;
        } else {
          if (isType(tag) && table[plan + NAME] != 0) {
            add(path, tag, start);
          } else if (tag == DW_TAG_subprogram && Witness.isCrate(path)) {
            witness(path, unit.die(reader.bytes().base() + start));
          } else if (mayBeExported(plan) || tag == DW_TAG_variable) {
            export(path, unit.die(reader.bytes().base() + start));
          }
          at = reader.behindChildren(plan, at);
        }
      }
      return at;
    }

    private List<String> inside(List<String> path, Optional<String> name) {
      if (path.size() == DEEPEST) {
        throw reader.bytes().fault(0, "more than " + DEEPEST + " namespaces inside each other");
      }
      List<String> inner = new ArrayList<>(path);
      inner.add(name.orElse(""));
      return List.copyOf(inner);
    }

    private void add(List<String> path, int tag, int start) {
      long offset = reader.bytes().base() + start;
      Optional<String> name = name(start);
      if (name.isPresent() && !Witness.isSymbols(path)) {
        add(path, name.get(), tag, offset);
      }
    }

    /** The tags of mrustc hold the path; what else its unit names is of headers of C. */
    private void add(List<String> path, String name, int tag, long offset) {
      if (!mrustc) {
        found.add(new NamedType(path, lastSegment(name), tag, unit, offset));
        return;
      }
      MrustcName.ofTag(name)
          .ifPresent(it -> found.add(new NamedType(it.scope(), it.name(), tag, unit, offset)));
    }

    private boolean mayBeExported(int plan) {
      int[] table = reader.plans().table();
      boolean symbol = (table[plan + INFO] & 0x7f) == SYMBOL;
      return symbol && (table[plan + EXTERNAL] != 0 || !local.isEmpty());
    }

    private void witness(List<String> path, Die die) {
      Witness.symbol(die)
          .ifPresent(
              name -> exported.add(new ExportedSymbol(path, name, true, unit, die.offset())));
    }

    /** A mangled symbol is Rust's own affair, but for what a variable holds. */
    private void export(List<String> path, Die die) {
      Optional<String> linkage = die.string(DW_AT_linkage_name);
      Optional<String> symbol = linkage.isPresent() ? linkage : die.string(DW_AT_name);
      if (symbol.isEmpty() || isUntyped(die)) {
        return;
      }
      ExportedSymbol described =
          new ExportedSymbol(path, symbol.get(), die.flag(DW_AT_declaration), unit, die.offset());
      boolean known = die.flag(DW_AT_external) || local.contains(symbol.get());
      if (!mangled(symbol.get()) && known) {
        exported.add(described);
      }
      // Of what traits are called through there are thousands, without a symbol.
      if (die.tag() == DW_TAG_variable && linkage.isPresent()) {
        statics.add(described);
      }
    }

    /** What gccrs says of a function that it only declares is no more than the symbol table has. */
    private boolean isUntyped(Die die) {
      return die.tag() == DW_TAG_subprogram
          && die.flag(DW_AT_declaration)
          && unit.description().producer().compiler() == Producer.Compiler.GCCRS;
    }

    private Optional<String> name(int start) {
      return unit.die(reader.bytes().base() + start).string(DW_AT_name);
    }

    private void exactly(Die scope, List<String> path) {
      for (Die die : scope.children()) {
        Optional<String> name = die.string(DW_AT_name);
        if (die.tag() == DW_TAG_namespace) {
          exactly(die, inside(path, name));
        } else if (isType(die.tag()) && name.isPresent() && !Witness.isSymbols(path)) {
          add(path, name.get(), die.tag(), die.offset());
        } else if (die.tag() == DW_TAG_subprogram && Witness.isCrate(path)) {
          witness(path, die);
        } else if (isSymbol(die.tag())) {
          export(path, die);
        }
      }
    }
  }

  /**
   * {@return whether a symbol is mangled: v0 ({@code _R}), the legacy form ({@code _ZN…E}) or that
   * of mrustc: false for a name that C could use}
   *
   * @param symbol a name in a symbol table
   */
  public static boolean mangled(String symbol) {
    return symbol.startsWith("_R") || symbol.startsWith("_ZN") || MrustcName.isMangled(symbol);
  }

  private static boolean isSymbol(int tag) {
    return tag == DW_TAG_subprogram || tag == DW_TAG_variable;
  }

  private static boolean isType(int tag) {
    return switch (tag) {
      case DW_TAG_structure_type, DW_TAG_union_type, DW_TAG_enumeration_type, DW_TAG_typedef ->
          true;
      default -> false;
    };
  }

  /** gccrs names a type by a typedef, with its path: {@code krate::module::name}. */
  private static String lastSegment(String name) {
    int end = name.indexOf('<') >= 0 ? -1 : name.lastIndexOf("::");
    return end < 0 ? name : name.substring(end + 2);
  }
}
