package org.abiseam.bindings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what a path stands for in a module of a crate (Rust Reference, "Paths" and "Use
 * declarations"): an item of the module, what it imports by name, what it imports with all of
 * another module, in this order. A path that begins with a name of none of these leads out of the
 * crate.
 *
 * <p>A block of code is a module without name: what it has not is looked up around it.
 */
final class Scopes {
  private static final String BLOCK = "{";

  private final Map<List<String>, Map<String, Item>> items = new HashMap<>();
  private final Map<List<String>, List<Import>> imports = new HashMap<>();
  private final Set<List<String>> modules = new HashSet<>();
  private final Map<Path, Optional<Target>> found = new HashMap<>();

  private record Path(List<String> module, List<String> segments) {}

  /** Notes that an import was asked for a name: imports may go round in circles. */
  private record Asked(Import one, String name) {}

  /** Says what a path stands for. */
  sealed interface Target {
    /** A type of the crate. */
    record OfCrate(Item item) implements Target {}

    /** A module of the crate. */
    record Module(List<String> path) implements Target {}

    /** A path that begins with another crate. */
    record Outside(List<String> path) implements Target {}
  }

  /** Makes the name of a block of code, which no module has. */
  static String block(int number) {
    return BLOCK + number;
  }

  static boolean isBlock(String module) {
    return module.startsWith(BLOCK);
  }

  /** Adds what a file says; what is added later counts before. */
  void add(List<Item> types, List<Import> uses) {
    for (Item item : types) {
      if (item.definesType()) {
        List<String> module = item.place().module();
        known(module);
        items.computeIfAbsent(module, _ -> new HashMap<>()).put(item.name(), item);
      }
    }
    for (Import one : uses) {
      known(one.module());
      imports.computeIfAbsent(one.module(), _ -> new ArrayList<>()).add(one);
    }
  }

  private void known(List<String> module) {
    for (int end = module.size(); end >= 0 && modules.add(module.subList(0, end)); end--) {}
  }

  /**
   * Finds the target of a path; empty where the crate should have it and nothing shows where.
   *
   * @param module where the path stands
   */
  Optional<Target> find(List<String> module, List<String> path) {
    return found.computeIfAbsent(
        new Path(module, path), it -> path(it.module, it.segments, new HashSet<>()));
  }

  private Optional<Target> path(List<String> module, List<String> path, Set<Asked> asked) {
    List<String> here = module;
    int at = 0;
    boolean relative = true;
    while (at < path.size()) {
      String word = path.get(at);
      if (word.equals("crate")) {
        here = List.of();
      } else if (word.equals("self")) {
        here = withoutBlocks(here);
      } else if (word.equals("super")) {
        List<String> inner = withoutBlocks(here);
        here = inner.isEmpty() ? inner : inner.subList(0, inner.size() - 1);
      } else {
        break;
      }
      relative = false;
      at++;
    }
    Optional<Target> target =
        relative ? first(here, path, asked) : Optional.of(new Target.Module(here));
    for (int i = relative ? 1 : at; i < path.size() && target.isPresent(); i++) {
      String word = path.get(i);
      target =
          switch (target.get()) {
            case Target.Module(List<String> inside) -> named(inside, word, asked);
            case Target.Outside(List<String> outside) ->
                Optional.of(new Target.Outside(with(outside, word)));
            case Target.OfCrate _ -> Optional.empty();
          };
    }
    return target;
  }

  /** Finds the first name of a path in the module and the blocks around, or outside. */
  private Optional<Target> first(List<String> module, List<String> path, Set<Asked> asked) {
    String word = path.getFirst();
    List<String> here = module;
    Optional<Target> target = named(here, word, asked);
    while (target.isEmpty() && !here.isEmpty() && isBlock(here.getLast())) {
      here = here.subList(0, here.size() - 1);
      target = named(here, word, asked);
    }
    return target.or(() -> Optional.of(new Target.Outside(List.of(word))));
  }

  private Optional<Target> named(List<String> module, String name, Set<Asked> asked) {
    Item own = items.getOrDefault(module, Map.of()).get(name);
    if (own != null) {
      return Optional.of(new Target.OfCrate(own));
    }
    List<String> inner = with(module, name);
    if (modules.contains(inner)) {
      return Optional.of(new Target.Module(inner));
    }
    return imported(module, name, false, asked).or(() -> imported(module, name, true, asked));
  }

  /**
   * Finds what the imports of a module give a name for: those of the name, or those of all names.
   * Where the imports that give it are all under conditions that nothing settles, they have to give
   * one and the same.
   */
  private Optional<Target> imported(
      List<String> module, String name, boolean all, Set<Asked> asked) {
    Set<Target> maybe = new LinkedHashSet<>();
    for (Import one : imports.getOrDefault(module, List.of())) {
      boolean fits = all ? one.all() : one.name().equals(name);
      if (fits && asked.add(new Asked(one, name))) {
        Optional<Target> target = imported(one, name, asked);
        if (one.sure() && target.isPresent()) {
          return target;
        }
        target.ifPresent(maybe::add);
      }
    }
    return maybe.size() == 1 ? Optional.of(maybe.iterator().next()) : Optional.empty();
  }

  private Optional<Target> imported(Import one, String name, Set<Asked> asked) {
    Optional<Target> target = path(one.module(), one.path(), asked);
    boolean outside = target.filter(Target.Outside.class::isInstance).isPresent();
    if (outside && !one.module().isEmpty()) {
      // Until the edition of 2018 the paths of imports began in the crate's root.
      target =
          path(List.of(), one.path(), asked)
              .filter(it -> !(it instanceof Target.Outside))
              .or(() -> path(one.module(), one.path(), asked));
    }
    if (!one.all()) {
      return target;
    }
    // What another crate has nothing here tells; what a module takes from there by name it has.
    return target.orElse(null) instanceof Target.Module(List<String> inside)
        ? named(inside, name, asked)
        : Optional.empty();
  }

  private static List<String> withoutBlocks(List<String> module) {
    int end = module.size();
    while (end > 0 && isBlock(module.get(end - 1))) {
      end--;
    }
    return module.subList(0, end);
  }

  private static List<String> with(List<String> path, String word) {
    List<String> longer = new ArrayList<>(path);
    longer.add(word);
    return List.copyOf(longer);
  }
}
