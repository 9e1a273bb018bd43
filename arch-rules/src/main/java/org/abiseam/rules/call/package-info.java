/**
 * Compares calls.
 *
 * <p>{@link org.abiseam.rules.call.CallComparison} compares a caller's belief with the callee's:
 * the number of arguments, the type of each as far as the layout rules compare it, and then, by a
 * plan of each side ({@link org.abiseam.rules.psabi.Planner}), where each byte travels. What
 * differs breaks the rule of a call, with the divergences that explain it.
 */
@NullMarked
package org.abiseam.rules.call;

import org.jspecify.annotations.NullMarked;
