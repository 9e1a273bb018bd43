package org.abiseam.rules.plan;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.abiseam.model.EntryPlace;

/**
 * Holds where everything of one call travels, as one compiler does it.
 *
 * @param arguments in order of the parameters
 * @param result what comes back
 * @param frame the stack around the call
 */
public record Plan(List<PassedValue> arguments, PassedValue result, Frame frame) {

  /** Copies the list. */
  public Plan {
    arguments = List.copyOf(arguments);
  }

  /**
   * Describes the stack around the call.
   *
   * @param argumentBytes bytes of arguments on the stack, slots filled up
   * @param alignment alignment of the stack pointer at the call in bytes
   * @param calleePops bytes that the callee takes off when it returns, the return address not
   *     counted
   */
  public record Frame(long argumentBytes, int alignment, long calleePops) {}

  /**
   * Tells whether each parameter that debug info has a place of travels there.
   *
   * @param places one for each parameter, or none
   * @return false where one is elsewhere
   */
  public boolean passes(List<EntryPlace> places) {
    for (int i = 0; i < Math.min(places.size(), arguments.size()); i++) {
      if (places.get(i) instanceof EntryPlace.Known known && !arguments.get(i).travelsBy(known)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns where the values travel.
   *
   * @return the arguments in their order, then the result
   */
  public List<Placement> placements() {
    return Stream.concat(arguments.stream(), Stream.of(result))
        .map(PassedValue::placement)
        .toList();
  }

  /**
   * Returns the registers that a caller fills.
   *
   * @return those of the arguments, and of a pointer to the result
   */
  public Set<String> filled() {
    return Stream.concat(arguments.stream(), Stream.of(result).filter(PassedValue::pointedTo))
        .flatMap(it -> it.pieces().stream())
        .map(Piece::location)
        .filter(Location.Register.class::isInstance)
        .map(it -> ((Location.Register) it).name())
        .collect(Collectors.toSet());
  }

  /**
   * Tells whether a call goes as by another plan.
   *
   * @param other of the same call
   * @return false where a value travels elsewhere, or others take the arguments off the stack
   */
  public boolean passesAs(Plan other) {
    return placements().equals(other.placements())
        && frame.calleePops() == other.frame.calleePops();
  }

  /** Returns all placements in one line: {@code a:rdi[0..4) b:stack[0..8) -> rax[0..4)}. */
  @Override
  public String toString() {
    return arguments.stream().map(PassedValue::toString).collect(Collectors.joining(" "))
        + " -> "
        + result.placement();
  }
}
