package org.abiseam.engine.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.abiseam.model.Finding;
import org.abiseam.model.Origin;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;

/**
 * Grades changes of types that no function or variable of the old build leads to, by value or
 * behind pointers. Users of the build cannot meet such a type by its interface. One that a header
 * declares may still cross as bytes; one that a source file declares is the build's own.
 */
final class Unreached {
  private static final String CAUSE =
      "No function or variable that others can use leads to the type";

  private Unreached() {}

  /**
   * Grades the findings.
   *
   * @param findings of a comparison
   * @param before the old build
   * @return the same, those of types that are not reached as risky or harmless
   */
  static List<Finding> graded(List<Finding> findings, IndexedBuild before) {
    boolean asked = findings.stream().anyMatch(Unreached::ofType);
    if (!asked || before.symbols().values().stream().noneMatch(IndexedBuild.Symbol::described)) {
      return findings;
    }
    Set<String> reached = before.reached();
    List<Finding> graded = new ArrayList<>();
    for (Finding finding : findings) {
      boolean open = ofType(finding) && !reached.contains(finding.subject().name());
      graded.add(open ? graded(finding) : finding);
    }
    return graded;
  }

  private static boolean ofType(Finding finding) {
    return finding.subject().kind() == Subject.Kind.TYPE && finding.severity() != Severity.HARMLESS;
  }

  private static Finding graded(Finding finding) {
    boolean own =
        finding
            .provider()
            .origin()
            .declared()
            .map(Origin.Line::file)
            .filter(file -> file.endsWith(".c"))
            .isPresent();
    return finding.as(own ? Severity.HARMLESS : Severity.RISKY).because(CAUSE);
  }
}
