/** Commands, reports and the pipeline. */
@NullMarked
package org.abiseam.cli;

import org.jspecify.annotations.NullMarked;
