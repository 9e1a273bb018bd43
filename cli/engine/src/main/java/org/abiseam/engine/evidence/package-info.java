/**
 * Reads everything that a verdict can rest on, behind one interface.
 *
 * <p>{@link EvidenceSource} is what a run knows of debug info, BTF, snapshots, bindings, LLVM IR,
 * symbol tables and configurations: which names a source knows, and what it says about the names
 * that both sides know. A new kind of evidence is one class that implements it and one line in
 * {@link EvidenceSources}.
 */
@NullMarked
package org.abiseam.engine.evidence;

import org.jspecify.annotations.NullMarked;
