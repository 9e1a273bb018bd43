package org.abiseam.bindings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.abiseam.model.BindgenNames;
import org.abiseam.model.Machine;

/**
 * Finds what the names of a crate stand for: its own items, and those of the crates that it depends
 * on. Two modules, two crates, or two versions of one, may each define a type of one name.
 *
 * <p>All items go into one map. Those whose name is the only one of the crate keep it as their key;
 * others get their modules in front, and those of other crates their crate. The types of all items
 * are written with these keys.
 */
final class CrateNames {
  private static final int SOME = 4;

  /** Generic types inside each other that are followed. */
  private static final int DEEPEST = 16;

  /** Stands in front of a name that does not tell which module's type is meant. */
  private static final String ANY = "?::";

  /** Crates that define nothing that a crate of the build defines. */
  private static final Set<String> STANDARD = Set.of("core", "std", "alloc");

  private final SourceCrate crate;
  private final Primitives primitives;
  private final Map<SourceCrate, Own> own = new LinkedHashMap<>();
  private final Map<String, Item> items = new HashMap<>();
  private final Map<String, Generic> generics = new HashMap<>();
  private final Map<String, String> unsettled = new HashMap<>();
  private final Set<String> reached = new HashSet<>();
  private int depth;

  /**
   * Holds the types that one crate defines.
   *
   * @param items by name, of which modules may each have one
   * @param unsettled the conditions that nothing settles, by the name with its modules
   */
  private record Own(Map<String, List<Item>> items, Map<String, String> unsettled, Scopes scopes) {
    List<Item> named(String name) {
      return items.getOrDefault(name, List.of());
    }
  }

  /** Holds a generic type, which gets a key with each list of arguments. */
  private record Generic(Item item, SourceCrate crate) {}

  /**
   * Collects names.
   *
   * @param first the file whose definitions count before those of the crate's other files
   */
  CrateNames(SourceCrate crate, BindingsSource first, Machine machine) {
    this.crate = crate;
    this.primitives = new Primitives(machine);
    Set<SourceCrate> all = new LinkedHashSet<>();
    reach(crate, all);
    for (SourceCrate one : all) {
      List<BindingsSource> sources = new ArrayList<>(one.sources());
      if (one.equals(crate)) {
        sources.add(first);
      }
      own.put(one, own(sources, machine));
    }
    own.forEach((of, names) -> names.items.values().forEach(namesakes -> generics(of, namesakes)));
    own.forEach(
        (of, names) -> names.items.values().forEach(namesakes -> add(of, names, namesakes)));
    SourceTree.Settled here = first.settled(machine);
    for (Item item : here.items()) {
      if (!item.definesType()) {
        reach(resolved(item));
      }
    }
    here.exports().values().forEach(item -> reach(resolved(item)));
    here.loaded().values().forEach(item -> reach(resolved(item)));
  }

  private void generics(SourceCrate of, List<Item> namesakes) {
    namesakes.stream()
        .filter(item -> !item.parameters().isEmpty())
        .forEach(item -> generics.put(key(of, item), new Generic(item, of)));
  }

  private void add(SourceCrate of, Own names, List<Item> namesakes) {
    for (Item item : namesakes) {
      if (generics.containsKey(key(of, item))) {
        continue;
      }
      String key = key(of, item);
      items.put(key, resolved(item, of));
      Optional.ofNullable(names.unsettled.get(item.qualified()))
          .map(ItemSyntax::depends)
          .ifPresent(reason -> unsettled.put(key, reason));
    }
    if (namesakes.size() > 1) {
      String any = name(of, ANY + namesakes.getFirst().name());
      items.put(any, resolved(namesakes.getFirst(), of));
      unsettled.put(any, severalModules(namesakes));
    }
  }

  private static String severalModules(List<Item> namesakes) {
    return "modules define it differently: "
        + namesakes.stream()
            .map(Item::qualified)
            .sorted()
            .limit(SOME)
            .collect(Collectors.joining(", "));
  }

