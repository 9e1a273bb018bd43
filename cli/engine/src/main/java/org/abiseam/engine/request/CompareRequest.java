package org.abiseam.engine.request;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.abiseam.engine.scope.SymbolScope;

/**
 * Says which two builds are compared and how.
 *
 * @param old an object, archive, module, package, directory or snapshot
 * @param recent another
 * @param threads how many threads work at once, at least 1
 * @param debugDirectory the folder of separate debug files; empty for {@code /usr/lib/debug}
 * @param bindings what Rust believes, as text, where one of the two is Rust and the other is C
 * @param scope the symbols that count; empty for all
 * @param publicHeaders headers of the old build, or folders with them, that its users compile with;
 *     empty where that is not known
 * @param impacted whether to find the functions and variables that the changes reach
 * @param caching where summaries of objects are kept; empty for nowhere
 */
public record CompareRequest(
    Path old,
    Path recent,
    int threads,
    Optional<Path> debugDirectory,
    List<Path> bindings,
    Optional<SymbolScope> scope,
    List<Path> publicHeaders,
    boolean impacted,
    Optional<Caching> caching) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is less than one thread
   */
  public CompareRequest {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: at least 1, not " + threads);
    }
    bindings = List.copyOf(bindings);
    publicHeaders = List.copyOf(publicHeaders);
  }

  /**
   * Asks for a comparison of all that two builds define, by all processors.
   *
   * @param old an object, archive, module, package, directory or snapshot
   * @param recent another
   * @return a request
   */
  public static CompareRequest of(Path old, Path recent) {
    return new CompareRequest(
        old,
        recent,
        Runtime.getRuntime().availableProcessors(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of(),
        false,
        Optional.empty());
  }

  /**
   * Sets where summaries of objects are kept between runs.
   *
   * @param settings empty for nowhere
   * @return a copy
   */
  public CompareRequest withCaching(Optional<Caching> settings) {
    return new CompareRequest(
        old, recent, threads, debugDirectory, bindings, scope, publicHeaders, impacted, settings);
  }

  /**
   * Asks for a check of the two as sides of one build.
   *
   * @return a request of the same inputs
   */
  public CheckRequest asOneBuild() {
    return CheckRequest.of(List.of(old, recent))
        .withThreads(threads)
        .withDebugDirectory(debugDirectory)
        .withBindings(bindings)
        .withScope(scope)
        .withCaching(caching);
  }
}
