package org.abiseam.rules.layout;

import org.abiseam.model.Producer;
import org.abiseam.model.TypeId;
import org.abiseam.model.View;

/**
 * Compares types in the direction of a symbol, from the side that defines it to the side that uses
 * it. Types are always compared with C as the provider, because what bindgen and Rust make of a
 * type follows from what it is in C; where Rust defines a function or variable that C uses, the
 * result is turned round.
 *
 * @param comparison of C with Rust, or of two of one language
 * @param swapped whether the side that defines is the comparison's consumer
 */
public record DirectedComparison(TypeComparison comparison, boolean swapped) {

  /** Tells whether the provider's view is Rust's and the consumer's is not. */
  public static boolean swapped(View provider, View consumer) {
    return rust(provider) && !rust(consumer);
  }

  private static boolean rust(View view) {
    return view.producer().language() == Producer.Language.RUST;
  }

  /** Returns the side that defines. */
  public Side provider() {
    return swapped ? comparison.consumer() : comparison.provider();
  }

  /** Returns the side that uses. */
  public Side consumer() {
    return swapped ? comparison.provider() : comparison.consumer();
  }

  /** Tells whether an old build is compared with a new one. */
  public boolean versions() {
    return comparison.versions();
  }

  /** Compares two types and returns what differs under a path of what contains them. */
  public Differences compare(String path, TypeId expected, TypeId actual) {
    Differences.Builder found = new Differences.Builder();
    if (swapped) {
      comparison.embed(found, path, 0, actual, expected);
      return found.build().swapped();
    }
    comparison.embed(found, path, 0, expected, actual);
    return found.build();
  }
}