  private static void reach(SourceCrate from, Set<SourceCrate> all) {
    if (all.add(from)) {
      from.dependencies().values().forEach(next -> reach(next, all));
    }
  }

  private static Own own(List<BindingsSource> sources, Machine machine) {
    Map<String, Item> all = new LinkedHashMap<>();
    Own own = new Own(new LinkedHashMap<>(), new HashMap<>(), new Scopes());
    for (BindingsSource source : sources) {
      SourceTree.Settled settled = source.settled(machine);
      own.scopes.add(settled.items(), settled.imports());
      for (Item item : settled.items()) {
        if (item.definesType()) {
          all.put(item.qualified(), item);
          own.unsettled.remove(item.qualified());
          Optional.ofNullable(settled.types().get(item.qualified()))
              .ifPresent(condition -> own.unsettled.put(item.qualified(), condition));
        }
      }
    }
    all.values()
        .forEach(item -> own.items.computeIfAbsent(item.name(), _ -> new ArrayList<>()).add(item));
    return own;
  }

  private Own names(SourceCrate of) {
    return Objects.requireNonNull(own.get(of));
  }

  /** Notes the types to which a function or static leads. */
  private void reach(Item from) {
    switch (from) {
      case Item.Aggregate it -> it.fields().forEach(field -> reach(field.type()));
      case Item.Enumeration it ->
          it.variants().forEach(one -> one.fields().forEach(field -> reach(field.type())));
      case Item.Alias it -> reach(it.type());
      case Item.Foreign _ -> {}
      case Item.Function it -> reach(it.type());
      case Item.Static it -> reach(it.type());
    }
  }

  private void reach(RustType type) {
    switch (type) {
      case RustType.Known known -> {
        Item item = items.get(known.key());
        if (item != null && reached.add(known.key())) {
          reach(item);
        }
      }
      case RustType.Path path -> path.arguments().forEach(this::reach);
      case RustType.Pointer it -> reach(it.target());
      case RustType.Array it -> reach(it.element());
      case RustType.Repeated it -> reach(it.element());
      case RustType.Slice it -> reach(it.element());
      case RustType.Function it -> {
        it.parameters().forEach(one -> reach(one.type()));
        reach(it.result());
      }
      case RustType.Dynamic _, RustType.Nothing _, RustType.Unknown _ -> {}
    }
  }

  /** Returns the items by the keys that the resolved types have for them. */
  Map<String, Item> items() {
    return items;
  }

  /** Returns by the same keys why nothing tells what an item is. */
  Map<String, String> unsettled() {
    return unsettled;
  }

  /** Returns the key of a type of the crate. */
  String key(Item item) {
    return key(crate, item);
  }

  /**
   * Returns the types of the crate, with the modules around, that are Rust's own: no {@code repr}
   * promises their layout, no function or static leads to them, and they are named as Rust's are.
   */
  Set<List<String>> ofRust() {
    Set<List<String>> found = new HashSet<>();
    for (List<Item> namesakes : names(crate).items.values()) {
      for (Item item : namesakes) {
        boolean promised =
            switch (item) {
              case Item.Aggregate it -> it.repr().stable();
              case Item.Enumeration it -> it.repr().stable() || it.repr().integer().isPresent();
              case Item.Alias _, Item.Foreign _, Item.Function _, Item.Static _ -> true;
            };
        if (!promised && BindgenNames.camelCase(item.name()) && !reached.contains(key(item))) {
          List<String> path = new ArrayList<>(item.place().module());
          path.add(item.name());
          found.add(path);
        }
      }
    }
    return found;
  }

  /**
   * Tells why a type of the crate speaks for no type of C: another module has its name for another
   * type, and no function or static takes this one.
   */
  Optional<String> contested(Item item) {
    List<Item> namesakes = names(crate).named(item.name());
    boolean alike = namesakes.stream().map(CrateNames::text).distinct().count() == 1;
    return alike || reached.contains(key(item))
        ? Optional.empty()
        : Optional.of(severalModules(namesakes));
  }

