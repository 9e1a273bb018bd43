package org.abiseam.elf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.abiseam.model.Printable;

/**
 * Reads a string table many times: its bytes are copied, because reads from an array are several
 * times as fast as reads from a mapped file. A table that is too large for a copy stays where it
 * is.
 */
final class StringTable {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Bytes that are copied at most; a kernel with all its symbols has 5 MiB. */
  private static final int LARGEST = 16 << 20;

  private final Bytes bytes;
  private final byte[] copy;

  StringTable(Bytes bytes) {
    this.bytes = bytes;
    this.copy =
        bytes.size() <= LARGEST ? bytes.segment().toArray(ValueLayout.JAVA_BYTE) : new byte[0];
  }

  /** Returns how a name begins, as {@link #beginning(long)} does. */
  static long beginning(String name) {
    byte[] bytes = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), 8);
    return new Bytes("", MemorySegment.ofArray(bytes), false).beginning(0);
  }

  /** Returns the first eight bytes of a string as {@link Bytes#beginning} does. */
  long beginning(long offset) {
    return offset >= 0 && offset <= copy.length - Long.BYTES
        ? Bytes.untilZero((long) LONG.get(copy, (int) offset))
        : bytes.beginning(offset);
  }

  /** Returns a string that ends with a zero byte, with nothing invisible in it. */
  String string(long offset) {
    if (offset >= 0 && offset < copy.length) {
      int begin = (int) offset;
      int limit = (int) Math.min(copy.length, offset + Bytes.LONGEST_STRING);
      for (int end = begin; end < limit; end++) {
        if (copy[end] == 0) {
          return Printable.of(copy, begin, end);
        }
      }
    }
    return bytes.string(offset);
  }
}
