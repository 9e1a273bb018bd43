package org.abiseam.dwarf.index;

import static org.abiseam.dwarf.index.EntryPlans.*;
import static org.abiseam.dwarf.spec.Tags.*;

import org.abiseam.model.Malformed;
import org.abiseam.model.Producer.Language;

/**
 * Fingerprints of the types of one unit, by the {@link FingerprintFormat}, each entry computed
 * once.
 *
 * <p>Of the members in a vmlinux that a wanted name reaches by value (8.2 million, nine of ten of
 * all) nearly every one is of a single form: its plan is one integer,
 *
 * <pre>
 *   1 | inline | none | 000 | width of location (0 to 2) | distance of location, type, name: 8 bits each
 *   31    30      29          25..24                       23..16    15..8   7..0
 * </pre>
 *
 * so that the inner loop is three reads, a look into the memo and three steps of the hash.
 */
final class Fingerprints {
  /** Types inside each other by value, and pointers to pointers; real ones reach some 20. */
  private static final int DEEPEST = 256;

  /** The lowest bit of a key of the memo. */
  private static final int BY_VALUE = 0;

  private static final int BEHIND_POINTER = 1;

  private final UnitReader reader;
  private final UnitBytes bytes;
  private final EntryPlans plans;
  private final Memo memo = new Memo();
  private long addressBytes;
  private boolean classes;

  Fingerprints(UnitReader reader) {
    this.reader = reader;
    this.bytes = reader.bytes();
    this.plans = reader.plans();
  }

  /** Begins the unit that the reader has opened. */
  void begin() {
    memo.clear(bytes.end());
    addressBytes = reader.unit().addressBytes();
    classes = reader.unit().description().producer().language() == Language.CPP;
  }

  /** Returns what a type is by value. */
  long layout(int position, int depth) {
    return of(position, BY_VALUE, depth);
  }

  /** Returns what a type is behind a pointer. */
  long pointee(int position, int depth) {
    return of(position, BEHIND_POINTER, depth);
  }

  private long of(int position, int use, int depth) {
    if (position == 0) {
      return FingerprintFormat.VOID;
    }
    long known = memo.get(position << 1 | use);
    if (known != 0) {
      return known;
    }
    checkDepth(position, depth);
    int plan = entry(position);
    int end = reader.end(plan);
    int[] table = plans.table();
    int tag = table[plan + INFO] >>> 8;
    long found =
        switch (tag) {
          case DW_TAG_pointer_type, DW_TAG_reference_type, DW_TAG_rvalue_reference_type ->
              pointer(tag, plan, depth);
          case DW_TAG_const_type, DW_TAG_volatile_type, DW_TAG_restrict_type ->
              of(reader.reference(table[plan + TYPE]), use, depth + 1);
          case DW_TAG_typedef ->
              use == BY_VALUE ? typedef(plan, depth) : pointeeTypedef(plan, depth);
          case DW_TAG_structure_type, DW_TAG_class_type, DW_TAG_union_type ->
              use == BY_VALUE
                  ? aggregate(tag, plan, end, depth)
                  : named(position, tag, plan, depth);
          case DW_TAG_enumeration_type ->
              use == BY_VALUE ? enumeration(plan, end, depth) : named(position, tag, plan, depth);
          case DW_TAG_array_type -> {
            int element = reader.reference(table[plan + TYPE]);
            yield FingerprintFormat.array(bounds(plan, end), of(element, use, depth + 1));
          }
          case DW_TAG_atomic_type ->
              Hash.mix(tag, of(reader.reference(table[plan + TYPE]), use, depth + 1));
          default -> leaf(tag, plan, end, depth);
        };
    memo.put(position << 1 | use, found);
    return found;
  }

  /** A type with a name stands for itself behind a pointer; without one it counts as a whole. */
  private long named(int position, int tag, int plan, int depth) {
    if (plans.table()[plan + NAME] != 0) {
      return name(tag, plan);
    }
    refuseRare(plan);
    return layout(position, depth + 1);
  }

  /** A typedef names a type that has no other name. */
  private long pointeeTypedef(int plan, int depth) {
    int[] table = plans.table();
    int slot = table[plan + NAME];
    long name = slot == 0 ? Hash.ANONYMOUS : reader.name(slot);
    int target = reader.reference(table[plan + TYPE]);
    return unnamed(target, depth)
        ? FingerprintFormat.named(DW_TAG_typedef, name)
        : pointee(target, depth + 1);
  }

  private boolean unnamed(int position, int depth) {
    if (position == 0) {
      return false;
    }
    checkDepth(position, depth);
    int plan = entry(position);
    reader.end(plan);
    int[] table = plans.table();
    return switch (table[plan + INFO] >>> 8) {
      case DW_TAG_const_type, DW_TAG_volatile_type, DW_TAG_restrict_type ->
          unnamed(reader.reference(table[plan + TYPE]), depth + 1);
      case DW_TAG_structure_type, DW_TAG_class_type, DW_TAG_union_type, DW_TAG_enumeration_type -> {
        if (table[plan + NAME] == 0) {
          refuseRare(plan);
        }
        yield table[plan + NAME] == 0;
      }
      default -> false;
    };
  }