  /** Returns what an item says, without its place. */
  private static String text(Item item) {
    return switch (item) {
      case Item.Aggregate it ->
          it.shape()
              + it.repr().toString()
              + it.fields().stream()
                  .map(field -> field.name() + ":" + field.type().text())
                  .toList();
      case Item.Enumeration it ->
          it.repr().toString()
              + it.variants().stream().map(one -> one.name() + "=" + one.number()).toList();
      case Item.Foreign _ -> "";
      case Item.Alias _, Item.Function _, Item.Static _ -> item.qualified();
    };
  }

  /** Returns an item of the crate with the types that its names stand for. */
  Item resolved(Item item) {
    return resolved(item, crate);
  }

  private String key(SourceCrate of, Item item) {
    boolean only = names(of).named(item.name()).size() == 1;
    return name(of, only ? item.name() : item.qualified());
  }

  private String name(SourceCrate of, String name) {
    return of.equals(crate) ? name : of.id() + "::" + name;
  }

  private Item resolved(Item item, SourceCrate crate) {
    return resolved(item, item.name(), new From(crate, item.place().module(), Map.of()));
  }

  private Item resolved(Item item, String name, From in) {
    return switch (item) {
      case Item.Aggregate it ->
          new Item.Aggregate(
              name,
              it.place(),
              it.shape(),
              it.repr(),
              List.of(),
              fields(it.fields(), in),
              it.unread());
      case Item.Enumeration it ->
          new Item.Enumeration(
              it.name(),
              it.place(),
              it.repr(),
              it.variants().stream()
                  .map(one -> new Item.Variant(one.name(), one.number(), fields(one.fields(), in)))
                  .toList(),
              it.unread());
      case Item.Alias it -> new Item.Alias(name, it.place(), List.of(), type(it.type(), in));
      case Item.Foreign it -> it;
      case Item.Function it ->
          new Item.Function(it.name(), it.rust(), it.place(), function(it.type(), in));
      case Item.Static it ->
          new Item.Static(it.name(), it.rust(), it.place(), type(it.type(), in), it.access());
    };
  }

  /** Says where a path stands, and what the names of a generic type around it stand for. */
  private record From(SourceCrate crate, List<String> module, Map<String, RustType> arguments) {}

  private List<RustType.Parameter> fields(List<RustType.Parameter> all, From in) {
    return all.stream()
        .map(one -> new RustType.Parameter(one.name(), type(one.type(), in), one.line()))
        .toList();
  }

  private RustType.Function function(RustType.Function type, From in) {
    return new RustType.Function(
        type.convention(),
        fields(type.parameters(), in),
        type.variadic(),
        type(type.result(), in),
        type.completion());
  }

  private RustType type(RustType type, From in) {
    return switch (type) {
      case RustType.Path path -> path(path, in);
      case RustType.Pointer it ->
          new RustType.Pointer(it.sigil(), it.nullable(), type(it.target(), in));
      case RustType.Array it -> new RustType.Array(type(it.element(), in), it.count());
      case RustType.Repeated it -> repeated(it, in);
      case RustType.Slice it -> new RustType.Slice(type(it.element(), in));
      case RustType.Function it -> function(it, in);
      case RustType.Known _, RustType.Dynamic _, RustType.Nothing _, RustType.Unknown _ -> type;
    };
  }

  private RustType repeated(RustType.Repeated array, From in) {
    RustType element = type(array.element(), in);
    return in.arguments.get(array.count()) instanceof RustType.Array(var _, var count)
        ? new RustType.Array(element, count)
        : new RustType.Array(element, OptionalLong.empty());
  }

  private RustType path(RustType.Path path, From in) {
    List<String> segments = path.segments();
    RustType argument = segments.size() == 1 ? in.arguments.get(path.last()) : null;
    if (argument != null) {
      return argument;
    }
    RustType found = named(path, in);
    return found instanceof RustType.Known known && generics.containsKey(known.key())
        ? instance(known, path.arguments().stream().map(one -> type(one, in)).toList())
        : found;
  }

