package org.abiseam.engine.result;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.abiseam.model.Producer;

/**
 * Counts what one compiler produced, over all inputs.
 *
 * @param id stable within and between runs, e.g. {@code gcc-14.2.0-c}
 * @param producer the compiler; switches and text are those of its first unit
 * @param flags switches that all its units have in common, in order
 * @param units its compile units
 * @param untyped those among them that describe no types
 */
public record Side(String id, Producer producer, List<String> flags, int units, int untyped) {
  private static final int LONGEST_NAME = 40;

  /**
   * Returns the id of a compiler's side.
   *
   * @param producer the compiler
   * @return lower case, with hyphens
   */
  public static String id(Producer producer) {
    String version = producer.version().map(v -> "-" + v).orElse("");
    return word(producer.compiler().name()) + version + "-" + word(producer.language().name());
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the compiler as a reader knows it.
   *
   * @param producer the compiler
   * @return e.g. {@code GNU C 14.2.0} or {@code rustc 1.85.1 (LLVM)}
   */
  public static String title(Producer producer) {
    if (producer.equals(Producer.KCONFIG)) {
      return "kernel configuration";
    }
    if (producer.language() == Producer.Language.OTHER && !producer.text().isEmpty()) {
      return ownWords(producer.text());
    }
    String language = producer.isMrustc() ? "C of mrustc" : language(producer.language());
    String name =
        switch (producer.compiler()) {
          case GCC -> "GNU " + language;
          case CLANG -> "clang " + language;
          case RUSTC -> "rustc";
          case RUSTC_GCC -> "rustc with the GCC back end";
          case GCCRS -> "GNU Rust";
          case GNU_AS -> "GNU AS";
          case UNKNOWN ->
              producer.isAnonymous() ? "unknown compiler" : "unknown compiler (" + language + ")";
        };
    Optional<Producer.Version> version = producer.version();
    String numbered = version.isPresent() ? name + " " + version.get() : name;
    return producer.backend().isPresent()
        ? numbered + " (" + producer.backend().get() + ")"
        : numbered;
  }

  /** Returns what the compiler of another language calls itself, without its switches. */
  private static String ownWords(String text) {
    int switches = text.indexOf(" -");
    String name = switches > 0 ? text.substring(0, switches) : text;
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
  }

  /**
   * Returns the name of a language.
   *
   * @param language one
   * @return e.g. {@code C++}
   */
  public static String language(Producer.Language language) {
    return switch (language) {
      case C -> "C";
      case CPP -> "C++";
      case RUST -> "Rust";
      case ASSEMBLER -> "assembly";
      case OTHER -> "other language";
    };
  }
}
