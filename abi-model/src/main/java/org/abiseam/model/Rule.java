package org.abiseam.model;

/** What can be wrong. The id of a rule never changes its meaning. */
public enum Rule {
  /** The two sides disagree on the size of a type. */
  LAYOUT_SIZE(
      "layout-size",
      "Array elements, and members behind one of this type, are at other places; a copy has another"
          + " length"),
  /** The two sides disagree on the alignment of a type. */
  LAYOUT_ALIGNMENT(
      "layout-alignment",
      "One side may place the type at an address that the other does not expect"),
  /** A member lies at another offset. */
  LAYOUT_OFFSET("layout-offset", "Each side reads and writes other bytes for this member"),
  /** A member has another type: size, kind or signedness. */
  LAYOUT_MEMBER_TYPE(
      "layout-member-type", "One side reads other bits of this member than the other writes"),
  /** A member is there on one side only. */
  LAYOUT_MEMBER_MISSING(
      "layout-member-missing",
      "One side does not know these bytes: it neither sets nor reads them"),
  /** A bit-field lies at other bits, or outside the unit that should hold it. */
  LAYOUT_BITFIELD("layout-bitfield", "Each side reads and writes other bits for this bit-field"),
  /** A struct on one side is a union, an enumeration or a scalar on the other. */
  LAYOUT_KIND("layout-kind", "Each side takes the same bytes for another kind of value"),
  /**
   * An enumeration has another size or signedness, or takes values that the other side does not
   * know.
   */
  LAYOUT_ENUM_RANGE(
      "layout-enum-range", "One side can hold a value that the other cannot represent"),
  /** An enumerator has another value. */
  LAYOUT_ENUM_VALUE("layout-enum-value", "One name stands for two numbers"),
  /** An array has another number of elements. */
  LAYOUT_ARRAY_LENGTH(
      "layout-array-length", "One side reads or writes past the end of the other's array"),
  /** C units define one name of one declaration file differently. */
  LAYOUT_DRIFT("layout-drift", "Units of C that share the type read and write other bytes of it"),
  /** The text of bindings defines a type otherwise than the objects that Rust was compiled to. */
  BINDINGS_STALE("bindings-stale", "What the bindings say does not hold for the objects that run"),
  /** An argument travels elsewhere, or is another type. */
  CALL_ARGUMENT(
      "call-argument",
      "The caller passes the argument in one place or form, and the callee reads it in another"),
  /** The result comes back elsewhere, or is another type. */
  CALL_RETURN(
      "call-return",
      "The callee leaves the result in one place or form, and the caller reads it in another"),
  /** One side passes a hidden pointer to the result and the other does not, or elsewhere. */
  CALL_HIDDEN_POINTER(
      "call-hidden-pointer",
      "The result is written to a wrong address, and all arguments are read from wrong places"),
  /** One side relies on upper bits that the other does not set. */
  CALL_EXTENSION("call-extension", "The upper bits of the value are not what the reader expects"),
  /** A function with a variable number of arguments is called as one with a fixed number. */
  CALL_VARIADIC(
      "call-variadic", "The callee looks for arguments where the caller does not put them"),
  /** Another number of arguments. */
  CALL_ARITY(
      "call-arity",
      "The callee reads arguments that no caller passes, or ignores some that are passed"),
  /** Another stack alignment, or another side that takes the arguments off. */
  CALL_STACK(
      "call-stack",
      "The stack pointer is wrong after the call, or the stack is not aligned as the callee needs"),
  /** A function comes back to a caller that has no code behind the call. */
  CALL_NORETURN(
      "call-noreturn",
      "When the function comes back, its caller runs into whatever lies behind the call"),
  /** A function pointer whose two sides believe in different calls. */
  POINTER_SIGNATURE(
      "pointer-signature", "A call through this pointer passes or returns values at other places"),
  /** A module imports a symbol that neither the kernel nor another module defines. */
  SYMBOL_MISSING("symbol-missing", "What uses the symbol does not link or load"),
  /** A symbol is a function on one side and a variable on the other. */
  SYMBOL_KIND("symbol-kind", "Each side takes the symbol for something else"),
  /** One side believes a variable to be larger or smaller than it is. */
  SYMBOL_SIZE("symbol-size", "One side may access bytes outside the variable"),
  /** Both sides define a symbol. */
  SYMBOL_DUPLICATE(
      "symbol-duplicate", "The link fails, or one definition silently replaces the other"),
  /** A symbol is no longer in the version node that programs ask for. */
  SYMBOL_VERSION(
      "symbol-version",
      "A program that was linked with the old version does not start, or fails when it first uses"
          + " the symbol"),
  /** A symbol binds in another way, or others see it. */
  SYMBOL_BINDING("symbol-binding", "Another definition is taken than before, or the link fails"),
  /** The checksum of an export differs. */
  EXPORT_CHECKSUM(
      "export-checksum", "A module that was built for the old kernel is not loaded by the new one"),
  /** An export is in another namespace. */
  EXPORT_NAMESPACE(
      "export-namespace", "A module that does not import the new namespace is not loaded"),
  /** An export is for other licences than before. */
  EXPORT_LICENCE(
      "export-licence", "A module whose licence is not compatible with the GPL is not loaded"),
  /** A shared library has another name, or needs others. */
  LIBRARY_NAME("library-name", "The dynamic linker looks for a file of the old name"),
  /** Units were compiled with different values of a switch that changes the ABI. */
  FLAG_MISMATCH(
      "flag-mismatch",
      "Units that were compiled differently lay out or pass some values differently"),
  /** Objects were made for different variants of a machine's ABI, or for different kernels. */
  ATTRIBUTE_MISMATCH(
      "attribute-mismatch",
      "The objects do not work together, or lose a protection that one of them has"),
  /** Objects of one image were made for different machines. */
  MACHINE_MISMATCH("machine-mismatch", "The objects cannot be linked together"),
  /** Debug info that a verdict would need is not there. */
  DEBUG_INFO_INSUFFICIENT("debug-info-insufficient", "No verdict is possible");

  private final String id;
  private final String consequence;

  Rule(String id, String consequence) {
    this.id = id;
    this.consequence = consequence;
  }

  /**
   * Returns the stable id.
   *
   * @return kebab-case
   */
  public String id() {
    return id;
  }

  /**
   * Says what goes wrong in a program with a harmful finding of this rule.
   *
   * @return a sentence without a full stop
   */
  public String consequence() {
    return consequence;
  }
}
