package org.abiseam.engine.evidence;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.abiseam.elf.ObjectFile;
import org.abiseam.engine.snapshot.Snapshot;
import org.abiseam.model.Linkage;
import org.abiseam.model.LinkerInterface;

/**
 * States what an object gives to the linker.
 *
 * @param path of the object
 * @param library what a shared library states for the dynamic linker
 * @param symbols what others may be linked with, by name; nothing of a program or a kernel's module
 */
public record LinkedObject(
    String path,
    Optional<Linkage.Library> library,
    SortedMap<String, LinkerInterface.Symbol> symbols) {

  /** Prefixes of what compilers put before the code of functions, for kCFI and for patching. */
  private static final List<String> BEFORE_CODE = List.of("__cfi_", "__pfx_");

  /** Marks an object of GCC in which {@code -flto} left nothing but intermediate code. */
  private static final String SLIM = "__gnu_lto_slim";

  /** Reads the symbol tables of an object. */
  public static LinkedObject of(ObjectFile object) {
    return of(
        object.path(),
        SymbolTables.form(object),
        ExportedSymbols.library(object),
        ExportedSymbols.all(object));
  }

  /** Takes the symbols of an object of a snapshot. */
  public static LinkedObject of(Snapshot.Part part) {
    return of(part.path(), part.form(), part.library(), part.symbols());
  }

  private static LinkedObject of(
      String path,
      Linkage.Form form,
      Optional<Linkage.Library> library,
      SortedMap<String, Linkage.Definition> all) {
    SortedMap<String, LinkerInterface.Symbol> symbols = new TreeMap<>();
    boolean whole = !all.containsKey(SLIM);
    boolean linked = whole && (form == Linkage.Form.RELOCATABLE || library.isPresent());
    all.forEach(
        (name, definition) -> {
          boolean helper = BEFORE_CODE.stream().anyMatch(name::startsWith);
          if (linked && !helper && definition.kind().isPresent()) {
            LinkerInterface.Place place =
                library.isPresent()
                    ? LinkerInterface.Place.LIBRARY
                    : LinkerInterface.Place.RELOCATABLE;
            symbols.put(name, new LinkerInterface.Symbol(path, place, definition));
          }
        });
    return new LinkedObject(path, library, symbols);
  }

  /**
   * Tells whether a function or variable that debug info describes is there for others. BTF
   * describes static functions like all others.
   *
   * @return false where the object has symbols and this is none of them
   */
  public boolean gives(String name) {
    return symbols.containsKey(name) || (symbols.isEmpty() && library.isEmpty());
  }
}
