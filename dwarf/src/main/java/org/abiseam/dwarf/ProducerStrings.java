package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Languages.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.abiseam.model.Producer;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Producer.Language;
import org.abiseam.model.Producer.Version;

/**
 * Who made a unit, by its {@code DW_AT_producer} and {@code DW_AT_language}.
 *
 * <p>The string is free text, so each family is known by the words its compilers have written for
 * years. What a newcomer gets wrong:
 *
 * <ul>
 *   <li>rustc begins with {@code clang LLVM (rustc version …)}, because debuggers once refused
 *       producers they did not know: it is no Clang;
 *   <li>{@code GNU Rust} is gccrs, whose layout is not rustc's;
 *   <li>rustc_codegen_gcc lets libgccjit write the unit: the producer is {@code libgccjit} and the
 *       language is C, because GCC has no better word for it;
 *   <li>{@code GNU GIMPLE} is GCC's link-time compiler, which no longer knows the language: {@code
 *       DW_AT_language} does;
 *   <li>Apple counts the versions of its Clang on its own; they are left out, as nothing follows
 *       from them;
 *   <li>GCC records switches, Clang only with {@code -grecord-command-line}, rustc never: an empty
 *       list says nothing.
 * </ul>
 */
public final class ProducerStrings {
  /** Beyond this many different strings they are no longer remembered. */
  private static final int REMEMBERED = 1 << 12;

  private static final String RUSTC = "rustc version ";
  private static final String CLANG = "clang version ";
  private static final String GNU = "GNU ";

  private static final ConcurrentHashMap<Key, Producer> KNOWN = new ConcurrentHashMap<>();

  private record Key(String text, int language) {}

  private ProducerStrings() {}

  /**
   * Reads a producer string.
   *
   * @param text {@code DW_AT_producer}, empty where absent
   * @param language {@code DW_LANG_…}, 0 where absent
   * @return the compiler, {@link Compiler#UNKNOWN} where no rule knows it
   */
  public static Producer parse(String text, int language) {
    Key key = new Key(text, language);
    Producer known = KNOWN.get(key);
    if (known != null) {
      return known;
    }
    Producer parsed = read(text, language);
    if (KNOWN.size() < REMEMBERED) {
      KNOWN.putIfAbsent(key, parsed);
    }
    return parsed;
  }

  private static Producer read(String text, int language) {
    int rustc = text.indexOf(RUSTC);
    if (rustc >= 0) {
      return rustc(text, rustc + RUSTC.length());
    }
    if (text.startsWith("libgccjit ")) {
      return new Producer(
          Compiler.RUSTC_GCC,
          Language.RUST,
          Optional.empty(),
          Optional.of("libgccjit"),
          switches(text, 0),
          text);
    }
    if (text.startsWith(GNU)) {
      return gnu(text, language);
    }
    int clang = text.indexOf(CLANG);
    if (clang >= 0) {
      return clang(text, clang + CLANG.length(), language);
    }
    boolean apple = text.startsWith("Apple LLVM version ");
    return new Producer(
        apple ? Compiler.CLANG : Compiler.UNKNOWN,
        language(language),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        text);
  }

  private static Producer rustc(String text, int version) {
    boolean gcc = text.contains("libgccjit");
    Optional<String> backend =
        gcc
            ? Optional.of("libgccjit")
            : text.contains("cranelift") ? Optional.of("Cranelift") : Optional.of("LLVM");
    return new Producer(
        gcc ? Compiler.RUSTC_GCC : Compiler.RUSTC,
        Language.RUST,
        version(text, version),
        backend,
        List.of(),
        text);
  }

  private static Producer clang(String text, int version, int language) {
    boolean apple = text.startsWith("Apple ");
    return new Producer(
        Compiler.CLANG,
        language(language),
        apple ? Optional.empty() : version(text, version),
        Optional.empty(),
        switches(text, version),
        text);
  }

