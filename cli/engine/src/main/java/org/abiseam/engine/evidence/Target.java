package org.abiseam.engine.evidence;

import java.util.Optional;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;

/**
 * Says what source text, which names no machine, is compiled for.
 *
 * @param machine the machine
 * @param rustc the compiler of the Rust units; empty where there are none
 */
public record Target(Machine machine, Optional<Producer> rustc) {}
