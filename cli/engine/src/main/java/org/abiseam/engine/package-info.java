/** The engine: verifies builds for whoever calls it, the commands among them. */
@NullMarked
package org.abiseam.engine;

import org.jspecify.annotations.NullMarked;
