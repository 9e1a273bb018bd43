package org.abiseam.bindings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.InputFile;
import org.abiseam.model.Member.Accessor;

/**
 * Collects what a file of Rust source says, with the files of its modules and those that it
 * includes, for one configuration.
 *
 * <p>Items under a condition that does not hold are left out. One whose condition nothing settles
 * is kept with that condition, unless the same name has another definition that is settled.
 */
final class SourceTree {
  /** Files that include each other in a row; module trees of large crates have below 10. */
  private static final int DEEPEST = 64;

  final Configuration configuration;

  /** Tells where the items of expanded text were written. */
  final WrittenSource written;

  final List<Diagnostic> diagnostics = new ArrayList<>();

  /** By type, then by unit, then by bit-field. */
  final Map<String, Map<String, Map<String, Accessor>>> accessors = new HashMap<>();

  /** By the type with its modules, then by the constant: its number. */
  final Map<String, Map<String, Long>> constants = new HashMap<>();

  /** By their symbol: functions and statics that the source defines for C. */
  final Map<String, Item> exports = new HashMap<>();

  /** In order of the source. */
  final List<Import> imports = new ArrayList<>();

  private final List<Entry> entries = new ArrayList<>();

  /** Functions and statics that a program looks up when it runs. */
  private final List<Entry> loaded = new ArrayList<>();

  private final Map<String, Integer> macros = new TreeMap<>();
  private final Set<Path> open = new LinkedHashSet<>();
  private boolean standard;
  private int files;

  /** Holds an item; its condition is empty where it is surely there. */
  private record Entry(Item item, String condition) {
    boolean sure() {
      return condition.isEmpty();
    }
  }

  /**
   * Holds what the source says after all conditions are looked at.
   *
   * @param items in order
   * @param types the conditions that nothing settles, by the type that they select with its modules
   * @param symbols the same by function or static
   * @param imports what its modules take from elsewhere
   * @param constants numbers by the type with its modules, then by the constant
   * @param exports functions and statics that the source defines for C, by their symbol
   * @param loaded functions and statics that a program looks up when it runs, by their symbol
   */
  record Settled(
      List<Item> items,
      Map<String, String> types,
      Map<String, String> symbols,
      List<Import> imports,
      Map<String, Map<String, Long>> constants,
      Map<String, Item> exports,
      Map<String, Item> loaded) {}

  SourceTree(Configuration configuration, WrittenSource written) {
    this.configuration = configuration;
    this.written = written;
  }

  /** Tells whether it takes types from the standard library. */
  boolean standard() {
    return standard;
  }

  /** Returns how often each macro is called in the place of an item. */
  Map<String, Integer> macros() {
    return macros;
  }

  /** Adds an item; the condition is empty where the item is surely there. */
  void add(Item item, String condition) {
    entries.add(new Entry(item, condition));
  }

  /** Adds a struct or union, or what it looks up in a library. */
  void structure(Item.Aggregate item, String condition) {
    if (LoadedLibrary.is(item)) {
      LoadedLibrary.symbols(item).forEach(symbol -> loaded.add(new Entry(symbol, condition)));
    } else {
      add(item, condition);
    }
  }

  /** Leaves out what another definition of its name makes superfluous. */
  Settled settled() {
    Set<String> sureTypes = new HashSet<>();
    Set<String> sureSymbols = new HashSet<>();
    for (Entry entry : entries) {
      if (entry.sure()) {
        (entry.item.definesType() ? sureTypes : sureSymbols).add(key(entry.item));
      }
    }
    Settled settled =
        new Settled(
            new ArrayList<>(),
            new HashMap<>(),
            new HashMap<>(),
            imports,
            constants,
            exports,
            new HashMap<>());
    for (Entry entry : loaded) {
      settled.loaded.put(entry.item.name(), entry.item);
      if (!entry.sure()) {
        settled.symbols.put(entry.item.name(), entry.condition);
      }
    }
    for (Entry entry : entries) {
      boolean symbol = !entry.item.definesType();
      String name = key(entry.item);
      if (!entry.sure() && !(symbol ? sureSymbols : sureTypes).contains(name)) {
        String before =
            (symbol ? settled.symbols : settled.types)
                .merge(name, entry.condition, (a, b) -> a.equals(b) ? a : a + " and " + b);
        if (before.equals(entry.condition)) {
          settled.items.add(entry.item);
        }
      } else if (entry.sure()) {
        settled.items.add(entry.item);
      }
    }
    return settled;
  }

  private static String key(Item item) {
    return item.definesType() ? item.qualified() : item.name();
  }

  void macro(String name) {
    macros.merge(name, 1, Integer::sum);
  }

  void report(Item.Place place, String message) {
    diagnostics.add(
        Diagnostic.ofFile(Diagnostic.Kind.UNSUPPORTED, place.file() + ":" + place.line(), message));
  }

  /** Returns how many files were read or looked for. */
  int files() {
    return files;
  }

  /**
   * Reads a file.
   *
   * @param modules the directory in which its modules lie
   * @param module the module that it is, or that includes it
   */
  void file(Path file, Path modules, List<String> module, List<String> conditions) {
    files++;
    try {
      text(file, Files.readString(InputFile.of(file)), modules, module, conditions);
    } catch (IOException fault) {
      diagnostics.add(
          Diagnostic.ofFile(
              Diagnostic.Kind.UNREADABLE, file.toString(), "cannot be read: " + reason(fault)));
    }
  }

  /** Reads text that stands in a file. */
  void text(Path file, String source, Path modules, List<String> module, List<String> conditions) {
    Path absolute = file.toAbsolutePath().normalize();
    if (open.size() == DEEPEST || !open.add(absolute)) {
      report(new Item.Place(file.toString(), 1, List.of(), 0), "files include each other");
      return;
    }
    standard |= source.contains("std::");
    new Parser(this, Tokens.of(file.toString(), source), modules).parse(module, conditions);
    open.remove(absolute);
  }

  private static String reason(IOException fault) {
    return switch (fault) {
      case CharacterCodingException _ ->
          "it is no text in UTF-8, as bindgen writes it; an object is given without --bindings";
      default -> InputFile.reason(fault);
    };
  }
}
