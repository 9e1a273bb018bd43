package org.abiseam.bindings;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.Producer;

/** The compiler of the sources that tests read, of no version. */
final class RustcForTests {
  static final Producer PRODUCER =
      new Producer(
          Producer.Compiler.RUSTC,
          Producer.Language.RUST,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          "rustc");

  private RustcForTests() {}
}
