package org.abiseam.model.mangling;

import java.util.Optional;

/**
 * Identifiers with letters beyond ASCII (RFC 3492 §6.2), with an underscore for the hyphen that a
 * symbol may not have.
 */
final class Punycode {
  private static final int BASE = 36;
  private static final int LEAST = 1;
  private static final int MOST = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int FIRST_BIAS = 72;
  private static final int FIRST_CODE = 0x80;

  private Punycode() {}

  static Optional<String> decoded(String text) {
    int split = text.lastIndexOf('_');
    StringBuilder output = new StringBuilder(split < 0 ? "" : text.substring(0, split));
    int code = FIRST_CODE;
    int index = 0;
    int bias = FIRST_BIAS;
    int length = output.length();
    for (int at = split + 1; at < text.length(); ) {
      int before = index;
      long weight = 1;
      for (int k = BASE; ; k += BASE) {
        int digit = at < text.length() ? digit(text.charAt(at++)) : -1;
        long sum = index + digit * weight;
        if (digit < 0 || sum > Integer.MAX_VALUE) {
          return Optional.empty();
        }
        index = (int) sum;
        int threshold = Math.clamp(k - bias, LEAST, MOST);
        if (digit < threshold) {
          break;
        }
        weight *= BASE - threshold;
      }
      length++;
      bias = bias(index - before, length, before == 0);
      code += index / length;
      index %= length;
      if (!Character.isValidCodePoint(code)) {
        return Optional.empty();
      }
      output.insert(output.offsetByCodePoints(0, index), Character.toString(code));
      index++;
    }
    return Optional.of(output.toString());
  }

  private static int digit(char c) {
    if (c >= 'a' && c <= 'z') {
      return c - 'a';
    }
    return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
  }

  private static int bias(int delta, int length, boolean first) {
    int rest = first ? delta / DAMP : delta / 2;
    rest += rest / length;
    int k = 0;
    while (rest > (BASE - LEAST) * MOST / 2) {
      rest /= BASE - LEAST;
      k += BASE;
    }
    return k + (BASE - LEAST + 1) * rest / (rest + SKEW);
  }
}
