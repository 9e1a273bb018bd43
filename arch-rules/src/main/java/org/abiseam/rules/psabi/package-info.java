/**
 * The processor supplements, one file each, and the planner that picks the right one.
 *
 * <p>A file is read from top to bottom: essay, registers, citations, classification, arrangement,
 * questions, divergences. {@link org.abiseam.rules.psabi.Planner} is the only way in.
 */
@NullMarked
package org.abiseam.rules.psabi;

import org.jspecify.annotations.NullMarked;
