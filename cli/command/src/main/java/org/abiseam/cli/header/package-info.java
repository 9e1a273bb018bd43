/** Makes the user's C compiler describe what headers declare, where a library has no debug info. */
@NullMarked
package org.abiseam.cli.header;

import org.jspecify.annotations.NullMarked;
