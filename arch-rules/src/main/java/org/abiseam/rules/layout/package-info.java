/**
 * Compares layouts.
 *
 * <p>{@link org.abiseam.rules.layout.LayoutComparison} asks one rule for each pair of kinds: {@code
 * ScalarRule}, {@code EnumerationRule}, {@code PointerRule}, {@code ArrayRule}, {@code TaggedRule},
 * {@code OpaqueRule}, and for structs and unions {@code MemberRule} with {@code BitFieldRule};
 * {@code AlignmentRule} is asked for all. A rule gets a {@code TypePair}, which also takes what the
 * rule finds, and knows nothing of other rules: for the types of members it calls {@link
 * org.abiseam.rules.layout.TypeComparison}. The result is a {@link
 * org.abiseam.rules.layout.Differences}: {@link org.abiseam.rules.layout.RuleDifference}s with the
 * path from the type, what could not be decided, and members that differ under names of their own.
 *
 * <p>Everything is relative to two {@link org.abiseam.rules.layout.Side}s, never to languages: the
 * provider's view is what should be, the consumer's what is. So the same rules compare C with C
 * when its own units disagree.
 *
 * <p>A new rule is a class here and its call in {@code LayoutComparison.ruled} or in the rule that
 * finds its members.
 */
@NullMarked
package org.abiseam.rules.layout;

import org.jspecify.annotations.NullMarked;
