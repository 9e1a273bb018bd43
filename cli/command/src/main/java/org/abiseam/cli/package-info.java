/**
 * The command line: {@code check}, {@code layout} and {@code dump}.
 *
 * <p>{@link org.abiseam.cli.Arguments} describes the options to picocli, by its programmatic
 * interface, because annotations cost a process of one second a tenth of it. {@link
 * org.abiseam.cli.Main} runs a command and turns what happened into an exit status: never 0 when an
 * input could not be read. All faults of inputs are data by the time they come here; what still
 * arrives as an exception is a fault of this program, and says so in one line.
 */
@NullMarked
package org.abiseam.cli;

import org.jspecify.annotations.NullMarked;
