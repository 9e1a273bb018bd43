package org.abiseam.elf;

import static org.abiseam.model.Limits.Limit.*;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Limits;
import org.abiseam.model.Malformed;

/**
 * An {@code ar} archive: GNU names ({@code name/}, {@code /offset} into the table {@code //}), BSD
 * names ({@code #1/length} with the name before the data), and the thin archives of GNU ar, whose
 * members lie beside them as files (Kbuild's {@code built-in.a}). Read in place, without a copy of
 * any member: Commons Compress reads archives as streams, and knows no thin ones.
 */
final class Archive {
  private static final String MAGIC = "!<arch>\n";
  private static final String THIN = "!<thin>\n";
  private static final int HEADER = 60;

  private Archive() {}

  /**
   * Describes a member.
   *
   * @param name file name; for a thin archive a path relative to the archive
   * @param data its bytes; empty for a thin archive
   */
  record Entry(String name, MemorySegment data) {}

  static boolean isArchive(MemorySegment file) {
    return begins(file, MAGIC) || isThin(file);
  }

  static boolean isThin(MemorySegment file) {
    return begins(file, THIN);
  }

  private static boolean begins(MemorySegment file, String magic) {
    return file.byteSize() >= magic.length()
        && new Bytes("", file, false).text(0, magic.length()).equals(magic);
  }

  /** Returns all members but symbol tables and name tables. */
  static List<Entry> entries(MemorySegment file, Limits limits) {
    int most = limits.count(MEMBERS);
    Bytes bytes = new Bytes("", file, false);
    boolean thin = isThin(file);
    List<Entry> entries = new ArrayList<>();
    Bytes names = bytes.window("//", 0, 0);
    for (long at = MAGIC.length(); at < bytes.size(); ) {
      if (!bytes.text(at + 58, 2).equals("`\n")) {
        throw new Malformed("", at + 58, "expected the end of an archive header");
      }
      if (entries.size() >= most) {
        throw new Malformed(Diagnostic.Kind.LIMIT, "", at, "more than " + most + " members");
      }
      String raw = bytes.text(at, 16).stripTrailing();
      long size = number(bytes, at + 48, 10);
      long data = at + HEADER;
      boolean table =
          raw.equals("/")
              || raw.equals("//")
              || raw.equals("/SYM64/")
              || raw.startsWith("__.SYMDEF");
      boolean inside = table || !thin;
      Bytes content = bytes.window("", data, inside ? size : 0);
      if (raw.equals("//")) {
        names = content;
      } else if (!table) {
        entries.add(entry(raw, content, names));
      }
      at = data + (inside ? size + (size & 1) : 0);
    }
    return entries;
  }

  private static Entry entry(String raw, Bytes content, Bytes names) {
    if (raw.startsWith("#1/")) {
      int length = (int) Math.min(content.size(), Long.parseLong(digits(raw.substring(3))));
      String name = content.text(0, length).replaceAll("\0+$", "");
      return new Entry(name, content.window("", length, content.size() - length).segment());
    }
    if (raw.startsWith("/")) {
      long from = Long.parseLong(digits(raw.substring(1)));
      long end = from;
      while (names.unsigned8(end) != '\n') {
        end++;
      }
      String name = names.text(from, (int) (end - from));
      return new Entry(
          name.endsWith("/") ? name.substring(0, name.length() - 1) : name, content.segment());
    }
    return new Entry(
        raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw, content.segment());
  }

  private static long number(Bytes bytes, long at, int length) {
    return Long.parseLong(digits(bytes.text(at, length).strip()));
  }

  private static String digits(String text) {
    if (text.isEmpty() || text.length() > 12 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new Malformed(
          "", 0, "expected a decimal number in an archive header and found '" + text + "'");
    }
    return text;
  }
}
