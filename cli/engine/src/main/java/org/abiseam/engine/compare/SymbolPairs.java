package org.abiseam.engine.compare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.abiseam.model.Finding;
import org.abiseam.model.Subject;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Verdict;
import org.abiseam.model.Verification;
import org.abiseam.model.View;
import org.abiseam.rules.LinkerChanges;

/**
 * Compares the symbols of two builds by their tables, and lists those whose types no debug info of
 * C tells in one of them.
 *
 * @param findings what the symbol tables differ in
 * @param open symbols of both builds that are not verified
 */
record SymbolPairs(List<Finding> findings, List<Undetermined> open) {
  static SymbolPairs of(
      IndexedBuild before, IndexedBuild after, FingerprintDiff changed, Verification checked) {
    List<Undetermined> open = new ArrayList<>();
    Set<String> untyped = new HashSet<>();
    for (Subject subject : changed.bothSymbols()) {
      String name = subject.name();
      boolean old = before.isDescribed(name);
      boolean recent = after.isDescribed(name);
      boolean lost = changed.symbols().contains(name) && !checked.symbols().containsKey(subject);
      if (!old || !recent || lost) {
        String where = old == recent ? "both builds" : old ? "the new build" : "the old build";
        View view = LinkerChanges.view(before.objectOf(name));
        boolean rust = (!old && before.isOfRust(name)) || (!recent && after.isOfRust(name));
        String detail =
            "no debug info of C describes it in %s; its name is compared and its type is not"
                .formatted(where);
        untyped.add(name);
        open.add(
            new Undetermined(
                subject,
                rust ? Undetermined.Reason.RUST_OF_TWO_BUILDS : Undetermined.Reason.NO_DEBUG_INFO,
                detail,
                view));
      }
    }
    Set<Subject> differing = new HashSet<>();
    for (Map.Entry<Subject, Verdict> one : checked.symbols().entrySet()) {
      if (one.getValue() instanceof Verdict.Disagree) {
        differing.add(one.getKey());
      }
    }
    return new SymbolPairs(
        LinkerChanges.of(
            before.linkerInterface(),
            after.linkerInterface(),
            name -> !untyped.contains(name),
            differing),
        open);
  }
}
