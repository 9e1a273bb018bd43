package org.abiseam.elf.packages;

import static org.abiseam.model.Limits.Limit.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A large image of a package, as it is. It is opened once and stays open until the end, so that
 * compressed bytes beside it would only be more.
 *
 * <p>How large it is says its header, by the place of the section table at its end (gABI chapter 4,
 * {@code e_shoff}). A header may say anything: memory is taken as bytes come, twice as much each
 * time, and never more than the header says or they need.
 */
final class UncompressedImage implements CompressedStore.Bytes {
  /** From here on an image is large. */
  private static final long LARGE = 32L << 20;

  private static final int HEADER = 64;
  private static final int EI_CLASS = 4;
  private static final int EI_DATA = 5;
  private static final int ELFCLASS64 = 2;
  private static final int ELFDATA2LSB = 1;
  private static final int E_TYPE = 16;
  private static final int ET_REL = 1;
  private static final int PIECE = 1 << 20;

  private Arena arena = Arena.ofShared();
  private MemorySegment memory = arena.allocate(PIECE);
  private long size;
  private boolean overfull;

  /** Tells whether a layer begins like a large image. */
  static boolean concerns(Layer layer) {
    return stated(layer) >= LARGE;
  }

  /** Returns the size that the header of a linked ELF file lets expect; 0 for all else. */
  private static long stated(Layer layer) {
    byte[] head = layer.peek(HEADER);
    if (head.length < HEADER || head[0] != 0x7f || head[1] != 'E' || head[EI_CLASS] != ELFCLASS64) {
      return 0;
    }
    ByteBuffer header =
        ByteBuffer.wrap(head)
            .order(head[EI_DATA] == ELFDATA2LSB ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long sections = (long) (header.getShort(58) & 0xffff) * (header.getShort(60) & 0xffff);
    long table = header.getLong(40);
    boolean linked = (header.getShort(E_TYPE) & 0xffff) != ET_REL;
    return linked && table > 0 && table < layer.budget().limits().of(FILE_BYTES)
        ? table + sections
        : 0;
  }

  /** Reads all that is left of a layer, unless it is more than there may be. */
  void read(Layer layer, long limit) {
    long expected = stated(layer);
    byte[] piece = new byte[PIECE];
    int got = CompressedStore.fill(layer, piece);
    while (got > 0) {
      CompressedStore.limitObject(layer, size + got);
      if (size + got > limit) {
        overfull = true;
        return;
      }
      if (size + got > memory.byteSize()) {
        long twice = 2 * memory.byteSize();
        grow(Math.max(size + got, expected > size ? Math.min(twice, expected) : twice));
      }
      MemorySegment.copy(piece, 0, memory, ValueLayout.JAVA_BYTE, size, got);
      size += got;
      got = CompressedStore.fill(layer, piece);
    }
  }

  private void grow(long bytes) {
    Arena larger = Arena.ofShared();
    MemorySegment target = larger.allocate(bytes, 8);
    MemorySegment.copy(memory, 0, target, 0, size);
    arena.close();
    arena = larger;
    memory = target;
  }

  long size() {
    return size;
  }

  /** Tells whether there was more than may be held. */
  boolean overfull() {
    return overfull;
  }

  @Override
  public MemorySegment unpack(Arena target) {
    return memory.asSlice(0, size);
  }

  void close() {
    arena.close();
  }
}
