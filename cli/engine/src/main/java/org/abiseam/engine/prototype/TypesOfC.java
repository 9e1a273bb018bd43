package org.abiseam.engine.prototype;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.abiseam.model.Type;
import org.abiseam.model.Type.Encoding;
import org.abiseam.rules.machine.TargetMachine;

/**
 * Knows the types that a program of C has without declaring them, and those of {@code <stdint.h>}
 * and {@code <stddef.h>} whose width the C standard or the width of a pointer fixes.
 *
 * @param target whose sizes they have
 */
record TypesOfC(TargetMachine target) {
  private static final int LARGEST_BIT_INTEGER = 8_388_608;

  private static final Map<String, Encoding> FLOATS =
      Map.of(
          "_Float16", Encoding.FLOAT,
          "__bf16", Encoding.FLOAT,
          "_Float32", Encoding.FLOAT,
          "_Float64", Encoding.FLOAT,
          "_Float128", Encoding.FLOAT,
          "__float128", Encoding.FLOAT,
          "_Decimal32", Encoding.DECIMAL_FLOAT,
          "_Decimal64", Encoding.DECIMAL_FLOAT,
          "_Decimal128", Encoding.DECIMAL_FLOAT);

  private static final Set<String> WORDS = words();

  private static final Map<String, List<String>> FIXED =
      Map.ofEntries(
          Map.entry("int8_t", List.of("signed", "char")),
          Map.entry("uint8_t", List.of("unsigned", "char")),
          Map.entry("int16_t", List.of("short")),
          Map.entry("uint16_t", List.of("unsigned", "short")),
          Map.entry("int32_t", List.of("int")),
          Map.entry("uint32_t", List.of("unsigned", "int")),
          Map.entry("int64_t", List.of("long", "long")),
          Map.entry("uint64_t", List.of("unsigned", "long", "long")),
          Map.entry("char16_t", List.of("unsigned", "short")),
          Map.entry("char32_t", List.of("unsigned", "int")),
          Map.entry("intptr_t", List.of("long")),
          Map.entry("ptrdiff_t", List.of("long")),
          Map.entry("ssize_t", List.of("long")),
          Map.entry("uintptr_t", List.of("unsigned", "long")),
          Map.entry("size_t", List.of("unsigned", "long")));

  private static Set<String> words() {
    Set<String> words = new HashSet<>(FLOATS.keySet());
    words.addAll(
        List.of("void", "char", "short", "int", "long", "float", "double", "signed", "unsigned"));
    words.addAll(List.of("_Bool", "bool", "__int128", "_Complex"));
    return words;
  }

  /** Tells whether a word stands in the name of a type of C itself. */
  static boolean has(String word) {
    return WORDS.contains(word);
  }

  /** Returns the words that a typedef of a standard header stands for. */
  static Optional<List<String>> standard(String name) {
    return Optional.ofNullable(FIXED.get(name));
  }

  /**
   * Returns the type that words name.
   *
   * @param words e.g. {@code unsigned long}, for each of which {@link #has} is true
   * @return empty where they name no type
   */
  Optional<Type> named(List<String> words) {
    String text = String.join(" ", words);
    int longs = (int) words.stream().filter("long"::equals).count();
    if (words.contains("void")) {
      return Optional.of(new Type.Void());
    }
    if (words.contains("_Bool") || words.contains("bool")) {
      return Optional.of(scalar(text, Encoding.BOOLEAN, 1));
    }
    Optional<String> floating = words.stream().filter(FLOATS::containsKey).findFirst();
    if (floating.isPresent()) {
      return Optional.of(
          floating(
              text,
              words,
              Objects.requireNonNull(FLOATS.get(floating.get())),
              width(floating.get())));
    }
    if (words.contains("float")) {
      return Optional.of(floating(text, words, Encoding.FLOAT, 4));
    }
    if (words.contains("double") || words.equals(List.of("_Complex"))) {
      return Optional.of(
          floating(text, words, Encoding.FLOAT, longs > 0 ? target.longDouble() : 8));
    }
    boolean plainChar = words.equals(List.of("char"));
    boolean unsigned = words.contains("unsigned") || (plainChar && !target.charIsSigned());
    Encoding encoding = unsigned ? Encoding.UNSIGNED : Encoding.SIGNED;
    return words.contains("_Complex")
        ? Optional.empty()
        : Optional.of(scalar(text, encoding, integer(words, longs)));
  }

  private int integer(List<String> words, int longs) {
    if (words.contains("char")) {
      return 1;
    }
    if (words.contains("short")) {
      return 2;
    }
    if (words.contains("__int128")) {
      return 16;
    }
    return longs == 0 ? 4 : longs == 1 ? target.machine().pointerBytes() : 8;
  }

  private static Type floating(String text, List<String> words, Encoding encoding, int bytes) {
    return words.contains("_Complex")
        ? scalar(text, Encoding.COMPLEX_FLOAT, 2 * bytes)
        : scalar(text, encoding, bytes);
  }

  /** Returns the size that the end of a word states in bits, in bytes. */
  private static int width(String word) {
    int digits = word.length();
    while (Character.isDigit(word.charAt(digits - 1))) {
      digits--;
    }
    return Integer.parseInt(word.substring(digits)) / Byte.SIZE;
  }

  /**
   * Returns an integer of any width.
   *
   * @param bits its N
   * @return empty where no compiler has it
   */
  Optional<Type> bitInteger(boolean unsigned, String bits) {
    if (!bits.matches("[1-9][0-9]{0,6}") || Integer.parseInt(bits) > LARGEST_BIT_INTEGER) {
      return Optional.empty();
    }
    int width = Integer.parseInt(bits);
    String name = (unsigned ? "unsigned " : "") + "_BitInt(" + bits + ")";
    Encoding encoding = unsigned ? Encoding.UNSIGNED : Encoding.SIGNED;
    int bytes = (width + Byte.SIZE - 1) / Byte.SIZE;
    int number = bytes == 1 ? 1 : 2 * Integer.highestOneBit(bytes - 1);
    int word = target.machine().pointerBytes();
    int unit =
        (int)
            Long.highestOneBit(
                target.scalar(
                    new Type.Scalar(name, encoding, 2L * word, width, OptionalInt.empty())));
    int stored = bytes <= word ? number : (bytes + unit - 1) / unit * unit;
    return Optional.of(new Type.Scalar(name, encoding, stored, width, OptionalInt.empty()));
  }

  private static Type scalar(String name, Encoding encoding, int bytes) {
    long bits = (long) bytes * Byte.SIZE;
    return new Type.Scalar(name, encoding, bytes, bits, OptionalInt.empty());
  }
}
