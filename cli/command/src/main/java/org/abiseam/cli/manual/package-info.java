/**
 * Manual pages and completions, written when a distribution is made from the same model of commands
 * that reads the command line, so that they cannot disagree with it. Nothing here runs when the
 * program does.
 */
@NullMarked
package org.abiseam.cli.manual;

import org.jspecify.annotations.NullMarked;
