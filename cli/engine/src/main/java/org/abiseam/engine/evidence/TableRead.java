package org.abiseam.engine.evidence;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.abiseam.engine.cache.EntryReader;
import org.abiseam.engine.cache.EntryWriter;
import org.abiseam.engine.cache.Format;
import org.abiseam.engine.cache.Question;
import org.abiseam.engine.cache.TableFormat;
import org.abiseam.engine.cache.UnitFormat;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Linkage;
import org.abiseam.model.Producer;

/**
 * Holds what was read of a symbol table.
 *
 * @param table without what the survey of the object tells
 * @param faults what could not be read
 */
record TableRead(Linkage.Tables table, List<Diagnostic> faults) {
  /** Asks what an object of Rust takes from other objects of Rust. */
  static final Question<SortedSet<String>> MANGLED = Question.of("mangled", new Names());

  /** Adds what the survey of the object tells. */
  Linkage.Tables of(ObjectSurvey survey) {
    return table.importing(
        importer(survey.units()),
        new TreeSet<>(survey.named().imports().keySet()),
        survey.named().imports());
  }

  /** Returns the compiler of the first unit of Rust, or of Clang's C. */
  static Optional<Producer> importer(List<CompileUnit> units) {
    List<Producer> all = units.stream().map(CompileUnit::producer).toList();
    return all.stream()
        .filter(producer -> producer.language() == Producer.Language.RUST)
        .findFirst()
        .or(
            () ->
                all.stream()
                    .filter(producer -> producer.compiler() == Producer.Compiler.CLANG)
                    .findFirst());
  }

  /** Writes one. */
  static final class Form implements Format<TableRead> {
    @Override
    public void write(EntryWriter to, TableRead read) {
      TableFormat.write(to, read.table());
      to.all(read.faults(), UnitFormat::diagnostic);
    }

    @Override
    public TableRead read(EntryReader from) {
      return new TableRead(TableFormat.read(from), from.all(UnitFormat::diagnostic));
    }
  }

  /** Writes names. */
  static final class Names implements Format<SortedSet<String>> {
    @Override
    public void write(EntryWriter to, SortedSet<String> names) {
      to.all(names, EntryWriter::text);
    }

    @Override
    public SortedSet<String> read(EntryReader from) {
      return from.texts();
    }
  }
}
