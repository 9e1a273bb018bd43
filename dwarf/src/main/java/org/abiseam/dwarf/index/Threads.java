package org.abiseam.dwarf.index;

import java.util.ArrayList;
import java.util.List;

/** The same work by several threads, the caller's among them. */
final class Threads {
  private Threads() {}

  static void run(int threads, Runnable work) {
    List<Thread> helpers = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      helpers.add(Thread.ofPlatform().name("index-" + i).start(work));
    }
    work.run();
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
}
