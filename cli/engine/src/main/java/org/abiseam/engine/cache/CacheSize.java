package org.abiseam.engine.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Bounds the size of a folder. A file beside the entries has their bytes, as far as known, so that
 * the folder is seldom listed: when they are too many, and now and then because processes that end
 * at once do not see each other's.
 */
final class CacheSize {
  /** How the name of an entry begins that is still written. */
  static final String UNFINISHED = ".abiseam-";

  /** What else lies in the folder is not ours to count or to remove. */
  private static final Pattern ENTRY = Pattern.compile("[0-9a-f]{62}");

  private static final String KNOWN = "size";

  /** Of so many runs that write, one counts. */
  private static final int COUNTED = 32;

  /** What a process left unfinished that long ago is nobody's any more. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path folder;
  private final long most;

  CacheSize(Path folder, long most) {
    this.folder = folder;
    this.most = most;
  }

  private record Entry(Path file, long bytes, Instant used) {}

  /** Notes that entries were written. */
  void grown(long bytes) {
    try {
      long known = known() + bytes;
      boolean counted = known > most || ThreadLocalRandom.current().nextInt(COUNTED) == 0;
      note(counted ? shrink() : known);
    } catch (IOException | UncheckedIOException _) {
      // Another process removes entries too; the next run that writes looks again.
    }
  }

  private long known() {
    try {
      return Long.parseLong(Files.readString(folder.resolve(KNOWN)).strip());
    } catch (IOException | NumberFormatException _) {
      // Nobody has counted yet.
      return most;
    }
  }

  private void note(long bytes) throws IOException {
    Path file = folder.resolve(KNOWN);
    Path beside =
        folder.resolve(UNFINISHED + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    Files.writeString(beside, Long.toString(bytes));
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes entries, the oldest used first, until a fifth of the room is free again. */
  private long shrink() throws IOException {
    List<Entry> entries = new ArrayList<>(entries());
    long bytes = entries.stream().mapToLong(Entry::bytes).sum();
    if (bytes <= most) {
      return bytes;
    }
    entries.sort(Comparator.comparing(Entry::used));
    for (Entry entry : entries) {
      if (bytes <= most - most / 5) {
        break;
      }
      Files.deleteIfExists(entry.file());
      bytes -= entry.bytes();
    }
    return bytes;
  }

  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    Instant abandoned = Instant.now().minus(ABANDONED);
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = String.valueOf(file.getFileName());
            Instant used = attributes.lastModifiedTime().toInstant();
            if (name.startsWith(UNFINISHED)) {
              if (used.isBefore(abandoned)) {
                Files.deleteIfExists(file);
              }
            } else if (ENTRY.matcher(name).matches()) {
              entries.add(new Entry(file, attributes.size(), used));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException fault) {
            // Another process removed it.
            return FileVisitResult.CONTINUE;
          }
        });
    return entries;
  }
}
