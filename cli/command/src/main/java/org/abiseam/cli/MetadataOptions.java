package org.abiseam.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.abiseam.cli.metadata.LibraryCode;
import org.abiseam.cli.metadata.MetadataWitness;
import org.abiseam.cli.process.ProgramFailure;

/** Options that let rustc describe what crates declare of which only metadata is there. */
final class MetadataOptions extends OptionGroup {
  private final Supplier<Optional<String>> rustc =
      optional(
          String.class,
          "PROGRAM",
          "the rustc that compiled the given .rlib and .rmeta files; it describes what they"
              + " declare of C",
          "--rustc");

  /** Holds what rustc compiled until the run has ended. */
  static final class Crates implements AutoCloseable {
    private final TemporaryFolder folder = new TemporaryFolder("abiseam-metadata");
    private final List<Path> files = new ArrayList<>();
    private final Map<Path, String> names = new HashMap<>();
    private final List<String> remarks = new ArrayList<>();

    /** Returns the objects to read: those given that have code, and the witnesses. */
    List<Path> files() {
      return files;
    }

    /** Returns what reports call the witnesses. */
    Map<Path, String> names() {
      return names;
    }

    List<String> remarks() {
      return remarks;
    }

    @Override
    public void close() {
      folder.close();
    }
  }

  /**
   * Compiles witnesses.
   *
   * @param given all files; those with metadata are told by their endings
   * @throws UsageException with rustc's words, or where metadata alone is given and no rustc
   */
  Crates compile(List<Path> given) {
    Crates crates = new Crates();
    boolean done = false;
    try {
      for (Path file : given) {
        if (isMetadata(file) && rustc.get().isEmpty()) {
          throw new UsageException(
              file + " is metadata of rustc; name the rustc that wrote it by --rustc");
        }
        boolean described = rustc.get().isPresent() && (isMetadata(file) || isLibrary(file));
        if (described) {
          add(rustc.get().get(), file, crates);
        }
        if (!described || (isLibrary(file) && LibraryCode.matters(file))) {
          crates.files.add(file);
        }
      }
      done = true;
      return crates;
    } catch (ProgramFailure fault) {
      throw new UsageException("--rustc: " + fault.getMessage());
    } catch (IOException fault) {
      throw new UncheckedIOException("a file cannot be written: " + fault.getMessage(), fault);
    } finally {
      if (!done) {
        crates.close();
      }
    }
  }

  private static void add(String program, Path file, Crates crates)
      throws ProgramFailure, IOException {
    Path folder = Files.createTempDirectory(crates.folder.path(), "crate");
    Optional<MetadataWitness.Made> made = MetadataWitness.make(program, file, folder);
    made.map(MetadataWitness.Made::object)
        .ifPresent(
            object -> {
              crates.files.add(object);
              crates.names.put(object, "%s(%s)".formatted(file, object.getFileName()));
            });
    crates.remarks.add(
        made.map(
                it ->
                    "%s: %s describes %d functions and variables of C and %d types"
                        .formatted(file, program, it.symbols(), it.types()))
            .orElseGet(() -> file + ": declares no function and no variable of C"));
  }

  private static boolean isMetadata(Path file) {
    return file.toString().endsWith(".rmeta");
  }

  private static boolean isLibrary(Path file) {
    return file.toString().endsWith(".rlib");
  }
}
