package org.abiseam.rules.call;

import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.TypeGraph;

/**
 * What one side believes about a function.
 *
 * @param machine what it was compiled for
 * @param types the graph of the signature
 * @param producer the compiler
 * @param signature the belief
 * @param lowered whether the signature is LLVM's, in which structs have become numbers
 */
public record Call(
    Machine machine, TypeGraph types, Producer producer, Signature signature, boolean lowered) {}
