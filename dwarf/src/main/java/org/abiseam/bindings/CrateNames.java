package org.abiseam.bindings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.abiseam.model.Machine;

/**
 * Finds what the names of a crate stand for: its own items, and those of the crates that it depends
 * on. Two crates, or two versions of one, may each define a type of one name.
 *
 * <p>All items go into one map. Those of the crate itself keep their names; those of others get
 * their crate in front, and the types of all items are written with these names.
 */
final class CrateNames {
  private final SourceCrate crate;
  private final Map<SourceCrate, Own> own = new LinkedHashMap<>();
  private final Map<String, Item> items = new HashMap<>();
  private final Map<String, String> unsettled = new HashMap<>();

  /** Holds the types that one crate defines, and the conditions that nothing settles. */
  private record Own(Map<String, Item> items, Map<String, String> unsettled) {}

  /**
   * Collects names.
   *
   * @param first the file whose definitions count before those of the crate's other files
   */
  CrateNames(SourceCrate crate, BindingsSource first, Machine machine) {
    this.crate = crate;
    Set<SourceCrate> all = new LinkedHashSet<>();
    reach(crate, all);
    for (SourceCrate one : all) {
      List<BindingsSource> sources = new ArrayList<>(one.sources());
      if (one.equals(crate)) {
        sources.add(first);
      }
      own.put(one, own(sources, machine));
    }
    own.forEach(
        (of, names) ->
            names.items.forEach(
                (name, item) -> {
                  items.put(key(of, name), resolved(item, of));
                  Optional.ofNullable(names.unsettled.get(name))
                      .ifPresent(condition -> unsettled.put(key(of, name), condition));
                }));
  }

  private static void reach(SourceCrate from, Set<SourceCrate> all) {
    if (all.add(from)) {
      from.dependencies().values().forEach(next -> reach(next, all));
    }
  }

  private static Own own(List<BindingsSource> sources, Machine machine) {
    Own own = new Own(new HashMap<>(), new HashMap<>());
    for (BindingsSource source : sources) {
      SourceTree.Settled settled = source.settled(machine);
      for (Item item : settled.items()) {
        if (!(item instanceof Item.Function || item instanceof Item.Static)) {
          own.items.put(item.name(), item);
          own.unsettled.remove(item.name());
          Optional.ofNullable(settled.types().get(item.name()))
              .ifPresent(condition -> own.unsettled.put(item.name(), condition));
        }
      }
    }
    return own;
  }

  /** Returns the items by the names that the resolved types have for them. */
  Map<String, Item> items() {
    return items;
  }

  /** Returns the conditions that nothing settles, by the same names. */
  Map<String, String> unsettled() {
    return unsettled;
  }

  /** Returns an item of the crate with the types that its names stand for. */
  Item resolved(Item item) {
    return resolved(item, crate);
  }

  private String key(SourceCrate of, String name) {
    return of.equals(crate) ? name : of.id() + "::" + name;
  }

  private Item resolved(Item item, SourceCrate in) {
    return switch (item) {
      case Item.Aggregate it ->
          new Item.Aggregate(
              it.name(), it.place(), it.shape(), it.repr(), fields(it.fields(), in), it.unread());
      case Item.Enumeration it ->
          new Item.Enumeration(
              it.name(),
              it.place(),
              it.repr(),
              it.variants().stream()
                  .map(one -> new Item.Variant(one.name(), one.number(), fields(one.fields(), in)))
                  .toList(),
              it.unread());
      case Item.Alias it -> new Item.Alias(it.name(), it.place(), type(it.type(), in));
      case Item.Foreign it -> it;
      case Item.Function it ->
          new Item.Function(it.name(), it.rust(), it.place(), function(it.type(), in));
      case Item.Static it ->
          new Item.Static(it.name(), it.rust(), it.place(), type(it.type(), in), it.access());
    };
  }

  private List<RustType.Parameter> fields(List<RustType.Parameter> all, SourceCrate in) {
    return all.stream()
        .map(one -> new RustType.Parameter(one.name(), type(one.type(), in), one.line()))
        .toList();
  }

  private RustType.Function function(RustType.Function type, SourceCrate in) {
    return new RustType.Function(
        type.convention(),
        fields(type.parameters(), in),
        type.variadic(),
        type(type.result(), in),
        type.completion());
  }

  private RustType type(RustType type, SourceCrate in) {
    return switch (type) {
      case RustType.Path path -> path(path, in);
      case RustType.Pointer it ->
          new RustType.Pointer(it.sigil(), it.nullable(), type(it.target(), in));
      case RustType.Array it -> new RustType.Array(type(it.element(), in), it.count());
      case RustType.Slice it -> new RustType.Slice(type(it.element(), in));
      case RustType.Function it -> function(it, in);
      case RustType.Dynamic _, RustType.Nothing _, RustType.Unknown _ -> type;
    };
  }

  private RustType path(RustType.Path path, SourceCrate in) {
    List<RustType> arguments = path.arguments().stream().map(one -> type(one, in)).toList();
    return place(path, in)
        .map(known -> (RustType) new RustType.Path(List.of(known), arguments))
        .orElseGet(() -> new RustType.Path(path.segments(), arguments));
  }

  /** Returns the name of the item that a path of a crate names; empty where none is known. */
  private Optional<String> place(RustType.Path path, SourceCrate in) {
    SourceCrate named = in.dependencies().get(path.segments().getFirst());
    if (named != null && path.segments().size() > 1) {
      return below(named, path).or(() -> own(in, path));
    }
    return own(in, path).or(() -> onlyOne(in, path));
  }

  private Optional<String> own(SourceCrate in, RustType.Path path) {
    Map<String, Item> names = own.getOrDefault(in, new Own(Map.of(), Map.of())).items;
    List<String> segments = path.segments();
    if (segments.size() > 1) {
      // The type of an enum that became a module.
      String two = segments.get(segments.size() - 2) + "::" + path.last();
      if (names.containsKey(two)) {
        return Optional.of(key(in, two));
      }
    }
    return names.containsKey(path.last()) ? Optional.of(key(in, path.last())) : Optional.empty();
  }

  /** Looks in a crate, then in what it may hand on of those that it depends on. */
  private Optional<String> below(SourceCrate in, RustType.Path path) {
    return own(in, path).or(() -> onlyOne(in, path));
  }

  /** Finds the one crate, of those that a crate depends on, that has the name. */
  private Optional<String> onlyOne(SourceCrate in, RustType.Path path) {
    Set<SourceCrate> all = new LinkedHashSet<>();
    reach(in, all);
    all.remove(in);
    Set<String> direct = new HashSet<>();
    Set<String> any = new HashSet<>();
    for (SourceCrate one : all) {
      Optional<String> found = own(one, path);
      found.ifPresent(any::add);
      if (in.dependencies().containsValue(one)) {
        found.ifPresent(direct::add);
      }
    }
    Set<String> found = direct.isEmpty() ? any : direct;
    return found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.empty();
  }
}
