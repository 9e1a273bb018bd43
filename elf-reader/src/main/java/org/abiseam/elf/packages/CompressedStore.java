package org.abiseam.elf.packages;

import static org.abiseam.model.Limits.Limit.*;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Limits;
import org.abiseam.model.Malformed;

/**
 * The object files of a package, in native memory. A large image stays as it is ({@link
 * UncompressedImage}). Everything else is compressed with Zstandard, which leaves less than a
 * quarter of a module, on a thread of its own while the package is read on.
 */
final class CompressedStore implements AutoCloseable {
  private static final int PIECE = 1 << 20;

  /** Pieces that may wait for the compressor. */
  private static final int WAITING = 4;

  private final Arena arena = Arena.ofShared();
  private final List<UncompressedImage> images = new ArrayList<>();
  private final ExecutorService packer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("packer").factory());
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  /** Pieces that are compressed already, to be filled again. */
  private final BlockingQueue<byte[]> empty = new LinkedBlockingQueue<>();

  /** Used by the packer alone. */
  private byte[] packed = new byte[0];

  private final long limit;

  /** Bytes of memory that are taken, but for what waits. */
  private long size;

  CompressedStore(Limits limits) {
    this.limit = limits.of(PACKAGE_MEMORY);
  }

  private record Piece(MemorySegment packed, int size) {}

  private record Waiting(Future<Piece> piece, int size) {}

  /** One object file. */
  interface Bytes {
    /** Returns its bytes, in memory of an arena or of the package. */
    MemorySegment unpack(Arena target);
  }

  private record Packed(List<Future<Piece>> pieces, long size) implements Bytes {
    @Override
    public MemorySegment unpack(Arena target) {
      MemorySegment whole = target.allocate(Math.max(1, size), 8).asSlice(0, size);
      ZstdJavaDecompressor decompressor = new ZstdJavaDecompressor();
      long at = 0;
      for (Future<Piece> one : pieces) {
        Piece piece = done(one);
        decompressor.decompress(piece.packed(), whole.asSlice(at, piece.size()));
        at += piece.size();
      }
      return whole;
    }
  }

  /** Keeps all that is left of a layer. */
  Bytes hold(Layer layer) {
    return UncompressedImage.concerns(layer) ? image(layer) : packed(layer);
  }

  private Bytes image(Layer layer) {
    UncompressedImage plain = new UncompressedImage();
    images.add(plain);
    plain.read(layer, limit - size);
    if (plain.overfull()) {
      throw exceeded(layer);
    }
    size += plain.size();
    return plain;
  }

  private Bytes packed(Layer layer) {
    List<Future<Piece>> pieces = new ArrayList<>();
    long whole = 0;
    byte[] plain = piece();
    int got = fill(layer, plain);
    while (got > 0) {
      whole += got;
      limitObject(layer, whole);
      pieces.add(pack(plain, got));
      if (waiting.size() > WAITING || atLimit()) {
        settle(atLimit() ? 0 : WAITING);
      }
      if (size > limit) {
        throw exceeded(layer);
      }
      plain = piece();
      got = fill(layer, plain);
    }
    empty.add(plain);
    return new Packed(pieces, whole);
  }

  private byte[] piece() {
    byte[] known = empty.poll();
    return known == null ? new byte[PIECE] : known;
  }

  private Future<Piece> pack(byte[] plain, int length) {
    Future<Piece> piece =
        packer.submit(
            () -> {
              ZstdJavaCompressor compressor = new ZstdJavaCompressor();
              if (packed.length == 0) {
                packed = new byte[compressor.maxCompressedLength(PIECE)];
              }
              int bytes = compressor.compress(plain, 0, length, packed, 0, packed.length);
              MemorySegment target = arena.allocate(bytes);
              MemorySegment.copy(packed, 0, target, ValueLayout.JAVA_BYTE, 0, bytes);
              empty.add(plain);
              return new Piece(target, length);
            });
    waiting.add(new Waiting(piece, length));
    return piece;
  }

  /** Tells whether what waits could be too much if it became no smaller. */
  private boolean atLimit() {
    return size + waiting.stream().mapToLong(Waiting::size).sum() > limit;
  }

  private void settle(int left) {
    while (waiting.size() > left) {
      size += done(waiting.remove().piece()).packed().byteSize();
    }
  }

  private static Piece done(Future<Piece> piece) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return piece.get();
        } catch (InterruptedException _) {
          interrupted = true;
        } catch (java.util.concurrent.ExecutionException fault) {
          if (fault.getCause() instanceof OutOfMemoryError memory) {
            throw memory;
          }
          throw new IllegalStateException(fault.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static void limitObject(Layer layer, long size) {
    long most = layer.budget().limits().of(FILE_BYTES);
    if (size > most) {
      throw new Malformed(
          Diagnostic.Kind.LIMIT,
          layer.name(),
          layer.position(),
          "the object is larger than " + most + " bytes");
    }
  }

  private Malformed exceeded(Layer layer) {
    return layer
        .budget()
        .exceed(
            layer,
            ("this object and those behind it are not read, for the objects of the package take"
                    + " more than %d bytes of memory: unpack it and give the directory")
                .formatted(limit));
  }

  static int fill(Layer layer, byte[] target) {
    int have = 0;
    while (have < target.length) {
      int got = layer.read(target, have, target.length - have);
      if (got < 0) {
        break;
      }
      have += got;
    }
    return have;
  }

  @Override
  public void close() {
    packer.close();
    images.forEach(UncompressedImage::close);
    arena.close();
  }
}
