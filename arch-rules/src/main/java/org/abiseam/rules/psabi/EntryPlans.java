package org.abiseam.rules.psabi;

import java.util.List;
import java.util.Set;
import org.abiseam.model.EntryPlace;
import org.abiseam.model.Machine;

/** Compares the plans of a call with the places that its parameters have at the entry. */
public final class EntryPlans {
  /** Machines on which a caller leaves room on the stack for arguments that are in registers. */
  private static final Set<Integer> LEAVE_ROOM =
      Set.of(Machine.EM_PPC, Machine.EM_PPC64, Machine.EM_MIPS);

  private EntryPlans() {}

  /**
   * Finds the plans that have each parameter where debug info has it.
   *
   * @param plans the likely one first
   * @param machine what the function was compiled for
   * @param entry a place for each parameter, or the registers that calls leave; empty where none is
   *     known
   * @return all plans if none has
   */
  public static List<AssumedPlan> fitting(
      List<AssumedPlan> plans, Machine machine, List<EntryPlace> entry) {
    List<EntryPlace> places =
        LEAVE_ROOM.contains(machine.machine())
            ? entry.stream().map(EntryPlans::unstored).toList()
            : entry;
    List<AssumedPlan> fitting =
        plans.stream().filter(it -> it.plan().passes(places) && leaves(it, places)).toList();
    return fitting.isEmpty() ? plans : fitting;
  }

  /** Tells whether calls leave arguments in all the registers that debug info names. */
  private static boolean leaves(AssumedPlan plan, List<EntryPlace> places) {
    return places.stream()
        .allMatch(
            it ->
                !(it instanceof EntryPlace.LeftByCalls(List<String> registers))
                    || plan.plan().filled().containsAll(registers));
  }

  /**
   * Returns no place where the function may have stored the parameter in the room of its caller.
   */
  private static EntryPlace unstored(EntryPlace place) {
    return place instanceof EntryPlace.Known known && known.whole() && known.inMemory()
        ? new EntryPlace.Unknown(EntryPlace.Why.MOVED)
        : place;
  }
}
