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
import org.abiseam.model.Type;
import org.abiseam.model.View;
import org.abiseam.rules.kcfi.TypeIds;
import org.abiseam.rules.layout.Clause;

/** Compares kCFI's type ids of one function. */
final class TypeIdRule {
  private static final Clause KCFI =
      Clause.harmful(
          Rule.ATTRIBUTE_MISMATCH,
          new Citation("Clang 23, Control Flow Integrity", "-fsanitize=kcfi"));

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
        Value one = value(name, first, expected);
        return Optional.of(
            new ObjectFindings(seam)
                .of(
                    KCFI,
                    ObjectFindings.function(name),
                    first.object(),
                    other.object(),
                    new Difference(name, What.VALUE, one, value(name, other, actual)),
                    "an indirect call traps because the type ids differ"));
      }
    }
    return Optional.empty();
  }

  /** Returns the id, and how it follows from the prototype that the object states. */
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
