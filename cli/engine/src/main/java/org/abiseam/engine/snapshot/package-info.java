/**
 * Snapshots: what objects know, as text.
 *
 * <p>A snapshot holds everything that a verdict can depend on, one type or symbol in a block,
 * sorted by name, without numbers that another build would give anew: it merges as source does and
 * a change of the ABI reads as a change of the lines that it concerns. {@code docs/snapshot.md}
 * describes the form. Whoever reads an object can read a snapshot in its place.
 */
@NullMarked
package org.abiseam.engine.snapshot;

import org.jspecify.annotations.NullMarked;
