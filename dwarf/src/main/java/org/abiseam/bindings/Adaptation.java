package org.abiseam.bindings;

import java.util.Set;

/**
 * Says how to change an expanded source so that rustc takes it a second time.
 *
 * @param features what rustc is to allow that is not stable
 * @param attributes names of attributes that only a derive macro reads, which rustc expanded
 * @param refused lines of an earlier source that rustc did not take, without blanks around
 */
public record Adaptation(Set<String> features, Set<String> attributes, Set<String> refused) {
  /** Copies the sets. */
  public Adaptation {
    features = Set.copyOf(features);
    attributes = Set.copyOf(attributes);
    refused = Set.copyOf(refused);
  }
}
