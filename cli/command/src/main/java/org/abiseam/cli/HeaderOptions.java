package org.abiseam.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.abiseam.bindings.BindingsSource;
import org.abiseam.cli.header.HeaderWitness;
import org.abiseam.engine.request.RustSources;

/** Options that make C headers stand for a library that has no debug info. */
final class HeaderOptions extends OptionGroup {
  private final Supplier<List<String>> headers =
      list(
          String.class,
          "HEADER",
          "C header that declares what a library without debug info defines, as #include <...>"
              + " takes it; GCC compiles what it declares",
          "--header");

  private final Supplier<List<String>> flags =
      list(
          String.class,
          "WORDS",
          "switches for --header, e.g. \"$(pkg-config --cflags libcurl)\"",
          "--cflags");

  private final Supplier<String> compiler =
      value(
          String.class, "gcc", "PROGRAM", "the GCC that compiles --header (default: gcc)", "--cc");

  /** Holds the objects of headers until the run has ended. */
  static final class Headers implements AutoCloseable {
    private final Path directory;
    private final List<Path> objects;
    private final List<String> remarks;

    private Headers(Path directory, List<Path> objects, List<String> remarks) {
      this.directory = directory;
      this.objects = objects;
      this.remarks = remarks;
    }

    List<Path> objects() {
      return objects;
    }

    List<String> remarks() {
      return remarks;
    }

    @Override
    public void close() {
      if (objects.isEmpty()) {
        return;
      }
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException fault) {
        throw new UncheckedIOException(directory + " cannot be removed", fault);
      }
    }
  }

  /**
   * Compiles the headers.
   *
   * @param bindings sources whose functions and variables are wanted; of none, all are
   * @throws UsageException with the compiler's words, where the headers cannot be compiled
   */
  Headers compile(RustSources bindings) {
    if (headers.get().isEmpty()) {
      return new Headers(Path.of(""), List.of(), List.of());
    }
    Set<String> wanted = new TreeSet<>();
    for (Path path : bindings.files()) {
      if (!path.toString().endsWith(".ll")) {
        wanted.addAll(BindingsSource.read(path, bindings.conditions()).symbols());
      }
    }
    List<String> words = new ArrayList<>();
    flags.get().forEach(given -> words.addAll(List.of(given.strip().split("\\s+"))));
    words.removeIf(String::isEmpty);
    HeaderWitness.Request request =
        new HeaderWitness.Request(compiler.get(), words, headers.get(), wanted);
    try {
      Path directory = Files.createTempDirectory("abiseam-header");
      HeaderWitness.Made made = HeaderWitness.make(request, directory);
      return new Headers(directory, made.objects(), remarks(made));
    } catch (HeaderWitness.Failure fault) {
      throw new UsageException("--header: " + fault.getMessage());
    } catch (IOException fault) {
      throw new UncheckedIOException("--header: " + fault.getMessage(), fault);
    }
  }

  private List<String> remarks(HeaderWitness.Made made) {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "%s stands for C: %s compiled %d of its declarations; the library may have been compiled otherwise"
            .formatted(String.join(", ", headers.get()), compiler.get(), made.defined()));
    if (!made.refused().isEmpty()) {
      remarks.add("not compiled from headers: " + String.join(", ", made.refused()));
    }
    return remarks;
  }
}
