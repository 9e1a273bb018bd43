package org.abiseam.rules.flags;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.model.Seam.Batch;
import org.abiseam.model.View;
import org.abiseam.rules.flags.AbiSwitch.Notation;

/**
 * Collects the values that the units of C have of a switch. The value of most units is the expected
 * one.
 *
 * @param batches those that record their switches, by value
 */
record ExpectedValue(Map<String, List<Batch>> batches) {

  static ExpectedValue of(AbiSwitch one, List<Batch> c) {
    Map<String, List<Batch>> values = new LinkedHashMap<>();
    for (Batch batch : c) {
      if (!batch.producer().flags().isEmpty() && one.on(batch.machine())) {
        one.value(Notation.C, batch.machine(), batch.producer().flags())
            .ifPresent(value -> values.computeIfAbsent(value, _ -> new ArrayList<>()).add(batch));
      }
    }
    return new ExpectedValue(values);
  }

  static int units(List<Batch> batches) {
    return batches.stream().mapToInt(Batch::units).sum();
  }

  /** Returns the expected value; empty where no unit records its switches. */
  Optional<String> value() {
    return most().map(Map.Entry::getKey);
  }

  /** Returns a unit that has the expected value. */
  View.NameOnly example() {
    return most().orElseThrow().getValue().getFirst().examples().getFirst();
  }

  private Optional<Map.Entry<String, List<Batch>>> most() {
    Map.Entry<String, List<Batch>> most = null;
    for (Map.Entry<String, List<Batch>> entry : batches.entrySet()) {
      if (most == null || units(entry.getValue()) > units(most.getValue())) {
        most = entry;
      }
    }
    return Optional.ofNullable(most);
  }
}
