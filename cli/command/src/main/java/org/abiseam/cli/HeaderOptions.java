package org.abiseam.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.abiseam.bindings.BindingsSource;
import org.abiseam.cli.header.HeaderWitness;
import org.abiseam.cli.process.ProgramFailure;
import org.abiseam.engine.request.CheckRequest;
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
    private final TemporaryFolder folder;
    private final String name;
    private final List<Path> objects;
    private final List<String> remarks;

    private Headers(TemporaryFolder folder, String name, List<Path> objects, List<String> remarks) {
      this.folder = folder;
      this.name = name;
      this.objects = objects;
      this.remarks = remarks;
    }

    /** Adds the objects, which reports name by the headers. */
    CheckRequest addTo(CheckRequest request) {
      Map<Path, String> named = new HashMap<>();
      objects.forEach(one -> named.put(one, "%s(%s)".formatted(name, one.getFileName())));
      return request.withInputs(objects).withNames(named);
    }

    List<String> remarks() {
      return remarks;
    }

    @Override
    public void close() {
      folder.close();
    }
  }

  /** Tells whether there are any. */
  boolean given() {
    return !headers.get().isEmpty();
  }

  /** Returns the options as they were given. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    headers.get().forEach(header -> words.add("--header " + header));
    flags.get().forEach(given -> words.add("--cflags \"" + given + "\""));
    return words;
  }

  /**
   * Compiles the headers.
   *
   * @param bindings sources whose functions and variables are wanted; of none, all are
   * @throws UsageException with the compiler's words, where the headers cannot be compiled
   */
  Headers compile(RustSources bindings) {
    TemporaryFolder folder = new TemporaryFolder("abiseam-header");
    if (headers.get().isEmpty()) {
      return new Headers(folder, "", List.of(), List.of());
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
    boolean done = false;
    try {
      HeaderWitness.Made made = HeaderWitness.make(request, folder.path());
      done = true;
      return new Headers(folder, String.join(", ", headers.get()), made.objects(), remarks(made));
    } catch (ProgramFailure fault) {
      throw new UsageException("--header: " + fault.getMessage());
    } catch (IOException fault) {
      throw new UncheckedIOException("a file cannot be written: " + fault.getMessage(), fault);
    } finally {
      if (!done) {
        folder.close();
      }
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
