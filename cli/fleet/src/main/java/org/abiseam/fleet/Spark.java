package org.abiseam.fleet;

import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Holds a session of Spark: one that is there already, of a program around this one, or the one
 * that {@code spark-submit} asked for, or one in this process.
 *
 * @param session the session
 * @param own whether it ends with this
 */
record Spark(SparkSession session, boolean own) implements AutoCloseable {

  /**
   * Opens a session.
   *
   * @param master where it runs; null for the one of {@code spark-submit}, else all processors of
   *     this machine
   */
  static Spark open(@Nullable String master) {
    if (SparkSession.getDefaultSession().isDefined()) {
      return new Spark(SparkSession.getDefaultSession().get(), false);
    }
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("abiseam fleet")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.scheduler.mode", "FAIR")
            .config("spark.sql.shuffle.partitions", "4");
    if (master != null || System.getProperty("spark.master") == null) {
      builder.master(Optional.ofNullable(master).orElse("local[*]"));
    }
    return new Spark(builder.getOrCreate(), true);
  }

  @Override
  public void close() {
    if (own) {
      session.stop();
    }
  }
}
