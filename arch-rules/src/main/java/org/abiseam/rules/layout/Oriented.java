package org.abiseam.rules.layout;

import org.abiseam.model.Producer;
import org.abiseam.model.TypeId;
import org.abiseam.model.View;

/**
 * A comparison as the two sides of a symbol need it. Types are always compared with C as the
 * provider, because what bindgen and Rust make of a type follows from what it is in C; where Rust
 * defines a function or variable that C uses, what comes of it is turned round.
 *
 * @param comparison of C with Rust, or of two of one language
 * @param turned whether the side that defines is the comparison's consumer
 */
public record Oriented(Comparison comparison, boolean turned) {

  /** Whether one view is Rust's and the other is not. */
  public static boolean turned(View provider, View consumer) {
    return rust(provider) && !rust(consumer);
  }

  private static boolean rust(View view) {
    return view.producer().language() == Producer.Language.RUST;
  }

  /** The side that defines. */
  public Side provider() {
    return turned ? comparison.consumer() : comparison.provider();
  }

  /** The side that uses. */
  public Side consumer() {
    return turned ? comparison.provider() : comparison.consumer();
  }

  /** Whether an old build is held against a new one. */
  public boolean versions() {
    return comparison.versions();
  }

  /** What two types differ in, as differences of what holds them. */
  public Outcome compare(String path, TypeId expected, TypeId actual) {
    Outcome found = new Outcome();
    if (turned) {
      comparison.embed(found, path, 0, actual, expected);
      return found.turned();
    }
    comparison.embed(found, path, 0, expected, actual);
    return found;
  }
}
