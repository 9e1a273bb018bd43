package org.abiseam.model;

/** Knows the names that bindgen makes up. */
public final class BindgenNames {
  private BindgenNames() {}

  /**
   * Tells whether bindgen made up the name of a type to which C gives none.
   *
   * @param name the name of a Rust type, such as {@code foo__bindgen_ty_1}
   * @return whether C has a type without a tag there
   */
  public static boolean unnamed(String name) {
    return name.contains("__bindgen_ty_");
  }
}
