/** Holds our own answers against each other. */
package org.abiseam.tests.contradictions;
