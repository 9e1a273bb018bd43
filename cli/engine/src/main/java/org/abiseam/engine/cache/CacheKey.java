package org.abiseam.engine.cache;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.function.BiConsumer;

/**
 * Names an entry by everything that it depends on: a SHA-256 over what is asked, by which build of
 * this tool, of which content.
 */
public final class CacheKey {
  private static final int BYTES = 32;

  private final byte[] digest;

  private CacheKey(byte[] digest) {
    this.digest = digest;
  }

  /** Collects what an entry depends on. Texts and numbers are told apart by their lengths. */
  public static final class Builder {
    private final EntryWriter parts = new EntryWriter("");

    /** Begins with a question. */
    public Builder(String question) {
      parts.text(question);
    }

    /** Adds a text. */
    public Builder with(String text) {
      parts.text(text);
      return this;
    }

    /** Adds a number. */
    public Builder with(long number) {
      parts.bits(number);
      return this;
    }

    /** Adds what another key depends on. */
    public Builder with(CacheKey other) {
      parts.text(other.name());
      return this;
    }

    /** Adds texts in their order. */
    public Builder with(Collection<String> texts) {
      parts.all(texts, EntryWriter::text);
      return this;
    }

    /** Adds a value as its format writes it. */
    public <T> Builder with(BiConsumer<EntryWriter, T> writing, T value) {
      writing.accept(parts, value);
      return this;
    }

    /** Returns the key. */
    public CacheKey build() {
      try {
        return new CacheKey(MessageDigest.getInstance("SHA-256").digest(parts.bytes()));
      } catch (NoSuchAlgorithmException fault) {
        throw new IllegalStateException("each Java has SHA-256", fault);
      }
    }
  }

  /** Writes it. */
  public static void write(EntryWriter to, CacheKey key) {
    ByteBuffer words = ByteBuffer.wrap(key.digest);
    while (words.hasRemaining()) {
      to.bits(words.getLong());
    }
  }

  /** Reads it. */
  public static CacheKey read(EntryReader from) {
    ByteBuffer words = ByteBuffer.allocate(BYTES);
    while (words.hasRemaining()) {
      words.putLong(from.bits());
    }
    return new CacheKey(words.array());
  }

  /** Returns the key as hexadecimal digits. */
  public String name() {
    return HexFormat.of().formatHex(digest);
  }

  /** Returns the bytes of the key. */
  byte[] bytes() {
    return digest.clone();
  }

  static int length() {
    return BYTES;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CacheKey key && MessageDigest.isEqual(digest, key.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }
}
