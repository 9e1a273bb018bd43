package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.LineContents.DW_LNCT_directory_index;
import static org.abiseam.dwarf.spec.LineContents.DW_LNCT_path;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.elf.Section;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;
import org.abiseam.model.SourcePaths;
import org.jspecify.annotations.Nullable;

/**
 * The source files of a unit: the header of its line table, and not one line (DWARF 5 §6.2.4).
 *
 * <p>Up to version 4, files count from 1 and directory 0 is the compilation directory without being
 * listed; version 5 counts both from 0, lists everything and describes its columns. A path is given
 * as the compiler recorded it, directory and name joined and tidied; the compilation directory in
 * front is taken off, because whether it is there depends on how a file was found, not on which it
 * is.
 */
final class LineTable {
  /** Files and directories in one header. */
  private static final int MOST_FILES = 1 << 20;

  /** Columns in the file table; five are defined. */
  private static final int MOST_COLUMNS = 32;

  static final LineTable ABSENT = new LineTable("", List.of(), List.of(), 1);

  private record Source(String name, long directory) {}

  private final String compilationDirectory;
  private final List<String> directories;
  private final List<Source> sources;
  private final int first;
  private final @Nullable String[] paths;

  private LineTable(
      String compilationDirectory, List<String> directories, List<Source> sources, int first) {
    this.compilationDirectory = stated(compilationDirectory, directories);
    this.directories = directories;
    this.sources = sources;
    this.first = first;
    this.paths = new @Nullable String[sources.size()];
  }

  /**
   * Returns the compilation directory, which version 5 lists as directory 0; empty where neither
   * the unit nor the table states it.
   */
  String compilationDirectory() {
    return compilationDirectory;
  }

  private static String stated(String ofUnit, List<String> directories) {
    String directory = ofUnit.isEmpty() && !directories.isEmpty() ? directories.getFirst() : ofUnit;
    String tidy = SourcePaths.tidy(directory);
    return tidy.isEmpty() ? directory : tidy;
  }

  /** Path of a file, or empty where the table does not list it. */
  Optional<String> fileName(int index) {
    int at = index - first;
    if (at < 0 || at >= paths.length) {
      return Optional.empty();
    }
    String known = paths[at];
    if (known == null) {
      Source source = sources.get(at);
      known = SourcePaths.join(compilationDirectory, directory(source.directory()), source.name());
      paths[at] = known;
    }
    return Optional.of(known);
  }

  private String directory(long index) {
    // Directory 0 is the compilation directory, listed or not.
    return index <= 0 || index >= directories.size() ? "" : directories.get((int) index);
  }

  /**
   * Reads the header of a table.
   *
   * @param compilationDirectory of the unit, empty where not stated
   */
  static LineTable of(
      ValueContext unit, Section section, long offset, String compilationDirectory) {
    return new Parser(unit, section, offset).parse(compilationDirectory);
  }

  private static final class Parser {
    private final ValueContext unit;
    private final Section section;
    private final UnitHeader.Extent extent;
    private final Cursor cursor;
    private final int version;
    private final UnitHeader sizes;

    Parser(ValueContext unit, Section section, long offset) {
      this.unit = unit;
      this.section = section;
      extent = UnitHeader.extent(new Cursor(section, unit.bigEndian(), offset));
      cursor = new Cursor(section, unit.bigEndian(), extent.contents(), extent.end());
      version = cursor.u16("line table version");
      if (version < 2 || version > 5) {
        throw new Malformed(
            Diagnostic.Kind.UNSUPPORTED,
            section.name(),
            extent.contents(),
            "line table has version " + version + ", expected 2 to 5");
      }
      int addressBytes = unit.addressBytes();
      if (version >= 5) {
        addressBytes = cursor.u8("address size");
        cursor.skip(1, "segment selector size");
      }
      // The assembler writes line tables of its own format, whatever that of the unit.
      sizes =
          new UnitHeader(
              section,
              offset,
              extent.end(),
              version,
              extent.offsetBytes(),
              addressBytes,
              0,
              0,
              0,
              0,
              cursor.position());
    }

    LineTable parse(String compilationDirectory) {
      cursor.skip(extent.offsetBytes(), "header length");
      // Instruction lengths, is_stmt, line_base, line_range.
      cursor.skip(version >= 4 ? 5 : 4, "line table header");
      int opcodeBase = cursor.u8("opcode base");
      cursor.skip(Math.max(0, opcodeBase - 1), "standard opcode lengths");
      if (version < 5) {
        return parseVersion2(compilationDirectory);
      }
      List<String> directories = new ArrayList<>();
      for (Source source : table("directory")) {
        directories.add(source.name());
      }
      return new LineTable(compilationDirectory, directories, table("file"), 0);
    }

    private LineTable parseVersion2(String compilationDirectory) {
      List<String> directories = new ArrayList<>();
      directories.add("");
      while (true) {
        String directory = cursor.string("directory");
        if (directory.isEmpty()) {
          break;
        }
        directories.add(directory);
        limit(directories.size(), "directories");
      }
      List<Source> sources = new ArrayList<>();
      while (true) {
        String name = cursor.string("file name");
        if (name.isEmpty()) {
          break;
        }
        sources.add(new Source(name, cursor.uleb128("directory index")));
        cursor.skipLeb128("modification time");
        cursor.skipLeb128("file length");
        limit(sources.size(), "files");
      }
      return new LineTable(compilationDirectory, directories, sources, 1);
    }

    private List<Source> table(String what) {
      int columns = cursor.u8(what + " column count");
      if (columns > MOST_COLUMNS) {
        throw cursor.fault(what + " table has " + columns + " columns");
      }
      long[] contents = new long[columns];
      int[] forms = new int[columns];
      for (int i = 0; i < columns; i++) {
        contents[i] = cursor.uleb128("column content");
        forms[i] = (int) Math.min(0xffff, cursor.uleb128("column form") & 0x7fffffff);
      }
      long count = cursor.uleb128(what + " count");
      if (count < 0 || count > Math.max(1, columns == 0 ? 0 : cursor.remaining())) {
        throw cursor.fault(
            Long.toUnsignedString(count) + " " + what + " entries cannot fit in the table");
      }
      limit(count, what + " entries");
      List<Source> rows = new ArrayList<>((int) Math.min(count, 1024));
      for (long row = 0; row < count; row++) {
        rows.add(row(contents, forms));
      }
      return rows;
    }

    private Source row(long[] contents, int[] forms) {
      String name = "";
      long directory = 0;
      for (int i = 0; i < contents.length; i++) {
        if (contents[i] == DW_LNCT_path) {
          name = FormValues.string(unit, extent.offsetBytes(), cursor, forms[i]);
        } else if (contents[i] == DW_LNCT_directory_index) {
          directory = FormValues.number(unit, cursor, forms[i], false).orElse(0);
        } else {
          FormValues.skip(sizes, cursor, forms[i]);
        }
      }
      return new Source(name, directory);
    }

    private void limit(long count, String what) {
      if (count > MOST_FILES) {
        throw new Malformed(
            Diagnostic.Kind.LIMIT,
            section.name(),
            cursor.position(),
            "more than " + MOST_FILES + " " + what);
      }
    }
  }
}
