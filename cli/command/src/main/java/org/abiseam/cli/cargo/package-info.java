/**
 * Builds a Cargo project for {@code abiseam cargo} and finds what its crates believe of C and where
 * that C is: Cargo builds, rustc expands, and this package reads what both say.
 */
@NullMarked
package org.abiseam.cli.cargo;

import org.jspecify.annotations.NullMarked;
