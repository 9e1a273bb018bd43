package org.abiseam.tests.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.abiseam.laboratory.Observation;
import org.abiseam.laboratory.Observation.ByteRange;
import org.abiseam.laboratory.Observation.Kind;
import org.abiseam.laboratory.Observation.ObservedValue;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;

/** Compares an observation with a plan byte by byte, but for bytes that no program can name. */
final class ObservationCheck {
  private ObservationCheck() {}

  /** What differs, each with its place; empty where all is as planned. */
  static List<String> differences(Observation observation, Plan plan, IntPredicate widthRecorded) {
    List<String> differences = new ArrayList<>();
    if (observation.arguments().size() != plan.arguments().size()) {
      return List.of("planned " + plan.arguments().size() + " arguments");
    }
    for (int i = 0; i < plan.arguments().size(); i++) {
      PassedValue passed = plan.arguments().get(i);
      PassedValue known = widthRecorded.test(i) ? passed : unextended(passed);
      compare("a" + i, observation.arguments().get(i), known).ifPresent(differences::add);
    }
    Optional<String> result =
        observation.result().flatMap(seen -> compare("r", seen, plan.result()));
    boolean otherwise =
        observation
            .otherwise()
            .map(seen -> compare("r", seen, plan.result()).isEmpty())
            .orElse(false);
    if (!otherwise) {
      result.ifPresent(differences::add);
    }
    return differences;
  }

  private static PassedValue unextended(PassedValue passed) {
    return new PassedValue(
        passed.name(),
        passed.type(),
        passed.placement(),
        Optional.empty(),
        passed.clauses(),
        passed.asked());
  }

  private static Optional<String> compare(String name, ObservedValue seen, PassedValue passed) {
    boolean same =
        switch (seen.kind()) {
          case UNSEEN -> true;
          case LOST -> false;
          case DIRECT ->
              passed.placement() instanceof Placement.Direct direct
                  && within(bytes(seen.pieces()), planned(direct.pieces()))
                  && (name.equals("r") || extended(seen, passed.extension()));
          case REFERENCE, MEMORY ->
              passed.placement() instanceof Placement.ByReference reference
                  && within(bytes(seen.pieces()), planned(reference.pointer()));
        };
    String extension = passed.extension().map(e -> "~" + e.given()).orElse("");
    return same
        ? Optional.empty()
        : Optional.of(name + " seen " + seen + ", planned " + passed.placement() + extension);
  }

  private static boolean within(Map<Long, String> seen, Map<Long, Set<String>> planned) {
    return seen.entrySet().stream()
        .allMatch(
            entry -> planned.getOrDefault(entry.getKey(), Set.of()).contains(entry.getValue()));
  }

  /** A caller extends at least as far as it is said to, and by the sign where there is one. */
  private static boolean extended(ObservedValue seen, Optional<Extension> extension) {
    // Where the callee of the same compiler looks elsewhere, the bytes next to it are not compared.
    if (seen.kind() != Kind.DIRECT || seen.doubtful() || extension.isEmpty()) {
      return true;
    }
    int width = seen.pieces().stream().mapToInt(ByteRange::bytes).sum() * 8;
    Extension planned = extension.get();
    String widened = seen.extension();
    if (planned.given() > planned.width() && planned.signed() && widened.startsWith("z")) {
      return false;
    }
    int bits = widened.isEmpty() ? width : Integer.parseInt(widened.substring(1));
    return bits >= planned.given();
  }

  private static Map<Long, String> bytes(List<ByteRange> runs) {
    Map<Long, String> bytes = new HashMap<>();
    for (ByteRange run : runs) {
      for (int i = 0; i < run.bytes(); i++) {
        String place =
            run.converted() ? "=" + run.place() : Names.uniform(run.place(), run.at() + i);
        bytes.put((long) run.offset() + i, place);
      }
    }
    return bytes;
  }

  /** A byte may be in two places, as in a register of each file. */
  private static Map<Long, Set<String>> planned(List<Piece> pieces) {
    Map<Long, Set<String>> bytes = new HashMap<>();
    for (Piece piece : pieces) {
      for (long i = 0; i < piece.bytes(); i++) {
        long at = piece.at() + i;
        String place =
            switch (piece.location()) {
              case Location.Register register ->
                  piece.form() == Piece.Form.CONVERTED
                      ? "=" + register.name()
                      : Names.uniform(register.name(), at);
              case Location.Stack stack -> Names.uniform("stack", stack.offset() + at);
            };
        bytes.computeIfAbsent(piece.offset() + i, _ -> new HashSet<>(1)).add(place);
      }
    }
    return bytes;
  }

  /** A byte of a register, whatever part of it the name stands for. */
  private static final class Names {
    static String uniform(String place, long at) {
      return place + "+" + at;
    }
  }
}
