package org.abiseam.elf.packages;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * The frames of a Zstandard stream (RFC 8878, section 3.1). A frame does not say how long it is,
 * but each of its blocks does, so that its end is found without unpacking anything. What is no
 * frame as expected, or a large one, is left to the decoder with all that follows.
 */
final class ZstdFrames implements CompressedParts {
  private static final int ZSTD_MAGIC = 0xfd2fb528;
  private static final int MOST_PACKED = 32 << 20;
  private static final int MAGIC = 4;

  /** RFC 8878, section 3.1.1.2.4: no block becomes larger. */
  private static final int BLOCK_MAXIMUM = 128 << 10;

  private static final int BLOCK_HEADER = 3;
  private static final int RLE_BLOCK = 1;
  private static final int RESERVED_BLOCK = 3;

  /** The window of a stream that the decoder accepts. */
  private static final int WINDOW = 8 << 20;

  private static final int[] DICTIONARY_ID_BYTES = {0, 1, 2, 4};
  private static final int[] CONTENT_SIZE_BYTES = {0, 2, 4, 8};

  private final Layer layer;

  ZstdFrames(Layer layer) {
    this.layer = layer;
  }

  @Override
  public Optional<Part> next() {
    skip();
    if (layer.available() == 0) {
      return Optional.empty();
    }
    long at = layer.position();
    Gathered frame = new Gathered(layer);
    int blocks = blocks(frame);
    if (blocks < 0) {
      InputStream begun = new ByteArrayInputStream(frame.bytes());
      return Optional.of(new Part.Streamed(new SequenceInputStream(begun, layer), at));
    }
    return Optional.of(new Part.Whole(frame.bytes(), blocks * BLOCK_MAXIMUM, WINDOW, at));
  }

  /** Passes over frames without content (section 3.1.2), such as pzstd writes before each. */
  private void skip() {
    byte[] head = layer.peek(2 * MAGIC);
    while (head.length == 2 * MAGIC && Magic.skippable(head)) {
      layer.pass(2 * MAGIC, "a frame");
      layer.pass(int32(head, MAGIC) & 0xffff_ffffL, "a frame that is passed over");
      head = layer.peek(2 * MAGIC);
    }
  }

  private static int int32(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
  }

  @Override
  public InputStream decoder(InputStream packed) {
    return new ZstdInputStream(packed);
  }

  /** Gathers one frame and returns how many blocks it has; negative where it is none of these. */
  private static int blocks(Gathered frame) {
    if (!frame.more(MAGIC + 1)) {
      return -1;
    }
    int descriptor = frame.int8(MAGIC);
    boolean single = (descriptor & 1 << 5) != 0;
    int contentSize = CONTENT_SIZE_BYTES[descriptor >> 6];
    int header =
        (single ? 0 : 1)
            + DICTIONARY_ID_BYTES[descriptor & 3]
            + (single && contentSize == 0 ? 1 : contentSize);
    if (int32(frame.bytes, 0) != ZSTD_MAGIC || !frame.more(header)) {
      return -1;
    }
    int blocks = 0;
    boolean last = false;
    while (!last) {
      int block = frame.size();
      if (blocks * BLOCK_MAXIMUM >= MOST_PLAIN || !frame.more(BLOCK_HEADER)) {
        return -1;
      }
      int word = frame.int8(block) | frame.int8(block + 1) << 8 | frame.int8(block + 2) << 16;
      last = (word & 1) != 0;
      int type = word >> 1 & 3;
      int size = type == RLE_BLOCK ? 1 : word >> 3;
      if (type == RESERVED_BLOCK || frame.size() + size > MOST_PACKED || !frame.more(size)) {
        return -1;
      }
      blocks++;
    }
    boolean checksum = (descriptor & 1 << 2) != 0;
    return !checksum || frame.more(4) ? blocks : -1;
  }

  /** Bytes of a layer that were read and are kept. */
  private static final class Gathered {
    private final Layer layer;
    private byte[] bytes = new byte[1 << 12];
    private int size;

    Gathered(Layer layer) {
      this.layer = layer;
    }

    /** Reads so many bytes more; false at the end. */
    boolean more(int count) {
      if (size + count > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(size + count, 2 * bytes.length));
      }
      int got = layer.fill(bytes, size, count);
      size += got;
      return got == count;
    }

    int size() {
      return size;
    }

    int int8(int at) {
      return bytes[at] & 0xff;
    }

    byte[] bytes() {
      return Arrays.copyOf(bytes, size);
    }
  }
}
