package org.abiseam.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.abiseam.engine.request.Progress;

/**
 * One line at the bottom of a terminal, rewritten in place: the stage, how many objects of how many
 * are done, how many a second, and how long the rest of the stage will take at that rate; while a
 * package is unpacked, the same of its bytes. Silent for what is over in a moment. It is erased
 * when the work ends, also when it is interrupted.
 */
final class ProgressLine implements Progress {
  private static final long SECOND = 1_000_000_000L;
  private static final long FIRST_AFTER = SECOND / 2;
  private static final long EVERY = SECOND / 10;
  private static final long MEGABYTE = 1_000_000;
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream err;
  private final LongSupplier clock;
  private String stage = "";
  private int done;
  private String file = "";
  private long fileBegan;
  private long began;
  private long next;
  private boolean shown;

  ProgressLine(PrintStream err, LongSupplier clock) {
    this.err = err;
    this.clock = clock;
    this.next = clock.getAsLong() + FIRST_AFTER;
  }

  @Override
  public synchronized void stage(String name) {
    stage = name;
    done = 0;
    began = clock.getAsLong();
    show(0);
  }

  @Override
  public synchronized void object(String path, int of) {
    done++;
    show(of);
  }

  @Override
  public synchronized void bytes(String path, long read, long of) {
    if (!path.equals(file)) {
      file = path;
      fileBegan = clock.getAsLong();
    }
    long elapsed = Math.max(1, clock.getAsLong() - fileBegan);
    long left = Math.round((double) (of - read) * elapsed / SECOND / Math.max(1, read));
    show(
        String.format(
            Locale.ROOT,
            "  %,d of %,d MB  %,d MB/s  %s left",
            read / MEGABYTE,
            of / MEGABYTE,
            Math.round((double) read * SECOND / elapsed / MEGABYTE),
            remaining(left)));
  }

  private void show(int of) {
    show(of > 1 ? count(of, clock.getAsLong() - began) : "");
  }

  private void show(String state) {
    long now = clock.getAsLong();
    if (now < next) {
      return;
    }
    next = now + EVERY;
    if (!shown) {
      shown = true;
      eraseAtTheEnd();
    }
    err.print(ERASE + "abiseam: " + stage + state);
    err.flush();
  }

  private void eraseAtTheEnd() {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    } catch (IllegalStateException _) {
      // The process is ending already.
    }
  }

  private String count(int of, long elapsed) {
    String count = String.format(Locale.ROOT, "  %,d of %,d", done, of);
    if (done == 0 || elapsed < FIRST_AFTER) {
      return count;
    }
    double rate = (double) done * SECOND / elapsed;
    String text = String.format(Locale.ROOT, rate < 10 ? "  %.1f/s" : "  %,.0f/s", rate);
    return count + text + "  " + remaining(Math.round((of - done) / rate)) + " left";
  }

  private static String remaining(long seconds) {
    return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }

  @Override
  public synchronized void close() {
    if (shown) {
      shown = false;
      next = Long.MAX_VALUE;
      err.print(ERASE);
      err.flush();
    }
  }
}
