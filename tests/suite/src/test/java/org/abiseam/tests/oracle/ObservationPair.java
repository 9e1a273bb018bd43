package org.abiseam.tests.oracle;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.abiseam.laboratory.Observation;
import org.abiseam.laboratory.Observation.ByteRange;
import org.abiseam.laboratory.Observation.Kind;
import org.abiseam.laboratory.Observation.ObservedValue;

/** What two compilers were seen to do with one function. */
record ObservationPair(Observation one, Observation other) {

  /**
   * Tells whether both can be compared: a prototype names all parameters, as many on both sides,
   * and neither compiler disagrees with itself.
   */
  static boolean comparable(Observation one, Observation other) {
    return one.named().isEmpty()
        && other.named().isEmpty()
        && one.convention() == other.convention()
        && one.arguments().size() == other.arguments().size()
        && one.result().isPresent() == other.result().isPresent()
        && sound(one)
        && sound(other);
  }

  private static boolean sound(Observation observation) {
    return observation.arguments().stream().noneMatch(seen -> seen.doubtful() || lost(seen))
        && observation.result().filter(seen -> seen.doubtful() || lost(seen)).isEmpty();
  }

  private static boolean lost(ObservedValue seen) {
    return seen.kind() == Kind.LOST;
  }

  /** Whether some byte of an argument or of the result was seen in different places. */
  boolean differ() {
    for (int i = 0; i < one.arguments().size(); i++) {
      if (differ(one.arguments().get(i), other.arguments().get(i))) {
        return true;
      }
    }
    return one.result().isPresent()
        && other.result().isPresent()
        && differ(one.result().get(), other.result().get())
        && !otherwise(one.otherwise(), other)
        && !otherwise(other.otherwise(), one);
  }

  /** A result that was seen in two places is in one of them. */
  private static boolean otherwise(Optional<ObservedValue> second, Observation other) {
    return second.isPresent()
        && (other.result().filter(seen -> !differ(second.get(), seen)).isPresent()
            || other.otherwise().filter(seen -> !differ(second.get(), seen)).isPresent());
  }

  /** Whether all of the call was seen, and a result in one place alone. */
  boolean complete() {
    return one.otherwise().isEmpty()
        && other.otherwise().isEmpty()
        && one.arguments().stream().noneMatch(seen -> seen.kind() == Kind.UNSEEN)
        && one.result().filter(seen -> seen.kind() == Kind.UNSEEN).isEmpty();
  }

  private static boolean differ(ObservedValue one, ObservedValue other) {
    if (one.kind() == Kind.UNSEEN || other.kind() == Kind.UNSEEN) {
      return false;
    }
    if (one.kind() != other.kind()) {
      return true;
    }
    Map<Integer, String> places = places(one);
    return places(other).entrySet().stream()
        .anyMatch(
            entry ->
                !entry.getValue().equals(places.getOrDefault(entry.getKey(), entry.getValue())));
  }

  private static Map<Integer, String> places(ObservedValue seen) {
    Map<Integer, String> places = new HashMap<>();
    for (ByteRange run : seen.pieces()) {
      for (int i = 0; i < run.bytes(); i++) {
        String form = run.converted() ? "=" : "";
        places.put(run.offset() + i, form + run.place() + "+" + (run.at() + i));
      }
    }
    return places;
  }
}
