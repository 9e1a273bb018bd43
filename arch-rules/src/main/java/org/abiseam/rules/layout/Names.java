package org.abiseam.rules.layout;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/** What types are called. */
final class Names {
  private Names() {}

  /** Tag or path segment of a node, without looking through typedefs. */
  static Optional<String> of(Type type) {
    return switch (type) {
      case Type.Aggregate aggregate -> aggregate.name();
      case Type.Enumeration enumeration -> enumeration.name();
      case Type.Tagged tagged -> Optional.of(tagged.name());
      case Type.Incomplete incomplete -> Optional.of(incomplete.name());
      case Type.Opaque opaque -> opaque.name();
      case Type.Alias alias -> Optional.of(alias.name());
      case Type.Void _,
          Type.Scalar _,
          Type.Pointer _,
          Type.Array _,
          Type.Vector _,
          Type.Function _,
          Type.Atomic _ ->
          Optional.empty();
    };
  }

  /** Whether a type has a name, or a typedef on the way to it has. */
  static boolean has(TypeGraph types, TypeId id, String name) {
    TypeId at = id;
    while (types.type(at) instanceof Type.Alias alias) {
      if (alias.name().equals(name)) {
        return true;
      }
      at = alias.target();
    }
    return of(types.type(types.resolved(at))).filter(name::equals).isPresent();
  }

  /** The same, where case and underscores do not count. */
  static boolean reads(TypeGraph types, TypeId id, String name) {
    TypeId at = id;
    while (types.type(at) instanceof Type.Alias alias) {
      if (plain(alias.name()).equals(plain(name))) {
        return true;
      }
      at = alias.target();
    }
    return of(types.type(types.resolved(at)))
        .filter(own -> plain(own).equals(plain(name)))
        .isPresent();
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** The name under which both sides share two types; empty where they share none. */
  static Optional<String> shared(Comparison comparison, TypeId provider, TypeId consumer) {
    Set<String> shared = comparison.shared();
    TypeGraph types = comparison.consumer().types();
    TypeId at = consumer;
    while (true) {
      Optional<String> name = of(types.type(at));
      if (name.isPresent()
          && shared.contains(name.get())
          && has(comparison.provider().types(), provider, name.get())) {
        return name;
      }
      if (!(types.type(at) instanceof Type.Alias alias)) {
        return Optional.empty();
      }
      at = alias.target();
    }
  }
}
