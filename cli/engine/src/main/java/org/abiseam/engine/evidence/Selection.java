package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.abiseam.model.Machine;

/**
 * Chooses which entries of which objects become types: of C each distinct definition once, in the
 * first object that has it, and of symbols all definitions and those declarations that are about
 * something of the deciding side; of the deciding side what C knows too.
 */
final class Selection {
  private final Map<SurveyedObject, List<TypeEntry>> types = new HashMap<>();
  private final Map<SurveyedObject, List<SymbolEntry>> symbols = new HashMap<>();

  private record Key(String name, long fingerprint) {}

  private record First(SurveyedObject object, TypeEntry entry) {
    First and(int units) {
      return new First(object, entry.withUnits(entry.units() + units));
    }
  }

  private Selection() {}

  /**
   * Chooses among the entries of C.
   *
   * @param definitions of all objects, run by run
   */
  static Selection ofC(
      List<SurveyedObject> objects, List<RunDefinitions> definitions, Wanted wanted) {
    Map<Machine, Map<Key, First>> byMachine = new LinkedHashMap<>();
    Selection selection = new Selection();
    int begin = 0;
    for (RunDefinitions run : definitions) {
      for (RunDefinitions.Placed<TypeEntry> one : run.types()) {
        SurveyedObject object = objects.get(begin + one.object());
        TypeEntry type = one.value();
        byMachine
            .computeIfAbsent(object.survey().machine(), _ -> new LinkedHashMap<>())
            .merge(
                new Key(type.name(), type.fingerprint()),
                new First(object, type),
                (known, another) -> known.and(another.entry().units()));
      }
      for (RunDefinitions.Placed<SymbolEntry> one : run.symbols()) {
        SymbolEntry symbol = one.value();
        if (symbol.defines() || wanted.defined().contains(symbol.name())) {
          selection.add(objects.get(begin + one.object()), symbol);
        }
      }
      begin += run.objects();
    }
    for (Map<Key, First> first : byMachine.values()) {
      first.values().forEach(one -> selection.add(one.object(), one.entry()));
    }
    return selection;
  }

  /** Returns this choice with what the deciding side says of shared names. */
  Selection with(List<SurveyedObject> objects, Shared shared) {
    Selection all = new Selection();
    types.forEach((object, chosen) -> all.types.put(object, new ArrayList<>(chosen)));
    symbols.forEach((object, chosen) -> all.symbols.put(object, new ArrayList<>(chosen)));
    for (SurveyedObject object : objects) {
      for (TypeEntry type : object.survey().named().types()) {
        if (shared.has(type.cName())) {
          all.add(object, type);
        }
      }
      for (SymbolEntry symbol : object.survey().named().symbols()) {
        if (shared.symbols().contains(symbol.name())) {
          all.add(object, symbol);
        }
      }
    }
    return all;
  }

  /** Finds names that C declares and no source defines, each in the first object that does. */
  static Map<SurveyedObject, List<String>> declarations(
      List<SurveyedObject> objects, List<RunDefinitions> definitions, Set<String> defined) {
    Map<String, SurveyedObject> declaring = new TreeMap<>();
    int begin = 0;
    for (RunDefinitions run : definitions) {
      int first = begin;
      run.declared()
          .forEach(
              (name, object) -> {
                if (!defined.contains(name)) {
                  declaring.putIfAbsent(name, objects.get(first + object));
                }
              });
      begin += run.objects();
    }
    Map<SurveyedObject, List<String>> byObject = new HashMap<>();
    declaring.forEach(
        (name, object) -> byObject.computeIfAbsent(object, _ -> new ArrayList<>()).add(name));
    return byObject;
  }

  private void add(SurveyedObject object, TypeEntry entry) {
    types.computeIfAbsent(object, _ -> new ArrayList<>()).add(entry);
  }

  private void add(SurveyedObject object, SymbolEntry entry) {
    symbols.computeIfAbsent(object, _ -> new ArrayList<>()).add(entry);
  }

  /** Returns the names of the chosen types. */
  Set<String> typeNames() {
    Set<String> names = new HashSet<>();
    types.values().forEach(chosen -> chosen.forEach(type -> names.add(type.name())));
    return names;
  }

  /** Returns the names of the chosen functions and variables. */
  Set<String> symbolNames() {
    Set<String> names = new HashSet<>();
    symbols.values().forEach(chosen -> chosen.forEach(symbol -> names.add(symbol.name())));
    return names;
  }

  /** Tells whether anything of an object becomes a type. */
  boolean concerns(SurveyedObject object) {
    return types.containsKey(object) || symbols.containsKey(object);
  }

  List<TypeEntry> types(SurveyedObject object, CompilerSide side) {
    return types.getOrDefault(object, List.of()).stream()
        .filter(entry -> entry.side() == side)
        .toList();
  }

  List<SymbolEntry> symbols(SurveyedObject object, CompilerSide side) {
    return symbols.getOrDefault(object, List.of()).stream()
        .filter(entry -> entry.side() == side)
        .toList();
  }
}
