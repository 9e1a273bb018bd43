/**
 * Switches that change the ABI.
 *
 * <p>A compiler's switches decide as much about an interface as its types do: how many integer
 * registers carry arguments, whether there is a red zone, how wide an enumeration is. {@link
 * org.abiseam.rules.flags.AbiSwitches} is the table, as data: a switch, what it changes, its
 * spelling for each compiler, and how much a difference matters. {@link
 * org.abiseam.rules.flags.FlagRules} reads each unit's recorded switches by it.
 */
@NullMarked
package org.abiseam.rules.flags;

import org.jspecify.annotations.NullMarked;
