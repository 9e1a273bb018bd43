/**
 * The words of the product as immutable values.
 *
 * <p>A reader turns the debug info of one object file into an {@link
 * org.abiseam.model.ObjectModel}: the compile units with the {@link org.abiseam.model.Producer} of
 * each, and the types they define in a {@link org.abiseam.model.TypeGraph}. Pairing holds all
 * object models of a run against each other and answers with the {@link org.abiseam.model.Seam}:
 * what two sides share, each with the {@link org.abiseam.model.View}s of it. The checker gives
 * every entry of the seam a {@link org.abiseam.model.Verdict}.
 *
 * <p>Units, everywhere: sizes and alignments are bytes, positions and widths inside a type are
 * bits, counted from the first byte of the type; on a big-endian machine bit 0 is the most
 * significant bit of the first byte, as in DWARF 4 and later ({@code DW_AT_data_bit_offset}).
 *
 * <p>Types name each other by {@link org.abiseam.model.TypeId}, never by reference: C types are
 * cyclic, and equality of nodes stays finite that way.
 */
@NullMarked
package org.abiseam.model;

import org.jspecify.annotations.NullMarked;
