/**
 * Where the parameters of a function are when it is entered.
 *
 * <p>A debugger is told where each parameter lives, instruction by instruction. What holds at the
 * very first instruction is where the caller has put it, and shows by which convention the function
 * was compiled, whatever its prototype says. {@link org.abiseam.dwarf.entry.EntryPlaces} reads that
 * and nothing else: a location that begins later, or that a compiler does not track, tells nothing.
 * {@link org.abiseam.dwarf.entry.CallSites} reads the same of the callers, which describe the
 * registers that they have filled.
 */
@NullMarked
package org.abiseam.dwarf.entry;

import org.jspecify.annotations.NullMarked;
