package org.abiseam.rules.layout;

import org.abiseam.model.Signature;

/** How two signatures behind function pointers are compared; the rules of calls know. */
@FunctionalInterface
public interface SignatureRule {
  /**
   * Compares two signatures.
   *
   * @param comparison the sides and their types
   * @param expected the provider's signature
   * @param actual the consumer's
   * @param out takes what differs
   */
  void compare(Comparison comparison, Signature expected, Signature actual, Outcome out);
}
