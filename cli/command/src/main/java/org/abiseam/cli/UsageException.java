package org.abiseam.cli;

/** Signals wrong use of the command line; its message tells what is wrong and what to do. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message, null, false, false);
  }
}
