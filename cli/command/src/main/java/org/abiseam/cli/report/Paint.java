package org.abiseam.cli.report;

import org.abiseam.model.Severity;

/** Colours on a terminal, nothing elsewhere. */
public enum Paint {
  /** Plain text. */
  NONE,
  /** ANSI escapes. */
  ANSI;

  private static final String ESCAPE = "\u001b[";

  String bold(String text) {
    return paint("1", text);
  }

  String dim(String text) {
    return paint("2", text);
  }

  String good(String text) {
    return paint("32", text);
  }

  String bad(String text) {
    return paint("1;31", text);
  }

  String doubtful(String text) {
    return paint("33", text);
  }

  String severity(Severity severity, String text) {
    return switch (severity) {
      case HARMFUL -> bad(text);
      case RISKY -> doubtful(text);
      case HARMLESS -> dim(text);
    };
  }

  private String paint(String code, String text) {
    return switch (this) {
      case NONE -> text;
      case ANSI -> ESCAPE + code + "m" + text + ESCAPE + "0m";
    };
  }
}
