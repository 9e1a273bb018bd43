package org.abiseam.engine.cache;

/**
 * Writes values of one type into entries and reads them back.
 *
 * @param <T> the type
 */
public interface Format<T> {
  /** Writes a value. */
  void write(EntryWriter to, T value);

  /** Reads what {@link #write} wrote. */
  T read(EntryReader from);
}
