/**
 * The words of a call: what a machine's file says about one signature.
 *
 * <p>A {@link org.abiseam.rules.plan.Plan} tells where every argument and the result of one call
 * travel, as one compiler does it. A machine ({@link org.abiseam.rules.plan.Psabi}) computes it by
 * the clauses of its processor supplement and asks a {@link org.abiseam.rules.plan.Divergence}
 * wherever compilers are known to differ: a question, who answers it how, from which version on and
 * where that is written. A {@link org.abiseam.rules.plan.Dialect} is all answers of one compiler.
 * Nobody tests for a compiler or its version elsewhere.
 *
 * <p>Positions inside registers are positions in the bytes that a full-width store of the register
 * would write, in the machine's byte order: byte 0 of {@code rdi} is its least significant byte,
 * byte 0 of s390x's {@code r2} its most significant one.
 */
@NullMarked
package org.abiseam.rules.plan;

import org.jspecify.annotations.NullMarked;
