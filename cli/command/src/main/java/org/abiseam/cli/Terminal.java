package org.abiseam.cli;

/**
 * Holds what the process is attached to. The launcher looks with {@code test -t}, which costs
 * nothing; without it nothing is taken for a terminal.
 *
 * @param output whether standard output is a terminal
 * @param errors whether standard error is one
 * @param plain whether {@code NO_COLOR} is set, to anything but nothing
 */
record Terminal(boolean output, boolean errors, boolean plain) {

  static Terminal ofProcess() {
    String attached = System.getProperty("abiseam.terminal", "");
    String plain = System.getenv("NO_COLOR");
    return new Terminal(
        attached.indexOf('1') >= 0, attached.indexOf('2') >= 0, plain != null && !plain.isEmpty());
  }
}
