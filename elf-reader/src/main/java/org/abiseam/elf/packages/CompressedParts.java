package org.abiseam.elf.packages;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Divides a compressed layer into parts that need nothing of each other to be unpacked. */
interface CompressedParts {
  /** The most that one part may become where it is unpacked beside others. */
  int MOST_PLAIN = 64 << 20;

  /** One part. */
  sealed interface Part {
    /**
     * Holds a part that is in memory.
     *
     * @param packed a complete compressed stream
     * @param plain the most that it becomes
     * @param memory what its decoder needs besides
     * @param at the place of the part in the layer
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
    record Whole(byte[] packed, int plain, int memory, long at) implements Part {
      /** Returns what it takes while it waits. */
      long cost() {
        return (long) packed.length + plain + memory;
      }
    }

    /**
     * Is read from the layer while it is unpacked, to its end, before there is a next part.
     *
     * @param packed a complete compressed stream
     * @param at the place of the part in the layer
     */
    record Streamed(InputStream packed, long at) implements Part {}
  }

  /** Returns the next part, or empty at the end. */
  Optional<Part> next() throws IOException;

  /** Opens the decoder of a part. */
  InputStream decoder(InputStream packed);
}
