/**
 * Reads the symbol names of Rust, both the old mangling and v0 (RFC 2603), and tells what crate and
 * path a symbol belongs to.
 */
@NullMarked
package org.abiseam.model.mangling;

import org.jspecify.annotations.NullMarked;
