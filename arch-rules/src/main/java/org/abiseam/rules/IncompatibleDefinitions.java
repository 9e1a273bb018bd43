package org.abiseam.rules;

import org.abiseam.model.View;
import org.abiseam.rules.layout.Differences;

/**
 * Describes two C definitions of one name and one declaration file that differ: some units were
 * compiled with other macros, flags or an older header. C23 §6.2.7 makes that undefined behaviour
 * as soon as they share an object.
 *
 * @param chosen the definition that the other side is judged by
 * @param other the one that differs from it
 * @param differences how
 * @param rust whether the other side is Rust
 * @param matters whether the other side and the other definition differ harmfully, so that it is
 *     right with some units and wrong with others
 */
record IncompatibleDefinitions(
    View.Typed chosen, View.Typed other, Differences differences, boolean rust, boolean matters) {}
