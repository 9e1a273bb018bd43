/**
 * The numbers of the DWARF standard under the names it gives them, a holder for each of its tables,
 * grouped by the version that brought them. Vendor extensions are those GNU and LLVM tools write.
 */
@NullMarked
package org.abiseam.dwarf.spec;

import org.jspecify.annotations.NullMarked;
