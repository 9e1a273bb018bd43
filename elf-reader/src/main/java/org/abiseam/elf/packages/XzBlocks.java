package org.abiseam.elf.packages;

import static org.abiseam.model.Limits.Limit.*;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.tukaani.xz.CorruptedInputException;
import org.tukaani.xz.UnsupportedOptionsException;

/**
 * The blocks of an xz stream (The .xz File Format 1.2.1). What several threads compressed has a
 * header before each block with both of its sizes (section 3.1). Such a block becomes a stream of
 * its own: the header of the stream, the block, and an index and a footer for it alone, so that the
 * decoder verifies it as it does whole streams. The index of the stream, which lists all blocks, is
 * compared with them here. A stream that does not begin with such a block is left to the decoder
 * with all that follows.
 */
final class XzBlocks implements CompressedParts {
  private static final int STREAM_HEADER = 12;
  private static final int FOOTER_BODY = 6;
  private static final int CRC = 4;

  /** Section 3.1.2: bits of the flags of a block. */
  private static final int FILTERS = 3;

  private static final int RESERVED = 0x3c;
  private static final int BOTH_SIZES = 0xc0;

  /** Section 5.3.1. */
  private static final int LZMA2 = 0x21;

  private static final int LARGEST_DICTIONARY = 40;
  private static final int MOST_DICTIONARY = 64 << 20;

  /** Section 2.1.1.2: bytes of each kind of check. */
  private static final int[] CHECK_BYTES = {
    0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64
  };

  private final Layer layer;
  private final XzStream.Decoder decoder;
  private final int memory;

  /** The header of the present stream; empty between two. */
  private byte[] header = new byte[0];

  private final List<Sizes> blocks = new ArrayList<>();

  XzBlocks(Layer layer, XzStream.Decoder decoder) {
    this.layer = layer;
    this.decoder = decoder;
    this.memory = layer.budget().limits().count(XZ_KIBIBYTES);
  }

  /** Holds what the index says of a block: its size without padding, and what it becomes. */
  private record Sizes(long unpadded, long plain) {}

  /** Holds what the header of a block says. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
  private record BlockHeader(byte[] bytes, long packed, long plain, long dictionary) {}

  @Override
  public InputStream decoder(InputStream packed) {
    return new XzStream(packed, memory, decoder);
  }

  @Override
  public Optional<Part> next() throws IOException {
    if (header.length == 0) {
      header = streamHeader();
    }
    while (header.length == STREAM_HEADER) {
      long at = layer.position();
      byte[] start = layer.peek(1);
      if (start.length == 1 && start[0] == 0 && !blocks.isEmpty()) {
        index();
        header = streamHeader();
        continue;
      }
      Optional<BlockHeader> block = blockHeader();
      if (block.isPresent()) {
        return Optional.of(part(block.get(), at));
      }
      if (start.length == 0 && !blocks.isEmpty()) {
        throw new EOFException("the stream ends behind a block");
      }
      if (!blocks.isEmpty()) {
        throw new UnsupportedOptionsException("a block without its sizes behind one with them");
      }
      break;
    }
    if (header.length == 0) {
      return Optional.empty();
    }
    InputStream begun = new ByteArrayInputStream(header);
    long at = layer.position() - header.length;
    header = new byte[0];
    return Optional.of(new Part.Streamed(new SequenceInputStream(begun, layer), at));
  }

  /** Reads a stream's header; fewer bytes where the layer ends, none at its end. */
  private byte[] streamHeader() {
    byte[] bytes = gathered(CRC);
    // Section 2.2: streams may be padded with multiples of four zeros.
    while (bytes.length == CRC && !blocks.isEmpty() && Arrays.equals(bytes, new byte[CRC])) {
      bytes = gathered(CRC);
    }
    blocks.clear();
    if (bytes.length < CRC) {
      return bytes;
    }
    byte[] rest = gathered(STREAM_HEADER - CRC);
    byte[] whole = Arrays.copyOf(bytes, CRC + rest.length);
    System.arraycopy(rest, 0, whole, CRC, rest.length);
    return whole;
  }

  private byte[] gathered(int length) {
    byte[] bytes = new byte[length];
    return Arrays.copyOf(bytes, layer.fill(bytes, 0, length));
  }

  /** Looks at the header of a block; empty where it has not what is needed. */
  private Optional<BlockHeader> blockHeader() throws IOException {
    byte[] start = layer.peek(1);
    byte[] bytes = layer.peek(start.length == 0 ? 0 : ((start[0] & 0xff) + 1) * 4);
    if (bytes.length < 8 || bytes[0] == 0 || bytes.length != ((bytes[0] & 0xff) + 1) * 4) {
      return Optional.empty();
    }
    int flags = bytes[1] & 0xff;
    if ((flags & (BOTH_SIZES | RESERVED | FILTERS)) != BOTH_SIZES) {
      return Optional.empty();
    }
    try {
      InputStream fields = new ByteArrayInputStream(bytes, 2, bytes.length - 2 - CRC);
      long packed = number(fields);
      long plain = number(fields);
      boolean sized = packed > 0 && packed < 1L << 62;
      boolean known = sized && number(fields) == LZMA2 && number(fields) == 1;
      int bits = fields.read();
      if (!known || bits < 0 || bits > LARGEST_DICTIONARY) {
        return Optional.empty();
      }
      return Optional.of(
          new BlockHeader(bytes, packed, plain, (2L | (bits & 1)) << (bits / 2 + 11)));
    } catch (CorruptedInputException _) {
      return Optional.empty();
    }
  }

