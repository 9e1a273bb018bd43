package org.abiseam.engine.evidence;

import org.abiseam.engine.cache.EntryReader;
import org.abiseam.engine.cache.EntryWriter;
import org.abiseam.engine.cache.Format;
import org.abiseam.engine.cache.UnitFormat;

/** Writes how the C of one object defines wanted names. */
final class DefinitionsFormat implements Format<CDefinitions> {
  @Override
  public void write(EntryWriter to, CDefinitions found) {
    to.all(found.types(), SurveyFormat::type);
    to.all(found.declared(), EntryWriter::text);
    to.all(found.symbols(), SurveyFormat::symbol);
    to.all(found.diagnostics(), UnitFormat::diagnostic);
  }

  @Override
  public CDefinitions read(EntryReader from) {
    return new CDefinitions(
        from.all(SurveyFormat::type),
        from.texts(),
        from.all(SurveyFormat::symbol),
        from.all(UnitFormat::diagnostic));
  }
}
