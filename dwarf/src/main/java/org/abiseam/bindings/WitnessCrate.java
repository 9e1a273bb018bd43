package org.abiseam.bindings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.abiseam.dwarf.lower.Witness;
import org.abiseam.model.Definition;

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
     * Their files become modules of the witness.
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
    text.append("#![crate_name = \"").append(Witness.CRATE).append("\"]\n");
    text.append("#![crate_type = \"lib\"]\n");
    if (sources.stream().noneMatch(BindingsSource::standard)) {
      text.append("#![no_std]\n");
    }
    text.append("#![allow(warnings)]\n");
    String root = reach(text, access);
    Map<String, String> statements = statements(sources, root);
    text.append("mod ").append(Witness.SYMBOLS).append(" {\n");
    markers(sources).forEach(name -> text.append("  pub struct ").append(name).append(";\n"));
    text.append("}\n");
    text.append("#[inline(never)] fn witness<Symbol, F: Copy>(_: F) {}\n");
    text.append("#[inline(never)] fn variable<Symbol, T>(_: *const T) {}\n");
    text.append("#[inline(never)] fn mutable<Symbol, M>(_: *mut M) {}\n");
    text.append("#[inline(never)] fn layout<T>(_: *const T) {}\n");
    functions(text, List.copyOf(statements.values()));
    return text.toString();
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

  private static Set<String> markers(List<BindingsSource> sources) {
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
        switch (item) {
          case Item.Function function ->
              statements.putIfAbsent(
                  "fn " + function.rust(),
                  "witness::<%s::%s, _>(%s::%s);"
                      .formatted(
                          Witness.SYMBOLS, Witness.marker(function.name()), root, function.rust()));
          case Item.Static variable ->
              statements.putIfAbsent(
                  "static " + variable.rust(),
                  statement(variable.access())
                      .formatted(
                          Witness.SYMBOLS, Witness.marker(variable.name()), root, variable.rust()));
          case Item.Aggregate _, Item.Enumeration _ ->
              statements.putIfAbsent(
                  "type " + item.name(),
                  "layout::<%s::%s>(core::ptr::null());".formatted(root, item.name()));
          case Item.Alias _, Item.Foreign _ -> {}
        }
      }
    }
    return statements;
  }

  private static String statement(Definition.Access access) {
    return switch (access) {
      case READ -> "variable::<%s::%s, _>(unsafe { core::ptr::addr_of!(%s::%s) });";
      case WRITE -> "mutable::<%s::%s, _>(unsafe { core::ptr::addr_of_mut!(%s::%s) });";
    };
  }

  private static void functions(StringBuilder text, List<String> statements) {
    List<List<String>> parts = new ArrayList<>();
    for (int from = 0; from < statements.size(); from += STATEMENTS) {
      parts.add(statements.subList(from, Math.min(from + STATEMENTS, statements.size())));
    }
    for (int i = 0; i < parts.size(); i++) {
      text.append("pub fn part_").append(i).append("() {\n");
      parts.get(i).forEach(statement -> text.append("  ").append(statement).append('\n'));
      text.append("}\n");
    }
  }
}
