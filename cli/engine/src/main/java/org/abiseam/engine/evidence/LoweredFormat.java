package org.abiseam.engine.evidence;

import java.util.List;
import org.abiseam.engine.cache.EntryReader;
import org.abiseam.engine.cache.EntryWriter;
import org.abiseam.engine.cache.Format;
import org.abiseam.engine.cache.ModelFormat;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.ObjectModel;

/** Writes models of surveyed objects, which keep their machines and units. */
final class LoweredFormat implements Format<List<LoweredFormat.Lowered>> {
  private final List<SurveyedObject> objects;

  /**
   * Describes a model.
   *
   * @param object the position of its object
   * @param model what the object says
   */
  record Lowered(int object, ObjectModel model) {}

  /**
   * Takes what models may be of.
   *
   * @param objects in an order that the key of the entry fixes
   */
  LoweredFormat(List<SurveyedObject> objects) {
    this.objects = objects;
  }

  @Override
  public void write(EntryWriter to, List<Lowered> models) {
    to.all(
        models,
        (out, one) -> {
          out.number(one.object());
          out.flag(one.model().units().isEmpty());
          ModelFormat.write(out, one.model());
        });
  }

  @Override
  public List<Lowered> read(EntryReader from) {
    return from.all(
        one -> {
          int position = one.small();
          ObjectSurvey survey = objects.get(position).survey();
          List<CompileUnit> units = one.flag() ? List.of() : survey.units();
          return new Lowered(position, ModelFormat.read(one, survey.machine(), units));
        });
  }
}
