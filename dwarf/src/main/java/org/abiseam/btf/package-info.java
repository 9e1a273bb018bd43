/**
 * BTF in, model out: C's types where there is no DWARF (Linux, Documentation/bpf/btf.rst).
 *
 * <p>BTF is what remains of C's types in a kernel that was stripped, and what a running kernel
 * shows as {@code /sys/kernel/btf/vmlinux}. One table of records, numbered from 1; a record names
 * others by number and its own name by offset into one table of strings. A module's BTF is
 * <i>split</i>: it goes on counting types and string offsets where those of its base, the image's,
 * end, and says nothing of which base that was.
 *
 * <p>What it does not have, against DWARF: compile units, compilers and source lines; Rust, which
 * pahole leaves out; alignments, so that an attribute that only aligns a type further leaves no
 * trace; the difference between {@code T x[]} and {@code T x[0]}, and the grouping of an array's
 * dimensions; the number of definitions that were merged into one record.
 *
 * <p>{@link org.abiseam.btf.Btf} reads records and refuses those that break the format; {@code
 * BtfLowering} gives them their meaning by the rules that {@code org.abiseam.dwarf.lower} follows
 * for C; {@link org.abiseam.btf.BtfModels} picks what is asked for.
 */
@NullMarked
package org.abiseam.btf;

import org.jspecify.annotations.NullMarked;
