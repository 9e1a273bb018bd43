package org.abiseam.model;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Holds what a build gives to the linker, by its symbol tables.
 *
 * @param symbols by name; an older version of a symbol is {@code name@VERSION}
 * @param libraries what its shared libraries state, by object
 */
public record LinkerInterface(
    SortedMap<String, Symbol> symbols, SortedMap<String, Linkage.Library> libraries) {
  private static final char VERSION = '@';

  /** Copies the maps. */
  public LinkerInterface {
    symbols = Collections.unmodifiableSortedMap(new TreeMap<>(symbols));
    libraries = Collections.unmodifiableSortedMap(new TreeMap<>(libraries));
  }

  /**
   * States a symbol.
   *
   * @param object path of the object that defines it
   * @param place where those who use it are linked with it
   * @param definition the entry of the symbol table
   */
  public record Symbol(String object, Place place, Linkage.Definition definition) {
    /**
     * Tells how the symbol is called.
     *
     * @return function where the symbol table names no kind
     */
    public Subject.Kind kind() {
      return definition.kind().orElse(Subject.Kind.FUNCTION);
    }
  }

  /** Where those who use a symbol are linked with it. */
  public enum Place {
    /** By the linker, into the same image. */
    RELOCATABLE,
    /** By the dynamic linker. */
    LIBRARY
  }

  /**
   * Finds which names of this interface continue names of an older one: those who were linked with
   * {@code name@VERSION} get that version, whatever is the default now.
   *
   * @param old the older interface
   * @return the names of the older one by names of this one, where they differ; a default version
   *     that the older one does not have becomes {@code name@VERSION} where its name is taken
   */
  public Map<String, String> continued(LinkerInterface old) {
    Map<String, String> byVersion = new HashMap<>();
    old.symbols.forEach(
        (name, symbol) ->
            symbol
                .definition()
                .version()
                .ifPresent(version -> byVersion.put(base(name) + VERSION + version, name)));
    Map<String, String> renamed = new HashMap<>();
    for (Map.Entry<String, Symbol> entry : symbols.entrySet()) {
      Optional<String> version = entry.getValue().definition().version();
      String before =
          version.map(it -> byVersion.get(base(entry.getKey()) + VERSION + it)).orElse(null);
      if (before != null && !before.equals(entry.getKey())) {
        renamed.put(entry.getKey(), before);
      }
    }
    for (String taken : List.copyOf(renamed.values())) {
      Symbol other = symbols.get(taken);
      if (other != null && !renamed.containsKey(taken)) {
        String version = other.definition().version().orElse("");
        renamed.put(taken, base(taken) + VERSION + version);
      }
    }
    return renamed;
  }

  /**
   * Gives some names of the interface other names.
   *
   * @param renamed as of {@link #continued}
   * @return a copy
   */
  public LinkerInterface renamed(Map<String, String> renamed) {
    SortedMap<String, Symbol> others = new TreeMap<>();
    symbols.forEach((name, symbol) -> others.put(renamed.getOrDefault(name, name), symbol));
    return new LinkerInterface(others, libraries);
  }

  /**
   * Leaves out the version of a name.
   *
   * @param name as in {@link #symbols()}
   * @return what stands in sources
   */
  public static String base(String name) {
    int at = name.indexOf(VERSION);
    return at < 0 ? name : name.substring(0, at);
  }
}
