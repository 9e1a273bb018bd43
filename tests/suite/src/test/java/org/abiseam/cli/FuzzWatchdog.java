package org.abiseam.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Looks after each run from another thread: one that does not end is reported with its input while
 * it still runs, and ends the process when it has run for a minute. Time is that of the process's
 * processors, so that a busy machine makes nobody slow.
 */
final class FuzzWatchdog {
  private static final long EVERY_MILLISECONDS = 500;
  private static final long NEVER_ENDS = 60_000_000_000L;

  private final Path kept;
  private long slow = Long.MAX_VALUE;
  private byte[] input = {};
  private String name = "";
  private long start;
  private long processors;
  private boolean told;
  private boolean running;

  /** Keeps inputs that are slow in a directory. */
  FuzzWatchdog(Path kept) {
    this.kept = kept;
  }

  /** Begins to look, at runs that take longer than so many nanoseconds. */
  void look(long nanoseconds) {
    slow = nanoseconds;
    Thread thread = new Thread(this::watch, "watchdog");
    thread.setDaemon(true);
    thread.start();
  }

  /** A run begins. */
  synchronized void begin(String of, byte[] bytes) {
    name = of;
    input = bytes;
    start = System.nanoTime();
    processors = ofProcessors();
    told = false;
    running = true;
  }

  /** A run ended; returns its nanoseconds. */
  synchronized long end() {
    running = false;
    return ofProcessors() - processors;
  }

  private static long ofProcessors() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(EVERY_MILLISECONDS);
        tick();
      }
    } catch (InterruptedException | IOException end) {
      throw new IllegalStateException(end);
    }
  }

  private synchronized void tick() throws IOException {
    long wall = System.nanoTime() - start;
    if (running && !told && ofProcessors() - processors > slow) {
      told = true;
      Files.write(kept.resolve("slow-" + name), input);
      System.out.printf(
          "%s: still running after %d s of the processors%n", name, slow / 1_000_000_000);
    }
    if (running && wall > 10 * NEVER_ENDS || running && ofProcessors() - processors > NEVER_ENDS) {
      Files.write(kept.resolve("endless-" + name), input);
      Thread.getAllStackTraces()
          .forEach(
              (thread, stack) -> {
                System.out.println(thread);
                for (StackTraceElement at : stack) {
                  System.out.println("    at " + at);
                }
              });
      System.out.println(name + ": does not end");
      Runtime.getRuntime().halt(1);
    }
  }
}
