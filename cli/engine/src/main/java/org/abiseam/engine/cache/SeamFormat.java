package org.abiseam.engine.cache;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.abiseam.model.Linkage;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.model.Seam;
import org.abiseam.model.Subject;
import org.abiseam.model.View;

/** Writes what the sides of a build share. */
public final class SeamFormat {
  private static final List<Seam.Kinship> KINSHIPS = List.of(Seam.Kinship.values());
  private static final List<Subject.Kind> SUBJECTS = List.of(Subject.Kind.values());

  private SeamFormat() {}

  /** Writes a seam. */
  public static void write(EntryWriter to, Seam seam) {
    to.all(seam.types(), SeamFormat::type);
    to.all(seam.symbols(), SeamFormat::symbol);
    to.all(
        seam.targets(),
        (out, one) -> {
          out.shared(one.machine(), UnitFormat::machine);
          ViewFormat.name(out, one.first());
        });
    to.all(
        seam.batches(),
        (out, one) -> {
          out.shared(one.machine(), UnitFormat::machine);
          UnitFormat.producer(out, one.producer());
          out.number(one.units());
          out.all(one.examples(), ViewFormat::name);
        });
    linkage(to, seam.linkage());
    to.optional(
        seam.configuration(),
        (out, one) -> {
          ViewFormat.name(out, one.file());
          out.all(one.lines(), EntryWriter::text);
        });
  }

  /** Reads a seam. */
  public static Seam read(EntryReader from) {
    return new Seam(
        from.all(SeamFormat::type),
        from.all(SeamFormat::symbol),
        from.all(one -> new Seam.Target(machine(one), ViewFormat.name(one))),
        from.all(
            one ->
                new Seam.Batch(
                    machine(one),
                    UnitFormat.producer(one),
                    one.small(),
                    one.all(ViewFormat::name))),
        new Linkage(from.all(SeamFormat::tables)),
        from.optional(
            one -> new Seam.Configuration(ViewFormat.name(one), one.all(EntryReader::text))));
  }

  private static Machine machine(EntryReader from) {
    return from.shared(Machine.class, UnitFormat::machine);
  }

  private static void type(EntryWriter to, Seam.SharedType type) {
    to.text(type.name());
    ViewFormat.views(to, type.provider());
    ViewFormat.views(to, type.consumer());
    to.constant(type.kinship());
    ViewFormat.views(to, type.strangers());
    to.all(
        type.met(),
        (out, one) -> {
          ViewFormat.view(out, one.consumer());
          ViewFormat.views(out, one.provider());
        });
  }

  private static Seam.SharedType type(EntryReader from) {
    String name = from.text();
    List<View> provider = ViewFormat.views(from);
    List<View> consumer = ViewFormat.views(from);
    return new Seam.SharedType(
        name,
        provider,
        consumer,
        from.constant(KINSHIPS),
        ViewFormat.views(from),
        from.all(one -> new Seam.Met(ViewFormat.view(one), ViewFormat.views(one))));
  }

  private static void symbol(EntryWriter to, Seam.SharedSymbol symbol) {
    to.constant(symbol.kind());
    to.text(symbol.name());
    ViewFormat.views(to, symbol.provider());
    ViewFormat.views(to, symbol.consumer());
  }

  private static Seam.SharedSymbol symbol(EntryReader from) {
    return new Seam.SharedSymbol(
        from.constant(SUBJECTS), from.text(), ViewFormat.views(from), ViewFormat.views(from));
  }

  /** Writes symbol tables. */
  public static void linkage(EntryWriter to, Linkage linkage) {
    to.all(linkage.objects(), SeamFormat::tables);
  }

  /** Writes a table with what debug info and code tell of its object. */
  private static void tables(EntryWriter to, Linkage.Tables tables) {
    TableFormat.write(to, tables);
    to.optional(tables.importer(), UnitFormat::producer);
    to.all(tables.imports(), EntryWriter::text);
    to.map(tables.users(), (out, users) -> out.all(users, EntryWriter::text));
  }

  private static Linkage.Tables tables(EntryReader from) {
    Linkage.Tables table = TableFormat.read(from);
    Optional<Producer> importer = from.optional(UnitFormat::producer);
    SortedSet<String> imports = from.texts();
    SortedMap<String, SortedSet<String>> users = from.map(EntryReader::texts);
    return table.importing(importer, imports, users);
  }
}
