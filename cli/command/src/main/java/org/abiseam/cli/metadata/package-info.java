/** Crates that are known by rustc's metadata alone, and what the same rustc says of them. */
@NullMarked
package org.abiseam.cli.metadata;

import org.jspecify.annotations.NullMarked;
