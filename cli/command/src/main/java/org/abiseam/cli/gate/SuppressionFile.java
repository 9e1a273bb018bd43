package org.abiseam.cli.gate;

import java.util.List;
import org.abiseam.model.Subject;

/**
 * Holds the entries of one suppression file.
 *
 * @param entries in the order of the file
 * @param remarks what of it does not count and why, with file and line
 */
record SuppressionFile(List<SuppressionEntry> entries, List<String> remarks) {
  /** Tells whether a finding is about something that the linker knows. */
  static boolean ofSymbol(Subject.Kind kind) {
    return kind == Subject.Kind.FUNCTION || kind == Subject.Kind.VARIABLE;
  }
}