  /** {@code GNU C11 14.2.0 20240801 (Red Hat 14.2.0-1) -mtune=generic …}. */
  private static Producer gnu(String text, int language) {
    int end = wordEnd(text, GNU.length());
    String frontEnd = text.substring(GNU.length(), end);
    int version = Math.min(text.length(), end + 1);
    Language stated = language(language);
    return switch (frontEnd) {
      case "AS" ->
          new Producer(
              Compiler.GNU_AS,
              Language.ASSEMBLER,
              version(text, version),
              Optional.empty(),
              switches(text, version),
              text);
      case "Rust" ->
          new Producer(
              Compiler.GCCRS,
              Language.RUST,
              version(text, version),
              Optional.empty(),
              switches(text, version),
              text);
      default ->
          new Producer(
              Compiler.GCC,
              language != 0 ? stated : frontEndLanguage(frontEnd),
              version(text, version),
              Optional.empty(),
              switches(text, version),
              text);
    };
  }

  /** {@code C}, {@code C89}, {@code C++17}; {@code Fortran2008}, {@code GIMPLE} and the rest. */
  private static Language frontEndLanguage(String frontEnd) {
    if (frontEnd.startsWith("C++")) {
      return Language.CPP;
    }
    boolean c = frontEnd.startsWith("C");
    for (int i = 1; i < frontEnd.length(); i++) {
      c &= Character.isDigit(frontEnd.charAt(i));
    }
    return c ? Language.C : Language.OTHER;
  }

  private static Language language(int language) {
    return switch (language) {
      case DW_LANG_C, DW_LANG_C89, DW_LANG_C99, DW_LANG_C11, DW_LANG_C17, DW_LANG_C23 -> Language.C;
      case DW_LANG_C_plus_plus,
          DW_LANG_C_plus_plus_03,
          DW_LANG_C_plus_plus_11,
          DW_LANG_C_plus_plus_14,
          DW_LANG_C_plus_plus_17,
          DW_LANG_C_plus_plus_20,
          DW_LANG_C_plus_plus_23 ->
          Language.CPP;
      case DW_LANG_Rust -> Language.RUST;
      case DW_LANG_Mips_Assembler, DW_LANG_Assembly -> Language.ASSEMBLER;
      default -> Language.OTHER;
    };
  }

  /**
   * Returns the numbers at a position: {@code 14.2.0}, {@code 1.97.0-nightly}, {@code
   * 2.44.50.2025}.
   */
  private static Optional<Version> version(String text, int from) {
    int[] parts = new int[3];
    int at = from;
    int part = 0;
    int digits = 0;
    for (; at < text.length() && part < parts.length; at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9' && digits < 9) {
        parts[part] = parts[part] * 10 + (c - '0');
        digits++;
      } else if (c == '.' && digits > 0) {
        part++;
        digits = 0;
      } else {
        break;
      }
    }
    return at == from ? Optional.empty() : Optional.of(new Version(parts[0], parts[1], parts[2]));
  }

  /**
   * Returns the words from the first that begins with a hyphen. What stands before is version,
   * vendor in parentheses and the path of the compiler, which is why a hyphen inside parentheses is
   * none.
   */
  private static List<String> switches(String text, int from) {
    int at = from;
    int parentheses = 0;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '(' || c == '[') {
        parentheses++;
      } else if (c == ')' || c == ']') {
        parentheses--;
      } else if (c == '-' && parentheses <= 0 && at > 0 && text.charAt(at - 1) == ' ') {
        break;
      }
    }
    return words(text, at);
  }

  /**
   * Words apart at spaces. Clang puts a backslash before a space inside a word and before a
   * backslash; quotes are part of a word and keep it together.
   */
  static List<String> words(String text, int from) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        word.append(text.charAt(++at));
      } else if (c == ' ' && !quoted) {
        add(words, word);
      } else {
        quoted ^= c == '"';
        word.append(c);
      }
    }
    add(words, word);
    return words;
  }

  private static void add(List<String> words, StringBuilder word) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  private static int wordEnd(String text, int from) {
    int space = text.indexOf(' ', from);
    return space < 0 ? text.length() : space;
  }
}
