package org.abiseam.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkersTest {
  private static final List<Integer> NUMBERS = IntStream.range(0, 1000).boxed().toList();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 5000})
  void resultsStandInTheOrderOfTheList(int threads) {
    List<Integer> squares = Workers.map(NUMBERS, threads, number -> number * number);
    assertThat(squares).isEqualTo(NUMBERS.stream().map(number -> number * number).toList());
  }

  @Test
  void anEmptyListHasNoResults() {
    assertThat(Workers.map(List.of(), 4, number -> number)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void theFailureOfOneElementIsTheFailureOfAll(int threads) {
    for (int failing : new int[] {0, 1, 500, 999}) {
      assertThatThrownBy(
              () ->
                  Workers.map(
                      NUMBERS,
                      threads,
                      number -> {
                        if (number == failing) {
                          throw new OutOfMemoryError("element " + number);
                        }
                        return number;
                      }))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessage("element " + failing);
    }
  }

  /** Only a helper fails: the caller's thread has long done all of the rest. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void theFailureOfAHelperReachesTheCaller(int threads) {
    Thread caller = Thread.currentThread();
    assertThatThrownBy(
            () ->
                Workers.run(
                    threads,
                    () -> {
                      if (Thread.currentThread() != caller) {
                        throw new IllegalArgumentException("a helper");
                      }
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a helper")
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(threads - 2));
  }

  /** What a thread still reads must not be closed while it does. */
  @Test
  void aFailureOfTheCallerWaitsForTheHelpers() {
    Thread caller = Thread.currentThread();
    CountDownLatch failed = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Workers.run(
                    3,
                    () -> {
                      if (Thread.currentThread() == caller) {
                        failed.countDown();
                        throw new IllegalArgumentException("the caller");
                      }
                      await(failed);
                      ended.incrementAndGet();
                    }))
        .hasMessage("the caller");
    assertThat(ended).hasValue(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void asManyThreadsWorkAsAreAskedFor() {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    Workers.run(4, () -> seen.add(Thread.currentThread()));
    assertThat(seen).hasSize(4).contains(Thread.currentThread());
  }
}
