package org.abiseam.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The contents and the header of a section of a little-endian file, to be damaged by a test. */
record ElfSection(ByteBuffer file, int header) {
  static ElfSection named(byte[] bytes, String name) {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    ElfSection first = new ElfSection(file, start(file));
    int entry = first.wide() ? 64 : 40;
    int names =
        new ElfSection(
                file,
                first.header()
                    + entry * Short.toUnsignedInt(file.getShort(first.wide() ? 0x3e : 0x32)))
            .offset();
    for (int i = 0; i < file.getShort(first.wide() ? 0x3c : 0x30); i++) {
      ElfSection section = new ElfSection(file, first.header() + entry * i);
      byte[] wanted = (name + "\0").getBytes(StandardCharsets.US_ASCII);
      byte[] found = new byte[wanted.length];
      file.get(names + file.getInt(section.header()), found);
      if (Arrays.equals(found, wanted)) {
        return section;
      }
    }
    throw new IllegalArgumentException("no section " + name);
  }

  private static int start(ByteBuffer file) {
    return file.get(4) == 2 ? (int) file.getLong(0x28) : file.getInt(0x20);
  }

  private boolean wide() {
    return file.get(4) == 2;
  }

  int offset() {
    return wide() ? (int) file.getLong(header + 24) : file.getInt(header + 16);
  }

  int size() {
    return wide() ? (int) file.getLong(header + 32) : file.getInt(header + 20);
  }

  /** Changes the size of a section of a 64-bit file. */
  void size(int bytes) {
    file.putLong(header + 32, bytes);
  }

  /** Reads 32 bits of it. */
  int get32(int at) {
    return file.getInt(offset() + at);
  }

  /** Changes 16 bits of it. */
  void put16(int at, int value) {
    file.putShort(offset() + at, (short) value);
  }

  /** Changes a byte of it. */
  void put8(int at, int value) {
    file.put(offset() + at, (byte) value);
  }
}
