package org.abiseam.laboratory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads floating point numbers in a register's own format. */
record RegisterFloats(boolean bigEndian) {

  private ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /** A double, or the 80 bits of the x87. NaN where it is no double. */
  double register(byte[] images, int at, int bytes) {
    if (bytes == 8) {
      return buffer(images).getDouble(at);
    }
    long fraction = buffer(images).getLong(at);
    int head = buffer(images).getShort(at + 8) & 0xffff;
    int exponent = (head & 0x7fff) - 16383;
    boolean fits = fraction < 0 && (fraction & 0x7ff) == 0 && exponent > -1023 && exponent < 1024;
    if (!fits) {
      return Double.NaN;
    }
    double magnitude = Math.scalb((double) (fraction >>> 11), exponent - 52);
    return (head & 0x8000) == 0 ? magnitude : -magnitude;
  }

  boolean same(double register, byte[] value, int offset, int width) {
    return width == 8
        ? buffer(value).getLong(offset) == Double.doubleToRawLongBits(register)
        : buffer(value).getInt(offset) == Float.floatToRawIntBits((float) register)
            && (double) (float) register == register;
  }
}
