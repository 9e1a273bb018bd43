/**
 * Records where real compilers put arguments and results.
 *
 * <p>{@link CallRecorder} writes a program of some thousands of functions and has the compiler
 * under test compile a caller and a callee of each. It runs the program with a stub in assembly
 * between caller and callee, under an emulator where the machine is another one. Where the stub
 * sees a byte is where the compiler put it. A recording is a line of text, an {@link Observation},
 * for each function; the tests compare them with the plans of the rules, which nothing here knows.
 */
@NullMarked
package org.abiseam.laboratory;

import org.jspecify.annotations.NullMarked;
