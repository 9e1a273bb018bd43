package org.abiseam.elf.packages;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.abiseam.model.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks the parts of a compressed layer on all cores and gives their bytes in order. A fault of a
 * part comes where it belongs: behind the bytes before it.
 */
final class PartsInputStream extends ByteStream {
  /** What all parts that wait may take. */
  private static final long MOST_AHEAD = 192L << 20;

  private final CompressedParts parts;
  private final int threads;
  private final Deque<Waiting> ahead = new ArrayDeque<>();
  private @Nullable ThreadPoolExecutor pool;
  private long taken;
  private boolean ended;

  /** What ended the division into parts, for when all parts before it are read. */
  private @Nullable Exception fault;

  /** Arrays of parts that were read: parts are of one size, mostly. */
  private final Queue<byte[]> spare = new ArrayBlockingQueue<>(2);

  private Optional<Plain> read = Optional.empty();
  private InputStream present = InputStream.nullInputStream();

  /** The place of the present part in the layer. */
  private long at;

  /** A part that is read from the layer itself: nothing behind it can be looked at before. */
  private Optional<CompressedParts.Part.Streamed> streamed = Optional.empty();

  /**
   * Prepares the reading.
   *
   * @param threads how many unpack at once; 0 where each part is unpacked as it is read
   */
  PartsInputStream(CompressedParts parts, int threads) {
    this.parts = parts;
    this.threads = threads;
  }

  private record Waiting(CompletableFuture<Plain> plain, CompressedParts.Part.Whole part) {}

  /** Holds a part that was unpacked as far as it could be. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
  private record Plain(byte[] bytes, int length, @Nullable Exception fault) {
    InputStream stream() {
      return new ByteStream() {
        private int from;

        @Override
        public int read(byte[] target, int at, int most) throws IOException {
          int got = Math.min(most, length - from);
          if (got > 0) {
            System.arraycopy(bytes, from, target, at, got);
            from += got;
            return got;
          }
          raise(fault);
          return -1;
        }
      };
    }
  }

  /** Says where a part lies that could not be unpacked. */
  static final class DamagedPart extends IOException {
    private static final long serialVersionUID = 1;
    private final long at;

    DamagedPart(long at, Exception cause) {
      super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
      this.at = at;
    }

    /** Returns the place of the part in the layer. */
    long at() {
      return at;
    }
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    int got = part(target, from, length);
    while (got < 0 && advance()) {
      got = part(target, from, length);
    }
    return got;
  }

  private int part(byte[] target, int from, int length) throws IOException {
    try {
      return present.read(target, from, length);
    } catch (Malformed fault) {
      // What lies around this layer is damaged.
      throw fault;
    } catch (IOException | RuntimeException fault) {
      throw new DamagedPart(at, fault);
    }
  }

  /** Goes on to the next part; false at the end. */
  private boolean advance() throws IOException {
    while (!ended && streamed.isEmpty() && hasRoom()) {
      divide();
    }
    if (!ahead.isEmpty()) {
      Waiting first = ahead.remove();
      taken -= first.part().cost();
      at = first.part().at();
      read.ifPresent(one -> spare.offer(one.bytes()));
      Plain plain = done(first.plain());
      read = Optional.of(plain);
      present = plain.stream();
      return true;
    }
    if (streamed.isPresent()) {
      present.close();
      present = parts.decoder(streamed.get().packed());
      at = streamed.get().at();
      streamed = Optional.empty();
      return true;
    }
    return end();
  }

  private boolean hasRoom() {
    return ahead.isEmpty() || (ahead.size() <= threads && taken < MOST_AHEAD);
  }

  private void divide() {
    try {
      Optional<CompressedParts.Part> next = parts.next();
      ended = next.isEmpty();
      next.ifPresent(this::add);
    } catch (IOException | RuntimeException failure) {
      fault = failure;
      ended = true;
    }
  }

  private void add(CompressedParts.Part part) {
    switch (part) {
      case CompressedParts.Part.Streamed one -> streamed = Optional.of(one);
      case CompressedParts.Part.Whole whole when threads == 0 ->
          streamed =
              Optional.of(
                  new CompressedParts.Part.Streamed(
                      new ByteArrayInputStream(whole.packed()), whole.at()));
      case CompressedParts.Part.Whole whole -> {
        taken += whole.cost();
        ahead.add(new Waiting(CompletableFuture.supplyAsync(() -> plain(whole), workers()), whole));
      }
    }
  }

  private boolean end() throws IOException {
    close();
    raise(fault);
    return false;
  }

  private static void raise(@Nullable Exception fault) throws IOException {
    switch (fault) {
      case null -> {
        // Nothing is wrong.
      }
      case IOException io -> throw io;
      case RuntimeException other -> throw other;
      case Exception other -> throw new IOException(other);
    }
  }

  @Override
  public void close() throws IOException {
    present.close();
    if (pool != null) {
      pool.shutdown();
    }
  }

  /** Returns threads that end by themselves where the rest of the layer is never asked for. */
  private ThreadPoolExecutor workers() {
    if (pool == null) {
      pool =
          new ThreadPoolExecutor(
              threads,
              threads,
              1,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              Thread.ofPlatform().daemon().name("unpacker-", 0).factory());
      pool.allowCoreThreadTimeOut(true);
    }
    return pool;
  }

  private Plain plain(CompressedParts.Part.Whole whole) {
    byte[] bytes = array(whole.plain());
    int most = whole.plain();
    int length = 0;
    try (InputStream decoder = parts.decoder(new ByteArrayInputStream(whole.packed()))) {
      for (int got = 0; got >= 0 && length < most; length += Math.max(0, got)) {
        got = decoder.read(bytes, length, most - length);
      }
      if (length == most && decoder.read() >= 0) {
        throw new IOException("a part is larger than it says");
      }
      return new Plain(bytes, length, null);
    } catch (IOException | RuntimeException failure) {
      return new Plain(bytes, length, failure);
    }
  }

  private byte[] array(int size) {
    byte[] known = spare.poll();
    return known == null || known.length < size ? new byte[size] : known;
  }

  private static Plain done(CompletableFuture<Plain> plain) {
    try {
      return plain.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof OutOfMemoryError memory) {
        throw memory;
      }
      throw failure;
    }
  }
}
