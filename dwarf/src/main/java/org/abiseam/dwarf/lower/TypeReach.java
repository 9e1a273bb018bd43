package org.abiseam.dwarf.lower;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Tags.*;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.abiseam.dwarf.Die;

/**
 * The names of the types that an entry leads to: through members, parameters, results, pointers,
 * arrays and qualifiers up to the next tag. What stands behind a tag is the matter of its
 * definition, which another unit may have.
 */
public final class TypeReach {
  private final Predicate<String> definedElsewhere;
  private final Set<String> names = new HashSet<>();
  private Set<String> fresh = new HashSet<>();
  private final Set<Die> seen = new HashSet<>();
  private final Deque<Die> open = new ArrayDeque<>();

  /**
   * Nothing reached yet.
   *
   * @param definedElsewhere tags whose definitions are looked at on their own
   */
  public TypeReach(Predicate<String> definedElsewhere) {
    this.definedElsewhere = definedElsewhere;
  }

  /**
   * Goes on from a function, a variable or the definition of a type.
   *
   * @param die its entry
   */
  public void from(Die die) {
    open.add(die);
    while (!open.isEmpty()) {
      inside(open.poll());
    }
  }

  /** {@return the names that were reached since this was last asked: tags and typedef names} */
  public Set<String> newNames() {
    Set<String> found = fresh;
    fresh = new HashSet<>();
    return found;
  }

  private void inside(Die die) {
    typeOf(die).ifPresent(this::to);
    for (Die child : die.children()) {
      switch (child.tag()) {
        case DW_TAG_member, DW_TAG_formal_parameter, DW_TAG_inheritance ->
            typeOf(child).ifPresent(this::to);
        default -> {}
      }
    }
  }

  /** An out-of-line instance has its type in the entry that it is an instance of. */
  private static Optional<Die> typeOf(Die die) {
    return die.carrier(DW_AT_type).flatMap(carrier -> carrier.reference(DW_AT_type));
  }

  private void to(Die target) {
    Die type = target.has(DW_AT_signature) ? target.definition() : target;
    Optional<String> name = type.string(DW_AT_name);
    boolean tagged = tagged(type.tag());
    if (name.isPresent() && (tagged || type.tag() == DW_TAG_typedef)) {
      if (names.add(name.get())) {
        fresh.add(name.get());
      }
    }
    boolean elsewhere =
        tagged && (type.flag(DW_AT_declaration) || name.filter(definedElsewhere).isPresent());
    if (!elsewhere && seen.add(type)) {
      open.add(type);
    }
  }

  private static boolean tagged(int tag) {
    return switch (tag) {
      case DW_TAG_structure_type, DW_TAG_union_type, DW_TAG_class_type, DW_TAG_enumeration_type ->
          true;
      default -> false;
    };
  }
}
