package org.abiseam.model;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The bytes of an input break their format, or a limit. Caught once per stage, where it becomes a
 * {@link Diagnostic}.
 */
public final class Malformed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Diagnostic.Kind kind;
  private final String section;
  private final long offset;

  /**
   * Creates a fault at a position.
   *
   * @param kind what sort of fault
   * @param section the section, or empty for the file itself
   * @param offset bytes from its beginning
   * @param message what was expected and what was found
   */
  public Malformed(Diagnostic.Kind kind, String section, long offset, String message) {
    super(message, null, false, false);
    this.kind = kind;
    this.section = section;
    this.offset = offset;
  }

  /**
   * Creates a fault in the bytes.
   *
   * @param section the section, or empty for the file itself
   * @param offset bytes from its beginning
   * @param message what was expected and what was found
   */
  public Malformed(String section, long offset, String message) {
    this(Diagnostic.Kind.MALFORMED, section, offset, message);
  }

  /**
   * Returns the fault as data.
   *
   * @param object path of the object file
   * @param unit the compile unit, where it concerns one
   * @return a diagnostic with section and offset
   */
  public Diagnostic diagnostic(String object, Optional<String> unit) {
    return new Diagnostic(
        kind,
        object,
        unit,
        section.isEmpty() ? Optional.empty() : Optional.of(section),
        OptionalLong.of(offset),
        String.valueOf(getMessage()));
  }
}
