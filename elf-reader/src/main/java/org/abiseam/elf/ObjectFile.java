package org.abiseam.elf;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;

/**
 * One ELF file, wherever it lies. Opened by a {@link Container}; valid until that is closed.
 * Thread-safe.
 */
public interface ObjectFile extends SectionSource {
  /**
   * Its path; a member of an archive in parentheses: {@code built-in.a(main.o)}.
   *
   * @return the path for reports
   */
  String path();

  /**
   * What it was made for.
   *
   * @return machine, class and byte order
   */
  Machine machine();

  /**
   * What it states for the linker in sections of attributes and property notes.
   *
   * @return values by name: {@code Tag_ABI_enum_size} is 1 or 2, {@code IBT} is yes; without those
   *     that say nothing
   * @throws Malformed where such a section breaks the format
   */
  default SortedMap<String, String> marks() {
    return new TreeMap<>();
  }

  /**
   * Whether it still has to be linked ({@code ET_REL}).
   *
   * @return true for {@code .o} and {@code .ko}
   */
  boolean relocatable();

  /**
   * The section table.
   *
   * @return headers in order, the null section included
   */
  List<SectionHeader> headers();

  /**
   * The symbol table.
   *
   * @return symbols of {@code .symtab}, else of {@code .dynsym}, else empty
   * @throws Malformed where the table breaks the format
   */
  List<Symbol> symbols();

  /**
   * The few symbols of the table whose names begin alike, the null symbol aside.
   *
   * @param prefix how they begin
   * @return those symbols, in order of the table
   * @throws Malformed where the table breaks the format
   */
  default List<Symbol> symbols(String prefix) {
    return symbols().stream().filter(symbol -> symbol.name().startsWith(prefix)).toList();
  }

  /**
   * Functions and variables of other objects whose addresses the linker will put into a variable.
   *
   * @param variable a symbol of this object
   * @return names of undefined symbols by their place, in bytes from the beginning of the variable;
   *     empty where the file is linked
   * @throws Malformed where relocations break the format
   */
  default SortedMap<Long, String> addressesIn(Symbol variable) {
    return new TreeMap<>();
  }

  /**
   * Returns the bytes of one section as the file stores them, without its relocations: code has
   * relocations of kinds that debug info never has.
   *
   * @param index position in {@link #headers()}
   * @return the bytes; empty where the section has none in the file
   * @throws Malformed where it does not lie within the file
   */
  default Optional<MemorySegment> storedBytes(int index) {
    return Optional.empty();
  }

  /**
   * The build id.
   *
   * @return {@code NT_GNU_BUILD_ID} as lower-case hexadecimal
   */
  Optional<String> buildId();

  /**
   * The strings of {@code .comment}.
   *
   * @return compiler identifications, in order
   */
  List<String> comments();

  /**
   * Where its debug info was split off to.
   *
   * @return {@code .gnu_debuglink}
   */
  Optional<DebugLink> debugLink();

  /**
   * A {@code .gnu_debuglink}.
   *
   * @param file file name without a directory
   * @param crc CRC-32 of that file
   */
  record DebugLink(String file, int crc) {}
}
