package org.abiseam.rules.call;

/** Tells which side calls. */
public enum Direction {
  /** The consumer calls what the provider defines. */
  CONSUMER_CALLS,
  /**
   * Callers that were compiled against the provider call the consumer: an old build and a new one.
   */
  PROVIDER_CALLS,
  /** Either may call the other: a function pointer in a shared struct. */
  EITHER_CALLS
}
