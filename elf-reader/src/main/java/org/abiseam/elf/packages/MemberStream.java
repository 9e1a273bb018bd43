package org.abiseam.elf.packages;

/** Members of an archive that is read front to back: this stream gives the present one's bytes. */
abstract class MemberStream extends ByteStream {
  final Layer layer;

  /** Bytes of the present member that are not read yet. */
  long left;

  private final String missing;

  /**
   * Over an archive.
   *
   * @param missing what there should have been more bytes of, for the diagnostic
   */
  MemberStream(Layer layer, String missing) {
    this.layer = layer;
    this.missing = missing;
  }

  @Override
  public final int read(byte[] target, int from, int length) {
    if (left == 0) {
      return -1;
    }
    int got = layer.read(target, from, (int) Math.min(left, length));
    if (got < 0) {
      throw layer.malformed("expected %d more bytes of %s".formatted(left, missing));
    }
    left -= got;
    return got;
  }
}
