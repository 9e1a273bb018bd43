package org.abiseam.btf;

import static org.abiseam.btf.Kinds.BTF_KIND_FLOAT;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  /**
   * Floating-point numbers of C, also of GCC 16 ("Additional Floating Types"). They are written as
   * integers unless pahole is asked for {@code BTF_KIND_FLOAT}.
   */
  private static final Pattern FLOAT =
      Pattern.compile("(long )?double|float|_Float\\d+x?|__float\\d+|__bf16|__(ibm|ieee)128");

  private static final String COMPLEX = "complex ";

  /** The name alone tells how many bits count: pahole writes all those of the bytes. */
  private static final Pattern BIT_PRECISE = Pattern.compile("(unsigned )?_BitInt\\((\\d{1,9})\\)");

  private static final int SIGNED = 1;
  private static final int BOOL = 4;

  private BtfScalars() {}

  static Type lowered(Btf.Record record) {
    long bytes = record.sizeOrType();
    if ((Long.bitCount(bytes) != 1 && bytes != 12) || bytes > 32) {
      throw new Unmodelled("a number of " + bytes + " bytes");
    }
    String name = record.name();
    Matcher precise = BIT_PRECISE.matcher(name);
    long bits = precise.matches() ? Long.parseLong(precise.group(2)) : bytes * 8;
    if (bits > bytes * 8) {
      throw new Unmodelled(name + " of " + bytes + " bytes");
    }
    return new Type.Scalar(name, encoding(record, name), bytes, bits, OptionalInt.empty());
  }

  /** Tells whether an integer has a width of its own, which makes no bit-field of a member. */
  static boolean bitPrecise(Btf.Record record) {
    return BIT_PRECISE.matcher(record.name()).matches();
  }

  private static Encoding encoding(Btf.Record record, String name) {
    boolean complex = name.startsWith(COMPLEX);
    boolean real =
        record.kind() == BTF_KIND_FLOAT
            || FLOAT.matcher(complex ? name.substring(COMPLEX.length()) : name).matches();
    if (complex) {
      return real ? Encoding.COMPLEX_FLOAT : Encoding.COMPLEX_INTEGER;
    }
    return real ? Encoding.FLOAT : encoding(record);
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
