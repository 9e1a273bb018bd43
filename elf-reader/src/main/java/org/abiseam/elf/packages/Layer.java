package org.abiseam.elf.packages;

import static org.abiseam.model.Limits.Limit.*;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * One layer of a package: the file, what a compressed stream becomes, one file of an archive. Knows
 * how far it has been read, so that damage has a place, and turns what a decoder throws into {@link
 * Malformed} at the position of the layer that feeds the decoder.
 */
final class Layer extends InputStream {
  private static final int BUFFER = 1 << 16;

  private final String name;
  private final InputStream decoder;
  private final @Nullable Layer source;
  private final String what;
  private final Budget budget;
  private final byte[] single = new byte[1];
  private byte[] ahead = new byte[0];
  private int aheadFrom;
  private long position;
  private long zeros;
  private @Nullable Malformed failed;

  private Layer(
      String name, InputStream decoder, @Nullable Layer source, String what, Budget budget) {
    this.name = name;
    this.decoder = decoder;
    this.source = source;
    this.what = what;
    this.budget = budget;
  }

  /** Returns the file itself. */
  static Layer ofFile(InputStream file, Budget budget) {
    return new Layer("", file, null, "file", budget);
  }

  /** Returns what a decoder makes of this layer. */
  Layer decoded(String inner, InputStream stream, String stated) {
    return new Layer(inner, stream, this, stated, budget);
  }

  /**
   * Returns what this layer is called in messages; empty for the file that the diagnostic names.
   */
  String name() {
    return name;
  }

  /** Bytes read so far. */
  long position() {
    return position;
  }

  /** Returns how many of the last bytes read were zero. */
  long trailingZeros() {
    return zeros;
  }

  Budget budget() {
    return budget;
  }

  /** Returns the next bytes without reading them; fewer at the end. */
  byte[] peek(int length) {
    if (ahead.length - aheadFrom < length) {
      byte[] more = Arrays.copyOfRange(ahead, aheadFrom, aheadFrom + length);
      int have = ahead.length - aheadFrom;
      for (int got = 0; have < length && got >= 0; have += Math.max(0, got)) {
        got = pull(more, have, length - have);
      }
      ahead = Arrays.copyOf(more, have);
      aheadFrom = 0;
    }
    return Arrays.copyOfRange(ahead, aheadFrom, Math.min(ahead.length, aheadFrom + length));
  }

  /** Exactly so many bytes; {@code expected} says what they are. */
  byte[] take(int length, String expected) {
    byte[] bytes = new byte[length];
    if (fill(bytes, 0, length) < length) {
      throw malformed("expected %s and found the end".formatted(expected));
    }
    return bytes;
  }

  /** Reads so many bytes, fewer only at the end, and returns how many. */
  int fill(byte[] target, int from, int length) {
    int have = 0;
    while (have < length) {
      int got = read(target, from + have, length - have);
      if (got < 0) {
        break;
      }
      have += got;
    }
    return have;
  }

  /** Passes over exactly so many bytes. */
  void pass(long length, String expected) {
    if (length < 0) {
      throw malformed("%s of %d bytes".formatted(expected, length));
    }
    byte[] bytes = new byte[(int) Math.min(BUFFER, length)];
    for (long left = length; left > 0; ) {
      int got = read(bytes, 0, (int) Math.min(bytes.length, left));
      if (got < 0) {
        throw malformed("expected %d more bytes of %s and found the end".formatted(left, expected));
      }
      left -= got;
    }
  }

  /** Reads to the end, where a compressed stream has its checksum. */
  void drain() {
    byte[] bytes = new byte[BUFFER];
    int got = 0;
    while (got >= 0) {
      got = read(bytes, 0, bytes.length);
    }
  }

  /** Ends the decoder of this layer; those of the layers that feed it go on. */
  void end() {
    try {
      decoder.close();
    } catch (IOException fault) {
      throw told(fault);
    }
  }

  /** Returns a fault at the present position. */
  Malformed malformed(String message) {
    return new Malformed(name, position, message);
  }

  @Override
  public int read() {
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) {
    if (length == 0) {
      return 0;
    }
    int have = ahead.length - aheadFrom;
    int got = Math.min(have, length);
    if (have > 0) {
      System.arraycopy(ahead, aheadFrom, target, from, got);
      aheadFrom += got;
    } else {
      got = pull(target, from, length);
    }
    if (got > 0) {
      position += got;
      countZeros(target, from, got);
    }
    return got;
  }

  @Override
  public int available() {
    return peek(1).length;
  }

  private void countZeros(byte[] target, int from, int length) {
    int at = from + length;
    while (at > from && target[at - 1] == 0) {
      at--;
    }
    zeros = at == from ? zeros + length : from + length - at;
  }

  private int pull(byte[] target, int from, int length) {
    if (failed != null) {
      throw failed;
    }
    try {
      int got = decoder.read(target, from, length);
      if (got > 0) {
        budget.unpacked(this, got);
        limitRatio(got);
      }
      return got;
    } catch (Malformed fault) {
      failed = fault;
      throw fault;
    } catch (IOException | RuntimeException fault) {
      Malformed told = told(fault);
      failed = told;
      throw told;
    }
  }

  private void limitRatio(int got) {
    long size = position + got;
    if (source != null
        && size > budget.limits().of(RATIO_FREE_BYTES)
        && size / budget.limits().of(RATIO) > source.position) {
      throw new Malformed(
          Diagnostic.Kind.LIMIT,
          source.name,
          source.position,
          "%d bytes become more than %d".formatted(source.position, size));
    }
  }

  /** Decoders of damaged input throw many things; all of them mean this. */
  private Malformed told(Exception fault) {
    String reason = fault.getMessage() == null ? fault.toString() : fault.getMessage();
    if (source == null) {
      return new Malformed(Diagnostic.Kind.UNREADABLE, name, position, "cannot be read: " + reason);
    }
    // Parts are read ahead, so that the source is further than the one that is damaged.
    long at = fault instanceof PartsInputStream.DamagedPart part ? part.at() : source.position;
    boolean limit =
        fault instanceof XzStream.TooMuchMemory
            || fault.getCause() instanceof XzStream.TooMuchMemory;
    return new Malformed(
        limit ? Diagnostic.Kind.LIMIT : Diagnostic.Kind.MALFORMED,
        source.name,
        at,
        "the %s is damaged: %s".formatted(what, reason));
  }
}
