package org.abiseam.laboratory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs commands in the directory of one run, inside the tree that has the compilers.
 *
 * @param root the tree; {@code /} for the machine at hand
 * @param inside the directory as the tree names it
 */
record Toolchain(Path root, String inside) {

  Path file(String name) {
    return root.resolve(inside.substring(1)).resolve(name);
  }

  void write(String name, String text) throws IOException {
    Files.createDirectories(file(name).getParent());
    Files.writeString(file(name), text);
  }

  /** What a command wrote, and how it ended. */
  record Outcome(int status, String text) {
    String firstError() {
      return text.lines()
          .filter(line -> line.contains("error"))
          .findFirst()
          .orElse(text.lines().findFirst().orElse("status " + status));
    }
  }

  private List<String> command(List<String> words) {
    List<String> command = new ArrayList<>();
    if (!root.equals(Path.of("/"))) {
      command.addAll(List.of("chroot", root.toString()));
    }
    command.addAll(List.of("sh", "-c", "cd " + inside + " && exec \"$@\"", "sh"));
    command.addAll(words);
    return command;
  }

  Outcome run(List<String> words) throws IOException {
    Process process = new ProcessBuilder(command(words)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(end(process), text);
  }

  Outcome run(String... words) throws IOException {
    return run(Arrays.asList(words));
  }

  void must(List<String> words) throws IOException {
    Outcome outcome = run(words);
    if (outcome.status() != 0) {
      throw new IOException(String.join(" ", words) + "\n" + outcome.text());
    }
  }

  /** A program whose output is read while it runs. */
  interface Reader {
    void read(InputStream stream) throws IOException;
  }

  int stream(List<String> words, Reader reader) throws IOException {
    Process process =
        new ProcessBuilder(command(words)).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    try (InputStream stream = process.getInputStream()) {
      reader.read(stream);
    }
    return end(process);
  }

  private static int end(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
