package org.abiseam.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds what the symbol tables say of the symbols that cross sides: who imports them and who
 * defines them. Objects without debug info, such as those of the assembler, say it here only.
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

  /** Who sees a symbol outside its object, by {@code STV_…}. */
  public enum Visibility {
    /** Everybody; another definition may take its place. */
    DEFAULT,
    /** Everybody; the library itself always takes its own. */
    PROTECTED,
    /** Only objects that are linked into the same image. */
    HIDDEN
  }

  /** How the address of a symbol is found. */
  public enum Addressing {
    /** It is in the symbol table. */
    FIXED,
    /** Each thread has its own: {@code STT_TLS}. */
    THREAD_LOCAL,
    /** A function chooses it when the image is loaded: {@code STT_GNU_IFUNC}. */
    RESOLVED
  }

  /**
   * Describes a symbol that an object defines.
   *
   * @param kind {@code STT_FUNC} or {@code STT_OBJECT}; empty for other types
   * @param bytes {@code st_size}, 0 where the object does not say
   * @param binding how strong it is
   * @param addressing how its address is found
   * @param visibility who sees it
   * @param version the node of symbol versions that it belongs to; empty for none
   * @param readOnly whether it is a variable in memory that a running program only reads
   */
  public record Definition(
      Optional<Subject.Kind> kind,
      long bytes,
      Binding binding,
      Addressing addressing,
      Visibility visibility,
      Optional<String> version,
      boolean readOnly) {
    /**
     * Creates a symbol that all threads share and everybody sees.
     *
     * @param kind {@code STT_FUNC} or {@code STT_OBJECT}
     * @param bytes {@code st_size}
     * @param binding how strong it is
     */
    public Definition(Optional<Subject.Kind> kind, long bytes, Binding binding) {
      this(kind, bytes, binding, Addressing.FIXED, Visibility.DEFAULT, Optional.empty(), false);
    }

    /**
     * Tells whether each thread has its own.
     *
     * @return true for {@code STT_TLS}
     */
    public boolean threadLocal() {
      return addressing == Addressing.THREAD_LOCAL;
    }
  }

  /**
   * Holds what a shared library states for the dynamic linker.
   *
   * @param soname its name for those that are linked with it
   * @param needed names of the libraries that it needs
   * @param versions version nodes that it defines
   * @param versioned whether its symbols have versions, of its own nodes or of none
   */
  public record Library(
      Optional<String> soname,
      SortedSet<String> needed,
      SortedSet<String> versions,
      boolean versioned) {
    /** Copies the collections. */
    public Library {
      needed = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(needed));
      versions = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(versions));
    }
  }

  /**
   * Holds what the kernel's loader of modules looks at.
   *
   * @param exports what the object exports ({@code EXPORT_SYMBOL}), each with its namespace, which
   *     may be empty; names that nobody here imports are left out
   * @param any whether it exports anything at all
   * @param provided checksums of exports ({@code __crc_NAME})
   * @param needed checksums that a module was built with ({@code __versions}, {@code
   *     __version_ext_crcs})
   * @param namespaces those that a module imports ({@code import_ns=})
   */
  public record Loading(
      SortedMap<String, String> exports,
      boolean any,
      SortedMap<String, Integer> provided,
      SortedMap<String, Integer> needed,
      SortedSet<String> namespaces) {
    /** An object that is not of a kernel. */
    public static final Loading NONE =
        new Loading(new TreeMap<>(), false, new TreeMap<>(), new TreeMap<>(), new TreeSet<>());

    /** Copies the collections. */
    public Loading {
      exports = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(exports));
      provided = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(provided));
      needed = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(needed));
      namespaces = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(namespaces));
    }
  }

  /**
   * Describes the symbol table of one object, as far as it matters.
   *
   * @param object path as in {@link Origin#object()}
   * @param form how it is linked
   * @param importer the compiler of its first unit of Rust, or of Clang's C, which does not
   *     describe what it imports
   * @param imports what it uses and does not define where debug info is silent about it; weak ones
   *     are left out
   * @param users symbols of Rust that use an import, by import; none where they are not known
   * @param references symbols that it uses and does not define, also where debug info describes
   *     them: whether it takes each for thread-local
   * @param ofRust what it takes from other objects of Rust, mangled; empty where one rustc made all
   * @param defined what it defines of what any object imports
   * @param typeIds kCFI's ids of functions, of those it defines ({@code __cfi_NAME}) and of those
   *     whose address it takes ({@code __kcfi_typeid_NAME})
   * @param marks what it states in sections of attributes and property notes, by name
   * @param loading what the loader of modules looks at
   * @param release the release of the kernel that it is, or that a module was built for
   */
  public record Tables(
      String object,
      Form form,
      Optional<Producer> importer,
      SortedSet<String> imports,
      SortedMap<String, SortedSet<String>> users,
      SortedMap<String, Boolean> references,
      SortedSet<String> ofRust,
      SortedMap<String, Definition> defined,
      SortedMap<String, Integer> typeIds,
      SortedMap<String, String> marks,
      Loading loading,
      Optional<String> release) {
    /** Copies the collections. */
    public Tables {
      marks = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(marks));
      typeIds = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(typeIds));
      references = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(references));
      ofRust = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(ofRust));
      imports = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(imports));
      users = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(users));
      defined = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(defined));
    }

    /**
     * Returns the same with what debug info and code tell of the object.
     *
     * @param by see {@link #importer}
     * @param names see {@link #imports}
     * @param known see {@link #users}
     * @return a copy
     */
    public Tables importing(
        Optional<Producer> by,
        SortedSet<String> names,
        SortedMap<String, SortedSet<String>> known) {
      return new Tables(
          object,
          form,
          by,
          names,
          known,
          references,
          ofRust,
          defined,
          typeIds,
          marks,
          loading,
          release);
    }

    /**
     * Returns the same with other knowledge of what the loader looks at.
     *
     * @param other in place of {@link #loading}
     * @return a copy
     */
    public Tables loaded(Loading other) {
      return new Tables(
          object,
          form,
          importer,
          imports,
          users,
          references,
          ofRust,
          defined,
          typeIds,
          marks,
          other,
          release);
    }
  }

  /**
   * Tells whether what a module may take is known: an object with a table of exports is given.
   *
   * @return true where one exports anything
   */
  public boolean exporting() {
    return objects.stream().anyMatch(tables -> tables.loading().any());
  }

  /**
   * Tells whether an object that is still to be linked, or is linked into an image, defines a
   * symbol and is Rust's: what Rust takes from Rust is no matter of the seam.
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
   * Tells whether a symbol that no object defines is missing, because what it is linked into is
   * given.
   *
   * @return true where an image is among the objects that imports nothing itself, as a kernel does;
   *     what a program imports may be in a library that is not given
   */
  public boolean complete() {
    return objects.stream()
        .anyMatch(
            tables ->
                tables.form() == Form.IMAGE
                    && tables.defined().keySet().containsAll(tables.imports()));
  }

  /**
   * Tells whether an object takes a symbol of others for thread-local.
   *
   * @param object path of the object
   * @param name the symbol
   * @return empty where the object does not use it, or its symbol table was not read
   */
  public Optional<Boolean> threadLocal(String object, String name) {
    return objects.stream()
        .filter(tables -> tables.object().equals(object))
        .flatMap(tables -> Optional.ofNullable(tables.references().get(name)).stream())
        .findFirst();
  }

  /**
   * Who uses a symbol.
   *
   * @param object path of the object that imports it
   * @param name the symbol
   * @return symbols of Rust; empty where they are not known
   */
  public SortedSet<String> users(String object, String name) {
    SortedSet<String> found = new TreeSet<>();
    for (Tables tables : objects) {
      if (tables.object().equals(object)) {
        found.addAll(tables.users().getOrDefault(name, new TreeSet<>()));
      }
    }
    return found;
  }

  /**
   * Returns who defines a symbol.
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
