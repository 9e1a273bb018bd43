/**
 * Compares plans with where the compilers' own debug information says that arguments are passed.
 *
 * <p>The location of a parameter at a function's entry is where its caller has put it: the compiler
 * wrote it down for a debugger, by code that has nothing to do with a psABI document. It is
 * compared with the plan of every function of an image.
 */
@NullMarked
package org.abiseam.tests.entry;

import org.jspecify.annotations.NullMarked;
