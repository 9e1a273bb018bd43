package org.abiseam.engine.cache;

/**
 * Describes something that is learned from an object or from all objects of a run.
 *
 * @param name what is asked
 * @param about what the answer depends on besides the content of the objects
 * @param format of answers
 * @param <T> answers
 */
public record Question<T>(String name, CacheKey about, Format<T> format) {
  /** Asks something whose answer depends on the objects alone. */
  public static <T> Question<T> of(String name, Format<T> format) {
    return new Question<>(name, new CacheKey.Builder(name).build(), format);
  }
}
