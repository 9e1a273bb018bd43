package org.abiseam.cli.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Takes what a program prints, while it runs. */
  @FunctionalInterface
  public interface Lines {
    /**
     * Takes a line.
     *
     * @param line without its end
     * @throws ProgramFailure if it is none that the program should print
     */
    void accept(String line) throws ProgramFailure;
  }

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
    return run(remedy, _ -> {});
  }

  /**
   * Runs it to its end, and hands on each line of its standard output when it is there.
   *
   * @param remedy what the user can do where there is no such program: a clause
   * @param lines called by another thread, which has ended when this returns
   * @throws ProgramFailure as above
   */
  public Ended run(String remedy, Lines lines) throws ProgramFailure {
    Process process = start(remedy);
    try {
      process.getOutputStream().close();
      FutureTask<String> output = kept(process.getInputStream(), lines);
      FutureTask<String> errors = kept(process.getErrorStream(), _ -> {});
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        throw new ProgramFailure(
            "%s ran for more than %d s".formatted(words.getFirst(), limit.toSeconds()));
      }
      return new Ended(process.exitValue(), output.get(), errors.get());
    } catch (ExecutionException fault) {
      if (fault.getCause() instanceof ProgramFailure own) {
        throw own;
      }
      throw new ProgramFailure(
          "the output of %s is lost: %s".formatted(words.getFirst(), fault.getMessage()));
    } catch (IOException fault) {
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
  private static FutureTask<String> kept(InputStream stream, Lines lines) {
    FutureTask<String> task = new FutureTask<>(() -> read(stream, lines));
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private static String read(InputStream stream, Lines lines) throws IOException, ProgramFailure {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] part = new byte[1 << 13];
    Optional<ProgramFailure> fault = Optional.empty();
    for (int count = stream.read(part); count >= 0; count = stream.read(part)) {
      all.write(part, 0, count);
      if (all.size() > MOST_BYTES) {
        stream.close();
        throw new IOException("there are more than %d MB".formatted(MOST_BYTES >> 20));
      }
      for (int i = 0; i < count; i++) {
        if (part[i] != '\n') {
          line.write(part[i]);
        } else if (fault.isEmpty()) {
          fault = handed(line.toString(StandardCharsets.UTF_8), lines);
          line.reset();
        }
      }
    }
    if (fault.isEmpty() && line.size() > 0) {
      fault = handed(line.toString(StandardCharsets.UTF_8), lines);
    }
    if (fault.isPresent()) {
      throw fault.get();
    }
    return all.toString(StandardCharsets.UTF_8).strip();
  }

  /** Hands on a line; what is thrown waits until all is read, since the program waits for that. */
  private static Optional<ProgramFailure> handed(String line, Lines lines) {
    try {
      lines.accept(line);
      return Optional.empty();
    } catch (ProgramFailure fault) {
      return Optional.of(fault);
    }
  }
}
