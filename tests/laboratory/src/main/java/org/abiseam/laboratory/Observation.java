package org.abiseam.laboratory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Records where each argument and the result of one call were seen.
 *
 * <p>As a line: {@code probe_17 named=2 a0=rdi[0..4)~s32 a1=rdx[0..2)+rdx[4..8)@4
 * a2=ref:stack[0..8) a3=unseen r=memory:rdi}. Pieces follow the bytes of the value, {@code @} gives
 * the offset in the value where it does not continue; {@code =f1[0..4)} is a number in the
 * register's own format; {@code ~s32} says that the caller extended to 32 bits by sign ({@code z}:
 * by zeros); {@code unseen} has no bit that a program can name; behind {@code !} stands a place
 * where the compiler's callee does not look for it.
 *
 * @param convention how it is declared to be called; written only where it is not C's own
 * @param named how many parameters the prototype names; empty for all of them
 * @param arguments in order
 * @param result empty for {@code void}
 * @param otherwise another place that holds all of the result too: one of the two is a leftover,
 *     and nothing here tells which
 */
public record Observation(
    String name,
    DeclaredConvention convention,
    Optional<Integer> named,
    List<ObservedValue> arguments,
    Optional<ObservedValue> result,
    Optional<ObservedValue> otherwise) {

  /**
   * One value.
   *
   * @param kind of its passing
   * @param pieces of the value, or of the pointer
   * @param extension as written, without the tilde; empty where none was seen
   * @param doubtful whether the callee of the same compiler does not take it from there
   */
  public record ObservedValue(
      Kind kind, List<ByteRange> pieces, String extension, boolean doubtful) {
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(doubtful ? "!" : "");
      text.append(
          switch (kind) {
            case UNSEEN -> "unseen";
            case DIRECT -> "";
            case REFERENCE -> "ref:";
            case MEMORY -> "memory:";
            case LOST -> "lost";
          });
      int expected = 0;
      for (int i = 0; i < pieces.size(); i++) {
        ByteRange run = pieces.get(i);
        text.append(i == 0 ? "" : "+").append(run);
        text.append(run.offset() == expected ? "" : "@" + run.offset());
        expected = run.offset() + run.bytes();
      }
      return text.append(extension.isEmpty() ? "" : "~" + extension).toString();
    }
  }

  /** How a value travels. */
  public enum Kind {
    DIRECT,
    /** An argument behind a pointer to a copy. */
    REFERENCE,
    /** A result written through a pointer. */
    MEMORY,
    /** No bit of it can be named. */
    UNSEEN,
    /** It was not found: the compiler passes it in a place that no stub looks at, or not at all. */
    LOST
  }

  /**
   * Bytes of a value that lie together.
   *
   * @param offset in the value
   * @param place a register, or {@code stack}
   * @param at first byte there
   * @param converted whether the register has a format of its own
   */
  public record ByteRange(int offset, int bytes, String place, int at, boolean converted) {
    @Override
    public String toString() {
      return (converted ? "=" : "") + place + "[" + at + ".." + (at + bytes) + ")";
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name);
    if (convention != DeclaredConvention.C) {
      text.append(" convention=").append(convention.stated());
    }
    named.ifPresent(count -> text.append(" named=").append(count));
    for (int i = 0; i < arguments.size(); i++) {
      text.append(" a").append(i).append('=').append(arguments.get(i));
    }
    result.ifPresent(seen -> text.append(" r=").append(seen));
    otherwise.ifPresent(seen -> text.append(" or=").append(seen));
    return text.toString();
  }

  private static final Pattern RUN =
      Pattern.compile("(=?)(\\w+)\\[(\\d+)\\.\\.(\\d+)\\)(?:@(\\d+))?");

  public static Observation parse(String line) {
    String[] words = line.split(" ", -1);
    DeclaredConvention convention = DeclaredConvention.C;
    Optional<Integer> named = Optional.empty();
    List<ObservedValue> arguments = new ArrayList<>();
    Optional<ObservedValue> result = Optional.empty();
    Optional<ObservedValue> otherwise = Optional.empty();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      String value = words[i].substring(equals + 1);
      switch (words[i].charAt(0)) {
        case 'c' -> convention = DeclaredConvention.stated(value);
        case 'n' -> named = Optional.of(Integer.parseInt(value));
        case 'a' -> arguments.add(seen(value));
        case 'r' -> result = Optional.of(seen(value));
        case 'o' -> otherwise = Optional.of(seen(value));
        default -> throw new IllegalArgumentException(line);
      }
    }
    return new Observation(words[0], convention, named, arguments, result, otherwise);
  }

  private static ObservedValue seen(String text) {
    boolean doubtful = text.startsWith("!");
    String rest = doubtful ? text.substring(1) : text;
    int tilde = rest.indexOf('~');
    String extension = tilde < 0 ? "" : rest.substring(tilde + 1);
    Kind kind =
        rest.startsWith("ref:")
            ? Kind.REFERENCE
            : rest.startsWith("memory:")
                ? Kind.MEMORY
                : rest.equals("unseen")
                    ? Kind.UNSEEN
                    : rest.equals("lost") ? Kind.LOST : Kind.DIRECT;
    List<ByteRange> runs = new ArrayList<>();
    Matcher matcher = RUN.matcher(rest);
    int expected = 0;
    while (matcher.find()) {
      int from = Integer.parseInt(matcher.group(3));
      int bytes = Integer.parseInt(matcher.group(4)) - from;
      int offset = matcher.group(5) == null ? expected : Integer.parseInt(matcher.group(5));
      runs.add(new ByteRange(offset, bytes, matcher.group(2), from, !matcher.group(1).isEmpty()));
      expected = offset + bytes;
    }
    return new ObservedValue(kind, runs, extension, doubtful);
  }
}
