package org.abiseam.btf;

import static org.abiseam.btf.Kinds.*;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tells which records of functions do not describe what C calls.
 *
 * <p>A kernel's {@code resolve_btfids} writes the prototypes of some kfuncs anew: as BPF programs
 * call them, without the last arguments, which the verifier adds ({@code KF_IMPLICIT_ARGS}). The
 * prototype of C is that of a second record, {@code NAME_impl}. Whether a function is seen by
 * others pahole does not say; one that shares its name with a variable which is seen is not.
 */
final class SymbolRecords {
  private static final String KFUNC = "bpf_kfunc";
  private static final String WHOLE = "_impl";
  private static final int BTF_VAR_GLOBAL_ALLOCATED = 1;

  private final Map<String, Integer> functions = new HashMap<>();
  private final Set<String> variables = new HashSet<>();
  private final Set<Integer> kfuncs = new HashSet<>();

  private SymbolRecords() {}

  static SymbolRecords of(Btf btf) {
    SymbolRecords records = new SymbolRecords();
    for (int id = btf.first(); id < btf.end(); id++) {
      Btf.Record record = btf.type(id);
      switch (record.kind()) {
        case BTF_KIND_FUNC -> records.functions.putIfAbsent(record.name(), id);
        case BTF_KIND_VAR -> {
          if (record.word(0) == BTF_VAR_GLOBAL_ALLOCATED) {
            records.variables.add(record.name());
          }
        }
        case BTF_KIND_DECL_TAG -> {
          if (record.name().equals(KFUNC)) {
            records.kfuncs.add((int) record.sizeOrType());
          }
        }
        default -> {}
      }
    }
    return records;
  }

  /** Tells whether a function has the prototype for BPF programs, and C has another. */
  boolean forPrograms(Btf.Record function) {
    return kfuncs.contains(function.id()) && functions.containsKey(function.name() + WHOLE);
  }

  /** Tells whether a variable that others see has the name of a function. */
  boolean hidden(Btf.Record function) {
    return variables.contains(function.name());
  }
}
