/**
 * Which functions and variables an ABI is made of: lists of symbols in the forms that kernels and
 * libraries keep them in, and patterns. Everything else of a build is nobody's promise.
 */
@NullMarked
package org.abiseam.engine.scope;

import org.jspecify.annotations.NullMarked;
