/** Rules of layout and of machines, and the checker. */
@NullMarked
package org.abiseam.rules;

import org.jspecify.annotations.NullMarked;
