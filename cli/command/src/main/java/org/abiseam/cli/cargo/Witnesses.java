package org.abiseam.cli.cargo;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes the witnesses of a build's crates, one after the other, while Cargo goes on with the crates
 * that need them.
 */
final class Witnesses implements AutoCloseable {
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

  private final Map<Path, Future<CrateWitness.Outcome>> begun = new ConcurrentHashMap<>();

  /** What the expanded sources need that is not stable, as far as rustc said. */
  private final Set<String> features = new TreeSet<>();

  /** Attributes of derive macros, which rustc does not take a second time. */
  private final Set<String> attributes = new TreeSet<>();

  /** Begins with a crate, again where Cargo compiled it again. */
  void begin(Path source, String id) {
    begun.put(source, submitted(source, id));
  }

  private Future<CrateWitness.Outcome> submitted(Path source, String id) {
    return worker.submit(() -> CrateWitness.make(source, id, features, attributes));
  }

  /** Waits for the witness of a crate. */
  CrateWitness.Outcome of(Path source, String id) {
    try {
      return begun.computeIfAbsent(source, it -> submitted(it, id)).get();
    } catch (ExecutionException fault) {
      if (fault.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(fault);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new CrateWitness.Outcome.Missing("it was interrupted");
    }
  }

  /** Ends what is still under way. */
  @Override
  public void close() {
    worker.shutdownNow();
  }
}
