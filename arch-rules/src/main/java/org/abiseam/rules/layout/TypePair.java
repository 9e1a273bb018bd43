package org.abiseam.rules.layout;

import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.model.declarator.TypeText;

/**
 * Holds two types that a rule compares, and collects what the rule finds.
 *
 * @param comparison for the types of members
 * @param expectedId the provider's type
 * @param actualId the consumer's type
 * @param expected the node behind the provider's typedefs
 * @param actual the node behind the consumer's typedefs
 * @param found takes what differs
 */
record TypePair(
    TypeComparison comparison,
    TypeId expectedId,
    TypeId actualId,
    Type expected,
    Type actual,
    Differences.Builder found) {
  private static final int DEEPEST = 8;

  /** Creates the pair of two types. */
  static TypePair of(
      TypeComparison comparison, TypeId expected, TypeId actual, Differences.Builder found) {
    return new TypePair(
        comparison,
        expected,
        actual,
        comparison.provider().type(expected),
        comparison.consumer().type(actual),
        found);
  }

  Side provider() {
    return comparison.provider();
  }

  Side consumer() {
    return comparison.consumer();
  }

  long expectedBytes() {
    return provider().bytes(expectedId);
  }

  long actualBytes() {
    return consumer().bytes(actualId);
  }

  /** Lists the provider's members; what only it has a name for is opened. */
  FlatMembers expectedMembers() {
    return members(provider(), expectedId, consumer(), actualId);
  }

  /** Lists the consumer's members; what only it has a name for is opened. */
  FlatMembers actualMembers() {
    return members(consumer(), actualId, provider(), expectedId);
  }

  private static FlatMembers members(Side side, TypeId id, Side other, TypeId otherId) {
    if (side.rust() && !other.rust() && other.flat(otherId).hasAnonymous()) {
      return FlatMembers.of(side.types(), side.types().resolved(id), other.flat(otherId));
    }
    return side.flat(id);
  }

  /** Adds a difference. */
  void differs(RuleDifference difference) {
    found.add(difference);
  }

  /** Adds a difference in size where the sizes differ, and tells whether they do. */
  boolean sizeDiffers(Clause clause) {
    boolean differs = expectedBytes() != actualBytes();
    if (differs) {
      differs(RuleDifference.size(clause, expectedBytes(), actualBytes()));
    }
    return differs;
  }

  /** Adds a difference in type, with the names of both types. */
  void type(Clause clause, String expectedName, String actualName, String cause) {
    differs(RuleDifference.type(clause, expectedName, actualName).because(cause));
  }

  /**
   * Adds a difference in type, with both types as the source writes them. Typedefs of one name are
   * opened until the difference shows.
   */
  void type(Clause clause, String cause) {
    String one = provider().text(expectedId);
    String other = consumer().text(actualId);
    for (int levels = 1; levels <= DEEPEST && one.equals(other); levels++) {
      one = TypeText.opened(provider().types(), expectedId, levels);
      other = TypeText.opened(consumer().types(), actualId, levels);
    }
    type(clause, one, other, cause);
  }

  /** Adds what could not be decided about the whole type. */
  void undecided(Reason reason, String detail) {
    found.undecided(reason, "", detail);
  }

  /** Compares the types of two members. */
  void embed(String path, long position, TypeId expectedType, TypeId actualType) {
    comparison.embed(found, path, position, expectedType, actualType);
  }
}
