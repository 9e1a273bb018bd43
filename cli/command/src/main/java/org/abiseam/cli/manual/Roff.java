package org.abiseam.cli.manual;

/** The source of a manual page, in the macros of man(7). */
final class Roff {
  private final StringBuilder text = new StringBuilder();

  /** The page's name, section, version. */
  Roff title(String name, String version) {
    return macro(
        ".TH \""
            + name.toUpperCase(java.util.Locale.ROOT)
            + "\" \"1\" \"\" \"abiseam "
            + version
            + "\" \"abiseam\"");
  }

  Roff section(String title) {
    return macro(".SH \"" + escaped(title.toUpperCase(java.util.Locale.ROOT)) + "\"");
  }

  /** Returns what stands before a description that is set off. */
  Roff term(String term) {
    return macro(".TP").line("\\fB" + escaped(term) + "\\fR");
  }

  /** How a line stands to the one before it. */
  enum Place {
    /** In a paragraph of its own. */
    APART,
    /** Right below. */
    BELOW
  }

  /** Returns what is to be typed. */
  Roff typed(String command, Place place) {
    Roff begun = place == Place.APART ? apart() : this;
    return begun.macro(".nf").line("\\fB" + escaped(command) + "\\fR").macro(".fi");
  }

  /** Returns what a command does, set off below it. */
  Roff meaning(String words) {
    return macro(".RS 4").line(escaped(words)).macro(".RE");
  }

  /** A new paragraph, which a section begins with by itself. */
  private Roff apart() {
    int last = text.lastIndexOf("\n", text.length() - 2) + 1;
    return text.indexOf(".SH", last) == last ? this : macro(".PP");
  }

  Roff line(String escaped) {
    // A dot or an apostrophe at the margin would be a macro.
    boolean control = escaped.startsWith(".") || escaped.startsWith("'");
    text.append(control ? "\\&" : "").append(escaped).append('\n');
    return this;
  }

  private Roff macro(String line) {
    text.append(line).append('\n');
    return this;
  }

  String text() {
    return text.toString();
  }

  /** Every character for what it is: a hyphen that can be copied, no quotes that curl. */
  static String escaped(String words) {
    return words
        .replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("'", "\\(aq")
        .replace("`", "\\(ga")
        .replace("^", "\\(ha")
        .replace("~", "\\(ti")
        .replace("\"", "\\(dq");
  }
}
