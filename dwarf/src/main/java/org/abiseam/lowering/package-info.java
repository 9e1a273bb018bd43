/**
 * Writes the graph of types of one object, whatever kind of debug info describes it: {@link
 * org.abiseam.lowering.GraphWriter}.
 */
@NullMarked
package org.abiseam.lowering;

import org.jspecify.annotations.NullMarked;
