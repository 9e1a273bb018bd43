package org.abiseam.elf.packages;

import io.airlift.compress.v3.lz4.Lz4JavaCompressor;
import io.airlift.compress.v3.lz4.Lz4JavaDecompressor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.abiseam.elf.Malformed;
import org.abiseam.model.Diagnostic;

/**
 * The object files of a package, in native memory, compressed with LZ4: debug info becomes less
 * than half as large, and unpacks faster than a disk could give it.
 */
final class Held implements AutoCloseable {
  private static final int PIECE = 1 << 20;

  private final Arena arena = Arena.ofShared();
  private final long limit;
  private long size;

  Held() {
    this(PackageLimits.HELD);
  }

  Held(long limit) {
    this.limit = limit;
  }

  private record Piece(MemorySegment packed, int size) {}

  /** One object file. */
  static final class Bytes {
    private final List<Piece> pieces = new ArrayList<>();
    private long size;

    MemorySegment unpack(Arena target) {
      MemorySegment whole = target.allocate(Math.max(1, size), 8).asSlice(0, size);
      Lz4JavaDecompressor decompressor = new Lz4JavaDecompressor();
      long at = 0;
      for (Piece piece : pieces) {
        decompressor.decompress(piece.packed(), whole.asSlice(at, piece.size()));
        at += piece.size();
      }
      return whole;
    }
  }

  /** Keeps all that is left of a layer. */
  Bytes hold(Layer layer) {
    Lz4JavaCompressor compressor = new Lz4JavaCompressor();
    byte[] plain = new byte[PIECE];
    byte[] packed = new byte[compressor.maxCompressedLength(PIECE)];
    Bytes bytes = new Bytes();
    int got = fill(layer, plain);
    while (got > 0) {
      bytes.size += got;
      if (bytes.size > PackageLimits.OBJECT) {
        throw new Malformed(
            Diagnostic.Kind.LIMIT,
            layer.name(),
            layer.position(),
            "the object is larger than " + PackageLimits.OBJECT + " bytes");
      }
      int length = compressor.compress(plain, 0, got, packed, 0, packed.length);
      size += length;
      if (size > limit) {
        throw layer
            .budget()
            .exceed(
                layer,
                ("this object and those behind it are not read, for the objects of the package take"
                        + " more than %d bytes of memory: unpack it and give the directory")
                    .formatted(limit));
      }
      MemorySegment target = arena.allocate(length);
      MemorySegment.copy(packed, 0, target, ValueLayout.JAVA_BYTE, 0, length);
      bytes.pieces.add(new Piece(target, got));
      got = fill(layer, plain);
    }
    return bytes;
  }

  private static int fill(Layer layer, byte[] target) {
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
    arena.close();
  }
}
