package org.abiseam.engine.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.index.RustTypeScanner;
import org.abiseam.dwarf.index.TypeIndexer;
import org.abiseam.dwarf.index.WantedNames;
import org.abiseam.dwarf.lower.TypeReach;
import org.abiseam.engine.pipeline.Pipeline.Surveyed;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;

/**
 * Which types of C some symbols reach, by name.
 *
 * <p>A unit often only declares what another one defines, so the way from a function to a type
 * leads through many units and objects. A first pass takes the names of all types, a second finds
 * each distinct definition of each, and then the names are followed: from the symbols' entries to
 * the tags they lead to, from the definitions of those tags to the next. A definition that several
 * objects have is followed in the first of them.
 */
final class Reached {
  /** Units whose names are gathered before what is known of them is forgotten again. */
  private static final int CHUNK = 64;

  private final List<Surveyed> objects;
  private final int threads;
  private final BiConsumer<Source, Diagnostic> notes;
  private final Map<Surveyed, Entries> entries = new HashMap<>();
  private final Set<String> defined = new HashSet<>();
  private final Set<String> names = new HashSet<>();

  /** Where an object has what is to be followed; names that are done are taken out. */
  private record Entries(List<Place> symbols, Map<String, List<Place>> types) {}

  private record Place(int unit, long offset) {}

  private record Key(String name, long fingerprint) {}

  private Reached(List<Surveyed> objects, int threads, BiConsumer<Source, Diagnostic> notes) {
    this.objects = objects;
    this.threads = threads;
    this.notes = notes;
  }

  /**
   * Looks for the definitions of everything in objects.
   *
   * @param objects those whose C has DWARF
   * @param symbols the symbols to begin with
   * @param threads how many threads may work
   * @param notes told what cannot be read
   */
  static Reached of(
      List<Surveyed> objects,
      Set<String> symbols,
      int threads,
      BiConsumer<Source, Diagnostic> notes) {
    Reached reached = new Reached(objects, threads, notes);
    Set<String> types = new HashSet<>();
    for (Surveyed one : objects) {
      reached.read(one, info -> types.addAll(reached.names(info, one.survey())));
    }
    TypeIndexer indexer = new TypeIndexer(WantedNames.of(types), WantedNames.of(symbols), threads);
    Set<Key> known = new HashSet<>();
    for (Surveyed one : objects) {
      reached.read(
          one,
          info -> {
            List<Unit> units = new ArrayList<>(one.survey().units(info, Survey.Part.C));
            units.addAll(one.survey().units(info, Survey.Part.CLANG));
            Definitions found = Definitions.of(info, units, indexer);
            return reached.entries.put(one, reached.entries(found, known));
          });
    }
    return reached;
  }

  private Set<String> names(DebugInfo info, Survey survey) {
    Set<String> found = new HashSet<>();
    for (Survey.Part part : List.of(Survey.Part.C, Survey.Part.CLANG)) {
      List<Unit> units = survey.units(info, part);
      for (int from = 0; from < units.size(); from += CHUNK) {
        List<Unit> chunk = units.subList(from, Math.min(from + CHUNK, units.size()));
        RustTypeScanner.scan(info, chunk, threads).types().forEach(type -> found.add(type.name()));
      }
    }
    return found;
  }

  private Entries entries(Definitions found, Set<Key> known) {
    Entries result = new Entries(new ArrayList<>(), new HashMap<>());
    for (Definitions.CSymbol symbol : found.symbols()) {
      result.symbols().add(new Place(symbol.unit(), symbol.offset()));
    }
    for (Definitions.CType type : found.types()) {
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

  /**
   * Follows everything that is not followed yet.
   *
   * @param more names to begin with besides
   * @return all names that are reached
   */
  Set<String> names(Set<String> more) {
    names.addAll(more);
    boolean grown = true;
    while (grown) {
      int before = names.size();
      for (Surveyed one : objects) {
        Entries here = entries.get(one);
        if (here != null && todo(here)) {
          read(one, info -> follow(info, one, here));
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
  private boolean follow(DebugInfo info, Surveyed one, Entries here) {
    TypeReach reach = new TypeReach(defined::contains);
    here.symbols().forEach(place -> from(reach, info, one, place));
    here.symbols().clear();
    names.addAll(reach.names());
    Set<String> next = new HashSet<>(names);
    while (!next.isEmpty()) {
      for (String name : next) {
        List<Place> places = here.types().remove(name);
        if (places != null) {
          places.forEach(place -> from(reach, info, one, place));
        }
      }
      next = new HashSet<>(reach.names());
      next.removeAll(names);
      names.addAll(next);
    }
    return true;
  }

  /** An entry that cannot be read may hide a type, which has to be said. */
  private void from(TypeReach reach, DebugInfo info, Surveyed one, Place place) {
    Unit unit = info.units().get(place.unit());
    try {
      Die die = unit.die(place.offset());
      reach.from(die);
    } catch (Malformed fault) {
      notes.accept(
          one.source(), fault.diagnostic(one.source().path(), Optional.of(unit.toString())));
    }
  }

  private <T> void read(Surveyed one, java.util.function.Function<DebugInfo, T> reading) {
    try {
      one.source().read(reading);
    } catch (Malformed fault) {
      notes.accept(one.source(), fault.diagnostic(one.source().path(), Optional.empty()));
    }
  }
}
