package org.abiseam.bindings;

import java.util.List;

/**
 * Makes a name known in a module: {@code use path as name;}, {@code use path::*;} or {@code extern
 * crate path as name;} (Rust Reference, "Use declarations").
 *
 * @param module where it stands, outermost first
 * @param path as it is written
 * @param name what the module calls it; {@link #ALL} for everything that is in the path
 * @param sure whether it is there under all conditions that nothing settles
 */
record Import(List<String> module, List<String> path, String name, boolean sure) {
  static final String ALL = "*";

  Import {
    module = List.copyOf(module);
    path = List.copyOf(path);
  }

  boolean all() {
    return name.equals(ALL);
  }
}
