package org.abiseam.engine.evidence;

import java.util.List;
import org.abiseam.engine.cache.EntryReader;
import org.abiseam.engine.cache.EntryWriter;
import org.abiseam.engine.cache.Format;
import org.abiseam.engine.cache.ModelFormat;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.ObjectModel;

/** Writes models of a surveyed object, which keeps its machine and units. */
final class LoweredFormat implements Format<List<ObjectModel>> {
  private final SurveyedObject object;

  LoweredFormat(SurveyedObject object) {
    this.object = object;
  }

  @Override
  public void write(EntryWriter to, List<ObjectModel> models) {
    to.all(
        models,
        (out, model) -> {
          out.flag(model.units().isEmpty());
          ModelFormat.write(out, model);
        });
  }

  @Override
  public List<ObjectModel> read(EntryReader from) {
    ObjectSurvey survey = object.survey();
    return from.all(
        one -> {
          List<CompileUnit> units = one.flag() ? List.of() : survey.units();
          return ModelFormat.read(one, survey.machine(), units);
        });
  }
}
