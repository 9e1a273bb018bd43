/**
 * Packages, read front to back and never unpacked by name: Debian's (an {@code ar} archive with a
 * tar inside), RPM's (three headers and a cpio archive), tar archives, and any of them compressed
 * or inside another.
 *
 * <p>A package is one long stream that can be read only once at a reasonable price, while the
 * stages after this one come back to an object several times. So the one reading keeps what an
 * object file is ({@link org.abiseam.elf.packages.ObjectStore}) and passes over everything else.
 * All numbers that a hostile package could drive up are in {@link org.abiseam.model.Limits}.
 */
@NullMarked
package org.abiseam.elf.packages;

import org.jspecify.annotations.NullMarked;
