/**
 * Compares our plans with what compilers were seen to do.
 *
 * <p>The laboratory makes the recordings; {@code OracleTest} and {@code PairsTest} read them and
 * need no compiler.
 */
@NullMarked
package org.abiseam.tests.oracle;

import org.jspecify.annotations.NullMarked;
