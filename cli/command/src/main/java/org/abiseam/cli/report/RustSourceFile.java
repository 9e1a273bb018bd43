package org.abiseam.cli.report;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.abiseam.engine.result.Report;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;

/** Finds the root file of the one crate that a build was compiled from, as its units name it. */
final class RustSourceFile {
  /** Of the standard library, which comes compiled. */
  private static final String LIBRARY = "library/";

  private static final String COMPILED = "/rustc/";

  private RustSourceFile() {}

  /** Returns the file; empty where there are several crates, or none is named. */
  static Optional<String> of(Report run) {
    Set<String> roots = new TreeSet<>();
    for (ObjectModel model : run.models()) {
      for (CompileUnit unit : model.units()) {
        if (unit.producer().compiler() == Producer.Compiler.RUSTC) {
          roots.add(unit.source());
        }
      }
    }
    roots.removeIf(root -> root.startsWith(LIBRARY) || root.startsWith(COMPILED));
    return roots.size() == 1 ? Optional.of(roots.iterator().next()) : Optional.empty();
  }
}
