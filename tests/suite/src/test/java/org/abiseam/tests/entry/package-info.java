/**
 * The compilers' own debug information as a witness of where arguments travel.
 *
 * <p>The location of a parameter at a function's entry is where its caller has put it: the compiler
 * wrote it down for a debugger, by code that has nothing to do with a psABI document. For every
 * function of an image it is held against the plan.
 */
@NullMarked
package org.abiseam.tests.entry;

import org.jspecify.annotations.NullMarked;
