package org.abiseam.model;

/** What a view rests on. */
public enum Evidence {
  /** {@code .debug_info}. */
  DWARF,
  /** {@code .BTF}. */
  BTF,
  /** A crate that makes rustc describe its imports. */
  WITNESS,
  /** LLVM IR. */
  LLVM_IR,
  /** Generated Rust source. */
  BINDINGS,
  /** The symbol table. */
  SYMBOL,
  /** Where parameters are on entry, by debug info. */
  ENTRY_LOCATION,
  /** Recorded command lines. */
  FLAGS,
  /** What this tool knows of the generator. */
  MODEL;

  /**
   * Returns the word of the report.
   *
   * @return lower case, with hyphens
   */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
