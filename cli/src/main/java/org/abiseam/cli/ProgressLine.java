package org.abiseam.cli;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.abiseam.cli.pipeline.Progress;

/**
 * One line at the bottom of a terminal, rewritten in place; silent for what is over in a moment.
 */
final class ProgressLine implements Progress {
  private static final long FIRST_AFTER = 500_000_000L;
  private static final long EVERY = 100_000_000L;
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream err;
  private final AtomicInteger done = new AtomicInteger();
  private String stage = "";
  private long next = System.nanoTime() + FIRST_AFTER;
  private boolean shown;

  private ProgressLine(PrintStream err) {
    this.err = err;
  }

  static Progress of(Settings settings, PrintStream err) {
    return settings.progress() ? new ProgressLine(err) : Progress.SILENT;
  }

  @Override
  public synchronized void stage(String name) {
    stage = name;
    done.set(0);
    show("");
  }

  @Override
  public synchronized void object(String path, int of) {
    int count = done.incrementAndGet();
    show(" " + count + " of " + of);
  }

  private void show(String count) {
    long now = System.nanoTime();
    if (now < next) {
      return;
    }
    next = now + EVERY;
    shown = true;
    err.print(ERASE + "abiseam: " + stage + count);
    err.flush();
  }

  @Override
  public synchronized void close() {
    if (shown) {
      err.print(ERASE);
      err.flush();
    }
  }
}
