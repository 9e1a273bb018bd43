package org.abiseam.model;

import java.util.List;

/**
 * What the sides of a build share.
 *
 * @param types shared types, sorted by name
 */
public record Seam(List<SharedType> types) {

  /** Copies the list. */
  public Seam {
    types = List.copyOf(types);
  }

  /**
   * A type that C and Rust both define under one name.
   *
   * @param name the C tag or typedef name
   * @param provider the C definitions: more than one where units define the name differently
   * @param consumer the Rust definitions
   */
  public record SharedType(String name, List<View> provider, List<View> consumer) {
    /** Copies the lists. */
    public SharedType {
      provider = List.copyOf(provider);
      consumer = List.copyOf(consumer);
    }
  }
}
