/**
 * Prototypes that nobody has compiled: what a person writes on the command line, with types from
 * files, becomes a signature on a machine that a compiler of a name is asked to plan.
 *
 * <p>{@link org.abiseam.cli.prototype.Prototype} reads one C declaration; {@link
 * org.abiseam.cli.prototype.Named} knows machines and compilers by name.
 */
@NullMarked
package org.abiseam.cli.prototype;

import org.jspecify.annotations.NullMarked;
