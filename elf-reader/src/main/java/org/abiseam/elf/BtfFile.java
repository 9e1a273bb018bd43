package org.abiseam.elf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.abiseam.model.Limits;
import org.abiseam.model.Machine;

/**
 * A file that is one {@code .BTF} section and nothing around it: {@code /sys/kernel/btf/vmlinux},
 * or what {@code pahole --btf_encode_detached} writes. Only its byte order is known of the machine.
 */
final class BtfFile implements ObjectFile {
  private static final int VERSION = 1;

  private final String path;
  private final Limits limits;
  private final MemorySegment bytes;
  private final boolean bigEndian;

  BtfFile(String path, MemorySegment bytes, Limits limits) {
    this.path = path;
    this.limits = limits;
    this.bytes = bytes;
    this.bigEndian = (bytes.get(ValueLayout.JAVA_BYTE, 0) & 0xff) == 0xeb;
  }

  /** The magic number 0xeb9f in either byte order, then the version. */
  static boolean isBtf(MemorySegment file) {
    if (file.byteSize() < 4 || file.get(ValueLayout.JAVA_BYTE, 2) != VERSION) {
      return false;
    }
    int first = file.get(ValueLayout.JAVA_BYTE, 0) & 0xff;
    int second = file.get(ValueLayout.JAVA_BYTE, 1) & 0xff;
    return (first == 0x9f && second == 0xeb) || (first == 0xeb && second == 0x9f);
  }

  @Override
  public Optional<Section> section(String name) {
    return name.equals(".BTF")
        ? Optional.of(new Section(name, bytes, Relocations.NONE))
        : Optional.empty();
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Machine machine() {
    return new Machine(Machine.EM_NONE, 8, bigEndian, 0);
  }
}
