package org.abiseam.engine.result;

import java.util.List;
import java.util.SortedSet;
import org.abiseam.model.Diagnostic;

/**
 * What became of one argument of the command line.
 *
 * @param path as given
 * @param kind {@code elf}, {@code archive}, {@code directory}, …; {@code unreadable} where it could
 *     not be opened
 * @param objects how many object files it holds
 * @param machines what they were made for, by name
 * @param units compile units in all of them
 * @param sides ids of the sides they belong to
 * @param diagnostics what could not be read or is not there
 */
public record Input(
    String path,
    String kind,
    int objects,
    SortedSet<String> machines,
    int units,
    SortedSet<String> sides,
    List<Diagnostic> diagnostics) {}
