/**
 * Pairs what several compilers know of one name: types by name and kind, functions and variables by
 * symbol. The result is the {@link org.abiseam.model.Seam} that a checker verifies.
 */
@NullMarked
package org.abiseam.model.pairing;

import org.jspecify.annotations.NullMarked;