  private int entry(int position) {
    int plan = reader.declaration(position);
    if (plan < 0) {
      throw bytes.fault(position, "a type is referred to here, found the end of a list");
    }
    return plan;
  }

  private void checkDepth(int position, int depth) {
    if (depth > DEEPEST) {
      throw new Malformed(
          org.abiseam.model.Diagnostic.Kind.LIMIT,
          reader.unit().section().name(),
          bytes.base() + position,
          "more than " + DEEPEST + " types contain or point to each other");
    }
  }

  private void refuseRare(int plan) {
    if (plans.table()[plan + RARE] != 0) {
      throw new SlowPathNeeded();
    }
  }

  private long name(int tag, int plan) {
    int name = plans.table()[plan + NAME];
    if (name == 0) {
      refuseRare(plan);
    }
    return FingerprintFormat.named(tag, reader.name(name));
  }

  private long pointer(int tag, int plan, int depth) {
    refuseRare(plan);
    int[] table = plans.table();
    long size = reader.constant(table[plan + BYTE_SIZE], addressBytes);
    long addressClass = reader.constant(table[plan + ADDRESS_CLASS], 0);
    long target = pointee(reader.reference(table[plan + TYPE]), depth + 1);
    return FingerprintFormat.pointer(tag, size, addressClass, target);
  }

  private long typedef(int plan, int depth) {
    int[] table = plans.table();
    int alignment = table[plan + ALIGNMENT];
    int target = reader.reference(table[plan + TYPE]);
    if (alignment == 0) {
      return layout(target, depth + 1);
    }
    long aligned = reader.constant(alignment, 0);
    return FingerprintFormat.aligned(layout(target, depth + 1), aligned);
  }

  /** Types that refer to no other by value. */
  private long leaf(int tag, int plan, int end, int depth) {
    refuseRare(plan);
    return switch (tag) {
      case DW_TAG_base_type -> base(plan);
      case DW_TAG_subroutine_type -> subroutine(plan, end, depth);
      case DW_TAG_unspecified_type -> name(tag, plan);
      default -> throw new SlowPathNeeded();
    };
  }

  private long base(int plan) {
    int[] table = plans.table();
    long encoding = reader.constant(table[plan + ENCODING], 0);
    long hash =
        FingerprintFormat.base(
            reader.constant(table[plan + BYTE_SIZE], 0),
            encoding,
            reader.constant(table[plan + BIT_SIZE], 0));
    if (FingerprintFormat.nameMatters(encoding)) {
      hash = Hash.mix(hash, reader.name(table[plan + NAME]));
    }
    return withAlignment(hash, plan);
  }

  private long withAlignment(long hash, int plan) {
    int alignment = plans.table()[plan + ALIGNMENT];
    return alignment == 0 ? hash : FingerprintFormat.aligned(hash, reader.constant(alignment, 0));
  }

  private long aggregate(int tag, int plan, int end, int depth) {
    refuseRare(plan);
    int[] table = plans.table();
    long hash =
        FingerprintFormat.sized(
            tag, reader.name(table[plan + NAME]), reader.constant(table[plan + BYTE_SIZE], 0));
    if (reader.constant(table[plan + DECLARATION], 0) != 0) {
      return Hash.mix(hash, FingerprintFormat.INCOMPLETE);
    }
    hash = withAlignment(hash, plan);
    return (table[plan + INFO] & HAS_CHILDREN) == 0 ? hash : members(hash, end, depth);
  }

  /** Returns the inner loop of the product. */
  private long members(long begin, int from, int depth) {
    int[] table = plans.table();
    long hash = begin;
    int at = from;
    while (true) {
      int plan = reader.declaration(at);
      if (plan < 0) {
        return hash;
      }
      int member = table[plan + MEMBER];
      if (member == 0) {
        at = reader.end(plan);
        int tag = table[plan + INFO] >>> 8;
        if (tag == DW_TAG_member || tag == DW_TAG_inheritance) {
          hash = rareMember(hash, plan, depth);
        } else if (tag == DW_TAG_variant_part || (tag == DW_TAG_subprogram && classes)) {
          throw new SlowPathNeeded();
        } else {
          at = reader.behindChildren(plan, at);
        }
        continue;
      }
      int start = reader.behindCode();
      long name;
      if ((member & 1 << 30) != 0) {
        int end = bytes.behindString(start);
        name = Hash.name(bytes.array(), start, end - 1);
        start = end;
      } else {
        boolean anonymous = (member & 1 << 29) != 0;
        name = anonymous ? Hash.ANONYMOUS : reader.stringName(start + (member & 0xff));
      }
      at = bytes.within(start + (table[plan + LENGTH] & 0xffff));
      int location = start + (member >>> 16 & 0xff);
      int offset =
          switch (member >>> 24 & 3) {
            case 0 -> table[plan + MEMBER_CONSTANT];
            case 1 -> bytes.u1(location);
            default -> bytes.u2(location);
          };
      int type = reader.target(bytes.u4(start + (member >>> 8 & 0xff)) & 0xffffffffL);
      long known = memo.get(type << 1);
      hash =
          FingerprintFormat.member(
              hash, name, offset, known != 0 ? known : layout(type, depth + 1));
    }
  }

