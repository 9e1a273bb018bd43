package org.abiseam.bindings;

import java.util.List;
import java.util.Map;

/**
 * Holds the source of one crate and what it depends on.
 *
 * @param id tells it from other crates; empty where the files are of no crate
 * @param sources its files
 * @param dependencies the crates that its source can name, by the name that it has for them
 */
public record SourceCrate(
    String id, List<BindingsSource> sources, Map<String, SourceCrate> dependencies) {
  /** Copies the collections. */
  public SourceCrate {
    sources = List.copyOf(sources);
    dependencies = Map.copyOf(dependencies);
  }

  /**
   * Holds files that see each other's names and no others.
   *
   * @param sources all of them
   * @return a crate without name and dependencies
   */
  public static SourceCrate of(List<BindingsSource> sources) {
    return new SourceCrate("", sources, Map.of());
  }

  /**
   * Returns the crate's name where rustc describes it apart from the program: one that says that it
   * is bindings, and that no other crate of the build has.
   *
   * @param id of the crate
   * @return a name in Rust
   */
  public static String root(String id) {
    return id.replaceAll("[^A-Za-z0-9_]", "_") + "_bindings";
  }

  /** Returns the namespaces of its items in the model, of which one says that it is bindings. */
  List<String> path() {
    return id.isEmpty() ? List.of("bindings") : List.of(root(id), "bindings");
  }
}
