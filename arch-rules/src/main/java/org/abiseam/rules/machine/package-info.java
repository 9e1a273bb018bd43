/**
 * Facts about machines that more than one rule needs, and what follows from them for the alignment
 * of types. Each machine states its own in its file in {@code rules.psabi}.
 */
@NullMarked
package org.abiseam.rules.machine;

import org.jspecify.annotations.NullMarked;
