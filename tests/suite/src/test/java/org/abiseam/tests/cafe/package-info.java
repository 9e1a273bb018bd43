/** Holds verdicts against the calls of programs that were run. */
package org.abiseam.tests.cafe;
