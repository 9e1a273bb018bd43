package org.abiseam.concurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs the same work on several threads, the caller's among them, and returns only when all of them
 * have ended.
 *
 * <p>No failure is lost. A worker that ends by an exception or an error, such as an {@link
 * OutOfMemoryError}, has left its part of the work undone, and a result without that part would be
 * wrong: the first failure is thrown in the caller as it is, with all others as suppressed ones.
 */
public final class Workers {
  private Workers() {}

  /**
   * Runs the same work on each of several threads.
   *
   * @param threads how many work, at least 1; the caller's thread is one of them
   * @param work what each thread runs; it takes its share from a place that all of them see
   * @throws RuntimeException the first that a thread ended with
   * @throws Error the first that a thread ended with
   */
  public static void run(int threads, Runnable work) {
    Failures failures = new Failures();
    List<Thread> helpers = new ArrayList<>();
    try {
      for (int i = 1; i < threads; i++) {
        helpers.add(
            Thread.ofPlatform()
                .name("worker-" + i)
                .uncaughtExceptionHandler((_, failure) -> failures.add(failure))
                .start(work));
      }
      work.run();
    } catch (RuntimeException | Error failure) {
      failures.add(failure);
    } finally {
      join(helpers);
    }
    failures.rethrow();
  }

  /**
   * Applies a function to every element of a list.
   *
   * <p>After a failure no further element is begun.
   *
   * @param threads how many work, at least 1
   * @param function what is applied; several threads call it at once
   * @return the results, in the order of the list
   * @param <T> type of the elements
   * @param <R> type of the results
   * @throws RuntimeException the first that the function threw
   * @throws Error the first that the function threw
   */
  public static <T, R> List<R> map(List<T> list, int threads, Function<T, R> function) {
    AtomicReferenceArray<@Nullable R> results = new AtomicReferenceArray<>(list.size());
    AtomicInteger next = new AtomicInteger();
    run(
        Math.min(threads, list.size()),
        () -> {
          for (int i = next.getAndIncrement(); i < list.size(); i = next.getAndIncrement()) {
            boolean done = false;
            try {
              results.set(i, function.apply(list.get(i)));
              done = true;
            } finally {
              if (!done) {
                next.set(list.size());
              }
            }
          }
        });
    List<R> complete = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      R result = results.get(i);
      if (result == null) {
        throw new IllegalStateException("no result for element " + i);
      }
      complete.add(result);
    }
    return complete;
  }

  private static void join(List<Thread> helpers) {
    boolean interrupted = false;
    for (Thread helper : helpers) {
      while (helper.isAlive()) {
        try {
          helper.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Keeps what the threads ended with. */
  private static final class Failures {
    private @Nullable Throwable first;

    synchronized void add(Throwable failure) {
      if (first == null) {
        first = failure;
      } else {
        first.addSuppressed(failure);
      }
    }

    synchronized void rethrow() {
      switch (first) {
        case null -> {}
        case RuntimeException exception -> throw exception;
        case Error error -> throw error;
        case Throwable other -> throw new IllegalStateException(other);
      }
    }
  }
}
