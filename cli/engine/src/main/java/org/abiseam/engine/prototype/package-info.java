/**
 * Prototypes that nobody has compiled: what a person writes on the command line, with types from
 * files, becomes a signature on a machine that a compiler of a name is asked to plan.
 *
 * <p>{@link org.abiseam.engine.prototype.Prototype} reads one C declaration; {@link
 * org.abiseam.engine.prototype.TargetNames} knows machines and compilers by name.
 */
@NullMarked
package org.abiseam.engine.prototype;

import org.jspecify.annotations.NullMarked;
