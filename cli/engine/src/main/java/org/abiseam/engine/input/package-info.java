/** Opens the inputs of a run and keeps the log of what could not be read. */
@NullMarked
package org.abiseam.engine.input;

import org.jspecify.annotations.NullMarked;
