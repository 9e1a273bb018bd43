package org.abiseam.btf;

import static org.abiseam.btf.Kinds.BTF_KIND_ENUM64;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.lowering.Unmodelled;
import org.abiseam.model.Type;

/**
 * {@code BTF_KIND_ENUM}, btf.rst §2.2.6, and {@code BTF_KIND_ENUM64}, §2.2.19.
 *
 * <p>The flag says whether values are signed. Before Linux 6.0 there was no flag and every value
 * was; a value that is negative in a file that never sets the flag was meant so.
 */
final class BtfEnumerations {
  private BtfEnumerations() {}

  static Type lowered(Btf.Record record) {
    long bytes = record.sizeOrType();
    if (record.count() == 0) {
      throw new Unmodelled("an enumeration without its values");
    }
    if (Long.bitCount(bytes) != 1 || bytes > 8) {
      throw new Unmodelled("an enumeration of " + bytes + " bytes");
    }
    boolean wide = record.kind() == BTF_KIND_ENUM64;
    boolean signed = record.flag() || (!wide && negative(record) && record.owner().unflagged());
    List<Type.Enumeration.Value> values = new ArrayList<>(record.count());
    for (int i = 0; i < record.count(); i++) {
      String name = record.string(wide ? 3 * i : 2 * i);
      long number =
          wide ? record.word(3 * i + 1) | record.word(3 * i + 2) << 32 : record.word(2 * i + 1);
      values.add(new Type.Enumeration.Value(name, wide ? number : extended(number, bytes, signed)));
    }
    Optional<String> name = Optional.of(record.name()).filter(text -> !text.isEmpty());
    return new Type.Enumeration(name, bytes, signed, values, false);
  }

  private static boolean negative(Btf.Record record) {
    for (int i = 0; i < record.count(); i++) {
      if ((int) record.word(2 * i + 1) < 0) {
        return true;
      }
    }
    return false;
  }

  /** Returns a word of 32 bits, also where the enumeration has fewer or more. */
  private static long extended(long word, long bytes, boolean signed) {
    int bits = (int) Math.min(32, bytes * 8);
    return signed ? word << (64 - bits) >> (64 - bits) : word << (64 - bits) >>> (64 - bits);
  }
}
