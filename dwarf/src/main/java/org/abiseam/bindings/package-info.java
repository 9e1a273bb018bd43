/**
 * What bindgen's generated Rust source says that debug info does not: where in its unit each
 * bit-field lies.
 *
 * <p>bindgen keeps a run of C bit-fields as bytes, {@code _bitfield_1: __BindgenBitfieldUnit<[u8;
 * N]>}, and hides the positions in the bodies of accessor functions: {@code
 * self._bitfield_1.get(3usize, 5u8)}. {@link org.abiseam.bindings.BindingsSource} reads the items
 * of such a file and the calls inside its accessors.
 */
@NullMarked
package org.abiseam.bindings;

import org.jspecify.annotations.NullMarked;
