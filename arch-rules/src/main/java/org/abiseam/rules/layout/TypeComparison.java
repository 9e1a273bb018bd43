package org.abiseam.rules.layout;

import org.abiseam.model.Signature;
import org.abiseam.model.TypeId;

/**
 * Compares types of two sides, by value and in depth.
 *
 * <p>A rule that compares one kind of type calls back here for the types of its members.
 */
public interface TypeComparison {
  /** Compares what function pointers point to; the rules of calls know how. */
  @FunctionalInterface
  interface Signatures {
    /** Compares two signatures. */
    Differences compare(TypeComparison comparison, Signature expected, Signature actual);
  }

  /** Returns the side that should be right. */
  Side provider();

  /** Returns the side that is compared with it. */
  Side consumer();

  /** Tells whether an old build is compared with a new one. */
  boolean versions();

  /** Tells whether a type of the provider has another name on the consumer's side. */
  boolean renamed(String expected, String actual);

  /** Compares two types and remembers the answer. */
  Differences compare(TypeId expected, TypeId actual);

  /** Compares two types and adds what differs, under a path, to what contains them. */
  void embed(
      Differences.Builder holder, String path, long position, TypeId expected, TypeId actual);

  /** Compares two signatures behind function pointers. */
  Differences signatures(Signature expected, Signature actual);
}
