/**
 * Verifies that the objects of a build that mixes compilers agree on their ABI, for whoever embeds
 * it: a build system, an editor, a release gate. The commands of abiseam are callers like any
 * other.
 *
 * <p>A caller says what to read ({@link org.abiseam.engine.request.CheckRequest}), hears how far
 * the run has come and can end it ({@link org.abiseam.engine.request.Progress}), and gets one
 * immutable value with all that was found ({@link org.abiseam.engine.result.Report}): the verdict
 * on each type, function and variable that both sides share, the findings, how much was compared,
 * and what could not be read.
 *
 * <pre>{@code
 * Report report = Abiseam.check(CheckRequest.of(paths), Progress.SILENT);
 * for (Finding finding : report.verification().findings()) {
 *   out.println(finding.severity() + " " + finding.rule().id() + " " + finding.subject().name());
 * }
 * boolean complete = !report.incomplete();
 * }</pre>
 *
 * <p>Three things a caller should know.
 *
 * <ul>
 *   <li>Nothing is thrown for a damaged or missing input. It is a diagnostic of the report, and
 *       {@link org.abiseam.engine.result.Report#incomplete()} is true. A release must not pass on a
 *       report that is incomplete.
 *   <li>No finding does not mean that something was compared. {@code report.verification()} counts
 *       what agrees, disagrees and is undetermined, with the reason for each of the last.
 *   <li>A report is a value: it may be kept, compared and read by any thread. The files are closed
 *       when the call returns.
 * </ul>
 *
 * <p>An exception is a fault of the engine or the end of its memory, also where it happened in
 * another thread; it never leaves half a report.
 */
@NullMarked
package org.abiseam.engine;

import org.jspecify.annotations.NullMarked;
