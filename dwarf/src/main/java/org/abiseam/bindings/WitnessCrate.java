package org.abiseam.bindings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.abiseam.dwarf.lower.RustIdentifiers;
import org.abiseam.dwarf.lower.Witness;

/**
 * Writes the crate that {@link Witness} reads: it names every foreign function, static and type of
 * the bindings once, so that rustc describes them.
 *
 * <p>The code is never run. It is written for every edition and for all rustc from 1.51 on, takes
 * nothing but {@code core} where the bindings do not, and keeps to the lints that a kernel denies.
 */
public final class WitnessCrate {
  /** A function of many thousand statements takes rustc longer than as many short ones. */
  private static final int STATEMENTS = 500;

  private WitnessCrate() {}

  /** How the crate comes to the bindings. */
  public sealed interface Access {
    /**
     * They are a crate of their own.
     *
     * @param name as given to {@code --extern}
     */
    record Extern(String name) implements Access {}

    /**
     * Their files become a module of the witness: a file that names no others with what describes
     * its items behind each, so that these may be private.
     *
     * @param files absolute
     */
    record Included(List<String> files) implements Access {
      /** Copies the list. */
      public Included {
        files = List.copyOf(files);
      }
    }
  }

  /** What an item of a crate is. */
  public enum Kind {
    /** A function of an {@code extern} block. */
    FUNCTION,
    /** A static of an {@code extern} block. */
    VARIABLE,
    /** A struct, union or enum. */
    TYPE
  }

  /**
   * Names an item of a crate that is known by its metadata alone.
   *
   * @param kind what it is
   * @param path from the crate's name on, as Rust writes it
   * @param symbol its name for the linker; that of a type is not used
   */
  public record Named(Kind kind, String path, String symbol) {}

  /**
   * Writes the crate for items of another one.
   *
   * @param crate its name, as given to {@code --extern}
   * @param items what is to be described
   * @return one source file, with a line for each item
   */
  public static String source(String crate, List<Named> items) {
    Set<String> markers = new LinkedHashSet<>();
    List<String> statements = new ArrayList<>();
    for (Named item : items) {
      switch (item.kind()) {
        case FUNCTION, VARIABLE -> {
          markers.add(Witness.marker(item.symbol()));
          String form =
              item.kind() == Kind.FUNCTION
                  ? "witness::<%s::%s, _>(%s);"
                  : "variable::<%s::%s, _>(unsafe { core::ptr::addr_of!(%s) });";
          statements.add(
              form.formatted(Witness.SYMBOLS, Witness.marker(item.symbol()), item.path()));
        }
        case TYPE -> statements.add(layout(item.path()));
      }
    }
    StringBuilder text = new StringBuilder(1 << 16);
    head(text, true);
    reach(text, new Access.Extern(crate));
    body(text, markers, statements);
    return text.toString();
  }

  /**
   * Writes the crate.
   *
   * @param sources the bindings
   * @param access how they are reached
   * @return one source file
   */
  public static String source(List<BindingsSource> sources, Access access) {
    StringBuilder text = new StringBuilder(1 << 16);
    text.append(
        "// It makes rustc describe what the bindings declare, and is never run. Compile it"
            + " with\n");
    text.append("// the compiler and the switches of the bindings:\n");
    text.append("//   rustc --edition 2021 --emit obj=witness.o -Cdebuginfo=2 -Copt-level=0");
    text.append(access instanceof Access.Extern(String name) ? " --extern " + name : "");
    text.append(" witness.rs\n");
    head(text, sources.stream().noneMatch(BindingsSource::standard));
    Optional<String> whole =
        access instanceof Access.Included && sources.size() == 1
            ? sources.getFirst().whole()
            : Optional.empty();
    if (whole.isPresent()) {
      module(text, whole.get(), sources.getFirst().items());
      body(text, markers(sources), List.of());
      return text.toString();
    }
    String root = reach(text, access);
    body(text, markers(sources), List.copyOf(statements(sources, root).values()));
    return text.toString();
  }

  /**
   * Writes a file as a module. Behind each item stands what names it, so that it may be private.
   */
  private static void module(StringBuilder text, String file, List<Item> items) {
    text.append("mod bindings {\n");
    text.append(TextEdit.applied(file, behind(items, "crate::", Set.of()))).append("\n}\n");
  }

  /**
   * Returns what names each item, to be written behind it.
   *
   * @param root the path to what the crate declares itself
   * @param refused statements that are left out
   */
  static List<TextEdit> behind(List<Item> items, String root, Set<String> refused) {
    SortedMap<Integer, List<String>> behind = new TreeMap<>();
    for (Item item : items) {
      statement(item, root, rust(item))
          .filter(statement -> !refused.contains(statement))
          .ifPresent(
              statement ->
                  behind
                      .computeIfAbsent(item.place().behind(), _ -> new ArrayList<>())
                      .add(statement));
    }
    List<TextEdit> edits = new ArrayList<>();
    int number = 0;
    for (Map.Entry<Integer, List<String>> place : behind.entrySet()) {
      StringBuilder text = new StringBuilder();
      for (List<String> part : parts(place.getValue())) {
        // What is used is compiled wherever it stands, in each edition.
        text.append(" #[used] static ABISEAM_").append(number++).append(": fn() = { fn all() {\n");
        part.forEach(statement -> text.append("  ").append(statement).append('\n'));
        text.append("} all };");
      }
      edits.add(new TextEdit(place.getKey(), place.getKey(), text.toString()));
    }
    return edits;
  }

