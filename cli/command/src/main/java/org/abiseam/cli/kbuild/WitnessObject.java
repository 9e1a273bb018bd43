package org.abiseam.cli.kbuild;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.abiseam.bindings.BindingsSource;
import org.abiseam.bindings.WitnessCrate;
import org.abiseam.dwarf.lower.Witness;

/**
 * The witness of a kernel's bindings, compiled by the command that compiled the bindings. It is
 * kept in {@code BUILD_DIR/.abiseam} and made again when the bindings are newer.
 */
public final class WitnessObject {
  private static final String CRATE = "bindings";
  private static final Path METADATA = Path.of("rust", "libbindings.rmeta");
  private static final Path OBJECT = Path.of("rust", "bindings.o");
  private static final Path KEPT = Path.of(".abiseam");
  private static final long MOST_MINUTES = 10;
  private static final int SHOWN_LINES = 6;

  private final Path build;
  private final List<Path> bindings;

  private WitnessObject(Path build, List<Path> bindings) {
    this.build = build.toAbsolutePath().normalize();
    this.bindings = bindings;
  }

  /** What became of it. */
  public sealed interface Outcome {
    /**
     * It is there.
     *
     * @param object its file
     */
    record Made(Path object) implements Outcome {}

    /**
     * It is not.
     *
     * @param reason a clause
     */
    record Missing(String reason) implements Outcome {}
  }

  /**
   * Makes it where it is not there yet.
   *
   * @param build the directory that the kernel was built in
   * @param bindings the generated sources
   * @return the object, or why there is none
   */
  public static Outcome make(Path build, List<Path> bindings) {
    return new WitnessObject(build, bindings).make();
  }

  private Outcome make() {
    Optional<RecordedCommand> command =
        RecordedCommand.of(build.resolve(OBJECT)).filter(RecordedCommand::ofRust);
    if (command.isEmpty()) {
      return new Outcome.Missing("the command of " + OBJECT + " is not recorded");
    }
    if (!Files.isRegularFile(build.resolve(METADATA))) {
      return new Outcome.Missing(METADATA + " is not there");
    }
    try {
      return compiled(command.get().invocation());
    } catch (IOException fault) {
      return new Outcome.Missing(String.valueOf(fault.getMessage()));
    }
  }

  private Outcome compiled(RecordedCommand.Invocation recorded) throws IOException {
    Path kept = build.resolve(KEPT);
    Path directory =
        Files.isWritable(build)
            ? Files.createDirectories(kept)
            : Files.createTempDirectory("abiseam-witness");
    Path object = directory.resolve("witness.o");
    Path source = directory.resolve("witness.rs");
    if (newest(object)) {
      return new Outcome.Made(object);
    }
    List<BindingsSource> sources = bindings.stream().map(BindingsSource::read).toList();
    Files.writeString(source, WitnessCrate.source(sources, new WitnessCrate.Access.Extern(CRATE)));
    Files.deleteIfExists(object);
    return run(recorded.environment(), words(recorded.words(), source, object), object);
  }

  /** Whether nothing that it is made from is newer. */
  private boolean newest(Path object) throws IOException {
    if (!Files.exists(object)) {
      return false;
    }
    List<Path> made = new ArrayList<>(bindings);
    made.add(build.resolve(METADATA));
    for (Path path : made) {
      if (Files.getLastModifiedTime(path).compareTo(Files.getLastModifiedTime(object)) > 0) {
        return false;
      }
    }
    return true;
  }

  /** The recorded words but for what they make and from what. */
  private static List<String> words(List<String> recorded, Path source, Path object) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < recorded.size(); i++) {
      String word = recorded.get(i);
      if (word.equals("--crate-name") || word.equals("--crate-type") || word.equals("-o")) {
        i++;
      } else if (!word.startsWith("--emit") && !word.endsWith(".rs")) {
        words.add(word);
      }
    }
    words.addAll(
        List.of(
            "--crate-name",
            Witness.CRATE,
            "--crate-type",
            "lib",
            "--extern",
            CRATE,
            // Optimised, equal witnesses become one.
            "-Copt-level=0",
            "-Cdebuginfo=2",
            "--emit=obj=" + object,
            source.toString()));
    return words;
  }

  private Outcome run(Map<String, String> environment, List<String> words, Path object)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words).directory(build.toFile());
    builder.environment().putAll(environment);
    // The kernel's Makefile exports it: its switches are unstable ones.
    builder.environment().put("RUSTC_BOOTSTRAP", "1");
    Path messages = Files.createTempFile("abiseam-rustc", ".txt");
    try {
      builder.redirectErrorStream(true).redirectOutput(messages.toFile());
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return new Outcome.Missing("rustc ran for more than " + MOST_MINUTES + " minutes");
      }
      if (process.exitValue() == 0 && Files.isRegularFile(object)) {
        return new Outcome.Made(object);
      }
      return new Outcome.Missing("rustc failed: " + errors(messages));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Outcome.Missing("it was interrupted");
    } finally {
      Files.deleteIfExists(messages);
    }
  }

  private static String errors(Path messages) throws IOException {
    try (InputStream in = Files.newInputStream(messages)) {
      String text = new String(in.readNBytes(1 << 16), StandardCharsets.UTF_8);
      return String.join(
          " | ", text.lines().filter(line -> line.startsWith("error")).limit(SHOWN_LINES).toList());
    }
  }
}
