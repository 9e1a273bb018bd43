package org.abiseam.dwarf.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.abiseam.concurrent.Workers;
import org.abiseam.dwarf.Unit;

/**
 * The second look at a linked file. What the first one told apart by the place of names in the
 * string section gets a fingerprint by their content, equal in all files: one definition for all
 * units that have it, unit after unit.
 */
final class ByContent {
  /** Definitions and symbols that a thread takes at a time. */
  private static final int RUN = 64;

  private final List<Unit> units;
  private final DefinitionTable byPosition;
  private final Numbers names;
  private final List<IndexedSymbol> symbols;

  /** Unit in the upper half; in the lower the row of a definition, or behind these a symbol. */
  private final long[] tasks;

  private final long[] fingerprints;
  private final List<Fault> faults = Collections.synchronizedList(new ArrayList<>());

  ByContent(
      List<Unit> units, DefinitionTable byPosition, Numbers names, List<IndexedSymbol> symbols) {
    this.units = units;
    this.byPosition = byPosition;
    this.names = names;
    this.symbols = symbols;
    this.fingerprints = new long[byPosition.rows() + symbols.size()];
    this.tasks = tasks();
  }

  private long[] tasks() {
    long[] tasks = new long[fingerprints.length];
    int count = 0;
    for (int row = 0; row < byPosition.rows(); row++) {
      tasks[count++] = (long) byPosition.unit(row) << 32 | row;
    }
    IdentityHashMap<Unit, Integer> indexes = new IdentityHashMap<>();
    for (int i = 0; i < units.size(); i++) {
      indexes.put(units.get(i), i);
    }
    for (int i = 0; i < symbols.size(); i++) {
      Integer unit = indexes.get(symbols.get(i).unit());
      if (unit != null && symbols.get(i).fingerprint() != 0) {
        tasks[count++] = (long) unit << 32 | byPosition.rows() + i;
      }
    }
    long[] all = Arrays.copyOf(tasks, count);
    Arrays.sort(all);
    return all;
  }

  /** Looks at all; each thread by a walk of its own. */
  ByContent run(int threads, Supplier<UnitWalk> walks) {
    AtomicInteger next = new AtomicInteger();
    Workers.run(
        Math.min(threads, 1 + tasks.length / RUN),
        () -> {
          UnitWalk walk = walks.get();
          for (int from = next.getAndAdd(RUN); from < tasks.length; from = next.getAndAdd(RUN)) {
            for (int i = from; i < Math.min(from + RUN, tasks.length); i++) {
              look(walk, (int) (tasks[i] >>> 32), (int) tasks[i]);
            }
          }
        });
    return this;
  }

  private void look(UnitWalk walk, int index, int number) {
    Unit unit = units.get(index);
    Fault.in(unit, index, () -> fingerprints[number] = fingerprint(walk, unit, number))
        .ifPresent(faults::add);
  }

  private long fingerprint(UnitWalk walk, Unit unit, int number) {
    if (number >= byPosition.rows()) {
      return walk.symbol(unit, symbols.get(number - byPosition.rows()).offset());
    }
    long name = names.hash(byPosition.name(number));
    return walk.fingerprint(unit, byPosition.offset(number), name, byPosition.file(number));
  }

  /** Returns the definitions by content. */
  DefinitionTable definitions() {
    DefinitionTable definitions = new DefinitionTable();
    for (int row = 0; row < byPosition.rows(); row++) {
      if (fingerprints[row] != 0) {
        definitions.merge(byPosition, row, fingerprints[row]);
      }
    }
    return definitions;
  }

  /** Returns the functions and variables by content. */
  List<IndexedSymbol> symbols() {
    List<IndexedSymbol> found = new ArrayList<>(symbols.size());
    for (int i = 0; i < symbols.size(); i++) {
      found.add(symbols.get(i).with(fingerprints[byPosition.rows() + i]));
    }
    return found;
  }

  /** Returns what could not be read again. */
  List<Fault> faults() {
    return faults;
  }
}
