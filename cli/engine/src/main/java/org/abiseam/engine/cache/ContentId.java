package org.abiseam.engine.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Identifies the content of an object wherever it lies, by two checksums of all its bytes.
 *
 * <p>A build id would not do: {@code strip}, {@code objcopy} and whoever edits a file leave it as
 * it was. Both checksums together are one of 64 bits, for their polynomials have no factor in
 * common: two contents of one size that differ within 64 bits in a row never have the same.
 * Processors have instructions for them. It is no protection against somebody who makes two objects
 * with the same checksums on purpose, who could as well lie in the debug info of one.
 *
 * @param bytes the size
 * @param checksums CRC-32 in the upper half, CRC-32C in the lower
 */
public record ContentId(long bytes, long checksums) {
  private static final int BUFFER = 1 << 18;

  /** Reads a part of a file. */
  public static ContentId of(Path file, long from, long bytes) throws IOException {
    CRC32 upper = new CRC32();
    CRC32C lower = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (long left = bytes; left > 0; left -= buffer.limit()) {
        buffer.clear().limit((int) Math.min(BUFFER, left));
        if (channel.read(buffer, from + bytes - left) < 0) {
          throw new IOException("the file became shorter");
        }
        upper.update(buffer.flip());
        lower.update(buffer.rewind());
      }
    }
    return new ContentId(bytes, upper.getValue() << Integer.SIZE | lower.getValue());
  }

  /** Adds all to a key. */
  public CacheKey.Builder addTo(CacheKey.Builder key) {
    return key.with(bytes).with(checksums);
  }

  /** Writes it. */
  public static void write(EntryWriter to, ContentId id) {
    to.number(id.bytes());
    to.bits(id.checksums());
  }

  /** Reads it. */
  public static ContentId read(EntryReader from) {
    return new ContentId(from.number(), from.bits());
  }
}