  private Part part(BlockHeader block, long at) throws IOException {
    long unpadded =
        block.bytes().length + block.packed() + CHECK_BYTES[header[STREAM_HEADER - CRC - 1] & 0xf];
    Sizes sizes = new Sizes(unpadded, block.plain());
    blocks.add(sizes);
    long padded = unpadded + (-unpadded & 3);
    byte[] end = end(sizes);
    if (Math.max(padded, block.plain()) > MOST_PLAIN || block.dictionary() > MOST_DICTIONARY) {
      return new Part.Streamed(
          new SequenceInputStream(
              Collections.enumeration(
                  List.of(
                      new ByteArrayInputStream(header),
                      new Bounded(layer, padded),
                      new ByteArrayInputStream(end)))),
          at);
    }
    byte[] whole = new byte[STREAM_HEADER + (int) padded + end.length];
    System.arraycopy(header, 0, whole, 0, STREAM_HEADER);
    int got = layer.fill(whole, STREAM_HEADER, (int) padded);
    if (got < padded) {
      whole = Arrays.copyOf(whole, STREAM_HEADER + got);
    } else {
      System.arraycopy(end, 0, whole, STREAM_HEADER + got, end.length);
    }
    return new Part.Whole(whole, (int) block.plain(), (int) block.dictionary(), at);
  }

  /** Writes the index (section 4) and the footer (section 2.1.2) of a stream of one block. */
  private byte[] end(Sizes sizes) {
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    index.write(0);
    write(index, 1);
    write(index, sizes.unpadded());
    write(index, sizes.plain());
    while (index.size() % 4 != 0) {
      index.write(0);
    }
    index.writeBytes(crc(index.toByteArray()));
    byte[] footer = footer(index.size());
    index.writeBytes(crc(footer));
    index.writeBytes(footer);
    index.write('Y');
    index.write('Z');
    return index.toByteArray();
  }

  private byte[] footer(long indexBytes) {
    return ByteBuffer.allocate(FOOTER_BODY)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt((int) (indexBytes / 4 - 1))
        .put(header, FOOTER_BODY, 2)
        .array();
  }

  /** Compares the index and the footer of a stream with its blocks. */
  private void index() throws IOException {
    Recorded recorded = new Recorded();
    boolean right = recorded.read() == 0 && number(recorded) == blocks.size();
    for (Sizes block : blocks) {
      right = right && number(recorded) == block.unpadded() && number(recorded) == block.plain();
    }
    while (right && recorded.size % 4 != 0) {
      right = recorded.read() == 0;
    }
    if (!right || !Arrays.equals(gathered(CRC), bytes(recorded.crc))) {
      throw new CorruptedInputException("XZ Index is corrupt");
    }
    byte[] footer = footer(recorded.size + CRC);
    byte[] crc = gathered(CRC);
    byte[] body = gathered(FOOTER_BODY);
    byte[] magic = gathered(2);
    if (!Arrays.equals(crc, crc(footer))
        || !Arrays.equals(body, footer)
        || !Arrays.equals(magic, new byte[] {'Y', 'Z'})) {
      throw new CorruptedInputException("XZ Stream Footer is corrupt");
    }
  }

  /** Reads the layer and adds what it reads to a checksum. */
  private final class Recorded extends InputStream {
    private final CRC32 crc = new CRC32();
    private long size;

    @Override
    public int read() {
      int one = layer.read();
      if (one >= 0) {
        crc.update(one);
        size++;
      }
      return one;
    }

    @Override
    public int read(byte[] target, int from, int length) {
      int got = layer.read(target, from, length);
      if (got > 0) {
        crc.update(target, from, got);
        size += got;
      }
      return got;
    }
  }

  /** Ends after so many bytes of the layer. */
  private static final class Bounded extends ByteStream {
    private final Layer layer;
    private long left;

    Bounded(Layer layer, long left) {
      this.layer = layer;
      this.left = left;
    }

    @Override
    public int read(byte[] target, int from, int length) {
      int got = left == 0 ? -1 : layer.read(target, from, (int) Math.min(left, length));
      left -= Math.max(0, got);
      return got;
    }
  }

  /** Section 1.2: seven bits in each byte, the lowest first, nine bytes at most. */
  private static long number(InputStream bytes) throws CorruptedInputException {
    try {
      long value = 0;
      for (int shift = 0; shift < 63; shift += 7) {
        int one = bytes.read();
        if (one < 0) {
          break;
        }
        value |= (long) (one & 0x7f) << shift;
        if (one < 0x80) {
          return value;
        }
      }
    } catch (IOException fault) {
      throw new CorruptedInputException(fault.getMessage());
    }
    throw new CorruptedInputException("expected a number of at most nine bytes");
  }

  private static void write(ByteArrayOutputStream target, long value) {
    long left = value;
    for (; left >= 0x80; left >>>= 7) {
      target.write((int) ((left & 0x7f) | 0x80));
    }
    target.write((int) left);
  }

  private static byte[] crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return bytes(crc);
  }

  private static byte[] bytes(CRC32 crc) {
    return ByteBuffer.allocate(CRC)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt((int) crc.getValue())
        .array();
  }
}
