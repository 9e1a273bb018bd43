package org.abiseam.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs commands in this process and keeps what they say; a test may extend it. */
class CommandLineForTests {
  private static final Path PREBUILT = Path.of("..", "fixtures", "prebuilt");

  String out = "";
  String err = "";

  int run(String... arguments) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int status =
        Main.run(
            arguments,
            new Terminal(false, false, false),
            new PrintStream(output, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8));
    out = output.toString(StandardCharsets.UTF_8);
    err = errors.toString(StandardCharsets.UTF_8);
    return status;
  }

  static String prebuilt(String caseName, String object) {
    return PREBUILT.resolve(caseName).resolve("x86_64-dwarf5").resolve(object).toString();
  }
}
