/**
 * What compilers really do with arguments and results, and the comparison of our plans with it.
 *
 * <p>{@code Observe} makes a recording: it writes a program of some thousands of functions, has the
 * compiler under test compile a caller and a callee of each, and runs it with a stub of assembly in
 * the middle, under an emulator where the machine is another one. What the stub saw is where the
 * compiler put each byte. {@code OracleTest} reads recordings and needs no compiler.
 */
@NullMarked
package org.abiseam.tests.oracle;

import org.jspecify.annotations.NullMarked;
