package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.rules.psabi.EntryConvention;

/**
 * Gives functions that Rust defines the convention of their source. rustc writes none into debug
 * info: {@code fn}, {@code extern "C" fn} and {@code extern "win64" fn} look alike there, but for
 * the places of parameters, which only optimized code has.
 */
final class StatedConventions {
  private StatedConventions() {}

  /** Returns the model with these conventions, by symbol. */
  static ObjectModel of(ObjectModel model, Map<String, CallingConvention> stated) {
    List<Entity> entities = new ArrayList<>(model.entities());
    TypeGraph types = model.types();
    for (int i = 0; i < entities.size() && !stated.isEmpty(); i++) {
      Definition definition = entities.get(i).definition();
      CallingConvention convention = stated.get(definition.name());
      if (convention != null
          && entities.get(i).role() == Entity.Role.DEFINES
          && definition.producer().language() == Producer.Language.RUST
          && types.type(definition.type()) instanceof Type.Function(var signature)
          && !convention.withoutUnwind().equals(signature.convention())
          && !bySwitch(signature.convention(), convention)) {
        types =
            types.with(
                new Type.Function(signature.by(convention)), types.origin(definition.type()));
        TypeId last = new TypeId(types.size() - 1);
        entities.set(
            i, new Entity(entities.get(i).kind(), Entity.Role.DEFINES, definition.typed(last)));
      }
    }
    return types == model.types() ? model : model.with(types, model.definitions(), entities);
  }

  /** Tells whether places show what {@code -Zregparm} made of C's convention. */
  private static boolean bySwitch(CallingConvention shown, CallingConvention stated) {
    return stated.kind() == CallingConvention.Kind.C && EntryConvention.REGPARM.contains(shown);
  }
}
