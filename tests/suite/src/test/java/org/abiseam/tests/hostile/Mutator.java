package org.abiseam.tests.hostile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages files, the same way for the same seed. */
public final class Mutator {
  private static final long[] EDGES = {
    0, 1, -1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffffL, 0x8000_0000L, Long.MAX_VALUE
  };

  /** What texts of one form or another mean something by. */
  private static final List<String> WORDS =
      List.of(
          "\n",
          "\r",
          "\t",
          " ",
          "\"",
          "'",
          "`",
          "\\",
          "{",
          "}",
          "[",
          "]",
          "(",
          ")",
          "<",
          ">",
          "#",
          "*",
          "/*",
          "//",
          "-",
          "--",
          ":",
          "::",
          ";",
          ",",
          "=",
          "&",
          "!",
          "|",
          "%",
          "..",
          "...",
          "_R",
          "_ZN",
          "E",
          "B_",
          "0x",
          "18446744073709551616",
          "-9223372036854775808",
          "99999999999",
          "\u2028",
          "\u202e",
          "\u0000",
          "\ud83d\ude00",
          "!!java.lang.Object",
          "*a",
          "~",
          "null",
          "u8",
          "[u8; ",
          "align(",
          "repr(",
          "extern",
          "struct ",
          "union ",
          "end\n",
          "2030-13-01");

  private final Random random;

  /** Starts a sequence of mutations. */
  public Mutator(long seed) {
    this.random = new Random(seed);
  }

  /**
   * Damages a copy of a file in one place or a few.
   *
   * @param whole the file, which is left as it is
   * @param other another file, of which a part may be taken
   * @return the copy
   */
  public byte[] mutate(byte[] whole, byte[] other) {
    byte[] result = whole.clone();
    int places = 1 + random.nextInt(4);
    for (int i = 0; i < places && result.length > 0; i++) {
      result = once(result, other);
    }
    return result;
  }

  /**
   * Chooses one of several.
   *
   * @return from 0 to {@code count}, exclusive
   */
  public int choose(int count) {
    return random.nextInt(count);
  }

  private byte[] once(byte[] bytes, byte[] other) {
    int at = random.nextInt(bytes.length);
    int length = 1 + random.nextInt(Math.min(64, bytes.length - at));
    switch (random.nextInt(16)) {
      case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> bytes[at] = (byte) random.nextInt();
      case 3, 4, 5 -> number(bytes, at);
      case 6 -> Arrays.fill(bytes, at, at + length, (byte) random.nextInt());
      case 7 ->
          System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
      case 8 -> {
        if (other.length > length) {
          System.arraycopy(other, random.nextInt(other.length - length), bytes, at, length);
        }
      }
      case 9 -> {
        return resized(bytes, at, length);
      }
      case 10 -> {
        return repeated(bytes, at, length);
      }
      case 11 -> {
        return isText(bytes) ? inserted(bytes, at) : bytes;
      }
      default -> ElfDamage.damage(bytes, random);
    }
    return bytes;
  }

  /** Writes a number at the edge of what fits, in either byte order. */
  private void number(byte[] bytes, int at) {
    int width = 1 << random.nextInt(4);
    long value = edge(random);
    boolean big = random.nextInt(4) == 0;
    for (int i = 0; i < width && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (value >>> 8 * (big ? width - 1 - i : i));
    }
  }

  /** {@return a number at the edge of what fits, or a little more or less} */
  static long edge(Random random) {
    return EDGES[random.nextInt(EDGES.length)] + random.nextInt(3) - 1;
  }

  private static boolean isText(byte[] bytes) {
    for (byte one : bytes) {
      if (one == 0) {
        return false;
      }
    }
    return true;
  }

  /** Says something very often. */
  private byte[] repeated(byte[] bytes, int at, int length) {
    byte[] all = Arrays.copyOf(bytes, at);
    byte[] part = Arrays.copyOfRange(bytes, at, at + length);
    byte[] many = new byte[length * (1 << random.nextInt(9))];
    for (int i = 0; i < many.length; i += length) {
      System.arraycopy(part, 0, many, i, length);
    }
    return joined(joined(all, many), Arrays.copyOfRange(bytes, at + length, bytes.length));
  }

  private byte[] inserted(byte[] bytes, int at) {
    byte[] word = WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
    return joined(
        joined(Arrays.copyOf(bytes, at), word), Arrays.copyOfRange(bytes, at, bytes.length));
  }

  private byte[] resized(byte[] bytes, int at, int length) {
    return switch (random.nextInt(3)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 ->
          joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + length, bytes.length));
      default ->
          joined(Arrays.copyOf(bytes, at + length), Arrays.copyOfRange(bytes, at, bytes.length));
    };
  }

  private static byte[] joined(byte[] one, byte[] two) {
    byte[] all = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, all, one.length, two.length);
    return all;
  }
}
