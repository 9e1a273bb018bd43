package org.abiseam.rules.plan;

/**
 * What may be true of a type that is passed by value and that its debug info does not say.
 *
 * <p>DWARF describes no unnamed bit-field, states an alignment of C only where an attribute asks
 * for it, and neither {@code packed} nor {@code repr(transparent)} at all.
 */
public enum Assumption {
  /** What is most likely: nothing in holes, natural alignment, wrappers that are structs. */
  PLAIN("nothing special"),
  /** Unnamed bit-fields stand where holes leave room, or beside the members of a union. */
  UNNAMED_BIT_FIELDS("unnamed bit-fields"),
  /** An unnamed bit-field, perhaps of no width, whose declared type aligns the whole. */
  ALIGNING_BIT_FIELD("an unnamed bit-field of a wider type than its members'"),
  /** A bit-field of no width stands between two members, or beside those of a union. */
  ZERO_WIDTH_BIT_FIELD("a bit-field of no width among its members"),
  /** A bit-field without a name, of some width, stands beside the members of a union. */
  BIT_FIELD_OF_UNION("an unnamed bit-field beside its members"),
  /** A C struct that looks natural is packed; so may be one with a stated alignment. */
  PACKED("the attribute packed"),
  /** A packed struct has an unnamed bit-field, of whose declared type the layout shows nothing. */
  PACKED_BIT_FIELD("the attribute packed and an unnamed bit-field of a wider type"),
  /** An alignment attribute that asks for the alignment of the struct's machine mode. */
  ALIGNED("an alignment attribute, as large as it is,"),
  /** A union of C is a {@code transparent_union}: it travels as its first member. */
  FIRST_MEMBER("the attribute transparent_union"),
  /** A Rust struct of one member is {@code repr(transparent)}. */
  TRANSPARENT("repr(transparent)");

  private final String text;

  Assumption(String text) {
    this.text = text;
  }

  /**
   * Returns what the type then has.
   *
   * @return words that follow "has"
   */
  public String text() {
    return text;
  }
}
