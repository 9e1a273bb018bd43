package org.abiseam.engine.cache;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.model.Linkage;
import org.abiseam.model.Subject;

/**
 * Writes what the symbol table of an object says, without what its debug info and its code tell:
 * the compiler and the imports of Rust.
 */
public final class TableFormat {
  private static final List<Linkage.Form> FORMS = List.of(Linkage.Form.values());
  private static final List<Linkage.Binding> BINDINGS = List.of(Linkage.Binding.values());
  private static final List<Linkage.Addressing> ADDRESSING = List.of(Linkage.Addressing.values());
  private static final List<Linkage.Visibility> SEEN = List.of(Linkage.Visibility.values());
  private static final List<Subject.Kind> KINDS = List.of(Subject.Kind.values());

  private TableFormat() {}

  /** Writes a table. */
  public static void write(EntryWriter to, Linkage.Tables table) {
    to.path(table.object());
    to.constant(table.form());
    to.map(table.references(), EntryWriter::flag);
    to.all(table.ofRust(), EntryWriter::text);
    to.map(table.defined(), TableFormat::definition);
    to.map(table.typeIds(), EntryWriter::number);
    to.map(table.marks(), EntryWriter::text);
    loading(to, table.loading());
    to.text(table.release());
  }

  /** Reads a table of an object that imports nothing as far as is known. */
  public static Linkage.Tables read(EntryReader from) {
    return new Linkage.Tables(
        from.text(),
        from.constant(FORMS),
        Optional.empty(),
        new TreeSet<>(),
        new TreeMap<>(),
        from.map(EntryReader::flag),
        from.texts(),
        from.map(TableFormat::definition),
        from.map(EntryReader::small),
        from.map(EntryReader::text),
        loading(from),
        from.optionalText());
  }

  /** Writes what a shared library states for the dynamic linker. */
  public static void library(EntryWriter to, Linkage.Library library) {
    to.text(library.soname());
    to.all(library.needed(), EntryWriter::text);
    to.all(library.versions(), EntryWriter::text);
    to.flag(library.versioned());
  }

  /** Reads what a shared library states for the dynamic linker. */
  public static Linkage.Library library(EntryReader from) {
    return new Linkage.Library(from.optionalText(), from.texts(), from.texts(), from.flag());
  }

  /** Writes a symbol that is defined. */
  public static void definition(EntryWriter to, Linkage.Definition one) {
    to.optional(one.kind(), EntryWriter::constant);
    to.number(one.bytes());
    to.constant(one.binding());
    to.constant(one.addressing());
    to.constant(one.visibility());
    to.text(one.version());
    to.flag(one.readOnly());
  }

  /** Reads a symbol that is defined. */
  public static Linkage.Definition definition(EntryReader from) {
    return new Linkage.Definition(
        from.optional(one -> one.constant(KINDS)),
        from.number(),
        from.constant(BINDINGS),
        from.constant(ADDRESSING),
        from.constant(SEEN),
        from.optionalText(),
        from.flag());
  }

  private static void loading(EntryWriter to, Linkage.Loading loading) {
    to.map(loading.exports(), EntryWriter::text);
    to.flag(loading.any());
    to.map(loading.provided(), EntryWriter::number);
    to.map(loading.needed(), EntryWriter::number);
    to.all(loading.namespaces(), EntryWriter::text);
  }

  private static Linkage.Loading loading(EntryReader from) {
    SortedMap<String, String> exports = from.map(EntryReader::text);
    boolean any = from.flag();
    SortedMap<String, Integer> provided = from.map(EntryReader::small);
    return new Linkage.Loading(exports, any, provided, from.map(EntryReader::small), from.texts());
  }
}
