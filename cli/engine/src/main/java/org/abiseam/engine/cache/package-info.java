/**
 * Summaries of objects in a folder: what a run learned, in a binary form of its own, under keys
 * that name the content it was learned from. Knows neither DWARF nor ELF.
 */
@NullMarked
package org.abiseam.engine.cache;

import org.jspecify.annotations.NullMarked;
