package org.abiseam.engine.snapshot;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Evidence;
import org.abiseam.model.Linkage;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;

/**
 * Holds what objects know.
 *
 * @param objects the objects, in order of input
 * @param models their types and symbols, those of C and of Rust apart; each belongs to the object
 *     of its path
 * @param declared names that C declares and nowhere defines
 */
public record Snapshot(List<Part> objects, List<ObjectModel> models, SortedSet<String> declared) {

  /** The first words of a snapshot; the number is that of the form. */
  public static final String MAGIC = "abiseam snapshot ";

  /** The form that is written, and the only one that is read. */
  static final int FORM = 2;

  /** Copies the collections. */
  public Snapshot {
    objects = List.copyOf(objects);
    models = List.copyOf(models);
    declared = Collections.unmodifiableSortedSet(new TreeSet<>(declared));
  }

  /**
   * Describes one object.
   *
   * @param path its name
   * @param machine what it was made for
   * @param evidence what its C types were read from
   * @param units its compile units
   * @param form how it is linked
   * @param release the release of the kernel that it is or was made for
   * @param imports symbols that its Rust or its Clang's C takes from elsewhere
   * @param symbols all that it defines for the linker; an older version of a symbol is {@code
   *     name@VERSION}
   * @param library what a shared library states for the dynamic linker
   * @param exported symbols that a kernel exports to modules
   * @param diagnostics what could not be read of it
   */
  public record Part(
      String path,
      Machine machine,
      Evidence evidence,
      List<CompileUnit> units,
      Linkage.Form form,
      Optional<String> release,
      SortedSet<String> imports,
      SortedMap<String, Linkage.Definition> symbols,
      Optional<Linkage.Library> library,
      SortedSet<String> exported,
      List<Diagnostic> diagnostics) {
    /** Copies the collections. */
    public Part {
      units = List.copyOf(units);
      imports = Collections.unmodifiableSortedSet(new TreeSet<>(imports));
      symbols = Collections.unmodifiableSortedMap(new TreeMap<>(symbols));
      exported = Collections.unmodifiableSortedSet(new TreeSet<>(exported));
      diagnostics = List.copyOf(diagnostics);
    }
  }
}
