package org.abiseam.elf.packages;

import static org.abiseam.model.Limits.Limit.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One object file in native memory.
 *
 * <p>How large it is says its header, by the place of the section table at its end (gABI chapter 4,
 * {@code e_shoff}). A header may say anything: memory is taken as bytes come, twice as much each
 * time, and never more than the header says or they need.
 */
final class GrowingMemory implements ObjectStore.Bytes, AutoCloseable {
  private static final int HEADER = 64;
  private static final int EI_CLASS = 4;
  private static final int EI_DATA = 5;
  private static final int ELFCLASS64 = 2;
  private static final int ELFDATA2LSB = 1;

  private final long expected;
  private Arena arena = Arena.ofShared();
  private MemorySegment memory = MemorySegment.NULL;
  private long size;

  /**
   * Begins with nothing.
   *
   * @param expected the size that is expected, 0 for none
   */
  GrowingMemory(long expected) {
    this.expected = expected;
  }

  /** Returns the size that the header of an ELF file lets expect; 0 for all else. */
  static long stated(Layer layer) {
    byte[] head = layer.peek(HEADER);
    if (head.length < HEADER || head[0] != 0x7f || head[1] != 'E' || head[EI_CLASS] != ELFCLASS64) {
      return 0;
    }
    ByteBuffer header =
        ByteBuffer.wrap(head)
            .order(head[EI_DATA] == ELFDATA2LSB ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long sections = (long) (header.getShort(58) & 0xffff) * (header.getShort(60) & 0xffff);
    long table = header.getLong(40);
    return table > 0 && table < layer.budget().limits().of(FILE_BYTES) ? table + sections : 0;
  }

  /** Adds the first bytes of a piece. */
  void add(byte[] piece, int count) {
    long need = size + count;
    if (need > memory.byteSize()) {
      long twice = 2 * size;
      grow(Math.max(need, expected > size ? Math.min(twice, expected) : twice));
    }
    MemorySegment.copy(piece, 0, memory, ValueLayout.JAVA_BYTE, size, count);
    size = need;
  }

  private void grow(long bytes) {
    Arena larger = Arena.ofShared();
    MemorySegment target = larger.allocate(bytes, 8);
    MemorySegment.copy(memory, 0, target, 0, size);
    arena.close();
    arena = larger;
    memory = target;
  }

  /** Returns what was added. */
  MemorySegment bytes() {
    return memory.asSlice(0, size);
  }

  @Override
  public MemorySegment open(Arena target) {
    return bytes();
  }

  @Override
  public void close() {
    arena.close();
  }
}
