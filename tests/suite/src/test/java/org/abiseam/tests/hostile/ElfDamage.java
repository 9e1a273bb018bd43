package org.abiseam.tests.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Finds the section headers of an ELF file, so that damage falls where it is read. */
final class ElfDamage {
  private static final int SHDR64 = 64;
  private static final int SHDR32 = 40;

  private final ByteBuffer bytes;
  private final boolean wide;
  private final int table;
  private final int count;

  private ElfDamage(byte[] file) {
    this.bytes = ByteBuffer.wrap(file);
    this.wide = file[4] == 2;
    bytes.order(file[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    long at = wide ? bytes.getLong(0x28) : bytes.getInt(0x20);
    int entries = bytes.getShort(wide ? 0x3c : 0x30) & 0xffff;
    boolean fits = at > 0 && at <= file.length - (long) entries * size();
    this.table = fits ? (int) at : 0;
    this.count = fits ? entries : 0;
  }

  /** Damages an ELF file in its section table or inside one section; another file is left. */
  static void damage(byte[] file, Random random) {
    if (file.length < SHDR64 || file[0] != 0x7f || file[1] != 'E') {
      return;
    }
    ElfDamage elf = new ElfDamage(file);
    if (elf.count > 1) {
      elf.damage(random);
    }
  }

  private void damage(Random random) {
    int section = random.nextInt(count);
    switch (random.nextInt(8)) {
      case 0 -> swap(section, random.nextInt(count));
      case 1 -> field(section, random.nextInt(size() / 4), Mutator.edge(random));
      case 2 -> resize(section, random);
      case 3 -> forms(random);
      default -> inside(section, random);
    }
  }

  private int size() {
    return wide ? SHDR64 : SHDR32;
  }

  /** Gives each of two sections the name, or the place, of the other. */
  private void swap(int one, int other) {
    byte[] first = new byte[size()];
    byte[] second = new byte[size()];
    bytes.get(table + one * size(), first).get(table + other * size(), second);
    bytes.put(table + one * size(), second).put(table + other * size(), first);
  }

  private void field(int section, int word, long value) {
    bytes.putInt(table + section * size() + 4 * word, (int) value);
  }

  /** Makes a section end early or late. */
  private void resize(int section, Random random) {
    int at = table + section * size() + (wide ? 0x20 : 0x14);
    long length = wide ? bytes.getLong(at) : bytes.getInt(at);
    long other =
        random.nextBoolean()
            ? length + random.nextInt(64) - 32
            : (long) (length * random.nextDouble());
    if (wide) {
      bytes.putLong(at, other);
    } else {
      bytes.putInt(at, (int) other);
    }
  }

  private void inside(int section, Random random) {
    long from = offset(section);
    long length = length(section);
    if (!isInside(from, length)) {
      return;
    }
    int at = (int) (from + (long) (random.nextDouble() * length));
    switch (random.nextInt(4)) {
      // A number without an end.
      case 0 -> {
        for (int i = at; i < Math.min(from + length, at + 12L); i++) {
          bytes.put(i, (byte) 0xff);
        }
      }
      case 1 -> bytes.put(at, (byte) random.nextInt(0x40));
      case 2 -> bytes.put(at, (byte) (bytes.get(at) + random.nextInt(3) - 1));
      default -> bytes.put(at, (byte) Mutator.edge(random));
    }
  }

  /** Gives an attribute of an abbreviation another form. */
  private void forms(Random random) {
    for (int i = 0; i < 16; i++) {
      int section = random.nextInt(count);
      long from = offset(section);
      long length = length(section);
      if (length > 8 && isInside(from, length) && bytes.get((int) from) == 1) {
        int at = (int) (from + 4 + 2L * random.nextInt((int) Math.min(length / 2 - 2, 1 << 15)));
        bytes.put(at, (byte) (1 + random.nextInt(0x2c)));
        return;
      }
    }
  }

  private boolean isInside(long from, long length) {
    return from > 0 && length > 0 && length < bytes.capacity() && from < bytes.capacity() - length;
  }

  private long offset(int section) {
    int at = table + section * size();
    return wide ? bytes.getLong(at + 0x18) : bytes.getInt(at + 0x10);
  }

  private long length(int section) {
    int at = table + section * size();
    return wide ? bytes.getLong(at + 0x20) : bytes.getInt(at + 0x14);
  }
}
