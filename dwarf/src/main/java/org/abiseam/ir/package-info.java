/**
 * LLVM IR, as rustc writes it with {@code --emit=llvm-ir}: what Rust calls, in the form that it is
 * called.
 *
 * <p>A {@code declare} line is the prototype after lowering: a struct by value has become integers,
 * a pointer ({@code byval}) or a hidden result ({@code sret}). Types of pointees are gone.
 */
@NullMarked
package org.abiseam.ir;

import org.jspecify.annotations.NullMarked;
