/**
 * From a path to the bytes of sections: containers (directories, archives, compressed modules), ELF
 * files, sections on demand with their relocations, symbols and notes.
 *
 * <p>Nothing here knows what a section means to a debugger. Bytes leave this package as a {@link
 * org.abiseam.elf.Section}; whatever is wrong with them leaves as {@link
 * org.abiseam.model.Malformed}.
 */
@NullMarked
package org.abiseam.elf;

import org.jspecify.annotations.NullMarked;
