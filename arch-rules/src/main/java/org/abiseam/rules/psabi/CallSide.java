package org.abiseam.rules.psabi;

import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.model.TypeGraph;

/**
 * Holds what one side of a call was compiled from and by.
 *
 * @param machine what it was compiled for
 * @param types the graph of the signature
 * @param producer the compiler
 * @param other the compiler of the other side, for switches that this one does not record
 */
public record CallSide(Machine machine, TypeGraph types, Producer producer, Producer other) {}