  /** Returns a generic type with its arguments, which is a type of its own. */
  private RustType instance(RustType.Known generic, List<RustType> arguments) {
    Generic type = Objects.requireNonNull(generics.get(generic.key()));
    Map<String, RustType> bound = new LinkedHashMap<>();
    From inside = new From(type.crate, type.item.place().module(), bound);
    for (RustType.Parameter parameter : type.item.parameters()) {
      int at = bound.size();
      bound.put(
          parameter.name(),
          at < arguments.size() ? arguments.get(at) : type(parameter.type(), inside));
    }
    String name =
        bound.values().stream()
            .map(RustType::text)
            .collect(Collectors.joining(", ", generic.name() + "<", ">"));
    if (arguments.size() > bound.size() || depth == DEEPEST) {
      return new RustType.Unknown(name);
    }
    String key = generic.key() + List.copyOf(bound.values());
    if (!items.containsKey(key)) {
      items.put(key, type.item);
      depth++;
      items.put(key, resolved(type.item, name, inside));
      depth--;
    }
    return new RustType.Known(key, name);
  }

  private RustType named(RustType.Path path, From in) {
    List<String> segments = path.segments();
    Optional<Scopes.Target> target = names(in.crate).scopes.find(in.module, segments);
    if (target.orElse(null) instanceof Scopes.Target.OfCrate(Item item)) {
      return known(in.crate, item);
    }
    List<String> outside =
        target.orElse(null) instanceof Scopes.Target.Outside(List<String> known) ? known : segments;
    return otherCrate(outside, in.crate)
        .or(() -> byName(outside, in.crate))
        .orElseGet(
            () ->
                new RustType.Path(
                    outside, path.arguments().stream().map(one -> type(one, in)).toList()));
  }

  private RustType known(SourceCrate of, Item item) {
    return new RustType.Known(key(of, item), item.name());
  }

  /** Follows a path that begins with the name of a crate, through what that crate hands on. */
  private Optional<RustType> otherCrate(List<String> path, SourceCrate in) {
    SourceCrate named = in.dependencies().get(path.getFirst());
    if (named == null || path.size() < 2) {
      return Optional.empty();
    }
    List<String> inside = path.subList(1, path.size());
    Optional<Scopes.Target> target = names(named).scopes.find(List.of(), inside);
    if (target.orElse(null) instanceof Scopes.Target.OfCrate(Item item)) {
      return Optional.of(known(named, item));
    }
    Optional<RustType> handed =
        target.orElse(null) instanceof Scopes.Target.Outside(List<String> outside)
                && !outside.equals(inside)
            ? otherCrate(outside, named)
            : Optional.empty();
    return handed.or(() -> byName(inside, named));
  }

  /**
   * Finds a type by its name alone, where a path leads to what macros write or to a file that was
   * not given: of the crate itself, else of the one crate that it depends on and that has the name.
   */
  private Optional<RustType> byName(List<String> path, SourceCrate in) {
    String name = path.getLast();
    if (STANDARD.contains(path.getFirst()) || primitives.of(name).isPresent()) {
      return Optional.empty();
    }
    return ofCrate(name, in).or(() -> onlyOne(name, in));
  }

  private Optional<RustType> ofCrate(String name, SourceCrate in) {
    List<Item> namesakes = names(in).named(name);
    return switch (namesakes.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(known(in, namesakes.getFirst()));
      default -> Optional.of(new RustType.Known(name(in, ANY + name), name));
    };
  }

  /** Finds the one crate, of those that a crate depends on, that has the name. */
  private Optional<RustType> onlyOne(String name, SourceCrate in) {
    Set<SourceCrate> all = new LinkedHashSet<>();
    reach(in, all);
    all.remove(in);
    Set<RustType> direct = new HashSet<>();
    Set<RustType> any = new HashSet<>();
    for (SourceCrate one : all) {
      Optional<RustType> found = ofCrate(name, one);
      found.ifPresent(any::add);
      if (in.dependencies().containsValue(one)) {
        found.ifPresent(direct::add);
      }
    }
    Set<RustType> found = direct.isEmpty() ? any : direct;
    return found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.empty();
  }
}
