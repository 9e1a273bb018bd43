package org.abiseam.model.pairing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Seam;
import org.abiseam.model.View;

/** Sorts the units of all objects by machine, compiler and switches. */
final class UnitGroups {
  private final Map<Key, Group> groups = new LinkedHashMap<>();

  /** What the units of one object share is mostly one value, which is found without its content. */
  private final IdentityHashMap<Producer, Group> ofObject = new IdentityHashMap<>();

  private record Key(Machine machine, Producer producer) {}

  /** Counts units that are alike, and keeps the first of them. */
  private static final class Group {
    final List<View.NameOnly> examples = new ArrayList<>();
    int units;
  }

  private UnitGroups() {}

  static List<Seam.Batch> of(List<ObjectModel> models) {
    UnitGroups batches = new UnitGroups();
    Set<String> seen = new HashSet<>();
    for (ObjectModel model : models) {
      // The sides of one object are models of their own, each with all of its units.
      if (!model.units().isEmpty() && seen.add(model.object())) {
        batches.ofObject.clear();
        model.units().forEach(unit -> batches.add(model, unit));
      }
    }
    List<Seam.Batch> result = new ArrayList<>();
    batches.groups.forEach(
        (key, group) ->
            result.add(new Seam.Batch(key.machine(), key.producer(), group.units, group.examples)));
    result.sort(Comparator.comparingInt(Seam.Batch::units).reversed());
    return result;
  }

  private void add(ObjectModel model, CompileUnit unit) {
    switch (unit.producer().language()) {
      case C, CPP, RUST -> {
        Group group =
            ofObject.computeIfAbsent(
                unit.producer(),
                producer ->
                    groups.computeIfAbsent(new Key(model.machine(), producer), _ -> new Group()));
        group.units++;
        if (group.examples.size() < Seam.Batch.EXAMPLES) {
          Origin origin =
              new Origin(model.object(), unit.name(), OptionalLong.empty(), Optional.empty());
          group.examples.add(new View.NameOnly(unit.producer(), origin));
        }
      }
      case ASSEMBLER, OTHER -> {}
    }
  }
}
