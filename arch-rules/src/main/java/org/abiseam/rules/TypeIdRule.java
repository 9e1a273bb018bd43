package org.abiseam.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.abiseam.model.Citation;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Finding;
import org.abiseam.model.Linkage.Tables;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.View;
import org.abiseam.rules.kcfi.TypeIds;

/** kCFI's type ids of one function are one, whoever writes them. */
final class TypeIdRule {
  private static final Citation KCFI =
      new Citation("Clang 23, Control Flow Integrity", "-fsanitize=kcfi");

  private final Seam seam;

  private TypeIdRule(Seam seam) {
    this.seam = seam;
  }

  static List<Finding> check(Seam seam) {
    Map<String, List<Tables>> stating = new TreeMap<>();
    for (Tables tables : seam.linkage().objects()) {
      tables
          .typeIds()
          .keySet()
          .forEach(name -> stating.computeIfAbsent(name, _ -> new ArrayList<>()).add(tables));
    }
    TypeIdRule rule = new TypeIdRule(seam);
    List<Finding> findings = new ArrayList<>();
    stating.forEach((name, objects) -> rule.compare(name, objects).ifPresent(findings::add));
    return findings;
  }

  private Optional<Finding> compare(String name, List<Tables> objects) {
    Tables first = objects.getFirst();
    int expected = first.typeIds().getOrDefault(name, 0);
    for (Tables other : objects) {
      int actual = other.typeIds().getOrDefault(name, 0);
      if (actual != expected) {
        return Optional.of(
            new Finding(
                Rule.ATTRIBUTE_MISMATCH,
                Severity.HARMFUL,
                new Subject(Subject.Kind.FUNCTION, name),
                SymbolTableRules.view(seam, first.object()),
                SymbolTableRules.view(seam, other.object()),
                List.of(
                    new Difference(
                        name,
                        What.VALUE,
                        value(name, first, expected),
                        value(name, other, actual))),
                "an indirect call of it traps, because the sides name its type differently",
                List.of(KCFI),
                List.of(),
                List.of()));
      }
    }
    return Optional.empty();
  }

  /** The id, and how it comes from the prototype that the object states. */
  private Value value(String name, Tables tables, int id) {
    String naming = naming(name, tables, id).map(it -> ", " + word(it)).orElse("");
    return Value.of("type id 0x%08x%s".formatted(id, naming));
  }

  private Optional<TypeIds.Naming> naming(String name, Tables tables, int id) {
    for (Seam.SharedSymbol symbol : seam.symbols()) {
      if (symbol.name().equals(name)) {
        return Stream.concat(symbol.provider().stream(), symbol.consumer().stream())
            .filter(view -> view.origin().object().equals(tables.object()))
            .flatMap(view -> naming(view, id).stream())
            .findFirst();
      }
    }
    return Optional.empty();
  }

  private static Optional<TypeIds.Naming> naming(View view, int id) {
    return view instanceof View.Typed typed
            && typed.types().type(typed.definition().type()) instanceof Type.Function function
        ? TypeIds.naming(typed.types(), function.signature(), id)
        : Optional.empty();
  }

  private static String word(TypeIds.Naming naming) {
    return switch (naming) {
      case PLAIN -> "of the plain prototype";
      case NORMALISED -> "of the prototype with normalised integers";
    };
  }
}
