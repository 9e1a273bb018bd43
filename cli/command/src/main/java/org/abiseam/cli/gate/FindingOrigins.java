package org.abiseam.cli.gate;

import java.util.Optional;
import java.util.function.Predicate;
import org.abiseam.model.Finding;
import org.abiseam.model.Origin;
import org.abiseam.model.Type;
import org.abiseam.model.View;

/** Answers what a suppression asks of a finding: its objects, its declaration, its C type. */
final class FindingOrigins {
  private FindingOrigins() {}

  /** Tells whether the path of an object of either side is meant. */
  static boolean anyObject(Finding finding, Predicate<String> meant) {
    return meant.test(finding.provider().origin().object())
        || meant.test(finding.consumer().origin().object());
  }

  /**
   * Returns the file that declares the subject, as C has it; empty where the debug info has none.
   */
  static Optional<String> declaredIn(Finding finding) {
    return finding.provider().origin().declared().map(Origin.Line::file);
  }

  /** Returns the provider's type behind typedefs; empty where it is not known. */
  static Optional<Type> type(Finding finding) {
    return finding.provider() instanceof View.Typed typed
        ? Optional.of(typed.node())
        : Optional.empty();
  }

  /** Tells whether the provider's name is that of a typedef. */
  static boolean isTypedef(Finding finding) {
    return finding.provider() instanceof View.Typed typed
        && typed.types().type(typed.definition().type()) instanceof Type.Alias;
  }

  /** Returns the last word of a path, which a difference has: the member or enumerator. */
  static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
