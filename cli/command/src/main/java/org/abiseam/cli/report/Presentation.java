package org.abiseam.cli.report;

/**
 * Says how a report presents a run; a format uses what it can show.
 *
 * @param status the exit status and its meaning
 * @param paint with colors or without
 * @param verbosity how much is told
 * @param version of this program
 */
public record Presentation(Status status, Paint paint, Verbosity verbosity, String version) {}
