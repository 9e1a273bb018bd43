/** Debug info in, model out. */
@NullMarked
package org.abiseam.dwarf;

import org.jspecify.annotations.NullMarked;
