package org.abiseam.dwarf.index;

import static org.abiseam.dwarf.spec.Attributes.DW_AT_comp_dir;
import static org.abiseam.dwarf.spec.Forms.*;
import static org.abiseam.dwarf.spec.LineContents.DW_LNCT_directory_index;
import static org.abiseam.dwarf.spec.LineContents.DW_LNCT_path;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.dwarf.Cursor;
import org.abiseam.dwarf.Unit;
import org.abiseam.elf.Relocations;
import org.abiseam.elf.Section;
import org.abiseam.model.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * What {@code DW_AT_decl_file} means, as a hash of the absolute path: the same header has another
 * number in each unit and another directory in front of it in each build.
 *
 * <p>Of the thousand files in the line table of a unit some hundred declare a wanted name. So the
 * header is only stepped through, which tells where each name stands; the path of a file is put
 * together when it is first asked for, and mostly comes from a small cache, since the next unit
 * asks for the same. A header in forms that no compiler is known to write is left to {@link
 * Unit#fileName}.
 */
final class DeclaredFiles {
  private static final int CACHE = 1 << 12;
  private static final int LARGEST_HEADER = 1 << 28;
  private static final int LONGEST_PATH = 1 << 14;

  /** Where a string stands: offset << 2 | one of these. */
  private static final int INLINE = 0;

  private static final int LINE_STRING = 1;
  private static final int STRING = 2;

  private final UnitBytes header = new UnitBytes();
  private final byte[] path = new byte[4 * LONGEST_PATH];
  private final long[] cacheKeys = new long[CACHE];
  private final long[] cacheValues = new long[CACHE];
  private long[] known = new long[256];

  private static final Section NO_SECTION = new Section("", MemorySegment.NULL, Relocations.NONE);

  private @Nullable Unit unit;
  private Section lines = NO_SECTION;
  private Strings strings = new Strings(NO_SECTION);
  private Strings lineStrings = new Strings(NO_SECTION);
  private Relocations.Cursor relocations = Relocations.NONE.cursor();

  private boolean opened;
  private boolean foreign;
  private int first;
  private int offsetBytes;
  private long[] directories = new long[64];
  private int directoryCount;
  private long[] names = new long[1024];
  private int[] nameDirectories = new int[1024];
  private int nameCount;
  private byte[] compilationDirectory = {};
  private Optional<Malformed> fault = Optional.empty();

  /** Goes to a unit; its line table is opened when a file is asked for. */
  void begin(Unit next) {
    unit = next;
    opened = false;
    fault = Optional.empty();
    Arrays.fill(known, 0);
  }

  /** Returns the hash of a file, 0 where none is stated. */
  long hash(long index) {
    if (index < 0 || index >= 1 << 20) {
      return 0;
    }
    int at = (int) index;
    if (at >= known.length) {
      known = Arrays.copyOf(known, Math.max(at + 1, known.length * 2));
    }
    if (known[at] == 0) {
      known[at] = find(at);
    }
    return known[at] == 1 ? 0 : known[at];
  }

  /** Returns what broke the line table of the unit; its files are then not known. */
  Optional<Malformed> fault() {
    return fault;
  }

  private long find(int index) {
    Unit unit = Objects.requireNonNull(this.unit, "a unit is begun first");
    if (!opened) {
      opened = true;
      try {
        open(unit);
      } catch (Malformed found) {
        nameCount = 0;
        fault = Optional.of(found);
      }
    }
    if (foreign) {
      return unit.fileName(index).map(Hash::name).orElse(1L);
    }
    int at = index - first;
    if (at < 0 || at >= nameCount) {
      return 1;
    }
    int directory = nameDirectories[at];
    long directoryName = directory < directoryCount ? directories[directory] : -1;
    long root = directoryCount == 0 ? -1 : directories[0];
    boolean cached = (names[at] & 3) != INLINE && (directoryName & 3) != INLINE;
    long key = Hash.finish(Hash.mix(Hash.mix(Hash.mix(0, names[at]), directoryName), root));
    int slot = (int) key & CACHE - 1;
    if (!cached || cacheKeys[slot] != key) {
      cacheKeys[slot] = cached ? key : 0;
      cacheValues[slot] = pathHash(names[at], directoryName, root);
    }
    return cacheValues[slot];
  }

  private long pathHash(long name, long directory, long root) {
    int end = append(0, name);
    if (path[0] == '/') {
      return Hash.name(path, 0, tidy(end));
    }
    byte[] tail = Arrays.copyOf(path, end);
    end = directory < 0 ? 0 : append(0, directory);
    if (end == 0 || path[0] != '/') {
      byte[] middle = directory == root ? new byte[0] : Arrays.copyOf(path, end);
      end = first == 0 && root >= 0 ? append(0, root) : append(0, compilationDirectory);
      end = append(slash(end), middle);
    }
    return Hash.name(path, 0, tidy(append(slash(end), tail)));
  }

  private int slash(int end) {
    path[end] = '/';
    return end + 1;
  }

  private int append(int at, byte[] text) {
    int length = Math.min(text.length, LONGEST_PATH);
    System.arraycopy(text, 0, path, at, length);
    return at + length;
  }

  private int append(int at, long place) {
    long offset = place >>> 2;
    return switch ((int) place & 3) {
      case LINE_STRING -> lineStrings.copy(offset, path, at, LONGEST_PATH);
      case STRING -> strings.copy(offset, path, at, LONGEST_PATH);
      default -> {
        int from = (int) offset;
        int length = Math.min(header.behindString(from) - 1 - from, LONGEST_PATH);
        System.arraycopy(header.array(), from, path, at, length);
        yield at + length;
      }
    };
  }

  /**
   * Takes empty, {@code .} and {@code ..} segments out of the path. Builds that map the compilation
   * directory away leave relative paths; they get a slash in front, which moves the text by one.
   */
  private int tidy(int length) {
    int end = length;
    if (path[0] != '/') {
      System.arraycopy(path, 0, path, 1, end++);
      path[0] = '/';
    }
    int to = 0;
    int from = 0;
    while (from < end) {
      int stop = from;
      while (stop < end && path[stop] != '/') {
        stop++;
      }
      int size = stop - from;
      boolean dots = path[from] == '.' && (size == 1 || (size == 2 && path[from + 1] == '.'));
      if (size == 2 && dots) {
        while (to > 0 && path[--to] != '/') {}
      } else if (size > 0 && !dots) {
        path[to++] = '/';
        System.arraycopy(path, from, path, to, size);
        to += size;
      }
      from = stop + 1;
    }
    return to;
  }

  private void open(Unit unit) {
    if (!unit.lines().equals(lines)) {
      lines = unit.lines();
      strings = new Strings(unit.strings());
      lineStrings = new Strings(unit.lineStrings());
      relocations = lines.relocations().cursor();
      Arrays.fill(cacheKeys, 0);
    }
    directoryCount = 0;
    nameCount = 0;
    foreign = false;
    OptionalLong offset = unit.lineTable();
    if (offset.isEmpty()) {
      foreign = true;
      return;
    }
    Cursor cursor = new Cursor(lines, unit.bigEndian(), offset.getAsLong());
    offsetBytes = 4;
    if (cursor.u32("unit length") == 0xffffffffL) {
      offsetBytes = 8;
      cursor.skip(8, "unit length");
    }
    int version = cursor.u16("line table version");
    if (version >= 5) {
      cursor.skip(2, "address and segment selector size");
    }
    long length = cursor.unsigned(offsetBytes, "header length");
    if (version < 2 || version > 5 || length < 0 || length > LARGEST_HEADER) {
      foreign = true;
      return;
    }
    long from = cursor.position();
    cursor.skip(length, "line table header");
    header.load(lines, from, from + length, unit.bigEndian());
    int opcodeBase = version >= 4 ? 5 : 4;
    int tables = opcodeBase + Math.max(1, header.u1(opcodeBase));
    if (version >= 5) {
      first = 0;
      openVersion5(tables);
    } else {
      first = 1;
      compilationDirectory =
          unit.root().string(DW_AT_comp_dir).orElse("").getBytes(StandardCharsets.UTF_8);
      openVersion2(tables);
    }
  }

  private void openVersion2(int tables) {
    int at = tables;
    addDirectory(-1);
    while (header.u1(header.within(at)) != 0) {
      addDirectory((long) at << 2 | INLINE);
      at = header.behindString(at);
    }
    at++;
    while (header.u1(header.within(at)) != 0) {
      int directory = header.behindString(at);
      addName((long) at << 2 | INLINE, header.uleb128(directory));
      at = header.behindLeb128(header.behindLeb128(header.behindLeb128(directory)));
    }
  }

  private void openVersion5(int tables) {
    int at = table(tables, true);
    if (!foreign) {
      table(at, false);
    }
  }

  /** Steps through the table of directories or files; returns its end. */
  private int table(int from, boolean ofDirectories) {
    int columns = header.u1(from);
    int[] contents = new int[columns];
    int[] forms = new int[columns];
    int at = from + 1;
    for (int i = 0; i < columns; i++) {
      contents[i] = (int) header.uleb128(at);
      at = header.behindLeb128(at);
      forms[i] = (int) header.uleb128(at);
      at = header.behindLeb128(at);
    }
    long count = header.uleb128(at);
    at = header.within(header.behindLeb128(at));
    for (long row = 0; row < count && !foreign; row++) {
      long name = -1;
      long directory = 0;
      for (int i = 0; i < columns; i++) {
        if (contents[i] == DW_LNCT_path) {
          name = place(at, forms[i]);
        } else if (contents[i] == DW_LNCT_directory_index) {
          directory = number(at, forms[i]);
        }
        at = header.within(behind(at, forms[i]));
      }
      if (ofDirectories) {
        addDirectory(name);
      } else {
        addName(name, directory);
      }
    }
    return at;
  }

  private long place(int at, int form) {
    return switch (form) {
      case DW_FORM_string -> (long) at << 2 | INLINE;
      case DW_FORM_line_strp -> sectionOffset(at) << 2 | LINE_STRING;
      case DW_FORM_strp -> sectionOffset(at) << 2 | STRING;
      default -> {
        foreign = true;
        yield -1;
      }
    };
  }

  private long sectionOffset(int at) {
    long found = offsetBytes == 4 ? header.u4(at) & 0xffffffffL : header.u8(at);
    return relocations.relocated(header.base() + at, found);
  }

  private long number(int at, int form) {
    return switch (form) {
      case DW_FORM_udata -> header.uleb128(at);
      case DW_FORM_data1 -> header.u1(at);
      case DW_FORM_data2 -> header.u2(at);
      default -> {
        foreign = true;
        yield 0;
      }
    };
  }

  private int behind(int at, int form) {
    return switch (form) {
      case DW_FORM_line_strp, DW_FORM_strp -> at + offsetBytes;
      case DW_FORM_string -> header.behindString(at);
      case DW_FORM_udata -> header.behindLeb128(at);
      case DW_FORM_data1 -> at + 1;
      case DW_FORM_data2 -> at + 2;
      case DW_FORM_data4 -> at + 4;
      case DW_FORM_data8 -> at + 8;
      case DW_FORM_data16 -> at + 16;
      default -> {
        foreign = true;
        yield at;
      }
    };
  }

  private void addDirectory(long name) {
    if (directoryCount == directories.length) {
      directories = Arrays.copyOf(directories, directoryCount * 2);
    }
    directories[directoryCount++] = name;
  }

  private void addName(long name, long directory) {
    if (nameCount == names.length) {
      names = Arrays.copyOf(names, nameCount * 2);
      nameDirectories = Arrays.copyOf(nameDirectories, nameCount * 2);
    }
    names[nameCount] = name;
    nameDirectories[nameCount++] =
        directory < 0 || directory > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) directory;
  }
}
