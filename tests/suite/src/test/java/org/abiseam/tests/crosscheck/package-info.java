/**
 * Compares our reading of C types with that of pahole, which shares no code with it. pahole writes
 * its reading as BTF: size, and every member's bit offset and bit-field width.
 */
@NullMarked
package org.abiseam.tests.crosscheck;

import org.jspecify.annotations.NullMarked;
