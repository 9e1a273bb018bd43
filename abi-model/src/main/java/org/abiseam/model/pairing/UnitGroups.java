package org.abiseam.model.pairing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
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
  private final Map<Key, List<View.NameOnly>> examples = new LinkedHashMap<>();
  private final Map<Key, Integer> counts = new LinkedHashMap<>();

  private record Key(Machine machine, Producer producer) {}

  private UnitGroups() {}

  static List<Seam.Batch> of(List<ObjectModel> models) {
    UnitGroups batches = new UnitGroups();
    Set<String> seen = new HashSet<>();
    for (ObjectModel model : models) {
      // The sides of one object are models of their own, each with all of its units.
      if (!model.units().isEmpty() && seen.add(model.object())) {
        model.units().forEach(unit -> batches.add(model, unit));
      }
    }
    List<Seam.Batch> result = new ArrayList<>();
    batches.counts.forEach(
        (key, count) ->
            result.add(
                new Seam.Batch(
                    key.machine(),
                    key.producer(),
                    count,
                    batches.examples.getOrDefault(key, List.of()))));
    result.sort(Comparator.comparingInt(Seam.Batch::units).reversed());
    return result;
  }

  private void add(ObjectModel model, CompileUnit unit) {
    switch (unit.producer().language()) {
      case C, CPP, RUST -> {
        Key key = new Key(model.machine(), unit.producer());
        counts.merge(key, 1, Integer::sum);
        List<View.NameOnly> known = examples.computeIfAbsent(key, _ -> new ArrayList<>());
        if (known.size() < Seam.Batch.EXAMPLES) {
          Origin origin =
              new Origin(model.object(), unit.name(), OptionalLong.empty(), Optional.empty());
          known.add(new View.NameOnly(unit.producer(), origin));
        }
      }
      case ASSEMBLER, OTHER -> {}
    }
  }
}
