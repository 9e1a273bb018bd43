package org.abiseam.engine.compare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Linkage;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Seam;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.View;
import org.abiseam.model.declarator.TypeText;

/**
 * Pairs what has one name in both of two builds; the old one is the provider. A name that several
 * files of a build give to types of their own is as many types, which pair by their files.
 *
 * @param seam what both have
 * @param removed types of which the new build has only namesakes, with their files
 * @param added types of which the old build has only namesakes
 */
record BuildSeam(Seam seam, SortedSet<String> removed, SortedSet<String> added) {
  static BuildSeam of(List<ObjectModel> ours, List<ObjectModel> theirs, Set<String> symbols) {
    Map<String, List<View>> old = definitions(ours);
    Map<String, List<View>> recent = definitions(theirs);
    List<Seam.SharedType> types = new ArrayList<>();
    SortedSet<String> removed = new TreeSet<>();
    SortedSet<String> added = new TreeSet<>();
    old.forEach(
        (name, all) -> {
          List<View> allRecent = recent.getOrDefault(name, List.of());
          List<View> views = compared(all, allRecent);
          List<View> others = compared(allRecent, all);
          if (!views.isEmpty() && !others.isEmpty()) {
            FilePairs paired = FilePairs.of(views, others);
            types.add(new Seam.SharedType(name, paired.old(), paired.recent()));
            paired.removed().forEach(file -> removed.add(name + " (" + file + ")"));
            paired.added().forEach(file -> added.add(name + " (" + file + ")"));
          }
        });
    Map<String, List<Entity>> kinds = new TreeMap<>();
    Map<String, List<View>> oldSymbols = entities(ours, kinds);
    Map<String, List<View>> newSymbols = entities(theirs, new TreeMap<>());
    List<Seam.SharedSymbol> shared = new ArrayList<>();
    oldSymbols.forEach(
        (name, views) -> {
          List<View> others = newSymbols.getOrDefault(name, List.of());
          if (!others.isEmpty() && symbols.contains(name)) {
            Subject.Kind kind = kinds.getOrDefault(name, List.of()).getFirst().kind();
            shared.add(new Seam.SharedSymbol(kind, name, views, others));
          }
        });
    Seam seam = new Seam(types, shared, List.of(), List.of(), Linkage.NOTHING);
    return new BuildSeam(seam, removed, added);
  }

  /**
   * Leaves out each typedef of something that has a name in both builds: there it is compared. In
   * {@code typedef struct op op; struct op {...};} the name itself remains as the struct.
   */
  private static List<View> compared(List<View> views, List<View> others) {
    Set<String> targets = new HashSet<>();
    others.forEach(view -> target(view).ifPresent(targets::add));
    return views.stream().filter(view -> target(view).filter(targets::contains).isEmpty()).toList();
  }

  /** Returns the name that a typedef stands for. */
  private static Optional<String> target(View view) {
    if (!(view instanceof View.Typed typed)
        || !(typed.types().type(typed.definition().type()) instanceof Type.Alias alias)) {
      return Optional.empty();
    }
    return switch (typed.types().type(alias.target())) {
      case Type.Alias next -> Optional.of(next.name());
      case Type.Aggregate aggregate -> aggregate.name();
      case Type.Enumeration enumeration -> enumeration.name();
      case Type.Void _, Type.Scalar _, Type.Pointer _, Type.Sequence _ -> Optional.empty();
      case Type.Tagged _, Type.Function _, Type.Atomic _, Type.NonZero _, Type.Unknown _ ->
          Optional.empty();
    };
  }

  /** Definitions by name; what is only declared is none. */
  static Map<String, List<View>> definitions(List<ObjectModel> models) {
    Map<String, List<View>> views = new TreeMap<>();
    for (ObjectModel model : models) {
      for (Definition definition : model.definitions()) {
        Type type = model.types().type(model.types().resolved(definition.type()));
        if (!(type instanceof Type.Incomplete)) {
          views
              .computeIfAbsent(definition.name(), _ -> new ArrayList<>())
              .add(new View.Typed(model.machine(), model.types(), definition));
        }
      }
    }
    return views;
  }

  /** Distinct ones: a name that a hundred units define alike is one view. */
  private static Map<String, List<View>> entities(
      List<ObjectModel> models, Map<String, List<Entity>> kinds) {
    Map<String, List<View>> views = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    for (ObjectModel model : models) {
      for (Entity entity : model.entities()) {
        Definition definition = entity.definition();
        String text = definition.name() + ' ' + TypeText.of(model.types(), definition.type());
        kinds.computeIfAbsent(definition.name(), _ -> new ArrayList<>()).add(entity);
        if (seen.add(text)) {
          views
              .computeIfAbsent(definition.name(), _ -> new ArrayList<>())
              .add(new View.Typed(model.machine(), model.types(), definition));
        }
      }
    }
    return views;
  }
}
