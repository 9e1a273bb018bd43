package org.abiseam.cli.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program of the user, a compiler or Cargo, without input, and keeps what it prints.
 *
 * @param words the program, then its arguments
 * @param directory the folder that it runs in
 * @param variables added to the environment
 * @param limit how long it may run
 */
public record Program(
    List<String> words, Path directory, Map<String, String> variables, Duration limit) {
  /** What one compilation may take. */
  public static final Duration COMPILATION = Duration.ofMinutes(10);

  /** Bytes of each stream that are kept; a build of a large workspace prints a few million. */
  private static final int MOST_BYTES = 1 << 26;

  /** Copies the words and the variables. */
  public Program {
    words = List.copyOf(words);
    variables = Map.copyOf(variables);
  }

  /**
   * Says how a program ended.
   *
   * @param status its exit status
   * @param output its standard output, without blanks at both ends
   * @param errors its standard error, likewise
   */
  public record Ended(int status, String output, String errors) {
    /** Tells whether the exit status is 0. */
    public boolean succeeded() {
      return status == 0;
    }
  }

  /**
   * Runs it to its end. A program that does not end in time, and what it started, is killed; so it
   * is when this thread is interrupted.
   *
   * @param remedy what the user can do where there is no such program: a clause
   * @throws ProgramFailure if it cannot be started, runs too long, prints too much or is
   *     interrupted
   */
  public Ended run(String remedy) throws ProgramFailure {
    Process process = start(remedy);
    try {
      process.getOutputStream().close();
      FutureTask<String> output = kept(process.getInputStream());
      FutureTask<String> errors = kept(process.getErrorStream());
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        throw new ProgramFailure(
            "%s ran for more than %d s".formatted(words.getFirst(), limit.toSeconds()));
      }
      return new Ended(process.exitValue(), output.get(), errors.get());
    } catch (IOException | ExecutionException fault) {
      throw new ProgramFailure(
          "the output of %s is lost: %s".formatted(words.getFirst(), fault.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ProgramFailure(words.getFirst() + " was interrupted");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Process start(String remedy) throws ProgramFailure {
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
    builder.environment().putAll(variables);
    try {
      return builder.start();
    } catch (IOException fault) {
      throw new ProgramFailure(
          "there is no program '%s'; %s (%s)"
              .formatted(words.getFirst(), remedy, fault.getMessage()));
    }
  }

  /** Reads a stream in a thread of its own, so that the program never waits for a reader. */
  private FutureTask<String> kept(InputStream stream) {
    FutureTask<String> task =
        new FutureTask<>(
            () -> {
              byte[] bytes = stream.readNBytes(MOST_BYTES);
              if (stream.read() >= 0) {
                stream.close();
                throw new IOException("there are more than %d MB".formatted(MOST_BYTES >> 20));
              }
              return new String(bytes, StandardCharsets.UTF_8).strip();
            });
    Thread.ofPlatform().daemon().start(task);
    return task;
  }
}
