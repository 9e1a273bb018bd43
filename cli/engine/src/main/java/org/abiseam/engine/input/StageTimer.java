package org.abiseam.engine.input;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.abiseam.engine.request.Progress;

/** Measures the wall time of each stage and reports its start to a {@link Progress}. */
public final class StageTimer {
  private final Progress progress;
  private final Map<String, Long> nanoseconds = new LinkedHashMap<>();

  /** Begins with no stage. */
  public StageTimer(Progress progress) {
    this.progress = progress;
  }

  /**
   * Runs a stage.
   *
   * @param <T> type of the result
   * @throws CancellationException if the caller no longer wants the result
   */
  public <T> T time(String stage, Supplier<T> work) {
    if (progress.isCancelled()) {
      throw new CancellationException("cancelled before the stage " + stage);
    }
    progress.stage(stage);
    long start = System.nanoTime();
    T result = work.get();
    nanoseconds.merge(stage, System.nanoTime() - start, Long::sum);
    return result;
  }

  /** Returns milliseconds by stage, in order. */
  public Map<String, Long> milliseconds() {
    Map<String, Long> result = new LinkedHashMap<>();
    nanoseconds.forEach((stage, time) -> result.put(stage, (time + 500_000) / 1_000_000));
    return result;
  }
}
