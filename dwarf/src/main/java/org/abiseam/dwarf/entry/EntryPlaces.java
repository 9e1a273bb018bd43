package org.abiseam.dwarf.entry;

import static org.abiseam.dwarf.spec.Attributes.DW_AT_abstract_origin;
import static org.abiseam.dwarf.spec.Attributes.DW_AT_declaration;
import static org.abiseam.dwarf.spec.Attributes.DW_AT_inline;
import static org.abiseam.dwarf.spec.Attributes.DW_AT_location;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_subprogram;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.Unit;
import org.abiseam.model.EntryPlace;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;
import org.abiseam.model.Producer;
import org.abiseam.model.Producer.Compiler;

/**
 * Reads where the parameters of functions are at their entries. Not thread-safe.
 *
 * <p>A location list tells it by the first of its entries, if that begins where the function does.
 * GCC keeps this entry where it is empty, because the code has changed the parameter before its
 * first instruction; LLVM does not, and has the new value there: {@code a = b} puts {@code a} where
 * {@code b} is. So what two parameters have is the place of neither. A single location is good for
 * the whole function and so for its entry, unless GCC did not follow the variable ({@code -O0},
 * {@code -fno-var-tracking}): then it is where the code moves the parameter to.
 */
public final class EntryPlaces {
  private final Machine machine;
  private final Map<Unit, LocationLists> lists = new HashMap<>();

  /**
   * Creates a reader.
   *
   * @param machine what the object was made for
   */
  public EntryPlaces(Machine machine) {
    this.machine = machine;
  }

  /**
   * Finds the parameters of a function.
   *
   * @param subprogram its entry; of one that is also inlined, the abstract instance
   * @return a place for each parameter of the prototype; empty where no code is described, or more
   *     than one copy of it, of which the compiler may call some in its own way
   */
  public List<EntryPlace> of(Die subprogram) {
    try {
      return function(subprogram).map(this::places).orElse(List.of());
    } catch (Malformed _) {
      // A place that cannot be read tells nothing.
      return List.of();
    }
  }

  /**
   * Leaves out places on the stack, which LLVM counts from the frame that the function makes, also
   * before it is made.
   *
   * @param places of the parameters of a function
   * @return those in registers, and none of the others
   */
  public static List<EntryPlace> inRegisters(List<EntryPlace> places) {
    return places.stream().map(EntryPlaces::unlessOnStack).toList();
  }

  private static EntryPlace unlessOnStack(EntryPlace place) {
    return pieces(place).anyMatch(EntryPlace.Piece.Stack.class::isInstance)
        ? new EntryPlace.Unknown(EntryPlace.Why.OWN_FRAME)
        : place;
  }

  /**
   * Finds the first instruction of a function.
   *
   * @param subprogram its entry
   * @return its address; empty where no code is described
   * @throws Malformed where that breaks the format
   */
  public OptionalLong entry(Die subprogram) {
    Optional<EnteredFunction> found = function(subprogram);
    return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(found.get().entry());
  }

  private Optional<EnteredFunction> function(Die subprogram) {
    if (!subprogram.hasChildren() || subprogram.flag(DW_AT_declaration)) {
      return Optional.empty();
    }
    Optional<EnteredFunction> own = entered(subprogram);
    if (own.isPresent() || !subprogram.has(DW_AT_inline)) {
      return own;
    }
    List<Die> copies = copies(subprogram);
    return copies.size() == 1 ? entered(copies.getFirst()) : Optional.empty();
  }

  private Optional<EnteredFunction> entered(Die die) {
    return EnteredFunction.of(die, lists(die.unit()));
  }

  private LocationLists lists(Unit unit) {
    return lists.computeIfAbsent(unit, LocationLists::new);
  }

  /** Returns the copies of an abstract instance, which GCC describes behind it. */
  private static List<Die> copies(Die subprogram) {
    List<Die> copies = new ArrayList<>(1);
    for (Die die : subprogram.following()) {
      if (die.tag() == DW_TAG_subprogram
          && die.reference(DW_AT_abstract_origin).filter(subprogram::equals).isPresent()) {
        copies.add(die);
      }
    }
    return copies;
  }

  private List<EntryPlace> places(EnteredFunction function) {
    List<EntryPlace> places =
        function.parameters().stream().map(one -> place(function, one)).toList();
    Set<EntryPlace.Piece> once = new HashSet<>();
    Set<EntryPlace.Piece> twice = new HashSet<>();
    for (EntryPlace place : places) {
      pieces(place).filter(it -> !once.add(it)).forEach(twice::add);
    }
    return places.stream()
        .map(
            it ->
                pieces(it).anyMatch(twice::contains)
                    ? new EntryPlace.Unknown(EntryPlace.Why.COMPUTED)
                    : it)
        .toList();
  }

  private static Stream<EntryPlace.Piece> pieces(EntryPlace place) {
    return place instanceof EntryPlace.Known known ? known.pieces().stream() : Stream.of();
  }

  private EntryPlace place(EnteredFunction function, Optional<Die> parameter) {
    if (parameter.isEmpty() || !parameter.get().has(DW_AT_location)) {
      return new EntryPlace.Unknown(EntryPlace.Why.NOT_DESCRIBED);
    }
    Die die = parameter.get();
    Optional<MemorySegment> single = die.block(DW_AT_location);
    PlaceExpression.Scope scope =
        single.isEmpty()
            ? PlaceExpression.Scope.ENTRY
            : followed(die.unit().description().producer())
                ? PlaceExpression.Scope.FUNCTION
                : PlaceExpression.Scope.MEMORY_OF_FUNCTION;
    return single
        .or(() -> lists(die.unit()).first(die, DW_AT_location, function.entry()))
        .map(it -> PlaceExpression.read(machine, it, scope, function.framed()))
        .orElse(new EntryPlace.Unknown(EntryPlace.Why.NOT_AT_ENTRY));
  }

  /** GCC 16 manual, Debugging Options, -fvar-tracking: on at -O1 and above. */
  private static boolean followed(Producer producer) {
    if (producer.compiler() != Compiler.GCC) {
      return true;
    }
    List<String> flags = producer.flags();
    Optional<String> level = flags.stream().filter(it -> it.startsWith("-O")).reduce((_, b) -> b);
    return level.filter(it -> !it.equals("-O0")).isPresent()
        && !flags.contains("-fno-var-tracking");
  }
}
