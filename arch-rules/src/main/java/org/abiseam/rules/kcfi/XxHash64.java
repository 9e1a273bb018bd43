package org.abiseam.rules.kcfi;

import static java.lang.Long.rotateLeft;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** xxHash, 64 bits, seed 0 (xxHash fast digest algorithm, 0.1.1, §XXH64). */
final class XxHash64 {
  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;
  private static final int STRIPE = 32;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private XxHash64() {}

  static long of(byte[] text) {
    int at = 0;
    long hash;
    if (text.length >= STRIPE) {
      // PRIME_1 + PRIME_2, PRIME_2, 0 and -PRIME_1, with wrap-around.
      long[] lanes = {0x60EA27EEADC0B5D6L, PRIME_2, 0, 0x61C8864E7A143579L};
      for (; at + STRIPE <= text.length; at += STRIPE) {
        for (int lane = 0; lane < 4; lane++) {
          lanes[lane] = round(lanes[lane], (long) LONG.get(text, at + 8 * lane));
        }
      }
      hash =
          rotateLeft(lanes[0], 1)
              + rotateLeft(lanes[1], 7)
              + rotateLeft(lanes[2], 12)
              + rotateLeft(lanes[3], 18);
      for (long lane : lanes) {
        hash = (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
      }
    } else {
      hash = PRIME_5;
    }
    return avalanche(rest(hash + text.length, text, at));
  }

  private static long round(long lane, long input) {
    return rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
  }

  private static long rest(long start, byte[] text, int from) {
    long hash = start;
    int at = from;
    for (; at + 8 <= text.length; at += 8) {
      hash = rotateLeft(hash ^ round(0, (long) LONG.get(text, at)), 27) * PRIME_1 + PRIME_4;
    }
    if (at + 4 <= text.length) {
      long word = (int) INT.get(text, at) & 0xffffffffL;
      hash = rotateLeft(hash ^ word * PRIME_1, 23) * PRIME_2 + PRIME_3;
      at += 4;
    }
    for (; at < text.length; at++) {
      hash = rotateLeft(hash ^ (text[at] & 0xff) * PRIME_5, 11) * PRIME_1;
    }
    return hash;
  }

  private static long avalanche(long start) {
    long hash = (start ^ start >>> 33) * PRIME_2;
    hash = (hash ^ hash >>> 29) * PRIME_3;
    return hash ^ hash >>> 32;
  }
}
