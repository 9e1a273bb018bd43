/** Holds what a run found, as immutable values. */
@NullMarked
package org.abiseam.engine.result;

import org.jspecify.annotations.NullMarked;
