package org.abiseam.rules.layout;

import org.abiseam.model.Citation;

/** Lists where the rules of layouts and calls are written, other than in a psABI. */
public final class Citations {
  /** Members in increasing addresses, padding but not at the beginning. */
  public static final Citation C_STRUCT_ORDER = c("§6.7.3.2 paragraph 17");

  /** Values of an enumeration. */
  public static final Citation C_ENUMERATION = c("§6.7.3.3 paragraph 5");

  /** Types of one tag in different units must be compatible. */
  public static final Citation C_COMPATIBLE = c("§6.2.7 paragraph 1");

  /** Sizes of types. */
  public static final Citation C_SIZEOF = c("§6.5.4.5 paragraph 4");

  /** Representations of types. */
  public static final Citation C_REPRESENTATION = c("§6.2.6.1 paragraph 4");

  /** Array types. */
  public static final Citation C_ARRAY = c("§6.2.5 paragraph 25");

  /** The byte order of numbers in a struct. */
  public static final Citation GCC_STORAGE_ORDER =
      new Citation("GCC 16 manual", "Common Type Attributes, scalar_storage_order");

  /** Complex types. */
  public static final Citation C_COMPLEX = c("§6.2.5 paragraph 17");

  /** Atomic types. */
  public static final Citation C_ATOMIC = c("§6.2.5 paragraph 32");

  /** Representation of pointers. */
  public static final Citation C_POINTER = c("§6.2.5 paragraph 33");

  /** {@code repr(C)} structs. */
  public static final Citation RUST_C_STRUCT = rust("reprc-structs");

  /** {@code repr(C)} unions. */
  public static final Citation RUST_C_UNION = rust("reprc-unions");

  /** {@code repr(C)} and primitive representations of enums without fields. */
  public static final Citation RUST_ENUM = rust("reprc-field-less-enums");

  /** Enums with fields. */
  public static final Citation RUST_DATA_ENUM = rust("reprc-enums-with-fields");

  /** Pointers to what has no size: two words, and not to be relied on. */
  public static final Citation RUST_WIDE_POINTER = rust("pointers-and-references-layout");

  /** A value that no variant has is undefined behaviour. */
  public static final Citation RUST_INVALID_VALUE =
      new Citation("Rust Reference 1.85", "Behavior considered undefined, invalid values");

  /** What a symbol table says of a symbol. */
  public static final Citation ELF_SYMBOL = new Citation("ELF gABI", "Symbol Table, st_size");

  /** Which variables each thread has for itself. */
  public static final Citation ELF_TLS = new Citation("ELF gABI", "Symbol Table, STT_TLS");

  /** How debug info states alignments. */
  public static final Citation DWARF_ALIGNMENT = dwarf("§2.24");

  /** How debug info describes bit-fields. */
  public static final Citation DWARF_BIT_FIELD = dwarf("§5.7.6, DW_AT_data_bit_offset");

  /** bindgen's packing goes wrong where several bit-fields share a unit with others. */
  public static final Citation BINDGEN_BIT_FIELDS = bindgen("issue #1377");

  /** bindgen's opaque types. */
  public static final Citation BINDGEN_OPAQUE =
      new Citation("bindgen 0.72 User Guide", "Treating a Type as an Opaque Blob of Bytes");

  /** The machine word of an ELF header. */
  public static final Citation ELF_HEADER = new Citation("ELF gABI 4.1", "ELF Header, e_machine");

  /** The type of a call and of what is called must agree. */
  public static final Citation C_CALL = c("§6.5.3.3 paragraphs 6 to 9");

  /** Function types are compatible if their parameters and results are. */
  public static final Citation C_FUNCTION_TYPES = c("§6.7.7.4 paragraph 14");

  /** A function that does not return is declared so everywhere. */
  public static final Citation C_NORETURN = c("§6.7.13.7 paragraphs 3 and 4");

  /** A variable that is defined const is not modified. */
  public static final Citation C_CONST = c("§6.7.4.1 paragraph 7");

  /** Calling conventions of C by attribute. */
  public static final Citation FUNCTION_ATTRIBUTES =
      new Citation("GCC 16 manual", "Declaring Attributes of Functions");

  /** Calling conventions by name. */
  public static final Citation RUST_ABI =
      new Citation("Rust Reference 1.85", "External blocks, ABI");

  /** A kernel compiles without floating point. */
  public static final Citation NO_FLOATING_POINT =
      new Citation("Linux, Documentation/core-api/floating-point.rst", "Floating-point API");

  private Citations() {}

  private static Citation c(String clause) {
    return new Citation("ISO C23 (N3220)", clause);
  }

  private static Citation rust(String anchor) {
    return new Citation("Rust Reference 1.85", "Type layout, " + anchor);
  }

  private static Citation dwarf(String clause) {
    return new Citation("DWARF 5", clause);
  }

  private static Citation bindgen(String clause) {
    return new Citation("rust-bindgen", clause);
  }
}
