package org.abiseam.elf.packages;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.tukaani.xz.CorruptedInputException;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.UnsupportedOptionsException;

/**
 * Decodes xz by the liblzma of the machine, in two thirds of the time that Java takes.
 *
 * <p>Its decoder of several threads is not used: before 5.8.1 damaged input made it write to memory
 * that was free (CVE-2025-31115). {@link XzBlocks} gives each thread a block of its own.
 */
final class Liblzma extends ByteStream {
  private static final int BUFFER = 1 << 16;

  /** {@code lzma/base.h}: bytes of {@code lzma_stream}, and where its members lie. */
  private static final int STREAM_BYTES = 136;

  private static final int NEXT_IN = 0;
  private static final int AVAIL_IN = 8;
  private static final int NEXT_OUT = 24;
  private static final int AVAIL_OUT = 32;

  private static final int LZMA_RUN = 0;
  private static final int LZMA_FINISH = 3;

  private static final int LZMA_OK = 0;
  private static final int LZMA_STREAM_END = 1;
  private static final int LZMA_UNSUPPORTED_CHECK = 3;
  private static final int LZMA_MEM_ERROR = 5;
  private static final int LZMA_MEMLIMIT_ERROR = 6;
  private static final int LZMA_OPTIONS_ERROR = 8;
  private static final int LZMA_BUF_ERROR = 10;

  /** {@code lzma/container.h}. */
  private static final int LZMA_TELL_UNSUPPORTED_CHECK = 0x02;

  private static final int LZMA_CONCATENATED = 0x08;

  private static final Optional<Functions> FUNCTIONS = functions();

  /** Holds what is called of the library. */
  private record Functions(MethodHandle decoder, MethodHandle code, MethodHandle end) {}

  private final Functions functions;
  private final InputStream packed;
  private final int kibibytes;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment stream = arena.allocate(STREAM_BYTES, Long.BYTES);
  private final MemorySegment input = arena.allocate(BUFFER);
  private final MemorySegment output = arena.allocate(BUFFER);
  private final byte[] read = new byte[BUFFER];
  private int action = LZMA_RUN;
  private int status;

  private Liblzma(Functions functions, InputStream packed, int kibibytes) {
    this.functions = functions;
    this.packed = packed;
    this.kibibytes = kibibytes;
    int flags = LZMA_TELL_UNSUPPORTED_CHECK | LZMA_CONCATENATED;
    try {
      status = (int) functions.decoder().invokeExact(stream, (long) kibibytes << 10, flags);
    } catch (Throwable fault) {
      throw new IllegalStateException(fault);
    }
  }

  /** Tells whether the machine has the library and this program may call it. */
  static boolean isHere() {
    return FUNCTIONS.isPresent();
  }

  /**
   * Opens a decoder of one stream or of several behind each other.
   *
   * @param kibibytes the most memory that it takes
   * @throws NoSuchElementException where the library {@link #isHere is not here}
   */
  static InputStream open(InputStream packed, int kibibytes) {
    return new Liblzma(FUNCTIONS.orElseThrow(), packed, kibibytes);
  }

  @SuppressWarnings("restricted") // whoever starts the program allows it, or Java decodes
  private static Optional<Functions> functions() {
    if (!Liblzma.class.getModule().isNativeAccessEnabled() || ADDRESS.byteSize() != Long.BYTES) {
      return Optional.empty();
    }
    try {
      Linker linker = Linker.nativeLinker();
      SymbolLookup library = SymbolLookup.libraryLookup("liblzma.so.5", Arena.global());
      return Optional.of(
          new Functions(
              linker.downcallHandle(
                  library.findOrThrow("lzma_stream_decoder"),
                  FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT)),
              linker.downcallHandle(
                  library.findOrThrow("lzma_code"),
                  FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT)),
              linker.downcallHandle(
                  library.findOrThrow("lzma_end"), FunctionDescriptor.ofVoid(ADDRESS))));
    } catch (IllegalArgumentException | NoSuchElementException | UnsupportedOperationException _) {
      return Optional.empty();
    }
  }

  /** Gives what was decoded before a fault, and the fault with the next call. */
  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    int got = 0;
    while (got == 0 && status == LZMA_OK) {
      got = decode(Math.min(length, BUFFER));
    }
    if (got > 0) {
      MemorySegment.copy(output, JAVA_BYTE, 0, target, from, got);
      return got;
    }
    if (status == LZMA_STREAM_END) {
      return -1;
    }
    throw fault();
  }

  private int decode(int most) throws IOException {
    if (stream.get(JAVA_LONG, AVAIL_IN) == 0 && action == LZMA_RUN) {
      int got = packed.read(read, 0, BUFFER);
      action = got < 0 ? LZMA_FINISH : LZMA_RUN;
      MemorySegment.copy(read, 0, input, JAVA_BYTE, 0, Math.max(0, got));
      stream.set(ADDRESS, NEXT_IN, input);
      stream.set(JAVA_LONG, AVAIL_IN, Math.max(0, got));
    }
    stream.set(ADDRESS, NEXT_OUT, output);
    stream.set(JAVA_LONG, AVAIL_OUT, most);
    try {
      status = (int) functions.code().invokeExact(stream, action);
    } catch (Throwable fault) {
      throw new IllegalStateException(fault);
    }
    return most - (int) stream.get(JAVA_LONG, AVAIL_OUT);
  }

  private IOException fault() {
    return switch (status) {
      case LZMA_MEM_ERROR, LZMA_MEMLIMIT_ERROR -> new MemoryLimitException(0, kibibytes);
      case LZMA_OPTIONS_ERROR, LZMA_UNSUPPORTED_CHECK -> new UnsupportedOptionsException();
      case LZMA_BUF_ERROR -> new EOFException();
      default -> new CorruptedInputException();
    };
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      try {
        functions.end().invokeExact(stream);
      } catch (Throwable fault) {
        throw new IllegalStateException(fault);
      }
      arena.close();
    }
  }
}
