/**
 * The one hot loop of the product: which units define a name, and in how many different ways.
 *
 * <p>A vmlinux describes a header's struct once in every unit that includes it: of 21.8 million
 * entries some 0.8 million define one of the 1,100 names that Rust shares, and nearly all say the
 * same. {@link org.abiseam.dwarf.index.TypeIndexer} reduces them to one {@link
 * org.abiseam.dwarf.index.IndexedType} for each distinct way, by a 64-bit fingerprint of everything
 * that bears on layout. Only what remains becomes objects.
 *
 * <p>How a unit is read:
 *
 * <ol>
 *   <li>Its bytes are copied into an array of the thread, where they stay in the second-level
 *       cache. Arrays are read at full speed by the interpreter and by both compilers, which counts
 *       more than the copy in a process that lives for a second.
 *   <li>{@link org.abiseam.dwarf.index.EntryPlans} turns its abbreviations into flat integers:
 *       where in an entry the few attributes stand that matter here, and how long it is.
 *   <li>{@link org.abiseam.dwarf.index.UnitWalk} steps from sibling to sibling below the root and
 *       into namespaces, and asks for the fingerprint of what bears a wanted name.
 *   <li>{@link org.abiseam.dwarf.index.Fingerprints} follows references inside the unit, each
 *       target once. Where one leads out of the unit, or a form is of the rarer sort, {@link
 *       org.abiseam.dwarf.index.ExactFingerprints} computes the same number over {@link
 *       org.abiseam.dwarf.Die}.
 * </ol>
 */
@NullMarked
package org.abiseam.dwarf.index;

import org.jspecify.annotations.NullMarked;
