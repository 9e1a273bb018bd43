package org.abiseam.rules;

import org.abiseam.model.View;
import org.abiseam.rules.layout.Differences;

/**
 * Describes two C definitions of one name and one declaration file that differ: some units were
 * compiled with other macros, flags or an older header. C23 §6.2.7 makes that undefined behaviour
 * as soon as they share an object.
 *
 * @param chosen the definition that the Rust type is judged by
 * @param other the one that differs from it
 * @param differences how
 * @param matters whether the Rust type and the other definition differ harmfully, so that Rust is
 *     right with some units and wrong with others
 */
record IncompatibleDefinitions(
    View.Typed chosen, View.Typed other, Differences differences, boolean matters) {}
