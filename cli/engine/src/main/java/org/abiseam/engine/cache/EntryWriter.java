package org.abiseam.engine.cache;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/**
 * Writes the inside of an entry: numbers of variable length, texts once each, and values that refer
 * to equal ones before them.
 *
 * <p>The path of the object that the entry is about is not written: another path may lead to the
 * same content.
 */
public final class EntryWriter {
  static final int NEW = 0;
  static final int OWN_PATH = 1;
  static final int FIRST = 2;

  private final String ownPath;
  private final Map<String, Integer> texts = new HashMap<>();
  private final Map<Object, Integer> values = new HashMap<>();
  private byte[] bytes = new byte[1 << 10];
  private int length;
  private boolean bound;

  /**
   * Begins an entry.
   *
   * @param ownPath the path of the object; empty where the key has it
   */
  public EntryWriter(String ownPath) {
    this.ownPath = ownPath;
  }

  /** Writes a number that is seldom negative. */
  public void number(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** Writes a number whose bits are all alike, such as a hash. */
  public void bits(long value) {
    reserve(8);
    for (int i = 0; i < 8; i++) {
      bytes[length++] = (byte) (value >>> (8 * i));
    }
  }

  /** Writes whether something is so. */
  public void flag(boolean value) {
    number(value ? 1 : 0);
  }

  /** Writes a constant by its position, which holds as long as the classes are the same. */
  @SuppressWarnings("EnumOrdinal")
  public void constant(Enum<?> value) {
    number(value.ordinal());
  }

  /** Writes a text; equal ones are written once. */
  public void text(String value) {
    Integer known = texts.get(value);
    if (known != null) {
      number(known);
      return;
    }
    texts.put(value, FIRST + texts.size());
    number(NEW);
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    // Half of a pair of surrogates has no form in UTF-8.
    bound |= !new String(encoded, StandardCharsets.UTF_8).equals(value);
    number(encoded.length);
    reserve(encoded.length);
    System.arraycopy(encoded, 0, bytes, length, encoded.length);
    length += encoded.length;
  }

  /** Writes the path of an object: this one's by a mark. */
  public void path(String value) {
    if (!ownPath.isEmpty() && value.equals(ownPath)) {
      number(OWN_PATH);
    } else {
      text(value);
    }
  }

  /** Writes a sentence; one that quotes the object's path makes the entry hold for no other. */
  public void sentence(String value) {
    bound |= !ownPath.isEmpty() && value.contains(ownPath);
    text(value);
  }

  /** Writes a value, or that it is the same as one before. */
  public <T> void shared(T value, BiConsumer<EntryWriter, T> writing) {
    Integer known = values.get(value);
    if (known != null) {
      number(known);
      return;
    }
    number(NEW);
    writing.accept(this, value);
    values.put(value, 1 + values.size());
  }

  /** Writes a text that may be missing. */
  public void text(Optional<String> value) {
    flag(value.isPresent());
    value.ifPresent(this::text);
  }

  /** Writes a number that may be missing. */
  public void number(OptionalLong value) {
    flag(value.isPresent());
    value.ifPresent(this::number);
  }

  /** Writes a number that may be missing. */
  public void number(OptionalInt value) {
    flag(value.isPresent());
    value.ifPresent(this::number);
  }

  /** Writes a value that may be missing. */
  public <T> void optional(Optional<T> value, BiConsumer<EntryWriter, T> writing) {
    flag(value.isPresent());
    value.ifPresent(present -> writing.accept(this, present));
  }

  /** Writes values and how many they are. */
  public <T> void all(Collection<? extends T> all, BiConsumer<EntryWriter, T> writing) {
    number(all.size());
    for (T value : all) {
      writing.accept(this, value);
    }
  }

  /** Writes pairs with texts as keys. */
  public <T> void map(Map<String, ? extends T> all, BiConsumer<EntryWriter, T> writing) {
    number(all.size());
    all.forEach(
        (key, value) -> {
          text(key);
          writing.accept(this, value);
        });
  }

  /** Tells whether the entry cannot be read back for an object at another path, or at all. */
  public boolean isBound() {
    return bound;
  }

  /** Returns what was written. */
  byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
