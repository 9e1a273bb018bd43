package org.abiseam.model.pairing;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.abiseam.model.Entity;
import org.abiseam.model.Linkage;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Seam;
import org.abiseam.model.Subject;
import org.abiseam.model.View;
import org.abiseam.model.declarator.TypeText;

/**
 * Finds the functions and variables that one side defines and another uses.
 *
 * <p>A symbol is one thing for the linker, so symbols pair by name alone. Who uses it shows in two
 * ways: a declaration in debug info (GCC describes every external function that it calls), or, for
 * rustc, which describes none, an undefined symbol of the object. The second is a view without a
 * type unless some other evidence brings one.
 */
final class SymbolPairing {
  private static final Pattern EXPORTS = Pattern.compile("(^|/)exports_\\w+_generated\\.h$");

  private final Map<String, Group> groups = new TreeMap<>();

  private SymbolPairing() {}

  /** Compilers whose objects trust each other. */
  private enum Family {
    GNU_C,
    CLANG_C,
    RUST
  }

  /** Is a function of each program, which the code that starts it calls (C23 5.1.2.3.2). */
  private static final String MAIN = "main";

  private record Known(Family family, View view) {}

  /** All that is known of a symbol. */
  private static final class Group {
    final List<Known> definitions = new ArrayList<>(1);
    final List<Known> beliefs = new ArrayList<>(1);
    Subject.Kind kind = Subject.Kind.FUNCTION;
  }

  static List<Seam.SharedSymbol> pair(List<ObjectModel> models, Linkage linkage) {
    SymbolPairing pairing = new SymbolPairing();
    models.forEach(pairing::add);
    pairing.imports(linkage);
    pairing.undescribed(linkage);
    List<Seam.SharedSymbol> shared = new ArrayList<>();
    pairing.groups.forEach((name, group) -> shared(name, group).ifPresent(shared::add));
    return shared;
  }

  private void add(ObjectModel model) {
    for (Entity entity : model.entities()) {
      View.Typed view = new View.Typed(model.machine(), model.types(), entity.definition());
      Group group = group(entity.definition().name());
      Known known = new Known(family(view.producer()), view);
      switch (entity.role()) {
        case DEFINES -> {
          group.kind = entity.kind();
          group.definitions.add(known);
        }
        case DECLARES -> {
          if (!exportsOnly(entity, view)) {
            // A symbol of the linker's has no kind of its own.
            group.kind = group.definitions.isEmpty() ? entity.kind() : group.kind;
            belief(group, known);
          }
        }
      }
    }
  }

  /** What is used and has a definition in a symbol table alone: the assembler's, mostly. */
  private void undescribed(Linkage linkage) {
    groups.forEach(
        (name, group) -> {
          if (group.definitions.isEmpty() && !group.beliefs.isEmpty() && !linkage.ofRust(name)) {
            linkage
                .definitions(name)
                .forEach((object, symbol) -> undescribed(group, object, symbol));
          }
        });
  }

  private static void undescribed(Group group, String object, Linkage.Definition symbol) {
    Producer unknown =
        new Producer(
            Producer.Compiler.UNKNOWN,
            Producer.Language.ASSEMBLER,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            "");
    Origin origin = new Origin(object, "", OptionalLong.empty(), Optional.empty());
    group.kind = symbol.kind().orElse(group.kind);
    group.definitions.add(
        new Known(
            Family.GNU_C,
            new View.Unreadable(unknown, origin, "it is defined without debug info")));
  }

  /**
   * The kernel's {@code rust/exports.c} declares every symbol that Rust exports as {@code extern
   * int} to put its address into the export table: no belief about what it is.
   */
  private static boolean exportsOnly(Entity entity, View view) {
    return entity.kind() == Subject.Kind.VARIABLE
        && view.origin().declared().filter(line -> EXPORTS.matcher(line.file()).find()).isPresent();
  }

  private Group group(String name) {
    return groups.computeIfAbsent(name, _ -> new Group());
  }

  /** rustc, and clang where it does not optimise, do not describe what they import. */
  private void imports(Linkage linkage) {
    for (Linkage.Tables tables : linkage.objects()) {
      tables
          .importer()
          .ifPresent(
              producer ->
                  tables
                      .imports()
                      .forEach(
                          name -> {
                            if (!RuntimeSymbols.ofCompiler(name)) {
                              imported(group(name), tables.object(), producer);
                            }
                          }));
    }
  }

  private static void imported(Group group, String object, Producer producer) {
    Origin origin = new Origin(object, "", OptionalLong.empty(), Optional.empty());
    group.beliefs.add(new Known(family(producer), new View.NameOnly(producer, origin)));
  }

  /** The same belief in a hundred units of one object is one. */
  private static void belief(Group group, Known known) {
    for (Known other : group.beliefs) {
      if (other.view() instanceof View.Typed one
          && known.view() instanceof View.Typed same
          && one.types() == same.types()
          && one.producer().compiler() == same.producer().compiler()
          && text(one).equals(text(same))) {
        return;
      }
    }
    group.beliefs.add(known);
  }

  private static String text(View.Typed view) {
    return TypeText.of(view.types(), view.definition().type());
  }

  private static Family family(Producer producer) {
    if (producer.language() == Producer.Language.RUST) {
      return Family.RUST;
    }
    return producer.compiler() == Producer.Compiler.CLANG ? Family.CLANG_C : Family.GNU_C;
  }

  private static Optional<Seam.SharedSymbol> shared(String name, Group group) {
    Set<Family> defining = EnumSet.noneOf(Family.class);
    List<View> provider = new ArrayList<>();
    for (Known known : group.definitions) {
      defining.add(known.family());
      provider.add(known.view());
    }
    List<View> consumer = new ArrayList<>();
    for (Known known : group.beliefs) {
      if (!defining.contains(known.family()) || defining.size() > 1) {
        consumer.add(known.view());
      }
    }
    if (consumer.isEmpty() && defining.size() > 1 && !name.equals(MAIN)) {
      both(group, provider, consumer);
    }
    consumer.removeIf(view -> view instanceof View.NameOnly && explained(view, consumer));
    return provider.isEmpty() || consumer.isEmpty()
        ? Optional.empty()
        : Optional.of(new Seam.SharedSymbol(group.kind, name, provider, consumer));
  }

  /**
   * Both sides define it: who calls the one may get the other. What Rust defines, else what Clang
   * does, is held against the definitions of the others, never against itself.
   */
  private static void both(Group group, List<View> provider, List<View> consumer) {
    boolean rust = group.definitions.stream().anyMatch(known -> known.family() == Family.RUST);
    Family held = rust ? Family.RUST : Family.CLANG_C;
    for (Known known : group.definitions) {
      if (known.family() == held) {
        provider.remove(known.view());
        consumer.add(known.view());
      }
    }
  }

  /** Tells whether another view says what Rust believes: one Rust build has one set of bindings. */
  private static boolean explained(View silent, List<View> views) {
    for (View view : views) {
      if (view instanceof View.Typed
          && view.producer().language() == silent.producer().language()) {
        return true;
      }
    }
    return false;
  }
}
