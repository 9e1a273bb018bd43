/** Compares two builds: what changed from the old one to the new one. */
@NullMarked
package org.abiseam.engine.compare;

import org.jspecify.annotations.NullMarked;
