package org.abiseam.engine.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The same work on every element of a list; results in the order of the list. */
final class Parallel {
  private Parallel() {}

  static <T, R> List<R> map(List<T> list, int threads, Function<T, R> work) {
    List<@Nullable R> results = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      results.add(null);
    }
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Runnable worker =
        () -> {
          for (int i = next.getAndIncrement(); i < list.size(); i = next.getAndIncrement()) {
            results.set(i, work.apply(list.get(i)));
          }
        };
    List<Thread> helpers = new ArrayList<>();
    for (int i = 1; i < Math.min(threads, list.size()); i++) {
      helpers.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((_, fault) -> failure.compareAndSet(null, fault))
              .start(worker));
    }
    worker.run();
    helpers.forEach(Parallel::join);
    Throwable fault = failure.get();
    if (fault != null) {
      throw new IllegalStateException(fault);
    }
    List<R> complete = new ArrayList<>(results.size());
    for (R result : results) {
      if (result != null) {
        complete.add(result);
      }
    }
    return complete;
  }

  private static void join(Thread helper) {
    boolean interrupted = false;
    while (helper.isAlive()) {
      try {
        helper.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
