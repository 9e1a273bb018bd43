package org.abiseam.model.pairing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.abiseam.model.BindgenNames;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Definition;
import org.abiseam.model.Evidence;
import org.abiseam.model.Linkage;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Seam;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.model.View;

/**
 * Finds what two sides share.
 *
 * <p>A Rust type pairs with the C types whose tag or typedef name equals the last segment of its
 * path, or equals it without the kind that {@code bindgen --c-naming} puts in front where C has no
 * type of the whole name. All C definitions of a name are provider views of one shared type, all
 * Rust definitions its consumer views. A tag and a typedef of one name that are the same node are
 * one view; where they are different types both stay, and the Rust type must agree with one of
 * them. A declaration without a body counts only where there is no definition.
 *
 * <p>Not every Rust type that has a C name means the C type. {@link BindingTypes} decides:
 *
 * <ol>
 *   <li>Types of the standard library, generic ones and those that cannot be named from outside
 *       never do.
 *   <li>Types of a crate or module that holds bindings do.
 *   <li>Any other type does if no binding of that name exists and either its name is not written in
 *       camel case (Rust's own types are, C's hardly ever) or its members are C's, name by name in
 *       C's order. If it has the name alone it stays in the seam as {@link Seam.Kinship#UNSURE}: a
 *       difference would prove nothing and neither would silence.
 *   <li>Where a binding of that name exists, another crate's type joins it if its members are C's,
 *       and otherwise has nothing to do with it: the binding already speaks for C's name. It is
 *       kept as a stranger of that name, so that a report can say what was not compared.
 *   <li>A type that stands where C has the type of its name, in the prototype of a shared function
 *       or as a member of such a type, is that type, whatever module it lies in.
 *   <li>Text of bindings names no crate. A type of an object is the one of the text where a
 *       function that Rust defines for C takes or returns it, or where it lies in the root of a
 *       crate and is not written in camel case.
 * </ol>
 *
 * <p>Where objects of GCC's C meet objects of Clang's, Clang's view of a type pairs with GCC's too,
 * if both come from one header (and line, where the file may be another one), if both stand at one
 * place in the prototypes of a shared function, or if members of one name in such types lead to
 * both. Other structs of one name may well have nothing to do with each other: two C files can
 * define their own. For Rust such a struct of Clang's is one of C's definitions, and the only one
 * where GCC's objects have none.
 */
public final class Pairing {
  private final Map<String, Group> groups = new TreeMap<>();
  private final BindingTypes rust = new BindingTypes();

  private final SourceTrees trees;
  private final boolean clangMeetsGnu;

  private Pairing(List<ObjectModel> models) {
    this.clangMeetsGnu = has(models, Producer.Compiler.CLANG) && has(models, Producer.Compiler.GCC);
    this.trees = clangMeetsGnu ? SourceTrees.of(models) : SourceTrees.NONE;
  }

  private static boolean has(List<ObjectModel> models, Producer.Compiler compiler) {
    return models.stream()
        .flatMap(model -> model.units().stream())
        .anyMatch(
            unit ->
                unit.producer().compiler() == compiler
                    && unit.producer().language() != Producer.Language.RUST);
  }

  /** All definitions of a name. */
  private static final class Group {
    final SourceTrees trees;
    final List<View.Typed> provider = new ArrayList<>();
    final List<View.Typed> bindings = new ArrayList<>();
    final List<View.Typed> others = new ArrayList<>();
    final List<View.Typed> clang = new ArrayList<>();

    /** Whether files of one name in more than one directory define the type, once asked. */
    private Optional<Boolean> directories = Optional.empty();

    Group(SourceTrees trees) {
      this.trees = trees;
    }

    /** Takes Clang's definitions for C's where no other compiler has any. */
    void provideAlone() {
      if (provider.isEmpty()) {
        provider.addAll(clang);
        clang.clear();
      }
    }

    /** Tells whether GCC has the type from the file that declares it for Clang. */
    boolean declaredWith(View.Typed view) {
      return provider.stream().anyMatch(other -> declaredTogether(other, view));
    }

    /**
     * Tells whether one file declares a type for both compilers. The line counts too where the file
     * may be another one, because each directory of a project may have one of its name, and where
     * it declares the type on several lines for one compiler: it is a template, whose units have
     * types of their own. So is a source file that units include.
     */
    boolean declaredTogether(View.Typed one, View.Typed two) {
      return trees.share(one, two)
          && !trees.ofSource(two)
          && (one.sharesLineWith(two)
              || !(trees.doubtful(two)
                  || declaredTwice(provider, two)
                  || declaredTwice(clang, two)));
    }

    /**
     * Tells whether a type of C is another one than that which both compilers have: a file of this
     * name in another directory declares that one.
     */
    boolean elsewhere(View.Typed view, PrototypeTypes ofC) {
      return trees.areOne()
          && ofSeveralDirectories()
          && !shared(view, ofC)
          && all()
              .filter(other -> other.sharesFileWith(view) && !other.sharesPathWith(view))
              .anyMatch(other -> shared(other, ofC));
    }

