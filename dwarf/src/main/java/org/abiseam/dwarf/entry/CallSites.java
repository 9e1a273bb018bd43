package org.abiseam.dwarf.entry;

import static org.abiseam.dwarf.spec.Attributes.DW_AT_abstract_origin;
import static org.abiseam.dwarf.spec.Attributes.DW_AT_call_origin;
import static org.abiseam.dwarf.spec.Attributes.DW_AT_location;
import static org.abiseam.dwarf.spec.Tags.*;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.Unit;
import org.abiseam.model.EntryPlace;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;

/**
 * Reads in which registers the calls of a function leave its arguments (DWARF 5 §3.4.2). A compiler
 * that optimizes describes those whose values a debugger can find again, and no others. Not
 * thread-safe.
 */
public final class CallSites {
  private static final int DEEPEST = 64;

  private final Machine machine;
  private final Map<Unit, Map<Die, Set<String>>> units = new HashMap<>();

  /**
   * Creates a reader.
   *
   * @param machine what the object was made for
   */
  public CallSites(Machine machine) {
    this.machine = machine;
  }

  /**
   * Finds the registers of all calls of a function in its unit.
   *
   * @param function the entry that the calls name
   * @return names as plans use them; empty where no call is described
   */
  public Set<String> registers(Die function) {
    return units.computeIfAbsent(function.unit(), this::read).getOrDefault(function, Set.of());
  }

  private Map<Die, Set<String>> read(Unit unit) {
    Map<Die, Set<String>> found = new HashMap<>();
    try {
      walk(unit.root(), 0, found);
      return found;
    } catch (Malformed _) {
      // Calls that cannot be read tell nothing.
      return Map.of();
    }
  }

  private void walk(Die scope, int depth, Map<Die, Set<String>> found) {
    for (Die die : scope.children()) {
      switch (die.tag()) {
        case DW_TAG_call_site, DW_TAG_GNU_call_site ->
            die.reference(DW_AT_call_origin)
                .or(() -> die.reference(DW_AT_abstract_origin))
                .ifPresent(it -> read(die, found.computeIfAbsent(it, _ -> new TreeSet<>())));
        case DW_TAG_subprogram, DW_TAG_lexical_block, DW_TAG_inlined_subroutine -> {
          if (depth < DEEPEST) {
            walk(die, depth + 1, found);
          }
        }
        default -> {}
      }
    }
  }

  private void read(Die site, Set<String> registers) {
    for (Die argument : site.children()) {
      Optional<MemorySegment> location = argument.block(DW_AT_location);
      if (location.isPresent()
          && PlaceExpression.read(
                  machine, location.get(), PlaceExpression.Scope.FUNCTION, /* framed= */ false)
              instanceof EntryPlace.Known place
          && !place.address()) {
        for (EntryPlace.Piece piece : place.pieces()) {
          if (piece instanceof EntryPlace.Piece.Register(String name)) {
            registers.add(name);
          }
        }
      }
    }
  }
}
