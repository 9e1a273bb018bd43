package org.abiseam.elf;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;

/**
 * One ELF file, wherever it lies. Opened by a {@link Container}; valid until that is closed.
 * Thread-safe. What a file does not have is empty.
 */
public interface ObjectFile extends SectionSource {
  /**
   * {@return its path; a member of an archive in parentheses: {@code built-in.a(main.o)}: the path
   * for reports}
   */
  String path();

  /** {@return what it was made for: machine, class and byte order} */
  Machine machine();

  /**
   * {@return what it states for the linker in sections of attributes and property notes: values by
   * name: {@code Tag_ABI_enum_size} is 1 or 2, {@code IBT} is yes; without those that say nothing}
   *
   * @throws Malformed where such a section breaks the format
   */
  default SortedMap<String, String> marks() {
    return new TreeMap<>();
  }

  /**
   * {@return whether it still has to be linked ({@code ET_REL}): true for {@code .o} and {@code
   * .ko}}
   */
  default boolean relocatable() {
    return false;
  }

  /** {@return the section table: headers in order, the null section included} */
  default List<SectionHeader> headers() {
    return List.of();
  }

  /**
   * {@return the symbol table: symbols of {@code .symtab}, else of {@code .dynsym}, else empty}
   *
   * @throws Malformed where the table breaks the format
   */
  default List<Symbol> symbols() {
    return List.of();
  }

  /**
   * {@return the few symbols of the table that have some name, or whose names begin alike, the null
   * symbol aside: those symbols, in order of the table}
   *
   * @param names names that are given in full
   * @param prefixes how names begin that are not given in full
   * @throws Malformed where the table breaks the format
   */
  default List<Symbol> symbols(Set<String> names, List<String> prefixes) {
    return symbols().stream()
        .filter(
            symbol ->
                names.contains(symbol.name())
                    || prefixes.stream().anyMatch(symbol.name()::startsWith))
        .toList();
  }

  /**
   * {@return the few symbols of the table that have some value: in a linked file, that lie at one
   * of the addresses, in order of the table}
   *
   * @param values what {@code st_value} is
   * @throws Malformed where the table breaks the format
   */
  default List<Symbol> symbolsAt(Set<Long> values) {
    return symbols().stream().filter(symbol -> values.contains(symbol.value())).toList();
  }

  /**
   * {@return defined functions and variables that share their address with another one, and perhaps
   * a few other symbols, in order of the table} A large table is not turned into symbols for it.
   *
   * @throws Malformed where the table breaks the format
   */
  default List<Symbol> aliases() {
    return symbols();
  }

  /**
   * {@return what it gives to the dynamic linker; empty where it has no {@code .dynsym}}
   *
   * @throws Malformed where one of the tables breaks the format
   */
  default Optional<Dynamic> dynamic() {
    return Optional.empty();
  }

  /**
   * {@return what is damaged of that which it states for linkers: attributes, properties, and the
   * tables of the dynamic linker} The rest of them counts.
   */
  default List<Malformed> faults() {
    return List.of();
  }

  /**
   * {@return functions and variables of other objects whose addresses the linker will put into a
   * variable: names of undefined symbols by their place, in bytes from the beginning of the
   * variable; empty where the file is linked}
   *
   * @param variable a symbol of this object
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
   * {@return the relocations of code and data, without those of debug info: those of a file that is
   * still to be linked, or those that the loader applies, in order of the file}
   *
   * @throws Malformed where relocations break the format or are in {@code SHT_CREL}
   */
  default List<SymbolReference> references() {
    return List.of();
  }

  /** {@return the build id: {@code NT_GNU_BUILD_ID} as lower-case hexadecimal} */
  default Optional<String> buildId() {
    return Optional.empty();
  }

  /** {@return the strings of {@code .comment}: compiler identifications, in order} */
  default List<String> comments() {
    return List.of();
  }

  /** {@return where its debug info was split off to: {@code .gnu_debuglink}} */
  default Optional<DebugLink> debugLink() {
    return Optional.empty();
  }

  /**
   * Describes a {@code .gnu_debuglink}.
   *
   * @param file file name without a directory
   * @param crc CRC-32 of that file
   */
  record DebugLink(String file, int crc) {}

  /**
   * Tells whether a symbol lies in memory that a program only reads once it runs: a section without
   * {@code SHF_WRITE}, or one that the dynamic linker protects after relocation ({@code
   * .data.rel.ro}).
   *
   * @param symbol of this object
   * @return false too where the symbol lies in no section
   */
  default boolean readOnly(Symbol symbol) {
    return false;
  }
}
