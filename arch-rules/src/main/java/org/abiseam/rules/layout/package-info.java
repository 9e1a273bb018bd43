/**
 * What makes two layouts the same.
 *
 * <p>{@link org.abiseam.rules.layout.Comparison} walks two types in step and asks one rule for each
 * pair of kinds: {@code ScalarRule}, {@code EnumerationRule}, {@code PointerRule}, {@code
 * ArrayRule}, {@code TaggedRule}, {@code OpaqueRule}, and for structs and unions {@code Members}
 * with {@code BitFields}. {@code AlignmentRule} is asked for all. What they find is an {@link
 * org.abiseam.rules.layout.Outcome}: {@link org.abiseam.rules.layout.Deviation}s with the path from
 * the type, doubts with their reason, and members that differ under names of their own.
 *
 * <p>Everything is relative to two {@link org.abiseam.rules.layout.Side}s, never to languages: the
 * provider's view is what should be, the consumer's what is. So C is held against C with the same
 * rules when its own units disagree.
 */
@NullMarked
package org.abiseam.rules.layout;

import org.jspecify.annotations.NullMarked;
