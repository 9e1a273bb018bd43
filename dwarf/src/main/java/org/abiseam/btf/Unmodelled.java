package org.abiseam.btf;

/** A record says something that the model has no words for, or contradicts itself. */
final class Unmodelled extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unmodelled(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
