package org.abiseam.engine.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.abiseam.engine.request.Progress;

/** Wall time by stage, and who is told that a stage begins. */
final class Clock {
  private final Progress progress;
  private final Map<String, Long> nanoseconds = new LinkedHashMap<>();

  Clock(Progress progress) {
    this.progress = progress;
  }

  <T> T time(String stage, Supplier<T> work) {
    progress.stage(stage);
    long start = System.nanoTime();
    T result = work.get();
    nanoseconds.merge(stage, System.nanoTime() - start, Long::sum);
    return result;
  }

  Map<String, Long> milliseconds() {
    Map<String, Long> result = new LinkedHashMap<>();
    nanoseconds.forEach((stage, time) -> result.put(stage, (time + 500_000) / 1_000_000));
    return result;
  }
}
