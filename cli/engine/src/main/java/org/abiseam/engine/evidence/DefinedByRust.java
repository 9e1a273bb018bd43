package org.abiseam.engine.evidence;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Type;

/**
 * Leaves each function and static that Rust defines one description: that of the object which was
 * compiled, else that of the source. An object without debug info, or with line tables alone, does
 * not describe it.
 */
final class DefinedByRust {
  private DefinedByRust() {}

  /** Returns the models with one description of each symbol that Rust defines. */
  static List<ObjectModel> once(List<ObjectModel> models) {
    Set<String> compiled = new HashSet<>();
    Set<String> written = new HashSet<>();
    for (ObjectModel model : models) {
      definitions(model)
          .filter(entity -> describes(model, entity))
          .map(Entity::definition)
          .forEach(
              one -> (one.evidence() == Evidence.BINDINGS ? written : compiled).add(one.name()));
    }
    return models.stream().map(model -> without(model, compiled, written)).toList();
  }

  private static Stream<Entity> definitions(ObjectModel model) {
    return model.entities().stream()
        .filter(
            entity ->
                entity.role() == Entity.Role.DEFINES
                    && entity.definition().producer().language() == Producer.Language.RUST);
  }

  private static boolean describes(ObjectModel model, Entity entity) {
    return !(model.types().type(entity.definition().type()) instanceof Type.Opaque);
  }

  private static ObjectModel without(ObjectModel model, Set<String> compiled, Set<String> written) {
    Set<Entity> superfluous = new HashSet<>();
    definitions(model)
        .filter(
            entity -> {
              String name = entity.definition().name();
              return entity.definition().evidence() == Evidence.BINDINGS
                  ? compiled.contains(name)
                  : written.contains(name) && !compiled.contains(name);
            })
        .forEach(superfluous::add);
    return superfluous.isEmpty()
        ? model
        : new ObjectModel(
            model.object(),
            model.machine(),
            model.units(),
            model.types(),
            model.definitions(),
            model.entities().stream().filter(entity -> !superfluous.contains(entity)).toList(),
            model.diagnostics());
  }
}
