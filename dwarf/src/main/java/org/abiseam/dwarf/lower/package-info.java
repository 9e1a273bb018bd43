/**
 * From entries to meaning: {@code DW_TAG_…} to {@link org.abiseam.model.Type} and {@link
 * org.abiseam.model.Signature}.
 *
 * <p>{@link org.abiseam.dwarf.lower.Lowering} keeps what it has seen of one object and decides how
 * far to go. By value it goes all the way: a struct holds its members, an array its elements.
 * Through a pointer it stops at the first thing that has a name: a named struct behind a pointer
 * becomes a {@link org.abiseam.model.Type.Incomplete}, which says no more than the pointer's users
 * must know, so that 900 types of a kernel do not pull in all of it. The same struct reached by
 * value elsewhere is another node, with its members.
 *
 * <p>Each other class turns one kind of entry into one kind of type: {@code Scalars}, {@code
 * Enumerations}, {@code Arrays}, {@code Aggregates} with {@code BitPositions}, {@code Signatures}
 * for both languages; {@code RustAggregates}, {@code RustVariants}, {@code RustNames} and {@code
 * Bindgen} for what rustc and bindgen wrap around them. What cannot be turned is thrown as {@code
 * Unmodelled} and becomes, in one place of {@code Lowering}, a {@link
 * org.abiseam.model.Type.Opaque} with the reason; the types around it still count.
 */
@NullMarked
package org.abiseam.dwarf.lower;

import org.jspecify.annotations.NullMarked;
