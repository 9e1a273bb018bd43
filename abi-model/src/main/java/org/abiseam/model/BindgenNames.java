package org.abiseam.model;

import java.util.List;
import java.util.Optional;

/** Knows the names that bindgen makes up, and how they differ from Rust's own. */
public final class BindgenNames {
  private static final List<String> TAGS = List.of("struct_", "union_", "enum_");

  private BindgenNames() {}

  /**
   * Finds the tag of C in a name that bindgen makes by {@code --c-naming}: {@code struct_foo} is
   * C's {@code struct foo}, unless C has a type of the whole name.
   *
   * @param name the name of a Rust type
   * @return the tag; empty where the name does not begin so
   */
  public static Optional<String> tag(String name) {
    return TAGS.stream()
        .filter(prefix -> name.startsWith(prefix) && name.length() > prefix.length())
        .map(prefix -> name.substring(prefix.length()))
        .findFirst();
  }

  /**
   * Tells whether bindgen made up the name of a type to which C gives none.
   *
   * @param name the name of a Rust type, such as {@code foo__bindgen_ty_1}
   * @return whether C has a type without a tag there
   */
  public static boolean unnamed(String name) {
    return name.contains("__bindgen_ty_");
  }

  /**
   * Tells whether a name is written the way Rust writes its own types, as C's hardly ever are.
   *
   * @param name the name of a type
   * @return whether it is as {@code CamelCase}
   */
  public static boolean camelCase(String name) {
    boolean lower = false;
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '_') {
        return false;
      }
      lower |= Character.isLowerCase(name.charAt(i));
    }
    return lower && Character.isUpperCase(name.charAt(0));
  }
}
