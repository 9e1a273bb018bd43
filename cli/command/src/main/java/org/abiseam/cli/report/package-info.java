/**
 * The last line of the data's path, where findings become text or JSON.
 *
 * <p>The text report is written for someone who has one screen and one question. Each finding says
 * the cause first, then both sides with the line of source that each was read from, then the
 * members in two columns. What was not verified follows, by reason, and the last line is the
 * verdict in plain words. Offsets and sizes are bytes, and bits where they are no whole bytes, as
 * {@code pahole} writes them.
 */
@NullMarked
package org.abiseam.cli.report;

import org.jspecify.annotations.NullMarked;
