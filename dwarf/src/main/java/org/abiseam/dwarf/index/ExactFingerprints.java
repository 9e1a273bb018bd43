package org.abiseam.dwarf.index;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Tags.*;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import org.abiseam.dwarf.Die;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;
import org.abiseam.model.Producer.Language;

/**
 * The {@link FingerprintFormat} over {@link Die}, which knows all forms, other units and other
 * files: slower by two orders of magnitude, and used where the fast way gives up. Both give the
 * same number for the same type; a test holds them against each other on whatever objects are at
 * hand.
 *
 * <p>An entry that is not understood gets a number of its own: it equals nothing but itself.
 */
final class ExactFingerprints {
  private static final int DEEPEST = 256;
  private static final int LARGEST_MEMO = 1 << 18;

  /** How a type is used. */
  private enum Use {
    BY_VALUE,
    BEHIND_POINTER
  }

  private record Key(Die die, Use use) {}

  private final Map<Key, Long> memo = new HashMap<>();

  /** Leads from a type that lies too deep back to where the walk began. */
  private static final class TooDeep extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Key key;

    TooDeep(Key key) {
      super("", null, false, false);
      this.key = key;
    }
  }

  /**
   * Returns what a type is by value. However long a chain of types is, none is walked deeper than
   * {@link #DEEPEST}: what lies deeper is walked first, from there.
   */
  long layout(Die die) {
    if (memo.size() > LARGEST_MEMO) {
      memo.clear();
    }
    Key first = new Key(die, Use.BY_VALUE);
    SequencedSet<Key> open = new LinkedHashSet<>(List.of(first));
    long found = 0;
    while (!open.isEmpty()) {
      Key last = open.getLast();
      try {
        found = of(Optional.of(last.die()), last.use(), 0);
        open.removeLast();
      } catch (TooDeep deep) {
        if (!open.add(deep.key)) {
          throw contained(deep.key.die());
        }
      }
    }
    return found;
  }

  private long layout(Optional<Die> type, int depth) {
    return of(type, Use.BY_VALUE, depth);
  }

  private long pointee(Optional<Die> type, int depth) {
    return of(type, Use.BEHIND_POINTER, depth);
  }

  private long of(Optional<Die> type, Use use, int depth) {
    if (type.isEmpty()) {
      return FingerprintFormat.VOID;
    }
    Key key = new Key(type.get(), use);
    Long known = memo.get(key);
    if (known != null) {
      return known;
    }
    checkDepth(key, depth);
    long found = computed(key.die(), use, depth + 1);
    memo.put(key, found);
    return found;
  }

  private long computed(Die die, Use use, int depth) {
    boolean byValue = use == Use.BY_VALUE;
    return switch (die.tag()) {
      case DW_TAG_structure_type, DW_TAG_class_type, DW_TAG_union_type, DW_TAG_enumeration_type -> {
        if (!byValue) {
          yield name(die) == Hash.ANONYMOUS
              ? layout(Optional.of(die), depth)
              : FingerprintFormat.named(die.tag(), name(die));
        }
        yield die.tag() == DW_TAG_enumeration_type
            ? enumeration(die, depth)
            : aggregate(die, depth);
      }
      case DW_TAG_const_type, DW_TAG_volatile_type, DW_TAG_restrict_type ->
          of(die.reference(DW_AT_type), use, depth);
      case DW_TAG_typedef -> {
        if (byValue) {
          yield withAlignment(layout(die.reference(DW_AT_type), depth), die);
        }
        yield die.reference(DW_AT_type).filter(ExactFingerprints::unnamed).isPresent()
            ? FingerprintFormat.named(die.tag(), name(die))
            : pointee(die.reference(DW_AT_type), depth);
      }
      case DW_TAG_array_type -> array(die, of(die.reference(DW_AT_type), use, depth));
      case DW_TAG_atomic_type -> Hash.mix(die.tag(), of(die.reference(DW_AT_type), use, depth));
      default -> leaf(die, depth);
    };
  }

  /** Tells whether a type is a struct, a union or an enumeration without a name. */
  private static boolean unnamed(Die die) {
    return switch (die.tag()) {
      case DW_TAG_const_type, DW_TAG_volatile_type, DW_TAG_restrict_type ->
          die.reference(DW_AT_type).filter(ExactFingerprints::unnamed).isPresent();
      case DW_TAG_structure_type, DW_TAG_class_type, DW_TAG_union_type, DW_TAG_enumeration_type ->
          name(die) == Hash.ANONYMOUS;
      default -> false;
    };
  }

  private static void checkDepth(Key key, int depth) {
    if (depth > DEEPEST) {
      throw new TooDeep(key);
    }
  }

  private static Malformed contained(Die die) {
    return new Malformed(
        Diagnostic.Kind.LIMIT,
        die.unit().section().name(),
        die.offset(),
        "more than " + DEEPEST + " types contain or point to each other");
  }

  private long leaf(Die die, int depth) {
    int tag = die.tag();
    return switch (tag) {
      case DW_TAG_pointer_type, DW_TAG_reference_type, DW_TAG_rvalue_reference_type -> {
        long bytes = die.unsigned(DW_AT_byte_size).orElse(die.unit().addressBytes());
        long addressClass = number(die, DW_AT_address_class);
        long target = pointee(die.reference(DW_AT_type), depth);
        yield FingerprintFormat.pointer(tag, bytes, addressClass, target);
      }
      case DW_TAG_base_type -> base(die);
      case DW_TAG_subroutine_type -> subroutine(die, depth);
      case DW_TAG_unspecified_type -> FingerprintFormat.named(tag, name(die));
      default -> itself(die);
    };
  }

  /** Equal to nothing else, in this and in other objects. */
  static long itself(Die die) {
    long place = Hash.name(die.unit().toString());
    return Hash.mix(Hash.mix(System.identityHashCode(die.unit().section()), place), die.offset());
  }

  private static long name(Die die) {
    return die.carrier(DW_AT_name)
        .or(() -> die.definition().carrier(DW_AT_name))
        .flatMap(named -> named.string(DW_AT_name))
        .map(Hash::name)
        .orElse(Hash.ANONYMOUS);
  }

  /** Adds an attribute that is rarely there. */
  private static long with(long hash, Die die, int attribute) {
    return die.has(attribute)
        ? Hash.mix(Hash.mix(hash, attribute), die.unsigned(attribute).orElse(itself(die)))
        : hash;
  }

  private static long withAlignment(long hash, Die die) {
    return die.has(DW_AT_alignment)
        ? FingerprintFormat.aligned(hash, die.unsigned(DW_AT_alignment).orElse(0))
        : hash;
  }

  private static long base(Die die) {
    long encoding = die.unsigned(DW_AT_encoding).orElse(0);
    long hash =
        FingerprintFormat.base(
            die.unsigned(DW_AT_byte_size).orElse(0),
            encoding,
            die.unsigned(DW_AT_bit_size).orElse(0));
    if (FingerprintFormat.nameMatters(encoding)) {
      hash = Hash.mix(hash, name(die));
    }
    hash = withAlignment(hash, die);
    hash = with(hash, die, DW_AT_endianity);
    hash = with(hash, die, DW_AT_binary_scale);
    return with(hash, die, DW_AT_decimal_scale);
  }

  private long aggregate(Die named, int depth) {
    Die die = named.definition();
    long bytes = die.unsigned(DW_AT_byte_size).orElse(0);
    long hash = FingerprintFormat.sized(die.tag(), name(die), bytes);
    if (die.flag(DW_AT_declaration)) {
      return Hash.mix(hash, FingerprintFormat.INCOMPLETE);
    }
    hash = withAlignment(hash, die);
    for (Die child : die.children()) {
      hash =
          switch (child.tag()) {
            case DW_TAG_member, DW_TAG_inheritance -> member(hash, child, depth);
            case DW_TAG_variant_part -> Hash.mix(hash, itself(child));
            case DW_TAG_subprogram -> function(hash, child);
            default -> hash;
          };
    }
    return hash;
  }

  /** Adds a function that a class of C++ declares: how values are passed depends on it. */
  private static long function(long begin, Die function) {
    boolean classes = function.unit().description().producer().language() == Language.CPP;
    if (!classes || function.flag(DW_AT_artificial)) {
      return begin;
    }
    long hash = Hash.mix(begin, name(function));
    for (int attribute : List.of(DW_AT_defaulted, DW_AT_deleted, DW_AT_virtuality)) {
      hash = with(hash, function, attribute);
    }
    return hash;
  }

  private long member(long begin, Die member, int depth) {
    if (member.flag(DW_AT_declaration) || member.flag(DW_AT_external)) {
      return begin;
    }
    long hash = begin;
    if (member.has(DW_AT_bit_size)) {
      hash =
          FingerprintFormat.bits(
              hash,
              number(member, DW_AT_bit_size),
              number(member, DW_AT_data_bit_offset),
              number(member, DW_AT_bit_offset),
              number(member, DW_AT_byte_size));
    }
    hash = withAlignment(hash, member);
    long location = number(member, DW_AT_data_member_location);
    long type = layout(member.reference(DW_AT_type), depth);
    return FingerprintFormat.member(hash, name(member), location, type);
  }

  /** Returns a number; 0 where absent, and where it is there and cannot be told, one of its own. */
  private static long number(Die die, int attribute) {
    return die.has(attribute) ? die.unsigned(attribute).orElseGet(() -> itself(die)) : 0;
  }

  private long enumeration(Die named, int depth) {
    Die die = named.definition();
    long bytes = die.unsigned(DW_AT_byte_size).orElse(0);
    long hash = FingerprintFormat.sized(die.tag(), name(die), bytes);
    if (die.flag(DW_AT_declaration)) {
      return Hash.mix(hash, FingerprintFormat.INCOMPLETE);
    }
    hash = Hash.mix(hash, number(die, DW_AT_encoding));
    hash = withAlignment(hash, die);
    Optional<Die> type = die.reference(DW_AT_type);
    if (type.isPresent()) {
      hash = Hash.mix(hash, layout(type, depth));
    }
    for (Die child : die.children()) {
      if (child.tag() == DW_TAG_enumerator) {
        hash = FingerprintFormat.enumerator(hash, name(child), number(child, DW_AT_const_value));
      }
    }
    return hash;
  }

  private long array(Die die, long element) {
    long hash = Hash.mix(number(die, DW_AT_byte_size), 0);
    hash = withAlignment(hash, die);
    hash = with(hash, die, DW_AT_GNU_vector);
    hash = with(hash, die, DW_AT_byte_stride);
    hash = with(hash, die, DW_AT_bit_stride);
    for (Die child : die.children()) {
      hash = Hash.mix(hash, child.tag() == DW_TAG_subrange_type ? elements(child) : itself(child));
    }
    return FingerprintFormat.array(hash, element);
  }

  private static long elements(Die subrange) {
    if (subrange.has(DW_AT_count)) {
      return number(subrange, DW_AT_count);
    }
    if (!subrange.has(DW_AT_upper_bound)) {
      return FingerprintFormat.FLEXIBLE;
    }
    return number(subrange, DW_AT_upper_bound) + 1 - number(subrange, DW_AT_lower_bound);
  }

  private long subroutine(Die die, int depth) {
    long hash = Hash.mix(DW_TAG_subroutine_type, pointee(die.reference(DW_AT_type), depth));
    for (Die child : die.children()) {
      hash =
          switch (child.tag()) {
            case DW_TAG_formal_parameter ->
                FingerprintFormat.parameter(hash, pointee(child.reference(DW_AT_type), depth));
            case DW_TAG_unspecified_parameters -> FingerprintFormat.ellipsis(hash);
            default -> hash;
          };
    }
    return with(hash, die, DW_AT_calling_convention);
  }
}