  /** Returns a bit-field, a base class, a member with an alignment of its own. */
  private long rareMember(long begin, int plan, int depth) {
    refuseRare(plan);
    int[] table = plans.table();
    if ((table[plan + INFO] & HAS_CHILDREN) != 0) {
      throw new SlowPathNeeded();
    }
    if (reader.constant(table[plan + DECLARATION], 0) != 0) {
      return begin;
    }
    long hash = begin;
    int width = table[plan + BIT_SIZE];
    if (width != 0) {
      hash =
          FingerprintFormat.bits(
              hash,
              reader.constant(width, 0),
              reader.constant(table[plan + DATA_BIT_OFFSET], 0),
              reader.constant(table[plan + BIT_OFFSET], 0),
              reader.constant(table[plan + BYTE_SIZE], 0));
    }
    hash = withAlignment(hash, plan);
    long name = reader.name(table[plan + NAME]);
    long location = reader.constant(table[plan + LOCATION], 0);
    int type = reader.reference(table[plan + TYPE]);
    return FingerprintFormat.member(hash, name, location, layout(type, depth + 1));
  }

  private long enumeration(int plan, int end, int depth) {
    refuseRare(plan);
    int[] table = plans.table();
    long hash =
        FingerprintFormat.sized(
            DW_TAG_enumeration_type,
            reader.name(table[plan + NAME]),
            reader.constant(table[plan + BYTE_SIZE], 0));
    if (reader.constant(table[plan + DECLARATION], 0) != 0) {
      return Hash.mix(hash, FingerprintFormat.INCOMPLETE);
    }
    hash = Hash.mix(hash, reader.constant(table[plan + ENCODING], 0));
    hash = withAlignment(hash, plan);
    int type = table[plan + TYPE];
    boolean children = (table[plan + INFO] & HAS_CHILDREN) != 0;
    if (type != 0) {
      hash = Hash.mix(hash, layout(reader.reference(type), depth + 1));
    }
    return children ? enumerators(hash, end) : hash;
  }

  private long enumerators(long begin, int from) {
    int[] table = plans.table();
    long hash = begin;
    int at = from;
    while (true) {
      int plan = reader.declaration(at);
      if (plan < 0) {
        return hash;
      }
      at = reader.end(plan);
      if (table[plan + INFO] >>> 8 == DW_TAG_enumerator) {
        long name = reader.name(table[plan + NAME]);
        hash =
            FingerprintFormat.enumerator(hash, name, reader.constant(table[plan + CONST_VALUE], 0));
      }
      at = reader.behindChildren(plan, at);
    }
  }

  private long bounds(int array, int from) {
    refuseRare(array);
    int[] table = plans.table();
    long hash = Hash.mix(reader.constant(table[array + BYTE_SIZE], 0), 0);
    hash = withAlignment(hash, array);
    int at = from;
    while ((table[array + INFO] & HAS_CHILDREN) != 0) {
      int plan = reader.declaration(at);
      if (plan < 0) {
        break;
      }
      at = reader.end(plan);
      if (table[plan + INFO] >>> 8 != DW_TAG_subrange_type) {
        throw new SlowPathNeeded();
      }
      refuseRare(plan);
      hash = Hash.mix(hash, elements(plan));
      at = reader.behindChildren(plan, at);
    }
    return hash;
  }

  private long elements(int plan) {
    int[] table = plans.table();
    int count = table[plan + COUNT];
    int upperBound = table[plan + UPPER_BOUND];
    if (count != 0) {
      return reader.constant(count, 0);
    }
    return upperBound != 0 ? reader.constant(upperBound, 0) + 1 : FingerprintFormat.FLEXIBLE;
  }

  /** A function type counts by its result and parameters, each as if behind a pointer. */
  private long subroutine(int plan, int from, int depth) {
    int[] table = plans.table();
    boolean children = (table[plan + INFO] & HAS_CHILDREN) != 0;
    long result = pointee(reader.reference(table[plan + TYPE]), depth + 1);
    long hash = Hash.mix(DW_TAG_subroutine_type, result);
    int at = from;
    while (children) {
      int child = reader.declaration(at);
      if (child < 0) {
        break;
      }
      at = reader.end(child);
      int tag = table[child + INFO] >>> 8;
      if (tag == DW_TAG_formal_parameter) {
        int type = reader.reference(table[child + TYPE]);
        int behind = reader.behindChildren(child, at);
        hash = FingerprintFormat.parameter(hash, pointee(type, depth + 1));
        at = behind;
      } else {
        hash = tag == DW_TAG_unspecified_parameters ? FingerprintFormat.ellipsis(hash) : hash;
        at = reader.behindChildren(child, at);
      }
    }
    return hash;
  }
}
