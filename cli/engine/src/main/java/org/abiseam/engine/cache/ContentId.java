package org.abiseam.engine.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Identifies the content of an object wherever it lies, by a hash of all its bytes.
 *
 * <p>A build id would not do: {@code strip}, {@code objcopy} and whoever edits a file leave it as
 * it was. The hash is made to be computed at the speed of memory and to tell apart what builds
 * write: two contents that differ in one word never have the same. It is no protection against
 * somebody who makes two objects with the same hash on purpose, who could as well lie in the debug
 * info of one.
 *
 * @param bytes the size
 * @param hash of all bytes
 */
public record ContentId(long bytes, long hash) {
  private static final int WORDS = 1 << 15;
  private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;
  private static final int TURN = 29;

  /** Reads a part of a file. */
  public static ContentId of(Path file, long from, long bytes) throws IOException {
    long hash = bytes;
    long[] words = new long[WORDS];
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(WORDS * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long at = from;
      while (at < from + bytes) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), from + bytes - at));
        while (buffer.hasRemaining()) {
          int read = channel.read(buffer, at);
          if (read < 0) {
            throw new IOException("the file became shorter");
          }
          at += read;
        }
        while (buffer.position() % Long.BYTES != 0) {
          buffer.limit(buffer.position() + 1).put((byte) 0);
        }
        int count = buffer.flip().limit() / Long.BYTES;
        buffer.asLongBuffer().get(words, 0, count);
        hash = mixed(hash, words, count);
      }
    }
    return new ContentId(bytes, hash ^ hash >>> 32);
  }

  private static long mixed(long begin, long[] words, int count) {
    long hash = begin;
    for (int i = 0; i < count; i++) {
      hash = Long.rotateLeft((hash ^ words[i]) * FACTOR, TURN);
    }
    return hash;
  }

  /** Adds all to a key. */
  public CacheKey.Builder addTo(CacheKey.Builder key) {
    return key.with(bytes).with(hash);
  }

  /** Writes it. */
  public static void write(EntryWriter to, ContentId id) {
    to.number(id.bytes());
    to.bits(id.hash());
  }

  /** Reads it. */
  public static ContentId read(EntryReader from) {
    return new ContentId(from.number(), from.bits());
  }
}
