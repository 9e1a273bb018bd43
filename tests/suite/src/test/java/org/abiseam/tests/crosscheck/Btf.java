package org.abiseam.tests.crosscheck;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The structs and unions of a BTF file (Linux Documentation/bpf/btf.rst), each as one text. */
final class Btf {
  private static final int ARRAY = 3;
  private static final int STRUCT = 4;
  private static final int UNION = 5;
  private static final int TYPEDEF = 8;
  private static final int VOLATILE = 9;
  private static final int CONST = 10;
  private static final int RESTRICT = 11;
  private static final int TYPE_TAG = 18;

  private final ByteBuffer bytes;
  private final int strings;
  private final List<Integer> types = new ArrayList<>();

  Btf(ByteBuffer file) {
    bytes = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if ((bytes.getShort(0) & 0xffff) != 0xeb9f) {
      throw new IllegalArgumentException("not little-endian BTF");
    }
    int header = bytes.getInt(4);
    int at = header + bytes.getInt(8);
    int end = at + bytes.getInt(12);
    strings = header + bytes.getInt(16);
    types.add(-1);
    while (at < end) {
      types.add(at);
      at += 12 + following(kind(at), count(at));
    }
  }

  /** What follows the three common words of a type. */
  private static int following(int kind, int count) {
    return switch (kind) {
      case 1, 14, 17 -> 4;
      case ARRAY -> 12;
      case STRUCT, UNION, 15, 19 -> 12 * count;
      case 6, 13 -> 8 * count;
      default -> 0;
    };
  }

  /** By {@code struct NAME}, {@code union NAME} or {@code typedef NAME}, all that is said of it. */
  Map<String, TreeSet<String>> layouts() {
    Map<String, TreeSet<String>> layouts = new TreeMap<>();
    for (int id = 1; id < types.size(); id++) {
      int at = types.get(id);
      String name = name(bytes.getInt(at));
      int kind = kind(at);
      if ((kind == STRUCT || kind == UNION) && !name.isEmpty()) {
        String key = (kind == STRUCT ? "struct " : "union ") + name;
        layouts.computeIfAbsent(key, _ -> new TreeSet<>()).add(aggregate(at));
      } else if (kind == TYPEDEF && anonymous(bytes.getInt(at + 8))) {
        String text = aggregate(types.get(bytes.getInt(at + 8)));
        layouts.computeIfAbsent("typedef " + name, _ -> new TreeSet<>()).add(text);
      }
    }
    return layouts;
  }

  private String aggregate(int at) {
    boolean bitFields = bytes.getInt(at + 4) < 0;
    StringBuilder text = new StringBuilder();
    text.append(kind(at) == STRUCT ? "struct " : "union ").append(bytes.getInt(at + 8)).append('{');
    for (int i = 0; i < count(at); i++) {
      int member = at + 12 + 12 * i;
      int offset = bytes.getInt(member + 8);
      text.append(' ').append(name(bytes.getInt(member)));
      text.append('@').append(bitFields ? offset & 0xffffff : offset);
      if (bitFields && offset >>> 24 != 0) {
        text.append(':').append(offset >>> 24);
      }
      text.append(inside(bytes.getInt(member + 4)));
    }
    return text.append(" }").toString();
  }

  /** The contents of an unnamed struct or union, which nothing else would compare. */
  private String inside(int type) {
    int id = type;
    while (id != 0) {
      int at = types.get(id);
      switch (kind(at)) {
        case VOLATILE, CONST, RESTRICT, TYPE_TAG -> id = bytes.getInt(at + 8);
        case ARRAY -> {
          return inside(bytes.getInt(at + 12));
        }
        default -> {
          return anonymous(id) ? " " + aggregate(at) : "";
        }
      }
    }
    return "";
  }

  private boolean anonymous(int id) {
    if (id == 0) {
      return false;
    }
    int at = types.get(id);
    return (kind(at) == STRUCT || kind(at) == UNION) && bytes.getInt(at) == 0;
  }

  private int kind(int at) {
    return bytes.getInt(at + 4) >>> 24 & 0x1f;
  }

  private int count(int at) {
    return bytes.getInt(at + 4) & 0xffff;
  }

  private String name(int offset) {
    int start = strings + offset;
    int end = start;
    while (bytes.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - start];
    bytes.get(start, text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
