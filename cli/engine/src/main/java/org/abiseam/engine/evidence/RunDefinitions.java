package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.abiseam.engine.cache.EntryReader;
import org.abiseam.engine.cache.EntryWriter;
import org.abiseam.engine.cache.Format;
import org.abiseam.engine.cache.UnitFormat;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Machine;

/**
 * Says how the C of a run of objects defines wanted names: what many objects define alike stands
 * once, in the first of them.
 *
 * @param objects how many objects they are
 * @param types each distinct definition for a machine, with the units of all objects
 * @param symbols functions and variables of wanted symbols, of each object
 * @param declared wanted names that are only declared, with the first object that does
 * @param faults what could not be read
 */
record RunDefinitions(
    int objects,
    List<Placed<TypeEntry>> types,
    List<Placed<SymbolEntry>> symbols,
    SortedMap<String, Integer> declared,
    List<Placed<Diagnostic>> faults) {

  /**
   * Holds something of one of the objects.
   *
   * @param object its position
   */
  record Placed<T>(int object, T value) {}

  private record Key(Machine machine, String name, long fingerprint) {}

  /** Joins what was read of some objects, in their order. */
  static RunDefinitions of(List<SurveyedObject> objects, List<Optional<CDefinitions>> read) {
    Map<Key, Integer> first = new HashMap<>();
    List<Placed<TypeEntry>> types = new ArrayList<>();
    List<Placed<SymbolEntry>> symbols = new ArrayList<>();
    SortedMap<String, Integer> declared = new TreeMap<>();
    List<Placed<Diagnostic>> faults = new ArrayList<>();
    for (int i = 0; i < objects.size(); i++) {
      int object = i;
      if (read.get(i).isPresent()) {
        CDefinitions one = read.get(i).get();
        Machine machine = objects.get(i).survey().machine();
        for (TypeEntry type : one.types()) {
          Integer known =
              first.putIfAbsent(new Key(machine, type.name(), type.fingerprint()), types.size());
          if (known == null) {
            types.add(new Placed<>(i, type));
          } else {
            TypeEntry alike = types.get(known).value();
            types.set(
                known,
                new Placed<>(
                    types.get(known).object(), alike.withUnits(alike.units() + type.units())));
          }
        }
        one.symbols().forEach(symbol -> symbols.add(new Placed<>(object, symbol)));
        one.declared().forEach(name -> declared.putIfAbsent(name, object));
        one.diagnostics().forEach(fault -> faults.add(new Placed<>(object, fault)));
      }
    }
    return new RunDefinitions(objects.size(), types, symbols, declared, faults);
  }

  /** Writes them. */
  static final class Form implements Format<RunDefinitions> {
    @Override
    public void write(EntryWriter to, RunDefinitions run) {
      to.number(run.objects());
      to.all(
          run.types(),
          (out, one) -> {
            out.number(one.object());
            SurveyFormat.type(out, one.value());
          });
      to.all(
          run.symbols(),
          (out, one) -> {
            out.number(one.object());
            SurveyFormat.symbol(out, one.value());
          });
      to.map(run.declared(), EntryWriter::number);
      to.all(
          run.faults(),
          (out, one) -> {
            out.number(one.object());
            UnitFormat.diagnostic(out, one.value());
          });
    }

    @Override
    public RunDefinitions read(EntryReader from) {
      return new RunDefinitions(
          from.small(),
          from.all(one -> new Placed<>(one.small(), SurveyFormat.type(one))),
          from.all(one -> new Placed<>(one.small(), SurveyFormat.symbol(one))),
          from.map(EntryReader::small),
          from.all(one -> new Placed<>(one.small(), UnitFormat.diagnostic(one))));
    }
  }
}
