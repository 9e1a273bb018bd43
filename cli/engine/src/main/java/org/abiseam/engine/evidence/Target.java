package org.abiseam.engine.evidence;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;

/**
 * Says what source text, which names no machine, is compiled for.
 *
 * @param machine the machine
 * @param rustc the compiler of the Rust units; empty where there are none
 */
public record Target(Machine machine, Optional<Producer> rustc) {

  /** Returns the rustc of the objects; one of no known version where none of them is Rust's. */
  Producer rustcOrUnknown() {
    return rustc.orElseGet(
        () ->
            new Producer(
                Producer.Compiler.RUSTC,
                Producer.Language.RUST,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "rustc, by its bindings"));
  }
}