    /** Tells whether files of one name in more than one directory define the type. */
    private boolean ofSeveralDirectories() {
      if (directories.isEmpty()) {
        Map<String, Origin.Line> first = new HashMap<>();
        boolean several =
            all()
                .flatMap(view -> view.origin().declared().stream())
                .anyMatch(
                    line -> {
                      Origin.Line known = first.putIfAbsent(line.file(), line);
                      return known != null && !known.sharesPathWith(line);
                    });
        directories = Optional.of(several);
      }
      return directories.get();
    }

    private Stream<View.Typed> all() {
      return Stream.of(provider, clang).flatMap(List::stream);
    }

    private boolean shared(View.Typed view, PrototypeTypes ofC) {
      return ofC.standsAt(view)
          || (provider.contains(view)
              ? clang.stream().anyMatch(other -> declaredTogether(view, other))
              : declaredWith(view));
    }

    /** Returns Clang's definitions that may be GCC's. */
    List<View.Typed> ofClang(PrototypeTypes ofC) {
      return clang.stream().filter(view -> !elsewhere(view, ofC)).toList();
    }

    private boolean declaredTwice(List<View.Typed> views, View.Typed like) {
      return views.stream()
              .filter(view -> trees.share(view, like))
              .map(view -> view.origin().declared().map(Origin.Line::number))
              .distinct()
              .count()
          > 1;
    }

    /** Returns the namespaces of Rust's types that stand where C has the type of this name. */
    Set<List<String>> paths(PrototypeTypes types) {
      return others.stream()
          .filter(types::means)
          .map(view -> view.definition().path())
          .collect(Collectors.toSet());
    }

    /** Returns Rust's types that are C's type of this name for sure. */
    List<View.Typed> meant(PrototypeTypes types) {
      List<View.Typed> all = new ArrayList<>(bindings);
      Set<List<String>> paths = paths(types);
      others.stream().filter(view -> paths.contains(view.definition().path())).forEach(all::add);
      return all;
    }

    /** Tells whether the text of bindings was given, which names no crate. */
    boolean ofText() {
      return bindings.stream().anyMatch(view -> view.definition().evidence() == Evidence.BINDINGS);
    }
  }

  /** Pairs the types of all objects of a run. */
  public static Seam pair(List<ObjectModel> models, Linkage linkage) {
    Pairing pairing = new Pairing(models);
    for (ObjectModel model : models) {
      pairing.rust.scan(model);
    }
    pairing.addAll(models, false);
    pairing.groups.values().forEach(Group::provideAlone);
    pairing.addAll(models, true);
    List<Seam.SharedSymbol> symbols = SymbolPairing.pair(models, linkage);
    PrototypeTypes ofC = PrototypeTypes.of(symbols, false);
    pairing.follow(ofC, group -> group.ofClang(ofC), Pairing::ofOneFile);
    PrototypeTypes ofRust = PrototypeTypes.of(symbols, true);
    pairing.follow(ofRust, group -> group.meant(ofRust), group -> !group.bindings.isEmpty());
    CrateObjects crates = CrateObjects.of(models, symbols);
    List<Seam.SharedType> shared = new ArrayList<>();
    pairing.groups.forEach(
        (name, group) ->
            shared(name, group, ofC, ofRust).map(crates::chosen).ifPresent(shared::add));
    return new Seam(shared, symbols, targets(models), UnitGroups.of(models), linkage);
  }

  /**
   * Tells whether a Rust type has the members of one of several C types, by name and order.
   *
   * @param rust a type of Rust
   * @param inC types of C, of the same name
   * @return false where it has none
   */
  public static boolean alike(View.Typed rust, List<View.Typed> inC) {
    return BindingTypes.hasMembersOfOne(rust, inC);
  }

  /**
   * Sorts the units of all objects by machine, compiler and switches.
   *
   * @return those of most units first
   */
  public static List<Seam.Batch> batches(List<ObjectModel> models) {
    return UnitGroups.of(models);
  }

  /**
   * Adds the types to which members lead on both sides.
   *
   * @param types types that are one on both sides
   * @param consumer finds the other side's definitions of a name that are such a type
   * @param sure tells whether a name has definitions on both sides that are one for other reasons
   */
  private void follow(
      PrototypeTypes types, Function<Group, List<View.Typed>> consumer, Predicate<Group> sure) {
    Set<String> open = new HashSet<>(types.grown());
    groups.forEach(
        (name, group) -> {
          if (sure.test(group)) {
            open.add(name);
          }
        });
    while (!open.isEmpty()) {
      for (String name : open) {
        Group group = groups.getOrDefault(name, new Group(trees));
        List<View.Typed> views = consumer.apply(group);
        if (!views.isEmpty() && !group.provider.isEmpty()) {
          types.addMembers(group.provider, views);
        }
      }
      open.clear();
      open.addAll(types.grown());
    }
  }

  private static boolean ofOneFile(Group group) {
    return group.clang.stream().anyMatch(group::declaredWith);
  }

