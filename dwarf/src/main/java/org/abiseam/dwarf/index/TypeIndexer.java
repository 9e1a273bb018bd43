package org.abiseam.dwarf.index;

import static org.abiseam.model.Limits.Limit.DIAGNOSTICS;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.abiseam.concurrent.Workers;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.spec.Attributes;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;

/**
 * Finds all ways in which objects define the wanted names.
 *
 * <p>The units of an object are dealt out in small runs to the threads; each keeps its own table of
 * distinct definitions, and the tables are merged at the end, so that the answer does not depend on
 * who read what. In a large linked object names are first compared by their place in the string
 * section, and only the few definitions that remain are told apart by content.
 */
public final class TypeIndexer {
  /** Units that a thread takes at a time. */
  private static final int RUN = 4;

  /** Below this number of units another thread costs more than it brings. */
  private static final int WORTH_A_THREAD = 64;

  private static final WantedNames NONE = WantedNames.of(Set.of());

  private final Optional<WantedNames> wanted;
  private final Optional<WantedNames> symbols;
  private final WantedNames local;
  private final boolean byFile;
  private final int threads;

  /**
   * Creates an indexer for any number of objects. Thread-safe.
   *
   * @param wanted the names of types to look for
   * @param threads how many threads may work on one object, at least 1
   */
  public TypeIndexer(WantedNames wanted, WantedNames symbols, int threads) {
    this(Optional.of(wanted), Optional.of(symbols), NONE, true, threads);
  }

  private TypeIndexer(
      Optional<WantedNames> wanted,
      Optional<WantedNames> symbols,
      WantedNames local,
      boolean byFile,
      int threads) {
    this.local = local;
    this.byFile = byFile;
    this.wanted = wanted;
    this.symbols = symbols;
    this.threads = Math.max(1, threads);
  }

  /**
   * {@return an indexer to which every name counts, and every symbol that the linker knows, each
   * distinct way of defining or declaring it once: an indexer for any number of objects}
   *
   * @param threads how many threads may work on one object, at least 1
   */
  public static TypeIndexer ofEverything(int threads) {
    return new TypeIndexer(Optional.empty(), Optional.empty(), NONE, true, threads);
  }

  /**
   * {@return the same where it does not matter which file declares a type: two builds of one source
   * in two directories give the same fingerprints: an indexer for any number of objects} What is
   * only declared is left out.
   *
   * @param symbols the symbols that count; empty for all that the linker knows
   * @param threads how many threads may work on one object, at least 1
   */
  public static TypeIndexer ofContents(Optional<WantedNames> symbols, int threads) {
    return new TypeIndexer(Optional.empty(), symbols, NONE, false, threads);
  }

  /**
   * {@return the same where functions and variables of one file, which the linker does not know by
   * these names, count too}
   *
   * @param names theirs; each of them the only one of its name, or dropped by the caller
   */
  public TypeIndexer withLocal(WantedNames names) {
    return new TypeIndexer(wanted, symbols, names, byFile, threads);
  }

  /**
   * Looks through units of one object.
   *
   * @param units those of its units whose definitions count
   */
  public TypeIndex index(DebugInfo info, List<Unit> units) {
    if (units.isEmpty()) {
      return new TypeIndex(List.of(), Set.of(), List.of(), List.of());
    }
    boolean linked = !info.object().relocatable() && units.size() > WORTH_A_THREAD;
    Run run = new Run(info, units, linked ? UnitReader.Names.POSITION : UnitReader.Names.CONTENT);
    run.all();
    return run.result();
  }

  /** One object at work. */
  private final class Run {
    private final DebugInfo info;
    private final List<Unit> units;
    private final UnitReader.Names names;
    private final AtomicInteger next = new AtomicInteger();
    private final List<UnitWalk> walks = Collections.synchronizedList(new ArrayList<>());
    private final List<Malformed> lost = Collections.synchronizedList(new ArrayList<>());
    private final List<Fault> faults = Collections.synchronizedList(new ArrayList<>());

    Run(DebugInfo info, List<Unit> units, UnitReader.Names names) {
      this.info = info;
      this.units = units;
      this.names = names;
    }

    void all() {
      Workers.run(Math.min(threads, 1 + units.size() / WORTH_A_THREAD), this::work);
    }

    private void work() {
      UnitWalk walk = walk(names);
      walks.add(walk);
      while (true) {
        int from = next.getAndAdd(RUN);
        if (from >= units.size()) {
          return;
        }
        for (int i = from; i < Math.min(from + RUN, units.size()); i++) {
          walk(walk, i);
        }
      }
    }

    private UnitWalk walk(UnitReader.Names by) {
      return wanted.isPresent()
          ? UnitWalk.listed(wanted.get(), symbols.orElseThrow(), local, by, lost::add)
          : UnitWalk.every(symbols, local, byFile, by, lost::add);
    }

    private void walk(UnitWalk walk, int index) {
      Unit unit = units.get(index);
      Fault.in(unit, index, () -> walk.walk(unit, index)).ifPresent(faults::add);
    }

