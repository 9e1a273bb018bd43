package org.abiseam.engine.evidence;

import java.util.List;
import java.util.Set;
import org.abiseam.engine.cache.EntryReader;
import org.abiseam.engine.cache.EntryWriter;
import org.abiseam.engine.cache.Format;
import org.abiseam.engine.cache.UnitFormat;
import org.abiseam.model.Diagnostic;

/**
 * Holds which wanted names the C of a build knows.
 *
 * @param types names of types that it defines
 * @param declared names of types that some object declares
 * @param symbols functions and variables
 * @param faults what could not be read
 */
record FoundNames(
    Set<String> types, Set<String> declared, Set<String> symbols, List<Fault> faults) {

  /**
   * Says what could not be read of an object.
   *
   * @param object its position
   * @param diagnostic what could not be read
   */
  record Fault(int object, Diagnostic diagnostic) {}

  /** Writes them. */
  static final class Form implements Format<FoundNames> {
    @Override
    public void write(EntryWriter to, FoundNames names) {
      to.all(names.types(), EntryWriter::text);
      to.all(names.declared(), EntryWriter::text);
      to.all(names.symbols(), EntryWriter::text);
      to.all(
          names.faults(),
          (out, fault) -> {
            out.number(fault.object());
            UnitFormat.diagnostic(out, fault.diagnostic());
          });
    }

    @Override
    public FoundNames read(EntryReader from) {
      return new FoundNames(
          from.texts(),
          from.texts(),
          from.texts(),
          from.all(one -> new Fault(one.small(), UnitFormat.diagnostic(one))));
    }
  }
}
