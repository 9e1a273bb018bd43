package org.abiseam.tests.hostile;

import java.util.Arrays;
import java.util.function.Predicate;

/** Takes damage away from a file that fails, so long as it fails. */
public final class Minimizer {
  private Minimizer() {}

  /**
   * Makes the damage smaller.
   *
   * @param whole the file as it was
   * @param damaged the file that fails
   * @param fails tells whether a file fails
   * @return the file with the least damage that was found
   */
  public static byte[] smaller(byte[] whole, byte[] damaged, Predicate<byte[]> fails) {
    byte[] least = damaged.clone();
    int common = Math.min(whole.length, least.length);
    for (int width = Integer.highestOneBit(Math.max(1, common)); width > 0; width /= 2) {
      for (int from = 0; from < common; from += width) {
        int to = Math.min(common, from + width);
        if (!Arrays.equals(whole, from, to, least, from, to)) {
          byte[] tried = least.clone();
          System.arraycopy(whole, from, tried, from, to - from);
          least = fails.test(tried) ? tried : least;
        }
      }
    }
    return least;
  }
}
