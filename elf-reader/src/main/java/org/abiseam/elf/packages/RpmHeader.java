package org.abiseam.elf.packages;

import static org.abiseam.model.Limits.Limit.*;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;

/**
 * A header of an RPM package: an introduction with magic and two sizes, an index of tags (tag,
 * type, offset, count, each four bytes) and the store of their values. All numbers are big-endian.
 */
final class RpmHeader {
  private static final int HEADER_MAGIC = 0x8eade801;
  private static final int INTRODUCTION = 16;
  private static final int INDEX_ENTRY = 16;

  private static final int RPM_INT16_TYPE = 3;
  private static final int RPM_INT32_TYPE = 4;
  private static final int RPM_INT64_TYPE = 5;
  private static final int RPM_STRING_TYPE = 6;
  private static final int RPM_STRING_ARRAY_TYPE = 8;

  private final Layer layer;
  private final ByteBuffer bytes;
  private final int store;
  private final Map<Integer, Value> values = new HashMap<>();

  private record Value(int type, int offset, int count) {}

  private RpmHeader(Layer layer, byte[] header) {
    this.layer = layer;
    this.bytes = ByteBuffer.wrap(header);
    int entries = bytes.getInt(8);
    this.store = INTRODUCTION + entries * INDEX_ENTRY;
    for (int at = INTRODUCTION; at < store; at += INDEX_ENTRY) {
      values.put(
          bytes.getInt(at),
          new Value(bytes.getInt(at + 4), bytes.getInt(at + 8), bytes.getInt(at + 12)));
    }
  }

  static RpmHeader read(Layer layer, String what) {
    byte[] start = layer.peek(INTRODUCTION);
    ByteBuffer introduction = ByteBuffer.wrap(start);
    if (start.length < INTRODUCTION || introduction.getInt(0) != HEADER_MAGIC) {
      throw layer.malformed("expected the magic 8eade801 of the %s".formatted(what));
    }
    long index = introduction.getInt(8) & 0xffff_ffffL;
    long store = introduction.getInt(12) & 0xffff_ffffL;
    long size = INTRODUCTION + index * INDEX_ENTRY + store;
    long most = layer.budget().limits().of(PACKAGE_HEADER_BYTES);
    if (size > most) {
      throw new Malformed(
          Diagnostic.Kind.LIMIT,
          layer.name(),
          layer.position(),
          "a %s of %d bytes, more than %d".formatted(what, size, most));
    }
    return new RpmHeader(layer, layer.take((int) size, "a %s of %d bytes".formatted(what, size)));
  }

  /** Returns bytes of the whole header. */
  long size() {
    return bytes.capacity();
  }

  /** Returns the strings of a tag; none where it is not there. */
  List<String> strings(int tag) {
    Value value = values.get(tag);
    if (value == null
        || (value.type() != RPM_STRING_TYPE && value.type() != RPM_STRING_ARRAY_TYPE)) {
      return List.of();
    }
    int count = value.type() == RPM_STRING_TYPE ? 1 : value.count();
    List<String> strings = new ArrayList<>();
    int at = within(tag, value, count, 1);
    for (int i = 0; i < count; i++) {
      int end = at;
      while (end < bytes.capacity() && bytes.get(end) != 0) {
        end++;
      }
      if (end == bytes.capacity()) {
        throw outside(tag);
      }
      strings.add(new String(bytes.array(), at, end - at, StandardCharsets.UTF_8));
      at = end + 1;
    }
    return strings;
  }

  /** Returns the integers of a tag; none where it is not there. */
  long[] numbers(int tag) {
    Value value = values.get(tag);
    if (value == null) {
      return new long[0];
    }
    int width =
        switch (value.type()) {
          case RPM_INT16_TYPE -> 2;
          case RPM_INT32_TYPE -> 4;
          case RPM_INT64_TYPE -> 8;
          default -> throw outside(tag);
        };
    int at = within(tag, value, value.count(), width);
    long[] numbers = new long[value.count()];
    for (int i = 0; i < numbers.length; i++) {
      int from = at + i * width;
      numbers[i] =
          switch (width) {
            case 2 -> bytes.getShort(from) & 0xffffL;
            case 4 -> bytes.getInt(from) & 0xffff_ffffL;
            default -> bytes.getLong(from);
          };
    }
    return numbers;
  }

  private int within(int tag, Value value, int count, int width) {
    long end = (long) store + value.offset() + (long) count * width;
    if (value.offset() < 0 || count < 0 || end > bytes.capacity()) {
      throw outside(tag);
    }
    return store + value.offset();
  }

  private Malformed outside(int tag) {
    return layer.malformed("tag %d of the header does not lie in its store".formatted(tag));
  }
}
