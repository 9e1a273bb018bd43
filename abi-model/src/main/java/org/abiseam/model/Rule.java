package org.abiseam.model;

/** What can be wrong. The id of a rule never changes its meaning. */
public enum Rule {
  /** The two sides disagree on the size of a type. */
  LAYOUT_SIZE("layout-size"),
  /** The two sides disagree on the alignment of a type. */
  LAYOUT_ALIGNMENT("layout-alignment"),
  /** A member lies at another offset. */
  LAYOUT_OFFSET("layout-offset"),
  /** A member has another type: size, kind or signedness. */
  LAYOUT_MEMBER_TYPE("layout-member-type"),
  /** A member is there on one side only. */
  LAYOUT_MEMBER_MISSING("layout-member-missing"),
  /** A bit-field lies at other bits, or outside the unit that should hold it. */
  LAYOUT_BITFIELD("layout-bitfield"),
  /** A struct on one side is a union, an enumeration or a scalar on the other. */
  LAYOUT_KIND("layout-kind"),
  /**
   * An enumeration has another size or signedness, or takes values that the other side does not
   * know.
   */
  LAYOUT_ENUM_RANGE("layout-enum-range"),
  /** An enumerator has another value. */
  LAYOUT_ENUM_VALUE("layout-enum-value"),
  /** An array has another number of elements. */
  LAYOUT_ARRAY_LENGTH("layout-array-length"),
  /** C units define one name of one declaration file differently. */
  LAYOUT_DRIFT("layout-drift"),
  /** An argument travels elsewhere, or is another type. */
  CALL_ARGUMENT("call-argument"),
  /** The result comes back elsewhere, or is another type. */
  CALL_RETURN("call-return"),
  /** One side passes a hidden pointer to the result and the other does not, or elsewhere. */
  CALL_HIDDEN_POINTER("call-hidden-pointer"),
  /** One side relies on upper bits that the other does not set. */
  CALL_EXTENSION("call-extension"),
  /** A function with a variable number of arguments is called as one with a fixed number. */
  CALL_VARIADIC("call-variadic"),
  /** Another number of arguments. */
  CALL_ARITY("call-arity"),
  /** Another stack alignment, or another side that takes the arguments off. */
  CALL_STACK("call-stack"),
  /** A function pointer whose two sides believe in different calls. */
  POINTER_SIGNATURE("pointer-signature"),
  /** A module imports a symbol that neither the kernel nor another module defines. */
  SYMBOL_MISSING("symbol-missing"),
  /** A symbol is a function on one side and a variable on the other. */
  SYMBOL_KIND("symbol-kind"),
  /** One side believes a variable to be larger or smaller than it is. */
  SYMBOL_SIZE("symbol-size"),
  /** Both sides define a symbol. */
  SYMBOL_DUPLICATE("symbol-duplicate"),
  /** Units were compiled with different values of a switch that changes the ABI. */
  FLAG_MISMATCH("flag-mismatch"),
  /** Objects were made for different variants of a machine's ABI, or for different kernels. */
  ATTRIBUTE_MISMATCH("attribute-mismatch"),
  /** Objects of one image were made for different machines. */
  MACHINE_MISMATCH("machine-mismatch"),
  /** Debug info that a verdict would need is not there. */
  DEBUG_INFO_INSUFFICIENT("debug-info-insufficient");

  private final String id;

  Rule(String id) {
    this.id = id;
  }

  /**
   * The stable id.
   *
   * @return kebab-case
   */
  public String id() {
    return id;
  }
}
