package org.abiseam.engine.cache;

/** Says that an entry of the cache cannot have been written by this tool as it is. */
final class CorruptEntry extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CorruptEntry(String message) {
    super(message);
  }
}
