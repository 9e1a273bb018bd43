package org.abiseam.model.mangling;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names that mrustc gives to what it writes as C, as the Rust source has them.
 *
 * <p>mrustc compiles a crate to one file of C. Every item has a name that begins with {@code ZR}
 * and a letter for the kind of path; the tag of a struct, union or enum has {@code s_}, {@code u_}
 * or {@code e_} in front. A plain path ({@code G}) is a number of segments, {@code c}, the crate,
 * the segments, and a number of type parameters with {@code g}. A name is its length and its
 * letters; the hyphen of a crate's name or version is left out, and letters in front of the length
 * ({@code h} of old, a number in base 26 today) say where it was. What was named before is named by
 * its place.
 */
public final class MrustcName {
  private static final String PREFIX = "ZR";
  private static final String KINDS = "GIQT";
  private static final String TAGS = "seu";

  /** A full stop is of GCC, which names its copies of a function {@code f.part.0}. */
  private static final String SIGNS = "_$.";

  private static final int MOST_SEGMENTS = 64;

  /**
   * Describes a path.
   *
   * @param scope crate and modules, outermost first
   * @param name last segment; with angle brackets where it has type parameters
   */
  public record Path(List<String> scope, String name) {
    /** Copies the list. */
    public Path {
      scope = List.copyOf(scope);
    }
  }

  private final String text;
  private final List<String> names = new ArrayList<>();
  private int at;

  private MrustcName(String text, int at) {
    this.text = text;
    this.at = at;
  }

  /**
   * Tells whether mrustc made the name of a function or variable.
   *
   * @param symbol a name in a symbol table
   * @return false for a name that C could use
   */
  public static boolean isMangled(String symbol) {
    return symbol.startsWith(PREFIX) && isPath(symbol, 0);
  }

  /**
   * Tells whether mrustc made the tag of a struct, union or enum.
   *
   * @param tag a name of a type
   * @return false for a tag of C
   */
  public static boolean isTag(String tag) {
    return tag.length() > 2
        && TAGS.indexOf(tag.charAt(0)) >= 0
        && tag.charAt(1) == '_'
        && tag.startsWith(PREFIX, 2)
        && isPath(tag, 2);
  }

  private static boolean isPath(String text, int from) {
    int kind = from + PREFIX.length();
    if (text.length() <= kind + 1 || KINDS.indexOf(text.charAt(kind)) < 0) {
      return false;
    }
    for (int i = kind + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || !(Character.isLetterOrDigit(c) || SIGNS.indexOf(c) >= 0)) {
        return false;
      }
    }
    char first = text.charAt(kind + 1);
    return text.charAt(kind) == 'G' ? Character.isDigit(first) : Character.isUpperCase(first);
  }

  /**
   * Returns the path that a tag stands for.
   *
   * @param tag a name of a type
   * @return empty where mrustc did not make it, and for types that have no path
   */
  public static Optional<Path> ofTag(String tag) {
    int path = 2 + PREFIX.length();
    return isTag(tag) && tag.charAt(path) == 'G'
        ? new MrustcName(tag, path + 1).path()
        : Optional.empty();
  }

  private Optional<Path> path() {
    int segments = number();
    if (segments < 1 || segments > MOST_SEGMENTS || !skip('c')) {
      return Optional.empty();
    }
    List<String> path = new ArrayList<>();
    for (int i = 0; i <= segments; i++) {
      Optional<String> name = name();
      if (name.isEmpty()) {
        return Optional.empty();
      }
      path.add(name.get());
    }
    String last = path.removeLast();
    boolean plain = number() == 0 && skip('g');
    return Optional.of(new Path(path, plain ? last : last + "<>"));
  }

  private Optional<String> name() {
    Optional<String> known = known();
    if (known.isPresent()) {
      return known;
    }
    if (skip('h')) {
      Optional<String> first = counted();
      Optional<String> second = first.isPresent() ? counted() : first;
      return second.map(it -> note(first.get() + "_" + it));
    }
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    return counted().map(this::note);
  }

  /** A name that was there before: {@code b} and a digit of old, {@code _} and letters today. */
  private Optional<String> known() {
    int start = at;
    int place = -1;
    if (skip('b')) {
      place = at < text.length() ? text.charAt(at++) - '0' : -1;
    } else if (skip('_')) {
      place = letters();
    }
    if (place >= 0 && place < names.size()) {
      return Optional.of(names.get(place));
    }
    at = start;
    return Optional.empty();
  }

  private String note(String name) {
    if (!names.contains(name)) {
      names.add(name);
    }
    return name;
  }

  private Optional<String> counted() {
    int length = number();
    if (length < 1 || length > text.length() - at) {
      return Optional.empty();
    }
    String name = text.substring(at, at + length);
    at += length;
    return Optional.of(name);
  }

  private boolean skip(char wanted) {
    boolean there = at < text.length() && text.charAt(at) == wanted;
    at += there ? 1 : 0;
    return there;
  }

  /** Returns a decimal number, -1 where none stands here. */
  private int number() {
    int start = at;
    int value = 0;
    while (at < text.length() && Character.isDigit(text.charAt(at)) && at - start < 6) {
      value = value * 10 + text.charAt(at) - '0';
      at++;
    }
    return at == start ? -1 : value;
  }

  /** Returns a number in base 26, whose last digit is the upper-case one; -1 where none is here. */
  private int letters() {
    int value = 0;
    int weight = 1;
    for (int digits = 0; digits < 4 && at < text.length(); digits++) {
      char c = text.charAt(at++);
      if (c >= 'A' && c <= 'Z') {
        return value + weight * (c - 'A');
      }
      if (c < 'a' || c > 'z') {
        return -1;
      }
      value += weight * (c - 'a');
      weight *= 26;
    }
    return -1;
  }
}
