package org.abiseam.engine.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.CRC32;
import org.abiseam.engine.request.Caching;
import org.abiseam.model.InputFile;

/**
 * Keeps entries as files under their keys. Several processes and threads may use one folder: an
 * entry is written beside its place and moved there whole, and never changed.
 *
 * <p>An entry repeats its key and ends with a checksum; one that does not fit is removed and
 * written anew. What goes wrong costs time alone and is told to a listener.
 */
public final class CacheFolder implements AutoCloseable {
  private static final byte[] MAGIC = {'a', 'b', 'i', 's', 'e', 'a', 'm', 1};
  private static final int HEADER = MAGIC.length + CacheKey.length();
  private static final int CHECKSUM = Integer.BYTES;

  /** Used entries get the present time, and no more often than needed to order them. */
  private static final Duration USED_AGAIN = Duration.ofHours(1);

  /** Damaged entries that are named; the others are counted. */
  private static final int MOST_REMARKS = 8;

  private final Caching settings;
  private final CacheSize size;
  private final Consumer<String> remarks;
  private final AtomicLong written = new AtomicLong();
  private final AtomicInteger damaged = new AtomicInteger();
  private final AtomicBoolean readOnly = new AtomicBoolean();

  private CacheFolder(Caching settings, Consumer<String> remarks) {
    this.settings = settings;
    this.size = new CacheSize(settings.folder(), settings.mostBytes());
    this.remarks = remarks;
  }

  /**
   * Opens a folder, which is made when it is missing.
   *
   * @param remarks hears what keeps the folder or an entry from being used
   * @return empty where the folder cannot be used
   */
  public static Optional<CacheFolder> open(Caching settings, Consumer<String> remarks) {
    try {
      Files.createDirectories(settings.folder(), permissions(settings, true));
      Optional<String> refused = CacheOwner.refuses(settings);
      if (refused.isPresent()) {
        remarks.accept("the cache " + settings.folder() + " is not used: " + refused.get());
        return Optional.empty();
      }
      return Optional.of(new CacheFolder(settings, remarks));
    } catch (IOException | UnsupportedOperationException fault) {
      remarks.accept("the cache " + settings.folder() + " is not used: " + reason(fault));
      return Optional.empty();
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> permissions(
      Caching settings, boolean folder) {
    String others = settings.chosen() ? (folder ? "r-xr-x" : "r--r--") : "------";
    return PosixFilePermissions.asFileAttribute(
        PosixFilePermissions.fromString((folder ? "rwx" : "rw-") + others));
  }

  /** Tells what keeps the cache from being used as it could be. */
  public void remark(String sentence) {
    remarks.accept(sentence);
  }

  /**
   * Reads an entry.
   *
   * @param ownPath the path of the object that it is about
   * @return empty where there is none, or it cannot be trusted
   */
  public <T> Optional<T> read(CacheKey key, String ownPath, Function<EntryReader, T> reading) {
    Path file = file(key);
    try {
      byte[] bytes = Files.readAllBytes(InputFile.of(file));
      EntryReader inside = checked(bytes, key, ownPath);
      T value = reading.apply(inside);
      inside.end();
      touch(file);
      return Optional.of(value);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (CorruptEntry
        | IllegalArgumentException
        | IllegalStateException
        | IndexOutOfBoundsException fault) {
      if (damaged.getAndIncrement() < MOST_REMARKS) {
        remarks.accept("the entry " + file + " is damaged and was removed: " + fault.getMessage());
      }
      remove(file);
      return Optional.empty();
    } catch (IOException | OutOfMemoryError fault) {
      remarks.accept("the entry " + file + " cannot be read: " + reason(fault));
      return Optional.empty();
    }
  }

  private static EntryReader checked(byte[] bytes, CacheKey key, String ownPath) {
    int end = bytes.length - CHECKSUM;
    if (end < HEADER || Arrays.mismatch(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length) >= 0) {
      throw new CorruptEntry("it does not begin as an entry does");
    }
    if (!Arrays.equals(bytes, MAGIC.length, HEADER, key.bytes(), 0, CacheKey.length())) {
      throw new CorruptEntry("it has the key of another entry");
    }
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, end);
    if ((int) sum.getValue() != ByteBuffer.wrap(bytes, end, CHECKSUM).getInt()) {
      throw new CorruptEntry("its checksum is another one");
    }
    return new EntryReader(bytes, HEADER, end, ownPath);
  }

  private void touch(Path file) {
    try {
      Instant now = Instant.now();
      if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(USED_AGAIN))) {
        Files.setLastModifiedTime(file, FileTime.from(now));
      }
    } catch (IOException _) {
      // Another process removed it, or the folder is only read: the order of use stays as it is.
    }
  }

  private void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // The folder is only read, and the entry is refused again.
    }
  }

  /** Writes an entry, unless it would not hold for whoever reads it. */
  public void write(CacheKey key, EntryWriter inside) {
    if (inside.isBound() || readOnly.get()) {
      return;
    }
    Path file = file(key);
    try {
      store(file, entry(key, inside.bytes()));
    } catch (IOException | UncheckedIOException fault) {
      if (!readOnly.getAndSet(true)) {
        remarks.accept("the cache " + settings.folder() + " is only read: " + reason(fault));
      }
    }
  }

  private static byte[] entry(CacheKey key, byte[] inside) {
    ByteBuffer entry = ByteBuffer.allocate(HEADER + inside.length + CHECKSUM);
    entry.put(MAGIC).put(key.bytes()).put(inside);
    CRC32 sum = new CRC32();
    sum.update(entry.array(), 0, HEADER + inside.length);
    return entry.putInt((int) sum.getValue()).array();
  }

  private void store(Path file, byte[] entry) throws IOException {
    Path folder = file.resolveSibling("");
    Path beside =
        file.resolveSibling(
            CacheSize.UNFINISHED + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    try (FileChannel channel = create(beside, folder)) {
      ByteBuffer rest = ByteBuffer.wrap(entry);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
    try {
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      written.addAndGet(entry.length);
    } catch (IOException fault) {
      remove(beside);
      throw fault;
    }
  }

  private FileChannel create(Path file, Path folder) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      return FileChannel.open(file, options, permissions(settings, false));
    } catch (NoSuchFileException _) {
      try {
        Files.createDirectory(folder, permissions(settings, true));
      } catch (FileAlreadyExistsException _) {
        // Another process was faster.
      }
      return FileChannel.open(file, options, permissions(settings, false));
    }
  }

  /** The first digits are a folder, so that no folder becomes long. */
  private Path file(CacheKey key) {
    String name = key.name();
    return settings.folder().resolve(name.substring(0, 2)).resolve(name.substring(2));
  }

  private static String reason(Throwable fault) {
    return fault instanceof IOException file
        ? InputFile.reason(file)
        : String.valueOf(fault.getMessage());
  }

  /** Removes what was not used for the longest time, where the folder has become too large. */
  @Override
  public void close() {
    if (damaged.get() > MOST_REMARKS) {
      remarks.accept((damaged.get() - MOST_REMARKS) + " more entries were damaged and removed");
    }
    if (written.get() > 0) {
      size.grown(written.getAndSet(0));
    }
  }
}
