package org.abiseam.elf;

import static org.abiseam.model.Limits.Limit.*;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdInputStream;
import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.abiseam.elf.packages.XzStream;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Limits;
import org.abiseam.model.Malformed;

/**
 * Compressed bytes to native memory: sections ({@code SHF_COMPRESSED}, gABI chapter 4 "Section
 * Compression"; the older {@code .zdebug_*}) whose size is told beforehand, and whole files ({@code
 * .ko.gz}, {@code .ko.xz}, {@code .ko.zst}) whose size is not.
 */
final class Decompression {
  private static final int ELFCOMPRESS_ZLIB = 1;
  private static final int ELFCOMPRESS_ZSTD = 2;
  private static final int BUFFER = 1 << 16;

  private Decompression() {}

  /** Returns a section with a compression header. */
  static MemorySegment compressed(Bytes section, boolean wide, Limits limits, Arena arena) {
    int type = section.signed32(0);
    long size = section.word(wide ? 8 : 4, wide);
    int header = wide ? 24 : 12;
    Bytes data = section.window(section.section(), header, section.size() - header);
    return switch (type) {
      case ELFCOMPRESS_ZLIB -> zlib(data, size, limits, arena);
      case ELFCOMPRESS_ZSTD -> zstd(data, size, limits, arena);
      default ->
          throw new Malformed(
              Diagnostic.Kind.UNSUPPORTED,
              section.section(),
              0,
              "ch_type " + type + " is neither zlib nor zstd");
    };
  }

  /**
   * Returns a {@code .zdebug_*} section: {@code ZLIB}, the size in big-endian order, the stream.
   */
  static MemorySegment old(Bytes section, Limits limits, Arena arena) {
    if (section.size() < 12 || !section.text(0, 4).equals("ZLIB")) {
      throw new Malformed(section.section(), 0, "expected a .zdebug section to begin with ZLIB");
    }
    long size = new Bytes(section.section(), section.segment(), true).signed64(4);
    return zlib(section.window(section.section(), 12, section.size() - 12), size, limits, arena);
  }

  private static MemorySegment allocate(Bytes data, long size, Limits limits, Arena arena) {
    if (size < 0 || size > limits.of(FILE_BYTES) || size / limits.of(RATIO) > data.size()) {
      throw new Malformed(
          Diagnostic.Kind.LIMIT,
          data.section(),
          0,
          "%d bytes are said to become %s".formatted(data.size(), Long.toUnsignedString(size)));
    }
    return arena.allocate(Math.max(1, size), 8).asSlice(0, size);
  }

  private static MemorySegment zlib(Bytes data, long size, Limits limits, Arena arena) {
    MemorySegment target = allocate(data, size, limits, arena);
    Inflater inflater = new Inflater();
    try {
      long read = 0;
      long written = 0;
      while (written < size) {
        if (inflater.needsInput() && read < data.size()) {
          long part = Math.min(data.size() - read, 1 << 30);
          inflater.setInput(data.segment().asSlice(read, part).asByteBuffer());
          read += part;
        }
        ByteBuffer room = target.asSlice(written, Math.min(size - written, 1 << 30)).asByteBuffer();
        int got = inflater.inflate(room);
        written += got;
        if (got == 0
            && (inflater.finished() || inflater.needsDictionary() || read >= data.size())) {
          throw new Malformed(
              data.section(),
              0,
              "the zlib stream ends after %d of %d bytes".formatted(written, size));
        }
      }
      return target;
    } catch (DataFormatException e) {
      throw new Malformed(data.section(), 0, "the zlib stream is damaged: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }

  private static MemorySegment zstd(Bytes data, long size, Limits limits, Arena arena) {
    MemorySegment target = allocate(data, size, limits, arena);
    try {
      int written = new ZstdJavaDecompressor().decompress(data.segment(), target);
      if (written != size) {
        throw new Malformed(
            data.section(),
            0,
            "the zstd stream ends after %d of %d bytes".formatted(written, size));
      }
      return target;
    } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new Malformed(data.section(), 0, "the zstd stream is damaged: " + e.getMessage());
    }
  }

  /** The compression of a whole file by its first bytes. */
  enum FileFormat {
    /** RFC 1952. */
    GZIP,
    /** The .xz file format 1.2.1. */
    XZ,
    /** RFC 8878. */
    ZSTD,
    /** None of them. */
    NONE
  }

  static FileFormat format(MemorySegment file) {
    if (file.byteSize() < 6) {
      return FileFormat.NONE;
    }
    int first = new Bytes("", file, true).signed32(0);
    if (first >>> 16 == 0x1f8b) {
      return FileFormat.GZIP;
    }
    if (first == 0xfd377a58) {
      return FileFormat.XZ;
    }
    return first == 0x28b52ffd ? FileFormat.ZSTD : FileFormat.NONE;
  }

  /** Returns a whole file, in memory of the arena. */
  static MemorySegment file(MemorySegment file, FileFormat format, Limits limits, Arena arena) {
    long limit = Math.min(limits.of(FILE_BYTES), file.byteSize() * limits.of(RATIO));
    try (InputStream raw = new SegmentStream(file);
        InputStream stream =
            switch (format) {
              case GZIP -> new GZIPInputStream(raw, BUFFER);
              case XZ -> XzStream.of(raw, limits.count(XZ_KIBIBYTES));
              case ZSTD -> new ZstdInputStream(raw);
              case NONE -> raw;
            }) {
      return drain(stream, file.byteSize(), limit, arena);
    } catch (IOException | MalformedInputException | IndexOutOfBoundsException e) {
      throw new Malformed("", 0, "the " + format + " stream is damaged: " + e.getMessage());
    }
  }

  private static MemorySegment drain(InputStream stream, long compressed, long limit, Arena arena)
      throws IOException {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment grown = scratch.allocate(Math.max(BUFFER, Math.min(limit, compressed * 6)));
      byte[] buffer = new byte[BUFFER];
      long size = 0;
      for (int got = stream.read(buffer); got >= 0; got = stream.read(buffer)) {
        if (size + got > limit) {
          throw new Malformed(
              Diagnostic.Kind.LIMIT,
              "",
              0,
              "%d bytes become more than %d".formatted(compressed, limit));
        }
        if (size + got > grown.byteSize()) {
          MemorySegment larger = scratch.allocate(grown.byteSize() * 2);
          MemorySegment.copy(grown, 0, larger, 0, size);
          grown = larger;
        }
        MemorySegment.copy(buffer, 0, grown, ValueLayout.JAVA_BYTE, size, got);
        size += got;
      }
      MemorySegment result = arena.allocate(Math.max(1, size), 8).asSlice(0, size);
      MemorySegment.copy(grown, 0, result, 0, size);
      return result;
    }
  }

  /** A segment read front to back. */
  private static final class SegmentStream extends InputStream {
    private final MemorySegment segment;
    private long at;

    SegmentStream(MemorySegment segment) {
      this.segment = segment;
    }

    @Override
    public int read() {
      return at < segment.byteSize() ? segment.get(ValueLayout.JAVA_BYTE, at++) & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) {
      long left = segment.byteSize() - at;
      if (left == 0 && length > 0) {
        return -1;
      }
      int part = (int) Math.min(left, length);
      MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, at, target, from, part);
      at += part;
      return part;
    }
  }
}
