/**
 * Type ids of kernel control flow integrity.
 *
 * <p>Clang and rustc put a number in front of each function whose address is taken, and check it in
 * front of each indirect call: the low half of the 64-bit xxHash of the function type's name, as
 * the Itanium C++ ABI would mangle it (Clang, Control Flow Integrity, {@code -fsanitize=kcfi};
 * rustc, {@code rustc_symbol_mangling::typeid}). Two sides that name a type differently trap.
 */
@NullMarked
package org.abiseam.rules.kcfi;

import org.jspecify.annotations.NullMarked;
