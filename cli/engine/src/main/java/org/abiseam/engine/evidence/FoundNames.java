package org.abiseam.engine.evidence;

import java.util.List;
import java.util.Set;
import org.abiseam.model.Diagnostic;

/**
 * Holds which wanted names the C of a build knows.
 *
 * @param types names of types that it defines
 * @param declared names of types that some object declares
 * @param symbols functions and variables
 * @param faults what could not be read
 */
record FoundNames(
    Set<String> types, Set<String> declared, Set<String> symbols, List<Fault> faults) {

  /**
   * Says what could not be read of an object.
   *
   * @param object its position
   * @param diagnostic what could not be read
   */
  record Fault(int object, Diagnostic diagnostic) {}
}
