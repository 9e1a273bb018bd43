package org.abiseam.rules.call;

import org.abiseam.model.Citation;

/** Where the rules of calls are written, other than in a processor supplement. */
final class Clauses {
  /** The type of a call and of what is called must agree. */
  static final Citation C_CALL = new Citation("ISO C23 (N3220)", "§6.5.3.3 paragraphs 6 to 9");

  /** Function types are compatible if their parameters and results are. */
  static final Citation C_FUNCTION_TYPES = new Citation("ISO C23 (N3220)", "§6.7.7.4 paragraph 14");

  /** A declaration in an extern block must be right. */
  static final Citation RUST_EXTERN = new Citation("Rust Reference 1.85", "External blocks");

  /** Conventions by name. */
  static final Citation RUST_ABI = new Citation("Rust Reference 1.85", "External blocks, ABI");

  /** A kernel compiles without floating point. */
  static final Citation NO_FLOATING_POINT =
      new Citation("Linux, Documentation/core-api/floating-point.rst", "Floating-point API");

  private Clauses() {}
}
