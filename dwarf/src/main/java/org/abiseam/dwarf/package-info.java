/**
 * The DWARF format, versions 2 to 5: from the sections of an object to units and entries.
 *
 * <p>{@link org.abiseam.dwarf.DebugInfo} finds the units, {@link org.abiseam.dwarf.Unit} knows how
 * one is to be read, {@link org.abiseam.dwarf.Die} reads an entry, and {@link
 * org.abiseam.dwarf.Cursor} is the only one that touches bytes. What an entry <em>means</em> is
 * none of this package's business.
 *
 * <p>Bytes are read when asked for. What breaks the format leaves as {@link
 * org.abiseam.model.Malformed}; {@link org.abiseam.dwarf.DebugInfo} turns it into a diagnostic for
 * everything it reads itself, callers do so for what they read through entries.
 */
@NullMarked
package org.abiseam.dwarf;

import org.jspecify.annotations.NullMarked;
