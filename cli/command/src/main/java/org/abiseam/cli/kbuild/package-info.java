/**
 * A kernel's build tree: where its images, modules, Rust objects and generated bindings lie, and
 * the commands that made them.
 *
 * <p>Kbuild leaves a file {@code .NAME.cmd} beside everything it makes, with the whole command
 * line. That is the only place where the switches of rustc are written down.
 */
@NullMarked
package org.abiseam.cli.kbuild;

import org.jspecify.annotations.NullMarked;