    TypeIndex result() {
      Numbers numbers = wanted.isPresent() ? new Numbers.Listed(wanted.get()) : new Numbers.Every();
      DefinitionTable merged = new DefinitionTable();
      DefinitionTable declared = new DefinitionTable();
      for (UnitWalk walk : walks) {
        merge(merged, walk.definitions(), walk.names(), numbers);
        merge(declared, walk.declared(), walk.names(), numbers);
      }
      List<IndexedSymbol> functions = new ArrayList<>();
      walks.forEach(walk -> functions.addAll(walk.symbols()));
      if (names == UnitReader.Names.CONTENT) {
        return index(merged, declared, found(functions));
      }
      ByContent byContent =
          new ByContent(units, merged, numbers, found(functions))
              .run(threads, () -> walk(UnitReader.Names.CONTENT));
      faults.addAll(byContent.faults());
      return index(byContent.definitions(), declared, found(byContent.symbols()));
    }

    private TypeIndex index(
        DefinitionTable defined, DefinitionTable declared, List<IndexedSymbol> functions) {
      return new TypeIndex(types(defined), declared(defined, declared), functions, diagnostics());
    }

    private static void merge(
        DefinitionTable all, DefinitionTable found, Numbers names, Numbers numbers) {
      for (int row = 0; row < found.rows(); row++) {
        int name = numbers.find(names.hash(found.name(row)));
        all.merge(found, row, found.fingerprint(row), name);
      }
    }

    private List<IndexedSymbol> found(List<IndexedSymbol> all) {
      List<IndexedSymbol> found = new ArrayList<>(all);
      if (wanted.isEmpty()) {
        distinct(found);
      }
      found.sort(
          Comparator.comparing(IndexedSymbol::name)
              .thenComparingLong(symbol -> symbol.unit().offset())
              .thenComparingLong(IndexedSymbol::offset));
      return found;
    }

    /** Leaves the first of those that are alike: each walk has found its own. */
    private static void distinct(List<IndexedSymbol> found) {
      Map<Distinct, IndexedSymbol> first = new HashMap<>(found.size() * 2);
      for (IndexedSymbol symbol : found) {
        first.merge(Distinct.of(symbol), symbol, Run::earlier);
      }
      found.removeIf(
          symbol -> symbol.fingerprint() != 0 && !symbol.equals(first.get(Distinct.of(symbol))));
    }

    private static IndexedSymbol earlier(IndexedSymbol one, IndexedSymbol other) {
      int byUnit = Long.compare(one.unit().offset(), other.unit().offset());
      return byUnit < 0 || (byUnit == 0 && one.offset() < other.offset()) ? one : other;
    }

    private List<IndexedType> types(DefinitionTable definitions) {
      List<Integer> rows = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (int row = 0; row < definitions.rows(); row++) {
        rows.add(row);
        names.add(name(definitions, row));
      }
      rows.sort(
          Comparator.<Integer, String>comparing(names::get)
              .thenComparingInt(definitions::unit)
              .thenComparingLong(definitions::offset));
      List<IndexedType> types = new ArrayList<>(rows.size());
      for (int row : rows) {
        types.add(
            new IndexedType(
                names.get(row),
                definitions.tag(row),
                units.get(definitions.unit(row)),
                definitions.offset(row),
                definitions.fingerprint(row),
                definitions.units(row),
                definitions.file(row)));
      }
      return types;
    }

    private String name(DefinitionTable definitions, int row) {
      if (wanted.isPresent()) {
        return wanted.get().names().get(definitions.name(row));
      }
      Die die = units.get(definitions.unit(row)).die(definitions.offset(row));
      return die.carrier(Attributes.DW_AT_name)
          .flatMap(named -> named.string(Attributes.DW_AT_name))
          .orElse("");
    }

    private Set<String> declared(DefinitionTable definitions, DefinitionTable declared) {
      BitSet defined = new BitSet();
      for (int row = 0; row < definitions.rows(); row++) {
        defined.set(definitions.name(row));
      }
      Set<String> names = new HashSet<>();
      for (int row = 0; row < declared.rows(); row++) {
        if (!defined.get(declared.name(row))) {
          names.add(name(declared, row));
        }
      }
      return names;
    }

    private List<Diagnostic> diagnostics() {
      List<Fault> sorted = new ArrayList<>(faults);
      sorted.sort(Comparator.comparingInt(Fault::unit));
      List<Diagnostic> diagnostics = new ArrayList<>();
      for (Fault fault : sorted) {
        String unit = units.get(fault.unit()).toString();
        diagnostics.add(fault.cause().diagnostic(info.object().path(), Optional.of(unit)));
      }
      lostDefinitions(diagnostics);
      return diagnostics;
    }

    /** Adds the first faults of definitions, and how many more there are. */
    private void lostDefinitions(List<Diagnostic> diagnostics) {
      List<Diagnostic> distinct =
          lost.stream()
              .map(fault -> fault.diagnostic(info.object().path(), Optional.empty()))
              .distinct()
              .sorted(
                  Comparator.comparing((Diagnostic one) -> one.section().orElse(""))
                      .thenComparingLong(one -> one.offset().orElse(0))
                      .thenComparing(Diagnostic::message))
              .toList();
      int listed = Math.min(distinct.size(), info.object().limits().count(DIAGNOSTICS));
      diagnostics.addAll(distinct.subList(0, listed));
      if (listed < distinct.size()) {
        diagnostics.add(
            Diagnostic.ofFile(
                Diagnostic.Kind.MALFORMED,
                info.object().path(),
                distinct.size() - listed + " more faults of definitions are not listed"));
      }
    }
  }

  private record Distinct(String name, boolean function, boolean declaration, long fingerprint) {
    static Distinct of(IndexedSymbol symbol) {
      return new Distinct(
          symbol.name(), symbol.function(), symbol.declaration(), symbol.fingerprint());
    }
  }
}
