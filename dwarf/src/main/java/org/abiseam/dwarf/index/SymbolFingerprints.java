package org.abiseam.dwarf.index;

import static org.abiseam.dwarf.index.EntryPlans.*;
import static org.abiseam.dwarf.spec.Tags.*;

/**
 * Fingerprints of functions and variables: of what travels in a call, and of what lies in a
 * variable. Types count by value, to the last bit, because a struct that is passed whole moves the
 * call with it; behind a pointer they count by name, as everywhere.
 */
final class SymbolFingerprints {
  /** A definition names its declaration, and hardly a declaration another. */
  private static final int MOST_DECLARATIONS = 4;

  private final UnitReader reader;
  private final Fingerprints types;

  SymbolFingerprints(UnitReader reader, Fingerprints types) {
    this.reader = reader;
    this.types = types;
  }

  /** Returns the fingerprint of the entry at a position; throws where it says so in a rare way. */
  long of(int position) {
    return of(position, 0);
  }

  private long of(int position, int declarations) {
    int plan = reader.declaration(position);
    int end = reader.end(plan);
    int[] table = reader.plans().table();
    int tag = table[plan + INFO] >>> 8;
    int declared = reader.reference(table[plan + SPECIFICATION]);
    if (table[plan + RARE] != 0 || (declared != 0 && tag == DW_TAG_subprogram)) {
      throw new SlowPathNeeded();
    }
    if (declared != 0 && table[plan + TYPE] == 0 && declarations < MOST_DECLARATIONS) {
      return of(declared, declarations + 1);
    }
    long prototyped = reader.constant(table[plan + PROTOTYPED], 0);
    int type = reader.reference(table[plan + TYPE]);
    boolean children = (table[plan + INFO] & HAS_CHILDREN) != 0;
    long hash = Hash.mix(Hash.mix(tag, prototyped), types.layout(type, 0));
    return Hash.finish(tag == DW_TAG_subprogram && children ? parameters(hash, end) : hash);
  }

  private long parameters(long begin, int from) {
    int[] table = reader.plans().table();
    long hash = begin;
    int at = from;
    while (true) {
      int child = reader.declaration(at);
      if (child < 0) {
        return hash;
      }
      at = reader.end(child);
      int tag = table[child + INFO] >>> 8;
      switch (tag) {
        case DW_TAG_formal_parameter -> {
          if (table[child + RARE] != 0) {
            throw new SlowPathNeeded();
          }
          int type = reader.reference(table[child + TYPE]);
          at = reader.behindChildren(child, at);
          hash = FingerprintFormat.parameter(hash, types.layout(type, 0));
        }
        case DW_TAG_unspecified_parameters -> {
          at = reader.behindChildren(child, at);
          hash = FingerprintFormat.ellipsis(hash);
        }
        // The body: compilers write parameters before it.
        case DW_TAG_variable, DW_TAG_lexical_block, DW_TAG_inlined_subroutine, DW_TAG_label -> {
          return hash;
        }
        default -> at = reader.behindChildren(child, at);
      }
    }
  }
}
