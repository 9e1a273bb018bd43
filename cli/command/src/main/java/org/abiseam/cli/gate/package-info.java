/**
 * What a project decides about findings: which are known and why, how much must be verified, and
 * when a build stops.
 */
@NullMarked
package org.abiseam.cli.gate;

import org.jspecify.annotations.NullMarked;
