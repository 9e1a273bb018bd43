package org.abiseam.model.pairing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Seam;
import org.abiseam.model.View;

/**
 * Knows which C each of several crates meets: the objects that define a function or variable which
 * the crate declares. A library of another crate may have a type of the same name, which is another
 * type.
 */
final class CrateObjects {
  /** By the first namespace of what a crate declares. */
  private final Map<String, Set<String>> met = new HashMap<>();

  private CrateObjects() {}

  /** Looks at the symbols that crates declare; of one crate, or of none, everything is met. */
  static CrateObjects of(List<ObjectModel> models, List<Seam.SharedSymbol> symbols) {
    CrateObjects crates = new CrateObjects();
    for (ObjectModel model : models) {
      model.definitions().forEach(crates::note);
      model.entities().stream().map(Entity::definition).forEach(crates::note);
    }
    if (crates.met.size() < 2) {
      crates.met.clear();
    }
    for (Seam.SharedSymbol symbol : symbols) {
      for (View consumer : symbol.consumer()) {
        Set<String> files =
            consumer instanceof View.Typed typed ? crates.met.get(crate(typed)) : null;
        if (files != null) {
          symbol.provider().stream()
              .filter(View.Typed.class::isInstance)
              .forEach(it -> files.add(file(it)));
        }
      }
    }
    return crates;
  }

  private void note(Definition definition) {
    boolean declares =
        definition.evidence() == Evidence.BINDINGS || definition.evidence() == Evidence.WITNESS;
    if (declares && definition.path().size() > 1) {
      met.computeIfAbsent(definition.path().getFirst(), _ -> new HashSet<>());
    }
  }

  private static String crate(View.Typed view) {
    List<String> path = view.definition().path();
    return path.isEmpty() ? "" : path.getFirst();
  }

  /** Returns the file that an object lies in, which is that of its archive. */
  private static String file(View view) {
    String object = view.origin().object();
    int member = object.indexOf('(');
    return member < 0 ? object : object.substring(0, member);
  }

  /**
   * Leaves each crate the C that it meets. Where that does not have the type, a type with other
   * members is another one, and is not compared.
   */
  Seam.SharedType chosen(Seam.SharedType type) {
    if (met.isEmpty()) {
      return type;
    }
    List<View> consumer = new ArrayList<>();
    List<View> strangers = new ArrayList<>(type.strangers());
    List<Seam.Met> chosen = new ArrayList<>();
    for (View view : type.consumer()) {
      Set<String> files =
          view instanceof View.Typed typed
              ? met.getOrDefault(crate(typed), Set.of())
              : Set.<String>of();
      List<View> own = type.provider().stream().filter(it -> files.contains(file(it))).toList();
      if (files.isEmpty() || sameMembers(view, type.provider(), own)) {
        consumer.add(view);
      } else if (own.isEmpty()) {
        strangers.add(view);
      } else {
        consumer.add(view);
        chosen.add(new Seam.Met(view, own));
      }
    }
    if (consumer.isEmpty()) {
      return new Seam.SharedType(
          type.name(), type.provider(), strangers, Seam.Kinship.UNSURE, List.of(), List.of());
    }
    return new Seam.SharedType(
        type.name(), type.provider(), consumer, type.kinship(), strangers, chosen);
  }

  private static boolean sameMembers(View view, List<View> provider, List<View> own) {
    List<View.Typed> typed =
        provider.stream().filter(View.Typed.class::isInstance).map(View.Typed.class::cast).toList();
    return own.isEmpty()
        && view instanceof View.Typed one
        && BindingTypes.hasMembersOfOne(one, typed);
  }
}