  private static void head(StringBuilder text, boolean withoutStandard) {
    text.append("#![crate_name = \"").append(Witness.CRATE).append("\"]\n");
    text.append("#![crate_type = \"lib\"]\n");
    if (withoutStandard) {
      text.append("#![no_std]\n");
    }
    text.append("#![allow(warnings)]\n");
  }

  private static void body(StringBuilder text, Set<String> markers, List<String> statements) {
    declared(text, markers);
    functions(text, statements);
  }

  /** Writes what the statements name beside the items. */
  static void declared(StringBuilder text, Set<String> markers) {
    text.append("pub mod ").append(Witness.SYMBOLS).append(" {\n");
    markers.forEach(name -> text.append("  pub struct ").append(name).append(";\n"));
    text.append("}\n");
    text.append("#[inline(never)] pub fn witness<Symbol, F: Copy>(_: F) {}\n");
    text.append("#[inline(never)] pub fn variable<Symbol, T>(_: *const T) {}\n");
    text.append("#[inline(never)] pub fn mutable<Symbol, M>(_: *mut M) {}\n");
    text.append("#[inline(never)] pub fn layout<T>(_: *const T) {}\n");
  }

  private static String layout(String path) {
    return "layout::<%s>(core::ptr::null());".formatted(path);
  }

  /** Returns how the bindings are made known; returns the path to their items. */
  private static String reach(StringBuilder text, Access access) {
    return switch (access) {
      case Access.Extern(String name) -> {
        text.append("extern crate ").append(name).append(";\n");
        yield name;
      }
      case Access.Included(List<String> files) -> {
        if (files.size() == 1) {
          // Unlike an included file, the file of a module may begin with attributes and notes of
          // its own.
          text.append("#[path = \"").append(escaped(files.getFirst())).append("\"]\n");
          text.append("mod bindings;\n");
          yield "bindings";
        }
        text.append("mod bindings {\n");
        for (String file : files) {
          text.append("  include!(\"").append(escaped(file)).append("\");\n");
        }
        text.append("}\n");
        yield "bindings";
      }
    };
  }

  private static String escaped(String file) {
    return file.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  static Set<String> markers(List<BindingsSource> sources) {
    Set<String> markers = new LinkedHashSet<>();
    for (BindingsSource source : sources) {
      source.symbols().forEach(symbol -> markers.add(Witness.marker(symbol)));
    }
    return markers;
  }

  /** Returns one for each item, by what it names; a file may repeat what another has. */
  private static Map<String, String> statements(List<BindingsSource> sources, String root) {
    Map<String, String> statements = new LinkedHashMap<>();
    for (BindingsSource source : sources) {
      for (Item item : source.items()) {
        List<String> module = item.place().module();
        if (module.stream().anyMatch(Scopes::isBlock)) {
          // What stands between statements has no path.
          continue;
        }
        String inside =
            root
                + module.stream()
                    .map(RustIdentifiers::inSource)
                    .map("::"::concat)
                    .collect(Collectors.joining());
        String path = inside + "::" + rust(item);
        statement(item, "", path)
            .ifPresent(
                statement ->
                    statements.putIfAbsent((item.definesType() ? "type " : "") + path, statement));
      }
    }
    return statements;
  }

  /** Returns an item's name in the source. */
  private static String rust(Item item) {
    String name =
        switch (item) {
          case Item.Function function -> function.rust();
          case Item.Static variable -> variable.rust();
          case Item.Aggregate _, Item.Enumeration _, Item.Alias _, Item.Foreign _ -> item.name();
        };
    return RustIdentifiers.inSource(name);
  }

  /**
   * Returns the statement that names an item; empty where rustc describes it with others.
   *
   * @param root the path to what the crate declares itself
   * @param path the path to the item
   */
  private static Optional<String> statement(Item item, String root, String path) {
    String marker = root + Witness.SYMBOLS + "::" + Witness.marker(item.name());
    return switch (item) {
      case Item.Function _ -> Optional.of("%switness::<%s, _>(%s);".formatted(root, marker, path));
      case Item.Static variable -> {
        String form =
            switch (variable.access()) {
              case READ -> "%svariable::<%s, _>(unsafe { core::ptr::addr_of!(%s) });";
              case WRITE -> "%smutable::<%s, _>(unsafe { core::ptr::addr_of_mut!(%s) });";
            };
        yield Optional.of(form.formatted(root, marker, path));
      }
      case Item.Aggregate _, Item.Enumeration _ when item.parameters().isEmpty() ->
          Optional.of(root + layout(path));
      case Item.Aggregate _, Item.Enumeration _ -> Optional.empty();
      case Item.Alias _, Item.Foreign _ -> Optional.empty();
    };
  }

  private static void functions(StringBuilder text, List<String> statements) {
    List<List<String>> parts = parts(statements);
    for (int i = 0; i < parts.size(); i++) {
      text.append("pub fn part_").append(i).append("() {\n");
      parts.get(i).forEach(statement -> text.append("  ").append(statement).append('\n'));
      text.append("}\n");
    }
  }

  private static List<List<String>> parts(List<String> statements) {
    List<List<String>> parts = new ArrayList<>();
    for (int from = 0; from < statements.size(); from += STATEMENTS) {
      parts.add(statements.subList(from, Math.min(from + STATEMENTS, statements.size())));
    }
    return parts;
  }
}
