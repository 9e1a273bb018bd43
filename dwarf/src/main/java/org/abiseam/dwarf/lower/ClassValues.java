package org.abiseam.dwarf.lower;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.CallingConventions.*;
import static org.abiseam.dwarf.spec.Tags.*;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.abiseam.dwarf.Die;
import org.abiseam.model.Producer.Language;

/**
 * Tells which classes of C++ are passed by the address of a copy, Itanium C++ ABI §3.1.1 and
 * §3.1.2.3: those with a copy constructor, a move constructor or a destructor that is not trivial,
 * and those of which all copy and move constructors are deleted.
 *
 * <p>Clang records it ({@code DW_CC_pass_by_reference}); of GCC it follows from the members that
 * the class declares, from its bases and from its members. A function that is defaulted in the
 * class is trivial, unless a base or member is not.
 */
final class ClassValues {
  /** DWARF 5 §5.7.8, {@code DW_AT_defaulted}. */
  private static final long DW_DEFAULTED_in_class = 1;

  private final Set<Die> seen = new HashSet<>();

  private ClassValues() {}

  /** Tells whether a value of a type is passed by the address of a copy. */
  static boolean byReference(Optional<Die> type) {
    return type.isPresent()
        && type.get().unit().description().producer().language() == Language.CPP
        && new ClassValues().notTrivial(type.get());
  }

  private boolean notTrivial(Die given) {
    Optional<Die> type = Entries.behindTypedefs(given);
    if (type.isEmpty() || !seen.add(type.get())) {
      return false;
    }
    Die die = type.get();
    if (die.tag() == DW_TAG_array_type) {
      return Entries.type(die).filter(this::notTrivial).isPresent();
    }
    if (die.tag() != DW_TAG_structure_type
        && die.tag() != DW_TAG_class_type
        && die.tag() != DW_TAG_union_type) {
      return false;
    }
    OptionalLong stated = die.unsigned(DW_AT_calling_convention);
    if (stated.isPresent()) {
      return stated.getAsLong() == DW_CC_pass_by_reference;
    }
    return declares(die) || parts(die);
  }

  private boolean parts(Die die) {
    for (Die child : die.children()) {
      boolean part =
          child.tag() == DW_TAG_inheritance
              || (child.tag() == DW_TAG_member && !Aggregates.isStatic(child));
      if (part
          && (child.has(DW_AT_virtuality)
              || Entries.type(child).filter(this::notTrivial).isPresent())) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether the class itself declares a function that makes it so. */
  private static boolean declares(Die die) {
    String name = Entries.nameOrEmpty(die);
    int arguments = name.indexOf('<');
    String plain = arguments < 0 ? name : name.substring(0, arguments);
    boolean deleted = false;
    boolean defaulted = false;
    for (Die child : die.children()) {
      if (child.tag() != DW_TAG_subprogram) {
        continue;
      }
      boolean trivial = child.unsigned(DW_AT_defaulted).orElse(0) == DW_DEFAULTED_in_class;
      String function = Entries.nameOrEmpty(child);
      if (child.has(DW_AT_virtuality) || (function.equals("~" + plain) && !trivial)) {
        return true;
      }
      if (function.equals(plain) && copies(child, die)) {
        if (child.flag(DW_AT_deleted)) {
          deleted = true;
        } else if (trivial) {
          defaulted = true;
        } else {
          return true;
        }
      }
    }
    return deleted && !defaulted;
  }

  /** Tells whether a constructor takes a reference to its own class. */
  private static boolean copies(Die constructor, Die own) {
    for (Die child : constructor.children()) {
      if (child.tag() == DW_TAG_formal_parameter && !child.flag(DW_AT_artificial)) {
        return refersTo(own, Entries.type(child));
      }
    }
    return false;
  }

  private static boolean refersTo(Die own, Optional<Die> type) {
    return type.filter(
            it -> it.tag() == DW_TAG_reference_type || it.tag() == DW_TAG_rvalue_reference_type)
        .flatMap(Entries::type)
        .filter(own::equals)
        .isPresent();
  }
}
