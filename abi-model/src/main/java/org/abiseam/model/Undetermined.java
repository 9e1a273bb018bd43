package org.abiseam.model;

/**
 * Something that could not be decided.
 *
 * @param subject what it is about
 * @param reason the class of reason, for counting
 * @param detail the particulars, as a sentence without a full stop: which member, which file would
 *     be needed
 * @param view the view that lacks what is needed
 */
public record Undetermined(Subject subject, Reason reason, String detail, View view) {

  /** Why something could not be decided. */
  public enum Reason {
    /** Bit-fields lie inside their unit; where in it only the generated bindings tell. */
    BIT_FIELD_POSITIONS("bit positions are not in the debug info"),
    /** One side says only how large the type is. */
    OPAQUE("one side is an opaque blob"),
    /** All else agrees; whether C's struct is packed or aligned by an attribute is not recorded. */
    ALIGNMENT("C's alignment is not in the debug info"),
    /** C declares the type and nowhere defines it. */
    DECLARED_ONLY("C only declares the type"),
    /** A part could not be modelled. */
    NOT_MODELLED("a part of the type could not be modelled"),
    /** The name stands for several types and none is sure to be the one. */
    AMBIGUOUS("the name stands for several types"),
    /** The debug info needed is missing or could not be read. */
    NO_DEBUG_INFO("debug info is missing"),
    /** Rust imports it, and no other evidence says what the Rust side believes of it. */
    IMPORTED_BY_RUST("rustc does not describe what it imports"),
    /** C of Clang imports it, and its debug info has no declaration of it. */
    IMPORTED_BY_CLANG("Clang does not describe what it imports"),
    /** {@code -fno-eliminate-unused-debug-types} was not given. */
    LEFT_OUT_BY_CLANG("Clang does not describe types that expressions alone use"),
    /** LLVM IR has neither signs nor structs: it tells where values travel. */
    MEANING_LOST("LLVM IR tells where values travel, not what they mean"),
    /** The objects were compiled from another text than the one that was given. */
    BINDINGS_STALE("the Rust objects were compiled from other bindings"),
    /** No code of Rust that was given tells whether floating point travels in its own registers. */
    SOFT_FLOAT("whether Rust was compiled for soft float is not known"),
    /** Nothing that was given tells whether Rust passes words in registers on i386. */
    REGISTERS_OF_RUST(
        "whether Rust was compiled with -Zregparm or -Zreg-struct-return is not known"),
    /** One side names a calling convention, and the compiler of the other records none. */
    CONVENTION("one compiler does not record calling conventions"),
    /** A declaration without a prototype does not tell what its callers pass. */
    NO_PROTOTYPE("a declaration has no prototype"),
    /** A table of a kernel's exports was made without CONFIG_MODVERSIONS. */
    NO_CHECKSUM("the tables have no checksum"),
    /** Rust defines it in an old build or a new one; its types there are not compared. */
    RUST_OF_TWO_BUILDS("Rust of two builds is not compared"),
    /** The compiler does not record its switches. */
    SWITCHES("the switches are not recorded"),
    /** No rule for this machine or type. */
    UNSUPPORTED("no rule covers it");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /**
     * Returns the reason in words.
     *
     * @return a clause
     */
    public String text() {
      return text;
    }
  }
}
