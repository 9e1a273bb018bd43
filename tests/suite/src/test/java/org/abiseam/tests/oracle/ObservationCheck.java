package org.abiseam.tests.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
                  && within(seen.pieces(), direct.pieces())
                  && (name.equals("r") || extended(seen, passed.extension()));
          case REFERENCE, MEMORY ->
              passed.placement() instanceof Placement.ByReference reference
                  && within(seen.pieces(), reference.pointer());
        };
    String extension = passed.extension().map(e -> "~" + e.given()).orElse("");
    return same
        ? Optional.empty()
        : Optional.of(name + " seen " + seen + ", planned " + passed.placement() + extension);
  }

  /** Finds each byte that was seen where the plan has it; a byte may be in two planned places. */
  private static boolean within(List<ByteRange> seen, List<Piece> planned) {
    for (ByteRange run : seen) {
      for (int i = 0; i < run.bytes(); i++) {
        if (!holds(planned, run, i)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean holds(List<Piece> planned, ByteRange run, int index) {
    for (Piece piece : planned) {
      long inPiece = run.offset() + index - piece.offset();
      if (inPiece >= 0 && inPiece < piece.bytes() && samePlace(piece, inPiece, run, index)) {
        return true;
      }
    }
    return false;
  }

  /** Compares the place of one byte; which byte of a register it is has no meaning if converted. */
  private static boolean samePlace(Piece piece, long inPiece, ByteRange run, int index) {
    long at = piece.at() + inPiece;
    int seenAt = run.at() + index;
    return switch (piece.location()) {
      case Location.Register register -> {
        boolean converted = piece.form() == Piece.Form.CONVERTED;
        yield register.name().equals(run.place())
            && converted == run.converted()
            && (converted || at == seenAt);
      }
      case Location.Stack stack ->
          run.place().equals("stack") && !run.converted() && stack.offset() + at == seenAt;
    };
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
}
