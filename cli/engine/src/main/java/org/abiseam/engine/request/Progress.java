package org.abiseam.engine.request;

/** Receives the progress of a run, and can end it; several threads call it. */
public interface Progress {
  /** Ignores all progress. */
  Progress SILENT =
      new Progress() {
        @Override
        public void stage(String name) {}

        @Override
        public void object(String path, int of) {}

        @Override
        public void close() {}
      };

  /**
   * Notes that a stage begins.
   *
   * @param name its name
   */
  void stage(String name);

  /**
   * Notes that one more object of the stage is done.
   *
   * @param path the object
   * @param of how many there are
   */
  void object(String path, int of);

  /**
   * Notes how far a package was read.
   *
   * @param path the package
   * @param read how many of its bytes
   * @param of how many it has
   */
  default void bytes(String path, long read, long of) {}

  /**
   * Notes what makes the run slower than it could be, such as an entry of the cache that cannot be
   * used; the result is the same.
   *
   * @param sentence without a full stop
   */
  default void slower(String sentence) {}

  /** Notes that nothing more is to come. */
  void close();

  /**
   * Tells whether the caller no longer wants the result. The engine asks before each stage and each
   * object, and then ends with a {@link java.util.concurrent.CancellationException}.
   *
   * @return false unless overridden
   */
  default boolean isCancelled() {
    return false;
  }
}
