package org.abiseam.model;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something about an input that keeps the tool from seeing all of it. The rest of the input still
 * counts.
 *
 * @param kind what went wrong
 * @param object path of the object file as in {@link Origin#object()}
 * @param unit the compile unit it concerns, where it concerns one
 * @param section the section, or empty where it concerns the file
 * @param offset bytes from the beginning of the section, or of the file where no section is named
 * @param message what was expected and what was found, as a sentence without a full stop
 */
public record Diagnostic(
    Kind kind,
    String object,
    Optional<String> unit,
    Optional<String> section,
    OptionalLong offset,
    String message) {

  /** Makes the names of files and what is quoted from them printable. */
  public Diagnostic {
    object = Printable.of(object);
    unit = unit.map(Printable::of);
    section = section.map(Printable::of);
    message = Printable.of(message);
  }

  /** What went wrong. */
  public enum Kind {
    /** The bytes break the format. */
    MALFORMED,
    /** The bytes may be right; this tool does not read them. */
    UNSUPPORTED,
    /** A limit of this tool was reached. */
    LIMIT,
    /** Types are not there: stripped, line tables only. */
    DEBUG_INFO_INSUFFICIENT,
    /**
     * Members of an archive have no debug info, while others have: code of a run-time library. What
     * they define and use is known from their symbol tables.
     */
    MEMBERS_WITHOUT_DEBUG_INFO,
    /** The file, or the split file of a unit, could not be found, opened or read. */
    UNREADABLE
  }

  /**
   * Returns a diagnostic about a whole file.
   *
   * @param kind what went wrong
   * @param object path of the object file
   * @param message what was expected and what was found
   * @return the diagnostic
   */
  public static Diagnostic ofFile(Kind kind, String object, String message) {
    return new Diagnostic(
        kind, object, Optional.empty(), Optional.empty(), OptionalLong.empty(), message);
  }
}
