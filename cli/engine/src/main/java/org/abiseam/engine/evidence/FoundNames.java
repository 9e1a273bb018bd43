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
    Set<String> types,
    Set<String> declared,
    Set<String> symbols,
    List<RunDefinitions.Placed<Diagnostic>> faults) {}
