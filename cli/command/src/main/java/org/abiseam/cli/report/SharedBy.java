package org.abiseam.cli.report;

import java.util.EnumSet;
import java.util.Set;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Side;
import org.abiseam.model.Producer;

/** Names the two sides between which a run looks for shared things. */
enum SharedBy {
  C_AND_RUST("C and Rust"),
  GCC_AND_CLANG("GCC and clang"),
  TWO_COMPILERS("two compilers");

  private final String text;

  SharedBy(String text) {
    this.text = text;
  }

  /** Returns both names, for a sentence. */
  String text() {
    return text;
  }

  static SharedBy of(Report run) {
    boolean rust = run.inputs().stream().anyMatch(input -> input.kind() == Input.Kind.BINDINGS);
    Set<Producer.Compiler> c = EnumSet.noneOf(Producer.Compiler.class);
    for (Side side : run.sides()) {
      switch (side.producer().language()) {
        case RUST -> rust = true;
        case C, CPP -> c.add(side.producer().compiler());
        case ASSEMBLER, OTHER -> {}
      }
    }
    boolean clang = c.contains(Producer.Compiler.CLANG);
    return rust ? C_AND_RUST : clang && c.size() > 1 ? GCC_AND_CLANG : TWO_COMPILERS;
  }
}
