package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * Leaves out descriptions of Rust's functions and statics that say less than others do.
 *
 * <p>What Rust defines has one: that of the object which was compiled, else that of the source. An
 * object without debug info, or with line tables alone, does not describe it. What Rust imports may
 * have several, which all count; but where the source names a type that it does not define, and
 * rustc itself described the function, the source says nothing more.
 */
final class BestDescription {
  /** Symbols that an object which defines them describes. */
  private final Set<String> compiled = new HashSet<>();

  /** Symbols that the source defines. */
  private final Set<String> written = new HashSet<>();

  /** Symbols whose imports rustc described. */
  private final Set<String> witnessed = new HashSet<>();

  private BestDescription() {}

  /** Returns the models with the descriptions that count. */
  static List<ObjectModel> of(List<ObjectModel> models) {
    BestDescription best = new BestDescription();
    models.forEach(best::note);
    return models.stream().map(best::remaining).toList();
  }

  private void note(ObjectModel model) {
    for (Entity entity : model.entities()) {
      String name = entity.definition().name();
      boolean source = entity.definition().evidence() == Evidence.BINDINGS;
      if (!ofRust(entity) || unknown(model.types(), entity.definition().type())) {
        continue;
      }
      switch (entity.role()) {
        case DEFINES -> (source ? written : compiled).add(name);
        case DECLARES -> {
          if (entity.definition().evidence() == Evidence.WITNESS) {
            witnessed.add(name);
          }
        }
      }
    }
  }

  private static boolean ofRust(Entity entity) {
    return entity.definition().producer().language() == Producer.Language.RUST;
  }

  private ObjectModel remaining(ObjectModel model) {
    List<Entity> entities = new ArrayList<>();
    for (Entity entity : model.entities()) {
      if (!ofRust(entity) || counts(model.types(), entity)) {
        entities.add(entity);
      }
    }
    return entities.size() == model.entities().size() ? model : model.withEntities(entities);
  }

  private boolean counts(TypeGraph types, Entity entity) {
    String name = entity.definition().name();
    boolean source = entity.definition().evidence() == Evidence.BINDINGS;
    return switch (entity.role()) {
      case DEFINES -> source ? !compiled.contains(name) : describes(name);
      case DECLARES ->
          !(source && witnessed.contains(name) && partly(types, entity.definition().type()));
    };
  }

  /** Tells whether what an object says of its own symbol counts. */
  private boolean describes(String symbol) {
    return compiled.contains(symbol) || !written.contains(symbol);
  }

  /** Tells whether some type of a symbol is not known. */
  private static boolean partly(TypeGraph types, TypeId id) {
    return types.type(id) instanceof Type.Function(Signature signature)
        ? unknown(types, signature.result())
            || signature.parameters().stream().anyMatch(one -> unknown(types, one.type()))
        : unknown(types, id);
  }

  private static boolean unknown(TypeGraph types, TypeId id) {
    return types.type(types.resolved(id)) instanceof Type.Opaque opaque
        && opaque.cause() == Type.Opaque.Cause.NOT_MODELLED;
  }
}
