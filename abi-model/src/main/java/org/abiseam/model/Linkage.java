package org.abiseam.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the symbol tables say of the symbols that cross sides: who imports them and who defines
 * them. Objects without debug info, such as those of the assembler, say it here only.
 *
 * @param objects those that import or define such a symbol, in order of input
 */
public record Linkage(List<Tables> objects) {
  /** No symbol table was read. */
  public static final Linkage NOTHING = new Linkage(List.of());

  /** Copies the list. */
  public Linkage {
    objects = List.copyOf(objects);
  }

  /** How an object is linked. */
  public enum Form {
    /** {@code ET_REL} that is to be linked. */
    RELOCATABLE,
    /** {@code ET_REL} that the kernel links when it loads it. */
    MODULE,
    /** {@code ET_EXEC} or {@code ET_DYN}. */
    IMAGE
  }

  /** How strong a definition is. */
  public enum Binding {
    /** {@code STB_GLOBAL}. */
    GLOBAL,
    /** {@code STB_WEAK}. */
    WEAK,
    /** In {@code SHN_COMMON}: the largest of all wins. */
    COMMON
  }

  /**
   * A symbol that an object defines.
   *
   * @param kind {@code STT_FUNC} or {@code STT_OBJECT}; empty for other types
   * @param bytes {@code st_size}, 0 where the object does not say
   * @param binding how strong it is
   */
  public record Definition(Optional<Subject.Kind> kind, long bytes, Binding binding) {}

  /**
   * The symbol table of one object, as far as it matters.
   *
   * @param object path as in {@link Origin#object()}
   * @param form how it is linked
   * @param importer the compiler of its first unit of Rust, or of Clang's C, which does not
   *     describe what it imports
   * @param imports what it uses and does not define where debug info is silent about it; weak ones
   *     are left out
   * @param defined what it defines of what any object imports
   * @param release the release of the kernel that it is, or that a module was built for
   */
  public record Tables(
      String object,
      Form form,
      Optional<Producer> importer,
      SortedSet<String> imports,
      SortedMap<String, Definition> defined,
      Optional<String> release) {
    /** Copies the collections. */
    public Tables {
      imports = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(imports));
      defined = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(defined));
    }
  }

  /**
   * Whether an object that is still to be linked, or is linked into an image, defines a symbol and
   * is Rust's: what Rust takes from Rust is no matter of the seam.
   *
   * @param name the symbol
   * @return false also where it is not known
   */
  public boolean ofRust(String name) {
    for (Tables tables : objects) {
      boolean rust =
          tables
              .importer()
              .filter(producer -> producer.language() == Producer.Language.RUST)
              .isPresent();
      if (rust && tables.form() != Form.IMAGE && tables.defined().containsKey(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a symbol that no object defines is missing, because what it is linked into is given.
   *
   * @return true where an image is among the objects
   */
  public boolean complete() {
    return objects.stream().anyMatch(tables -> tables.form() == Form.IMAGE);
  }

  /**
   * Who defines a symbol.
   *
   * @param name the symbol
   * @return the definitions by object, in order of input
   */
  public Map<String, Definition> definitions(String name) {
    Map<String, Definition> found = new java.util.LinkedHashMap<>();
    for (Tables tables : objects) {
      Definition definition = tables.defined().get(name);
      if (definition != null) {
        found.put(tables.object(), definition);
      }
    }
    return found;
  }
}
