package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.Member;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * Tells whether the objects were compiled with the bindings that were given: what both describe
 * must have the same members in the same places, and the same parameters.
 */
final class Staleness {
  private static final int SHOWN = 3;

  private Staleness() {}

  /** Returns a sentence about what differs; empty where nothing does. */
  static Optional<String> remark(List<ObjectModel> models) {
    Map<String, String> compiled = new HashMap<>();
    models.forEach(model -> shapes(model, false, compiled));
    Map<String, String> given = new HashMap<>();
    models.forEach(model -> shapes(model, true, given));
    TreeSet<String> differ = new TreeSet<>();
    given.forEach(
        (name, shape) -> {
          String other = compiled.get(name);
          if (other != null && !other.equals(shape)) {
            differ.add(name);
          }
        });
    if (differ.isEmpty()) {
      return Optional.empty();
    }
    List<String> some = new ArrayList<>(differ).subList(0, Math.min(SHOWN, differ.size()));
    String more = differ.size() > SHOWN ? " and " + (differ.size() - SHOWN) + " more" : "";
    return Optional.of(
        "the bindings are not those that the Rust objects were compiled with: they differ in "
            + String.join(", ", some)
            + more);
  }

  /** Of types and functions of the bindings, by the source or by what rustc made of it. */
  private static void shapes(ObjectModel model, boolean source, Map<String, String> shapes) {
    for (Definition definition : model.definitions()) {
      if (ofBindings(definition, source)) {
        shape(model.types(), definition.type())
            .ifPresent(shape -> shapes.putIfAbsent(definition.name(), shape));
      }
    }
    for (Entity entity : model.entities()) {
      Definition definition = entity.definition();
      boolean witness = definition.evidence() == Evidence.WITNESS;
      if (entity.role() == Entity.Role.DECLARES
          && (source ? definition.evidence() == Evidence.BINDINGS : witness)) {
        String name =
            entity.kind() == Subject.Kind.FUNCTION
                ? definition.name() + "()"
                : "variable " + definition.name();
        shape(model.types(), definition.type()).ifPresent(shape -> shapes.putIfAbsent(name, shape));
      }
    }
  }

  private static boolean ofBindings(Definition definition, boolean source) {
    boolean written = definition.evidence() == Evidence.BINDINGS;
    return source
        ? written
        : !written
            && definition.producer().language() == Producer.Language.RUST
            && definition.path().stream().anyMatch(part -> part.startsWith("bindings"));
  }

  private static Optional<String> shape(TypeGraph types, TypeId id) {
    return switch (types.type(types.resolved(id))) {
      case Type.Aggregate aggregate -> Optional.of(members(aggregate));
      case Type.Function function -> Optional.of(parameters(types, function.signature()));
      default -> Optional.empty();
    };
  }

  /** Returns what bindgen adds for itself is not seen alike in debug info and in the source. */
  private static String members(Type.Aggregate aggregate) {
    StringBuilder text = new StringBuilder().append(aggregate.bytes());
    aggregate.members().stream()
        .filter(it -> !(it instanceof Member.Padding || it instanceof Member.AlignmentMarker))
        .map(Member::bitOffset)
        .sorted()
        .forEach(offset -> text.append(' ').append(offset));
    return text.toString();
  }

  private static String parameters(TypeGraph types, Signature signature) {
    StringBuilder text = new StringBuilder(signature.arity().name());
    text.append(' ').append(types.bytes(signature.result()).orElse(0L));
    for (Signature.Parameter parameter : signature.parameters()) {
      text.append(' ').append(types.bytes(parameter.type()).orElse(0L));
    }
    return text.toString();
  }
}
