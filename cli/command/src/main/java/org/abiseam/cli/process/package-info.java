/** Programs of the user that the commands run: compilers and Cargo. */
@NullMarked
package org.abiseam.cli.process;

import org.jspecify.annotations.NullMarked;
