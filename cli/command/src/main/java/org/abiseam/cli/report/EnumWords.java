package org.abiseam.cli.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Maps enum constants to the words that options, policies and reports use for them: lower case, a
 * hyphen for each underscore.
 */
public final class EnumWords {
  private EnumWords() {}

  /**
   * Returns the word of a constant.
   *
   * @return {@code bit-field} for {@code BIT_FIELD}
   */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Lists the words of an enum.
   *
   * @return its words in the order of declaration
   */
  public static List<String> all(Class<? extends Enum<?>> kind) {
    return Stream.of(kind.getEnumConstants()).map(EnumWords::of).toList();
  }

  /**
   * Finds a constant by its word.
   *
   * @param <E> the enum
   * @return the constant; empty where the word is unknown
   */
  public static <E extends Enum<E>> Optional<E> find(Class<E> kind, String word) {
    return Stream.of(kind.getEnumConstants()).filter(one -> of(one).equals(word)).findFirst();
  }
}
