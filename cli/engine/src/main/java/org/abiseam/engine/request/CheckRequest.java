package org.abiseam.engine.request;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.abiseam.engine.scope.SymbolScope;

/**
 * Says what one check reads and how.
 *
 * @param paths the inputs: objects, archives, packages, directories or snapshots, in order
 * @param names what reports call those inputs that were made for this check alone
 * @param threads how many threads work at once, at least 1
 * @param debugDirectory the folder of separate debug files; empty for {@code /usr/lib/debug}
 * @param bindings what Rust believes, as text
 * @param linked objects that are linked into an image among the paths; only their imports are read
 * @param flags switches of compile units whose debug info records none, by source file
 * @param also a type or symbol that is shown too where one side alone has it
 * @param scope the symbols that count; empty for all
 * @param exports {@code Module.symvers}, for images and modules that do not show their exports
 * @param configuration the kernel's {@code .config}
 * @param caching where summaries of objects are kept; empty for nowhere
 */
public record CheckRequest(
    List<Path> paths,
    Map<Path, String> names,
    int threads,
    Optional<Path> debugDirectory,
    RustSources bindings,
    List<Path> linked,
    Map<String, List<String>> flags,
    Optional<String> also,
    Optional<SymbolScope> scope,
    Optional<Path> exports,
    Optional<KernelConfiguration> configuration,
    Optional<Caching> caching) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is less than one thread
   */
  public CheckRequest {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: at least 1, not " + threads);
    }
    paths = List.copyOf(paths);
    names = Map.copyOf(names);
    linked = List.copyOf(linked);
    flags = Map.copyOf(flags);
  }

  /**
   * Asks for a check of these inputs by all processors, without further evidence.
   *
   * @param paths objects, archives, packages, directories or snapshots
   * @return a request
   */
  public static CheckRequest of(List<Path> paths) {
    return new CheckRequest(
        paths,
        Map.of(),
        Runtime.getRuntime().availableProcessors(),
        Optional.empty(),
        RustSources.NONE,
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Adds files and directories to read.
   *
   * @param more behind those that are there
   * @return a copy
   */
  public CheckRequest withInputs(List<Path> more) {
    List<Path> all = new ArrayList<>(paths);
    all.addAll(more);
    return with(draft -> draft.paths = all);
  }

  /**
   * Names files that were made for this check: their own paths mean nothing to a reader of its
   * report and are others each time.
   *
   * @param more what reports call files, which are inputs
   * @return a copy
   */
  public CheckRequest withNames(Map<Path, String> more) {
    Map<Path, String> all = new HashMap<>(names);
    all.putAll(more);
    return with(draft -> draft.names = all);
  }

  /**
   * Sets how many threads work at once.
   *
   * @param count at least 1
   * @return a copy
   */
  public CheckRequest withThreads(int count) {
    return with(draft -> draft.threads = count);
  }

  /**
   * Sets where separate debug files are looked for.
   *
   * @param folder laid out as {@code /usr/lib/debug}; empty for that folder itself
   * @return a copy
   */
  public CheckRequest withDebugDirectory(Optional<Path> folder) {
    return with(draft -> draft.debugDirectory = folder);
  }

  /**
   * Adds what Rust believes, as text that is of one crate or of none.
   *
   * @param files Rust source, or LLVM IR ({@code .ll})
   * @return a copy
   */
  public CheckRequest withBindings(List<Path> files) {
    return with(bindings.plus(files));
  }

  /**
   * Adds what crates believe, each by names of its own.
   *
   * @param crates their sources
   * @return a copy
   */
  public CheckRequest withCrates(List<RustCrate> crates) {
    List<RustCrate> all = new ArrayList<>(bindings.crates());
    all.addAll(crates);
    return with(new RustSources(all, bindings.conditions()));
  }

  /**
   * Settles conditions of the Rust source.
   *
   * @param options values of rustc's {@code --cfg}
   * @return a copy
   */
  public CheckRequest withConditions(List<String> options) {
    return with(new RustSources(bindings.crates(), options));
  }

  private CheckRequest with(RustSources sources) {
    return with(draft -> draft.bindings = sources);
  }

  /**
   * Names objects that are linked into an image among the inputs.
   *
   * @param objects of which only the imports are read
   * @return a copy
   */
  public CheckRequest withLinked(List<Path> objects) {
    return with(draft -> draft.linked = objects);
  }

  /**
   * Sets the switches of compile units whose debug info records none.
   *
   * @param recorded switches by source file
   * @return a copy
   */
  public CheckRequest withFlags(Map<String, List<String>> recorded) {
    return with(draft -> draft.flags = recorded);
  }

  /**
   * Adds a type or symbol to what both sides have.
   *
   * @param name as C or the linker has it; empty for none
   * @return a copy
   */
  public CheckRequest withAlso(Optional<String> name) {
    return with(draft -> draft.also = name);
  }

  /**
   * Narrows the check to some symbols and what they reach.
   *
   * @param symbols that count; empty for all
   * @return a copy
   */
  public CheckRequest withScope(Optional<SymbolScope> symbols) {
    return with(draft -> draft.scope = symbols);
  }

  /**
   * Sets the table of exported symbols.
   *
   * @param file a {@code Module.symvers}
   * @return a copy
   */
  public CheckRequest withExports(Optional<Path> file) {
    return with(draft -> draft.exports = file);
  }

  /**
   * Sets the kernel's configuration.
   *
   * @param file a {@code .config} that was read
   * @return a copy
   */
  public CheckRequest withConfiguration(Optional<KernelConfiguration> file) {
    return with(draft -> draft.configuration = file);
  }

  /**
   * Sets where summaries of objects are kept between runs.
   *
   * @param settings empty for nowhere
   * @return a copy
   */
  public CheckRequest withCaching(Optional<Caching> settings) {
    return with(draft -> draft.caching = settings);
  }

  /** Makes a copy with one part changed. */
  private CheckRequest with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.request();
  }

  /** Holds the parts of a copy until it is made. */
  private static final class Draft {
    private List<Path> paths;
    private Map<Path, String> names;
    private int threads;
    private Optional<Path> debugDirectory;
    private RustSources bindings;
    private List<Path> linked;
    private Map<String, List<String>> flags;
    private Optional<String> also;
    private Optional<SymbolScope> scope;
    private Optional<Path> exports;
    private Optional<KernelConfiguration> configuration;
    private Optional<Caching> caching;

    Draft(CheckRequest from) {
      paths = from.paths;
      names = from.names;
      threads = from.threads;
      debugDirectory = from.debugDirectory;
      bindings = from.bindings;
      linked = from.linked;
      flags = from.flags;
      also = from.also;
      scope = from.scope;
      exports = from.exports;
      configuration = from.configuration;
      caching = from.caching;
    }

    CheckRequest request() {
      return new CheckRequest(
          paths,
          names,
          threads,
          debugDirectory,
          bindings,
          linked,
          flags,
          also,
          scope,
          exports,
          configuration,
          caching);
    }
  }
}
