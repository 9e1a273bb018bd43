package org.abiseam.elf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Reads numbers of a native segment, the first byte lowest.
 *
 * <p>Segments of up to 2 GiB are read through a buffer: where calls of method handles are not
 * inlined, as in the code of the virtual machine's first compiler, that is three times as fast.
 */
public final class ByteView {
  private final MemorySegment segment;
  private final @Nullable ByteBuffer buffer;

  ByteView(MemorySegment segment) {
    this.segment = segment;
    this.buffer =
        segment.byteSize() <= Integer.MAX_VALUE
            ? segment.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN)
            : null;
  }

  /**
   * {@return a byte}
   *
   * @param offset where it stands
   */
  public byte get(long offset) {
    return buffer != null ? buffer.get((int) offset) : segment.get(ValueLayout.JAVA_BYTE, offset);
  }

  /**
   * {@return two bytes}
   *
   * @param offset where they stand
   */
  public short getShort(long offset) {
    return buffer != null ? buffer.getShort((int) offset) : segment.get(Bytes.SHORT, offset);
  }

  /**
   * {@return four bytes}
   *
   * @param offset where they stand
   */
  public int getInt(long offset) {
    return buffer != null ? buffer.getInt((int) offset) : segment.get(Bytes.INT, offset);
  }

  /**
   * {@return eight bytes}
   *
   * @param offset where they stand
   */
  public long getLong(long offset) {
    return buffer != null ? buffer.getLong((int) offset) : segment.get(Bytes.LONG, offset);
  }

  /**
   * Copies bytes.
   *
   * @param offset where they stand
   * @param into receives them
   * @param at where the first one goes
   * @param length how many
   */
  public void copy(long offset, byte[] into, int at, int length) {
    if (buffer != null) {
      buffer.get((int) offset, into, at, length);
    } else {
      MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, into, at, length);
    }
  }
}
