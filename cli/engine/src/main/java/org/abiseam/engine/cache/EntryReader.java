package org.abiseam.engine.cache;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads what {@link EntryWriter} wrote. The bytes are not trusted: whatever they cannot mean throws
 * {@link CorruptEntry}, and no count makes more room than there are bytes.
 */
public final class EntryReader {
  private final byte[] bytes;
  private final int end;
  private final String ownPath;
  private final List<String> texts = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();
  private int at;

  /**
   * Begins to read.
   *
   * @param bytes the entry
   * @param from where its inside begins
   * @param end where it ends
   * @param ownPath the path of the object
   */
  EntryReader(byte[] bytes, int from, int end, String ownPath) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
    this.ownPath = ownPath;
  }

  private int next() {
    if (at >= end) {
      throw new CorruptEntry("it ends too early");
    }
    return bytes[at++];
  }

  /** Reads a number. */
  public long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int one = next();
      value |= (one & 0x7fL) << shift;
      if (one >= 0) {
        return value;
      }
    }
    throw new CorruptEntry("a number has no end");
  }

  /** Reads a number that fits. */
  public int small() {
    long value = number();
    if (value != (int) value) {
      throw new CorruptEntry("a number is too large");
    }
    return (int) value;
  }

  /** Reads what {@link EntryWriter#bits} wrote. */
  public long bits() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value |= (next() & 0xffL) << (8 * i);
    }
    return value;
  }

  /** Reads whether something is so. */
  public boolean flag() {
    long value = number();
    if (value >>> 1 != 0) {
      throw new CorruptEntry("neither yes nor no");
    }
    return value == 1;
  }

  /** Reads a constant. */
  public <E> E constant(List<E> all) {
    return all.get(index(all.size()));
  }

  /** Reads constants. */
  public <E> Set<E> constants(List<E> all) {
    return new HashSet<>(all(one -> one.constant(all)));
  }

  /** Reads a number from 0 on. */
  private int index(int below) {
    long value = number();
    if (value < 0 || value >= below) {
      throw new CorruptEntry("a reference leads nowhere");
    }
    return (int) value;
  }

  /** Reads how many follow, of which each has at least one byte. */
  public int count() {
    return index(end - at + 1);
  }

  /** Reads a text. */
  public String text() {
    int known = index(EntryWriter.FIRST + texts.size());
    return switch (known) {
      case EntryWriter.NEW -> {
        int length = count();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        texts.add(text);
        yield text;
      }
      case EntryWriter.OWN_PATH -> ownPath;
      default -> texts.get(known - EntryWriter.FIRST);
    };
  }

  /** Reads a value that may be shared. */
  public <T> T shared(Class<T> type, Function<EntryReader, T> reading) {
    int known = index(1 + values.size());
    if (known == EntryWriter.NEW) {
      T value = reading.apply(this);
      values.add(value);
      return value;
    }
    Object value = values.get(known - 1);
    if (!type.isInstance(value)) {
      throw new CorruptEntry("a reference leads to something else");
    }
    return type.cast(value);
  }

  /** Reads a text that may be missing. */
  public Optional<String> optionalText() {
    return flag() ? Optional.of(text()) : Optional.empty();
  }

  /** Reads a number that may be missing. */
  public OptionalLong optionalNumber() {
    return flag() ? OptionalLong.of(number()) : OptionalLong.empty();
  }

  /** Reads a number that may be missing and fits. */
  public OptionalInt optionalSmall() {
    return flag() ? OptionalInt.of(small()) : OptionalInt.empty();
  }

  /** Reads a value that may be missing. */
  public <T> Optional<T> optional(Function<EntryReader, T> reading) {
    return flag() ? Optional.of(reading.apply(this)) : Optional.empty();
  }

  /** Reads values. */
  public <T> List<T> all(Function<EntryReader, T> reading) {
    int count = count();
    List<T> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(reading.apply(this));
    }
    return all;
  }

  /** Reads texts in their order. */
  public SortedSet<String> texts() {
    return new TreeSet<>(all(EntryReader::text));
  }

  /** Reads pairs with texts as keys. */
  public <T> SortedMap<String, T> map(Function<EntryReader, T> reading) {
    int count = count();
    SortedMap<String, T> all = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String key = text();
      all.put(key, reading.apply(this));
    }
    return all;
  }

  /** Checks that nothing is left. */
  void end() {
    if (at != end) {
      throw new CorruptEntry("something is left at its end");
    }
  }
}
