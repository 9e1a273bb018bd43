/**
 * Reads and writes types the way C declares them.
 *
 * <p>A declaration in C is a specifier and a declarator: in {@code int (*table[4])(void)} the
 * specifier is {@code int}, and the declarator says around the name what must be done with it to
 * get an {@code int}. It reads inside out: begin at the name, take what stands to its right ({@code
 * [4]}: an array of 4), then what stands to its left ({@code *}: of pointers), then leave the
 * parentheses and begin again ({@code (void)}: to functions without parameters).
 *
 * <pre>
 *            int   (*  table  [4])  (void)
 *             4     2    0     1      3          array of 4, pointers, functions, int
 * </pre>
 *
 * <p>So {@link org.abiseam.model.declarator.DeclaratorWriter} builds the text from the middle: each
 * step puts its part around the declarator that it was given and hands that on to the type that it
 * points to, holds or returns. Parentheses are needed only where a pointer meets something on its
 * right, since {@code []} and {@code ()} bind closer than {@code *}. {@link
 * org.abiseam.model.declarator.DeclaratorParser} goes the other way: what stands in parentheses is
 * bound last, so each part returns a function that still waits for the type on its outside.
 *
 * <p>Everything that prints or reads C types goes through these two: reports, prototypes on the
 * command line and snapshots. They differ in how a type without a derivation is spelled, which is
 * all that a subclass adds. See C17 §6.7.6 and §6.7.7.
 */
@NullMarked
package org.abiseam.model.declarator;

import org.jspecify.annotations.NullMarked;
