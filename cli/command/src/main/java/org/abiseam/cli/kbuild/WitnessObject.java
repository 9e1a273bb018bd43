package org.abiseam.cli.kbuild;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.abiseam.bindings.BindingsSource;
import org.abiseam.bindings.WitnessCrate;
import org.abiseam.bindings.WitnessCrate.Access;
import org.abiseam.cli.process.Program;
import org.abiseam.cli.process.ProgramFailure;
import org.abiseam.dwarf.lower.Witness;

/**
 * Compiles the witness of a kernel's bindings, with the switches that the bindings were compiled
 * with. It is kept in {@code BUILD_DIR/.abiseam} and made again when the bindings are newer.
 *
 * <p>The tree names neither the program nor its environment: rustc is the user's. It gets the
 * switches that {@link WitnessSwitches} allows and the metadata of the tree's crates, never a
 * library that it would load and run. All files are written to a new directory of the user, and
 * what is kept in the tree is moved there, through no link.
 */
public final class WitnessObject {
  private static final String CRATE = "bindings";
  private static final Path METADATA = Path.of("rust", "libbindings.rmeta");
  private static final Path OBJECT = Path.of("rust", "bindings.o");
  private static final Path KEPT = Path.of(".abiseam");
  private static final int SHOWN_LINES = 6;

  private final Path build;
  private final List<Path> bindings;
  private final String rustc;
  private final Supplier<Path> folder;

  private WitnessObject(Path build, List<Path> bindings, String rustc, Supplier<Path> folder) {
    this.folder = folder;
    this.build = build.toAbsolutePath().normalize();
    this.bindings = bindings;
    this.rustc = rustc;
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
   * @param rustc the user's compiler: a path, or a name to be found in {@code PATH}
   * @param folder makes an empty folder, which holds the object if it cannot be kept in the tree
   * @return the object, or why there is none
   */
  public static Outcome make(Path build, List<Path> bindings, String rustc, Supplier<Path> folder) {
    return new WitnessObject(build, bindings, rustc, folder).make();
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
    Path kept = build.resolve(KEPT).resolve("witness.o");
    try {
      return isNewest(kept) ? new Outcome.Made(kept) : compiled(command.get(), kept);
    } catch (IOException fault) {
      return new Outcome.Missing(String.valueOf(fault.getMessage()));
    }
  }

  private Outcome compiled(RecordedCommand recorded, Path kept) throws IOException {
    Optional<Path> program = program();
    if (program.isEmpty()) {
      return new Outcome.Missing(
          "there is no program '%s'; name the rustc of this build (it recorded '%s') by --rustc"
              .formatted(rustc, recorded.words().get(recorded.compiler())));
    }
    Path directory = folder.get();
    Path object = directory.resolve("witness.o");
    Path source = directory.resolve("witness.rs");
    linkMetadata(directory);
    List<String> words = new ArrayList<>(List.of(program.get().toString()));
    words.addAll(words(recorded.arguments(), directory));
    if (needsMacros()) {
      Path text = directory.resolve("bindings.rs");
      MacroFreeBindings.write(bindings, text);
      Files.writeString(
          source, witness(List.of(text), new Access.Included(List.of(text.toString()))));
      words.addAll(of(directory, "ffi"));
      words.addAll(List.of("-Zunstable-options", "--sysroot=/dev/null"));
    } else {
      Files.writeString(source, witness(bindings, new Access.Extern(CRATE)));
      words.addAll(of(directory, CRATE));
    }
    Outcome outcome = run(words, object);
    return outcome instanceof Outcome.Made ? new Outcome.Made(keep(object, kept)) : outcome;
  }

  private boolean needsMacros() throws IOException {
    for (Path file : bindings) {
      if (MacroFreeBindings.needsMacros(file)) {
        return true;
      }
    }
    return false;
  }

  private static String witness(List<Path> files, Access access) {
    return WitnessCrate.source(
        files.stream().map(file -> BindingsSource.read(file, List.of())).toList(), access);
  }

  /** Returns the switches that give rustc a crate of the tree by its metadata. */
  private static List<String> of(Path directory, String crate) {
    return List.of("--extern", crate + "=" + directory.resolve("lib" + crate + ".rmeta"));
  }

  /** Finds the user's compiler; a name without a slash in {@code PATH}, but never in the tree. */
  private Optional<Path> program() {
    if (rustc.indexOf('/') >= 0) {
      return Optional.of(Path.of(rustc).toAbsolutePath()).filter(Files::isExecutable);
    }
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    for (String folder : path.split(":", -1)) {
      Path file = Path.of(folder).resolve(rustc).normalize();
      if (file.isAbsolute() && !file.startsWith(build) && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Shows rustc the metadata of the tree's crates, and none of its libraries. */
  private void linkMetadata(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(build.resolve(METADATA).getParent())) {
      for (Path file : files.filter(one -> one.toString().endsWith(".rmeta")).toList()) {
        Files.createSymbolicLink(directory.resolve(file.getFileName().toString()), file);
      }
    }
  }

  /** Moves the object to its place in the tree, where that is a folder of the tree itself. */
  private Path keep(Path object, Path kept) throws IOException {
    Path folder = build.resolve(KEPT);
    if (Files.isWritable(build) && !Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(folder);
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || !Files.isWritable(folder)) {
      return object;
    }
    Files.move(object, kept, StandardCopyOption.REPLACE_EXISTING);
    return kept;
  }

  /** Tells whether nothing that it is made from is newer. */
  private boolean isNewest(Path object) throws IOException {
    if (!Files.isRegularFile(object, LinkOption.NOFOLLOW_LINKS)) {
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

  private List<String> words(List<String> recorded, Path directory) {
    List<String> words = new ArrayList<>(WitnessSwitches.of(recorded));
    words.addAll(
        List.of(
            "-L" + directory,
            "--crate-name",
            Witness.CRATE,
            "--crate-type",
            "lib",
            // Optimised, equal witnesses become one.
            "-Copt-level=0",
            "-Cdebuginfo=2",
            "--emit=obj=" + directory.resolve("witness.o"),
            directory.resolve("witness.rs").toString()));
    return words;
  }

  private Outcome run(List<String> words, Path object) {
    try {
      // The kernel's Makefile exports it: its switches are unstable ones.
      Program.Ended ended =
          new Program(words, build, Map.of("RUSTC_BOOTSTRAP", "1"), Program.COMPILATION)
              .run("name the rustc of this build by --rustc");
      if (ended.succeeded() && Files.isRegularFile(object)) {
        return new Outcome.Made(object);
      }
      return new Outcome.Missing(
          "rustc failed: %s (ran %s); if this is not the rustc of the build, name that by --rustc"
              .formatted(errors(ended.errors()), String.join(" ", words)));
    } catch (ProgramFailure fault) {
      return new Outcome.Missing(String.valueOf(fault.getMessage()));
    }
  }

  private static String errors(String text) {
    return text.lines()
        .filter(line -> line.startsWith("error"))
        .limit(SHOWN_LINES)
        .collect(Collectors.joining(" | "));
  }
}