  private void addAll(List<ObjectModel> models, boolean ofRust) {
    for (ObjectModel model : models) {
      for (Definition definition : model.definitions()) {
        if ((definition.producer().language() == Producer.Language.RUST) == ofRust) {
          add(new View.Typed(model.machine(), model.types(), definition));
        }
      }
    }
  }

  /** Returns C's name of a type of Rust, after all types of C are known. */
  private String nameInC(Definition rust) {
    String name = BindingTypes.lastSegment(rust.name());
    return provided(name) ? name : BindgenNames.tag(name).filter(this::provided).orElse(name);
  }

  private boolean provided(String name) {
    Group group = groups.get(name);
    return group != null && !group.provider.isEmpty();
  }

  private void add(View.Typed view) {
    Definition definition = view.definition();
    if (view.producer().language() == Producer.Language.RUST) {
      String name = nameInC(definition);
      switch (rust.role(definition)) {
        case BINDING -> group(name).bindings.add(view);
        case OTHER -> group(name).others.add(view);
        case NONE -> {}
      }
    } else if (clangMeetsGnu && view.producer().compiler() == Producer.Compiler.CLANG) {
      group(definition.name()).clang.add(view);
    } else {
      List<View.Typed> provider = group(definition.name()).provider;
      if (!definition.name().isEmpty() && !containsNode(provider, view)) {
        provider.add(view);
      }
    }
  }

  private Group group(String name) {
    return groups.computeIfAbsent(name, _ -> new Group(trees));
  }

  private static boolean containsNode(List<View.Typed> views, View.Typed view) {
    TypeId node = view.types().resolved(view.definition().type());
    for (View.Typed other : views) {
      if (other.types() == view.types()
          && other.types().resolved(other.definition().type()).equals(node)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Seam.SharedType> shared(
      String name, Group group, PrototypeTypes ofC, PrototypeTypes ofRust) {
    if (group.provider.isEmpty()) {
      return Optional.empty();
    }
    List<View> consumer = new ArrayList<>(group.bindings);
    Seam.Kinship kinship = Seam.Kinship.MEANT;
    List<View> unsure = new ArrayList<>();
    Set<List<String>> meant = group.paths(ofRust);
    boolean exported = ofRust.contains(name);
    for (View.Typed other : group.others) {
      if (BindingTypes.hasMembersOfOne(other, group.provider)
          || meant.contains(other.definition().path())
          || (group.bindings.isEmpty() && !BindgenNames.camelCase(name))
          || (exported && other.producer().isMrustc())
          || (group.ofText() && (exported || BindingTypes.ofCrateRoot(other, name)))) {
        consumer.add(other);
      } else {
        unsure.add(other);
      }
    }
    List<View.Typed> provider = complete(group.provider);
    boolean rust = !consumer.isEmpty() || !unsure.isEmpty();
    List<View.Typed> inC = new ArrayList<>(group.provider);
    boolean inPrototypes = ofC.contains(name);
    for (View.Typed clang : group.clang) {
      boolean one = group.declaredWith(clang) || (inPrototypes && !group.elsewhere(clang, ofC));
      if (rust && !(one && provider.stream().anyMatch(Pairing::isComplete))) {
        inC.add(clang);
      } else if (one) {
        consumer.add(clang);
      }
    }
    if (!rust) {
      if (consumer.isEmpty()) {
        return Optional.empty();
      }
      inC.removeIf(
          view ->
              inPrototypes
                  ? group.elsewhere(view, ofC)
                  : group.clang.stream().noneMatch(clang -> group.declaredTogether(view, clang)));
    }
    provider = complete(inC);
    if (consumer.isEmpty()) {
      consumer = unsure;
      unsure = List.of();
      kinship = Seam.Kinship.UNSURE;
    }
    return Optional.of(
        new Seam.SharedType(name, List.copyOf(provider), consumer, kinship, unsure, List.of()));
  }

  private static List<View.Typed> complete(List<View.Typed> views) {
    List<View.Typed> complete = new ArrayList<>();
    for (View.Typed view : views) {
      if (isComplete(view)) {
        complete.add(view);
      }
    }
    return complete.isEmpty() ? List.of(views.getFirst()) : complete;
  }

  private static boolean isComplete(View.Typed view) {
    return !(view.node() instanceof Type.Incomplete);
  }

  private static List<Seam.Target> targets(List<ObjectModel> models) {
    Map<String, Seam.Target> targets = new LinkedHashMap<>();
    for (ObjectModel model : models) {
      Machine machine = model.machine();
      String key = machine.machine() + "/" + machine.pointerBytes() + "/" + machine.bigEndian();
      if (!model.units().isEmpty() && !targets.containsKey(key)) {
        CompileUnit unit = model.units().getFirst();
        Origin origin =
            new Origin(model.object(), unit.name(), OptionalLong.empty(), Optional.empty());
        targets.put(key, new Seam.Target(machine, new View.NameOnly(unit.producer(), origin)));
      }
    }
    return List.copyOf(targets.values());
  }
}
