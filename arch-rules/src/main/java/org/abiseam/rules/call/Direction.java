package org.abiseam.rules.call;

/** Who calls. */
public enum Direction {
  /** The consumer calls what the provider defines. */
  CONSUMER_CALLS,
  /** Either may call the other: a function pointer in a shared struct. */
  EITHER_CALLS
}
