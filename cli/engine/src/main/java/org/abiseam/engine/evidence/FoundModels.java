package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.abiseam.model.ObjectModel;

/**
 * Holds models of the other side that are read as soon as the wanted names are known.
 *
 * @param read the models; what they define is found
 * @param deciding reads what the deciding side says of shared names
 */
record FoundModels(List<ObjectModel> read, Found deciding) implements Found {
  @Override
  public Set<String> types() {
    Set<String> names = new HashSet<>();
    read.forEach(model -> model.definitions().forEach(definition -> names.add(definition.name())));
    return names;
  }

  @Override
  public Set<String> symbols() {
    Set<String> names = new HashSet<>();
    read.forEach(
        model -> model.entities().forEach(entity -> names.add(entity.definition().name())));
    return names;
  }

  @Override
  public List<ObjectModel> models(Shared shared) {
    List<ObjectModel> models = new ArrayList<>(read);
    models.addAll(deciding.models(shared));
    return models;
  }
}
