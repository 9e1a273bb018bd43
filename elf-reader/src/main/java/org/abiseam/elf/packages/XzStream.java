package org.abiseam.elf.packages;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.CorruptedInputException;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.UnsupportedOptionsException;
import org.tukaani.xz.XZIOException;
import org.tukaani.xz.XZInputStream;

/**
 * Decodes xz by the liblzma of the machine, and by Java where there is none. Both give the same
 * bytes and the same faults; before a fault liblzma gives more of what is right.
 */
public final class XzStream extends ByteStream {
  private final InputStream packed;
  private final int kibibytes;
  private final Decoder decoder;
  private @Nullable InputStream opened;

  XzStream(InputStream packed, int kibibytes, Decoder decoder) {
    this.packed = packed;
    this.kibibytes = kibibytes;
    this.decoder = decoder;
  }

  /** Names who decodes. */
  enum Decoder {
    LIBLZMA {
      @Override
      InputStream open(InputStream packed, int kibibytes) {
        return Liblzma.open(packed, kibibytes);
      }
    },
    JAVA {
      @Override
      InputStream open(InputStream packed, int kibibytes) throws IOException {
        return new XZInputStream(packed, kibibytes, BasicArrayCache.getInstance()) {
          @Override
          public void close() throws IOException {
            close(false);
          }
        };
      }
    };

    abstract InputStream open(InputStream packed, int kibibytes) throws IOException;

    /** Returns the one that this machine has. */
    static Decoder here() {
      return Liblzma.isHere() ? LIBLZMA : JAVA;
    }
  }

  /**
   * Opens one stream, or several behind each other.
   *
   * @param packed is read to its end, and not closed
   * @param kibibytes the most memory that the decoder takes
   * @return what it becomes; whoever does not read to its end closes it
   */
  public static InputStream of(InputStream packed, int kibibytes) {
    return new XzStream(packed, kibibytes, Decoder.here());
  }

  /** {@return whether the machine has liblzma, and this program may call it} */
  public static boolean hasLiblzma() {
    return Liblzma.isHere();
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    try {
      if (opened == null) {
        opened = decoder.open(packed, kibibytes);
      }
      return opened.read(target, from, length);
    } catch (IOException fault) {
      throw told(fault);
    }
  }

  /** Says what is wrong in words that are those of neither decoder. */
  private IOException told(IOException fault) {
    return switch (fault) {
      case MemoryLimitException _ ->
          new TooMuchMemory("it asks for more than %d KiB of memory".formatted(kibibytes));
      case UnsupportedOptionsException _ ->
          new UnsupportedOptionsException("it has an option that is not known");
      case XZIOException _ -> new CorruptedInputException();
      case EOFException _ -> new EOFException("it ends too early");
      default -> fault;
    };
  }

  /** Tells that a stream asks for more memory than it is given. */
  static final class TooMuchMemory extends IOException {
    private static final long serialVersionUID = 1;

    TooMuchMemory(String message) {
      super(message);
    }
  }

  @Override
  public void close() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }
}
