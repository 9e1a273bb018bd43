/**
 * The stages of a run, joined: inputs, units, names, definitions, types, seam, verdicts.
 *
 * <p>What decides the shape is memory. A thousand modules do not fit side by side, so an object is
 * opened, read and closed again, and what stays of it are names, fingerprints and offsets. Rust is
 * read first, because it tells which of the many C types matter; then C is indexed, and each
 * distinct definition is turned into types once, in the first object that has it. A linked image is
 * kept open in between; so are objects where there are only a few.
 */
@NullMarked
package org.abiseam.engine.pipeline;

import org.jspecify.annotations.NullMarked;
