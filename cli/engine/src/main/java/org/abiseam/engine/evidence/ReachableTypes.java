package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.index.RustTypeScanner;
import org.abiseam.dwarf.index.TypeIndexer;
import org.abiseam.dwarf.index.WantedNames;
import org.abiseam.dwarf.lower.TypeReach;
import org.abiseam.engine.input.ObjectSource;
import org.abiseam.model.Malformed;

/**
 * Finds the types of C that some symbols reach, by name.
 *
 * <p>A unit often only declares what another one defines, so the way from a function to a type
 * leads through many units and objects. A first pass takes the names of all types, a second finds
 * each distinct definition of each, and then the names are followed: from the symbols' entries to
 * the tags they lead to, from the definitions of those tags to the next. A definition that several
 * objects have is followed in the first of them.
 */
public final class ReachableTypes implements Reach {
  /** Units whose names are gathered before what is known of them is forgotten again. */
  private static final int CHUNK = 64;

  private final List<SurveyedObject> objects;
  private final ObjectReader reader;
  private final Map<SurveyedObject, Entries> entries = new HashMap<>();
  private final Set<String> defined = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final Set<Key> known = new HashSet<>();

  /** Holds where an object has what is to be followed; names that are done are taken out. */
  private record Entries(List<Place> symbols, Map<String, List<Place>> types) {}

  private record Place(int unit, long offset) {}

  private record Key(String name, long fingerprint) {}

  private ReachableTypes(List<SurveyedObject> objects, ObjectReader reader) {
    this.objects = objects;
    this.reader = reader;
  }

  /**
   * Begins with the definitions of objects that were indexed.
   *
   * @return nothing to be followed yet
   */
  public static ReachableTypes of(ObjectReader reader) {
    return new ReachableTypes(new ArrayList<>(), reader);
  }

  /**
   * Adds an object.
   *
   * @param source the object
   * @param survey its units
   * @param indexed all types that its C defines, and at least the functions and variables to begin
   *     with
   * @param symbols the symbols to begin with
   */
  public void add(
      ObjectSource source, ObjectSurvey survey, CDefinitions indexed, Set<String> symbols) {
    SurveyedObject object = new SurveyedObject(source, survey);
    objects.add(object);
    List<SymbolEntry> first =
        indexed.symbols().stream()
            .filter(symbol -> symbol.defines() && symbols.contains(symbol.name()))
            .toList();
    CDefinitions found = new CDefinitions(indexed.types(), Set.of(), first, List.of());
    entries.put(object, entries(found, known));
  }

  static ReachableTypes of(List<SurveyedObject> objects, Set<String> symbols, ObjectReader reader) {
    ReachableTypes reached = new ReachableTypes(objects, reader);
    Set<String> types = new HashSet<>();
    for (SurveyedObject one : objects) {
      reader.read(one.source(), info -> types.addAll(reached.names(info, one.survey())));
    }
    TypeIndexer indexer =
        new TypeIndexer(WantedNames.of(types), WantedNames.of(symbols), reader.threads());
    for (SurveyedObject one : objects) {
      reader.read(
          one.source(),
          info -> {
            List<Unit> units = one.survey().units(info, CompilerSide.C, CompilerSide.CLANG);
            reached.entries.put(
                one, reached.entries(CDefinitions.of(info, units, indexer), reached.known));
            return true;
          });
    }
    return reached;
  }

  private Set<String> names(DebugInfo info, ObjectSurvey survey) {
    Set<String> found = new HashSet<>();
    List<Unit> units = survey.units(info, CompilerSide.C, CompilerSide.CLANG);
    for (int from = 0; from < units.size(); from += CHUNK) {
      List<Unit> chunk = units.subList(from, Math.min(from + CHUNK, units.size()));
      RustTypeScanner.scan(info, chunk, reader.threads())
          .types()
          .forEach(type -> found.add(type.name()));
    }
    return found;
  }

  private Entries entries(CDefinitions found, Set<Key> known) {
    Entries result = new Entries(new ArrayList<>(), new HashMap<>());
    for (SymbolEntry symbol : found.symbols()) {
      result.symbols().add(new Place(symbol.unit(), symbol.offset()));
    }
    for (TypeEntry type : found.types()) {
      defined.add(type.name());
      if (known.add(new Key(type.name(), type.fingerprint()))) {
        result
            .types()
            .computeIfAbsent(type.name(), _ -> new ArrayList<>(1))
            .add(new Place(type.unit(), type.offset()));
      }
    }
    return result;
  }

  /** Follows everything that is not followed yet. */
  @Override
  public Set<String> types(Set<String> more) {
    names.addAll(more);
    boolean grown = true;
    while (grown) {
      int before = names.size();
      for (SurveyedObject one : objects) {
        Entries here = entries.get(one);
        if (here != null && todo(here)) {
          reader.read(one.source(), info -> follow(info, one, here));
        }
      }
      grown = names.size() > before;
    }
    return names;
  }

  private boolean todo(Entries here) {
    return !here.symbols().isEmpty() || names.stream().anyMatch(here.types()::containsKey);
  }

  /** To the end within one object. */
  private boolean follow(DebugInfo info, SurveyedObject one, Entries here) {
    TypeReach reach = new TypeReach(defined::contains);
    here.symbols().forEach(place -> from(reach, info, one, place));
    here.symbols().clear();
    names.addAll(reach.newNames());
    Set<String> next = new HashSet<>(names);
    while (!next.isEmpty()) {
      for (String name : next) {
        List<Place> places = here.types().remove(name);
        if (places != null) {
          places.forEach(place -> from(reach, info, one, place));
        }
      }
      next = reach.newNames();
      next.removeIf(name -> !names.add(name));
    }
    return true;
  }

  /** An entry that cannot be read may hide a type, which has to be said. */
  private void from(TypeReach reach, DebugInfo info, SurveyedObject one, Place place) {
    Unit unit = info.units().get(place.unit());
    try {
      Die die = unit.die(place.offset());
      reach.from(die);
    } catch (Malformed fault) {
      reader
          .log()
          .note(one.source(), fault.diagnostic(one.source().path(), Optional.of(unit.toString())));
    }
  }
}
