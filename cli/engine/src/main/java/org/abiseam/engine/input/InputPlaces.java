package org.abiseam.engine.input;

import java.util.List;

/** Finds the path of each object inside the package or directory that is an input. */
public final class InputPlaces {
  private InputPlaces() {}

  /** Returns the path of each object of one input; empty where the input is the object. */
  public static List<String> of(OpenedInputs inputs, int input) {
    String path = inputs.names().get(input);
    return inputs.sources().stream()
        .filter(source -> source.input() == input)
        .map(source -> place(source.path(), path))
        .toList();
  }

  /**
   * Returns the path of an object inside the input: behind a directory, or in parentheses of a
   * package.
   */
  static String place(String path, String input) {
    String rest = path.startsWith(input) ? path.substring(input.length()) : path;
    if (rest.startsWith("(") && rest.endsWith(")")) {
      return rest.substring(1, rest.length() - 1);
    }
    return rest.startsWith("/") ? rest.substring(1) : rest;
  }
}
