package org.abiseam.btf;

import static org.abiseam.btf.Kinds.BTF_KIND_FLOAT;

import java.util.OptionalInt;
import java.util.Set;
import org.abiseam.lowering.Unmodelled;
import org.abiseam.model.Type;
import org.abiseam.model.Type.Encoding;

/**
 * {@code BTF_KIND_INT}, btf.rst §2.2.1, and {@code BTF_KIND_FLOAT}, §2.2.16.
 *
 * <pre>
 *   u32:  encoding 24..27 (1 signed, 2 char, 4 bool), offset 16..23, bits 0..7
 * </pre>
 *
 * <p>An integer narrower than its bytes is how bit-fields were written before members had widths of
 * their own; {@link BtfAggregates} asks for it.
 */
final class BtfScalars {
  /** Written as integers unless pahole is asked for {@code BTF_KIND_FLOAT}. */
  private static final Set<String> FLOATS =
      Set.of("float", "double", "long double", "_Float16", "__bf16");

  private static final int SIGNED = 1;
  private static final int BOOL = 4;

  private BtfScalars() {}

  static Type lowered(Btf.Record record) {
    long bytes = record.sizeOrType();
    if ((Long.bitCount(bytes) != 1 && bytes != 12) || bytes > 32) {
      throw new Unmodelled("a number of " + bytes + " bytes");
    }
    boolean real = record.kind() == BTF_KIND_FLOAT || FLOATS.contains(record.name());
    Encoding encoding = real ? Encoding.FLOAT : encoding(record);
    return new Type.Scalar(record.name(), encoding, bytes, bytes * 8, OptionalInt.empty());
  }

  private static Encoding encoding(Btf.Record record) {
    int encoding = (int) (record.word(0) >>> 24) & 0xf;
    return switch (encoding) {
      case 0 -> Encoding.UNSIGNED;
      case SIGNED -> Encoding.SIGNED;
      case BOOL -> Encoding.BOOLEAN;
      default -> throw new Unmodelled("an integer of encoding " + encoding);
    };
  }

  /** Returns how many bits of it count. */
  static int bits(Btf.Record record) {
    return (int) record.word(0) & 0xff;
  }

  /** Returns where in it they begin. */
  static int offset(Btf.Record record) {
    return (int) (record.word(0) >>> 16) & 0xff;
  }
}
