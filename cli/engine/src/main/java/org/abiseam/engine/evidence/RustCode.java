package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Symbol;
import org.abiseam.elf.code.CodeReferences;
import org.abiseam.model.Machine;
import org.abiseam.model.mangling.RustSymbol;

/**
 * Finds what the Rust of an object uses of other compilers. rustc describes nothing that it
 * imports; where all units of an object are Rust its undefined symbols tell, elsewhere the code of
 * the Rust functions in it.
 *
 * <p>Functions and variables of Rust are those with a mangled name and those that a Rust unit
 * defines for C.
 */
final class RustCode {
  /** How rustc's mangled names begin, in the v0 and the legacy form. */
  private static final List<String> PREFIXES = List.of("_R", "_ZN");

  private static final int SHN_LORESERVE = 0xff00;
  private static final int STT_OBJECT = 1;
  private static final int STT_FUNC = 2;

  private final ObjectFile object;
  private final List<Symbol> own;

  /**
   * Finds the functions and variables of Rust.
   *
   * @param object the file
   * @param described names that Rust units define for C
   */
  RustCode(ObjectFile object, Set<String> described) {
    this.object = object;
    this.own = new ArrayList<>();
    Set<Long> places = new HashSet<>();
    for (Symbol symbol : object.symbols(described, PREFIXES)) {
      boolean code = symbol.type() == STT_FUNC || symbol.type() == STT_OBJECT;
      boolean here = symbol.isDefined() && symbol.section() < SHN_LORESERVE;
      if (code
          && here
          && (described.contains(symbol.name()) || RustSymbol.isMangled(symbol.name()))
          && places.add(symbol.value() * 31 + symbol.section())) {
        own.add(symbol);
      }
    }
  }

  /** Says whether what its code refers to can be found. */
  Search search() {
    if (object.relocatable()) {
      return Search.DONE;
    }
    if (!CodeReferences.reads(object.machine())) {
      return Search.UNKNOWN_MACHINE;
    }
    if (own.isEmpty()) {
      return Search.NO_SYMBOLS;
    }
    boolean code = own.stream().anyMatch(one -> object.storedBytes(one.section()).isPresent());
    return code ? Search.DONE : Search.NO_CODE;
  }

  /** Tells how far the code of Rust could be searched. */
  enum Search {
    /** There is none, or all of it was searched. */
    DONE(""),
    /** The machine's instructions are not known here. */
    UNKNOWN_MACHINE("instructions of its machine are not read"),
    /** The symbol table names no function of Rust. */
    NO_SYMBOLS("its symbol table names no function of Rust"),
    /** Sections of code are empty, as in a file of debug info alone. */
    NO_CODE("it has debug info and no code; give the program itself");

    private final String reason;

    Search(String reason) {
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  /**
   * Reads it.
   *
   * @return what it refers to of other compilers and which switches it leaves open
   */
  Use use() {
    CodeReferences.Found found = CodeReferences.of(object, own);
    SortedMap<String, SortedSet<String>> named = found.names();
    named.keySet().removeIf(RustSymbol::isMangled);
    Set<Machine.RustSwitch> open = EnumSet.noneOf(Machine.RustSwitch.class);
    open.addAll(object.machine().unstated());
    if (found.floatingPoint()) {
      open.remove(Machine.RustSwitch.SOFT_FLOAT);
    }
    boolean registers = open.contains(Machine.RustSwitch.REGPARM);
    if (registers && usesStandardLibrary()) {
      open.remove(Machine.RustSwitch.REGPARM);
      open.remove(Machine.RustSwitch.REG_STRUCT_RETURN);
    }
    return new Use(named, open);
  }

  /**
   * Tells whether it was linked with the standard library, or is to be. That calls the C library of
   * the system, whose functions take their arguments from the stack.
   */
  private boolean usesStandardLibrary() {
    return object.symbols(Set.of(), PREFIXES).stream()
        .anyMatch(
            symbol ->
                RustSymbol.demangled(symbol.name())
                    .filter(path -> path.startsWith("std::"))
                    .isPresent());
  }

  /**
   * Holds what the code of Rust tells.
   *
   * @param references names that C could use, each with the symbols that refer to it
   * @param open switches of rustc of which it tells nothing
   */
  record Use(SortedMap<String, SortedSet<String>> references, Set<Machine.RustSwitch> open) {}
}
