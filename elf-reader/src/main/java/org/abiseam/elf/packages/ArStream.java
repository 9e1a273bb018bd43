package org.abiseam.elf.packages;

import static org.abiseam.model.Limits.Limit.*;

import java.nio.charset.StandardCharsets;

/**
 * The members of an {@code ar} archive, read front to back: GNU and BSD names as the reader of
 * whole archives has them. Reading this stream gives the bytes of the present member.
 */
final class ArStream extends MemberStream {
  private static final int MAGIC = 8;
  private static final int HEADER = 60;

  private String names = "";
  private long padding;

  ArStream(Layer layer) {
    super(layer, "an archive's member");
    layer.take(MAGIC, "the magic of an archive");
  }

  /** The name of the next member, or empty at the end. */
  String next() {
    while (true) {
      layer.pass(left, "an archive's member");
      // Whoever writes an archive by hand forgets the padding of the last member.
      if (padding > 0 && layer.available() > 0) {
        layer.pass(padding, "padding");
      }
      left = 0;
      padding = 0;
      if (layer.available() == 0) {
        return "";
      }
      String name = header();
      if (!name.isEmpty()) {
        return name;
      }
    }
  }

  /** Reads a header; empty where it is of a symbol table or of the table of names. */
  private String header() {
    String header =
        new String(layer.take(HEADER, "an archive's header"), StandardCharsets.ISO_8859_1);
    if (!header.endsWith("`\n")) {
      throw layer.malformed("expected the end of an archive's header");
    }
    left = number(header.substring(48, 58).strip());
    padding = left & 1;
    String raw = header.substring(0, 16).stripTrailing();
    if (raw.equals("//")) {
      names = text(left, "the table of names");
      left = 0;
      return "";
    }
    if (raw.equals("/") || raw.equals("/SYM64/") || raw.startsWith("__.SYMDEF")) {
      return "";
    }
    if (raw.startsWith("#1/")) {
      long length = Math.min(left, number(raw.substring(3)));
      left -= length;
      return named(text(length, "a member's name").replaceAll("\0+$", ""));
    }
    if (raw.startsWith("/")) {
      return named(longName(number(raw.substring(1))));
    }
    return named(raw);
  }

  private static String named(String text) {
    String name = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    return name.isEmpty() ? "?" : name;
  }

  private String longName(long from) {
    int end = from < names.length() ? names.indexOf('\n', (int) from) : -1;
    if (end < 0) {
      throw layer.malformed("a member's name lies outside the table of names");
    }
    return names.substring((int) from, end);
  }

  private String text(long length, String what) {
    if (length > layer.budget().limits().of(PACKAGE_HEADER_BYTES)) {
      throw layer.malformed("%s of %d bytes".formatted(what, length));
    }
    return new String(layer.take((int) length, what), StandardCharsets.UTF_8);
  }

  private long number(String digits) {
    if (!digits.matches("[0-9]{1,15}")) {
      throw layer.malformed("expected a decimal number in an archive's header: " + digits);
    }
    return Long.parseLong(digits);
  }
}
