package org.abiseam.engine.request;

/** Who is told how far a run has come; called from several threads. */
public interface Progress {
  /** Tells nobody. */
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
   * A stage begins.
   *
   * @param name its name
   */
  void stage(String name);

  /**
   * One more object of the stage is done.
   *
   * @param path the object
   * @param of how many there are
   */
  void object(String path, int of);

  /** Nothing more is to come. */
  void close();
}
