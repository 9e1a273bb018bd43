package org.abiseam.engine.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * Identifies a file without reading it: by its place and by what the file system changes with its
 * content. The time of the last change of the inode can be set by nobody, so that a file that was
 * edited and given its old time again is another one.
 *
 * @param path absolute
 * @param device number of the file system
 * @param inode number of the file in it
 * @param bytes its size
 * @param modified when its content changed, which anybody can set
 * @param changed when its content or inode changed
 */
public record FileStamp(
    Path path, long device, long inode, long bytes, FileTime modified, FileTime changed) {
  /** How long two changes may have the same time. */
  private static final Duration FINE = Duration.ofMillis(50);

  /** The same where the file system has whole seconds alone. */
  private static final Duration COARSE = Duration.ofSeconds(2);

  /**
   * Looks at a file.
   *
   * @return empty where it is not there, or the file system tells too little
   */
  public static Optional<FileStamp> of(Path file) {
    try {
      Map<String, Object> found =
          Files.readAttributes(file, "unix:dev,ino,size,lastModifiedTime,ctime");
      return found.get("dev") instanceof Long device
              && found.get("ino") instanceof Long inode
              && found.get("size") instanceof Long bytes
              && found.get("lastModifiedTime") instanceof FileTime modified
              && found.get("ctime") instanceof FileTime changed
          ? Optional.of(
              new FileStamp(file.toAbsolutePath(), device, inode, bytes, modified, changed))
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Tells whether the file may still change without another time: it was changed just now. */
  public boolean isFresh(Instant now) {
    Instant last = changed.toInstant();
    Duration grain = last.equals(last.truncatedTo(ChronoUnit.SECONDS)) ? COARSE : FINE;
    return last.isAfter(now.minus(grain));
  }

  /** Adds all to a key. */
  public CacheKey.Builder addTo(CacheKey.Builder key) {
    key.with(path.toString()).with(device).with(inode).with(bytes);
    add(key, modified.toInstant());
    add(key, changed.toInstant());
    return key;
  }

  /** Writes it. */
  public static void write(EntryWriter to, FileStamp stamp) {
    to.text(stamp.path.toString());
    to.number(stamp.device);
    to.number(stamp.inode);
    to.number(stamp.bytes);
    time(to, stamp.modified);
    time(to, stamp.changed);
  }

  /** Reads it. */
  public static FileStamp read(EntryReader from) {
    return new FileStamp(
        Path.of(from.text()), from.number(), from.number(), from.number(), time(from), time(from));
  }

  private static void time(EntryWriter to, FileTime time) {
    Instant instant = time.toInstant();
    to.number(instant.getEpochSecond());
    to.number(instant.getNano());
  }

  private static FileTime time(EntryReader from) {
    return FileTime.from(Instant.ofEpochSecond(from.number(), from.number()));
  }

  private static void add(CacheKey.Builder key, Instant time) {
    key.with(time.getEpochSecond()).with(time.getNano());
  }
}
