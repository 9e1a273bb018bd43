/** Explains one call or one type: the views of both sides, and where each value travels. */
@NullMarked
package org.abiseam.engine.explain;

import org.jspecify.annotations.NullMarked;
