package org.abiseam.engine.evidence;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.dwarf.index.RustTypeScanner;
import org.abiseam.elf.Dynamic;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Symbol;
import org.abiseam.model.Linkage;
import org.abiseam.model.Subject;
import org.abiseam.model.pairing.RuntimeSymbols;

/** Reads what an object gives to the linker: its global symbols, or those of a shared library. */
final class ExportedSymbols {
  private static final int SHN_COMMON = 0xfff2;
  private static final int STB_WEAK = 2;

  private ExportedSymbols() {}

  /**
   * Reads all that an object gives to the linker. Of a shared library that is {@code .dynsym}; a
   * symbol of an older version, which only those find who were linked with it, is {@code
   * name@VERSION}.
   */
  static SortedMap<String, Linkage.Definition> all(ObjectFile object) {
    SortedMap<String, Linkage.Definition> defined = new TreeMap<>();
    exports(object).forEach((name, export) -> defined.put(name, definition(object, export)));
    return defined;
  }

  /** Reads the symbols that an object gives to the linker, by name. */
  static SortedMap<String, Dynamic.Export> exports(ObjectFile object) {
    SortedMap<String, Dynamic.Export> exports = new TreeMap<>();
    Optional<Dynamic> library = dynamic(object);
    if (library.isPresent()) {
      for (Dynamic.Export one : library.get().symbols()) {
        if (!RustTypeScanner.mangled(one.symbol().name())) {
          String old = one.hidden() ? one.version().map(name -> "@" + name).orElse("") : "";
          exports.put(one.symbol().name() + old, one);
        }
      }
      return exports;
    }
    for (Symbol symbol : object.symbols()) {
      // Each object has its own copy of what compilers share within a file.
      boolean copied =
          SymbolKinds.visibility(symbol) == Linkage.Visibility.HIDDEN
              && RuntimeSymbols.ofCompiler(symbol.name());
      boolean here = symbol.isDefined() && !symbol.isLocal() && !copied;
      if (here && !symbol.name().isEmpty() && !RustTypeScanner.mangled(symbol.name())) {
        exports.put(symbol.name(), new Dynamic.Export(symbol, Optional.empty(), false));
      }
    }
    return exports;
  }

  /** Reads what a shared library states for the dynamic linker; empty for any other object. */
  static Optional<Linkage.Library> library(ObjectFile object) {
    return dynamic(object)
        .map(
            it ->
                new Linkage.Library(
                    it.soname(),
                    new TreeSet<>(it.needed()),
                    new TreeSet<>(it.versions()),
                    it.versioned()));
  }

  /** A program that nobody links with has no name, and libc.so.6 can be started too. */
  private static Optional<Dynamic> dynamic(ObjectFile object) {
    return object.relocatable()
        ? Optional.empty()
        : object
            .dynamic()
            .filter(it -> !it.symbols().isEmpty() && (it.soname().isPresent() || !it.program()));
  }

  /** Says how a symbol is defined. */
  static Linkage.Definition definition(ObjectFile object, Dynamic.Export export) {
    Symbol symbol = export.symbol();
    return new Linkage.Definition(
        SymbolKinds.of(symbol),
        symbol.size(),
        binding(symbol),
        SymbolKinds.addressing(symbol),
        SymbolKinds.visibility(symbol),
        export.version(),
        SymbolKinds.of(symbol).filter(kind -> kind == Subject.Kind.VARIABLE).isPresent()
            && object.readOnly(symbol));
  }

  private static Linkage.Binding binding(Symbol symbol) {
    if (symbol.section() == SHN_COMMON) {
      return Linkage.Binding.COMMON;
    }
    return symbol.binding() == STB_WEAK ? Linkage.Binding.WEAK : Linkage.Binding.GLOBAL;
  }
}
