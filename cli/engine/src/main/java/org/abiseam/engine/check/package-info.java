/** Verifies one build: the stages of a run, each an immutable value. */
@NullMarked
package org.abiseam.engine.check;

import org.jspecify.annotations.NullMarked;
