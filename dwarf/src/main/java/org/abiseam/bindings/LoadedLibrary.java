package org.abiseam.bindings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.dwarf.lower.RustIdentifiers;
import org.abiseam.model.Definition.Access;

/**
 * Knows the struct that {@code bindgen --dynamic-loading} writes in the place of an {@code extern}
 * block: it holds the library, and one field for each function and variable that is looked up by
 * its name when the program runs.
 */
final class LoadedLibrary {
  private static final String LIBRARY = "__library";

  private LoadedLibrary() {}

  /** Tells whether a struct holds a library. */
  static boolean is(Item.Aggregate struct) {
    return struct.fields().stream().anyMatch(field -> field.name().equals(LIBRARY));
  }

  /** Lists the functions and variables that it looks up. */
  static List<Item> symbols(Item.Aggregate struct) {
    List<Item> symbols = new ArrayList<>();
    for (RustType.Parameter field : struct.fields()) {
      symbol(field, struct.place()).ifPresent(symbols::add);
    }
    return symbols;
  }

  private static Optional<Item> symbol(RustType.Parameter field, Item.Place struct) {
    String symbol = RustIdentifiers.ofC(field.name());
    Item.Place place =
        new Item.Place(struct.file(), field.line(), struct.module(), struct.behind());
    return switch (found(field.type())) {
      case RustType.Function type ->
          Optional.of(new Item.Function(symbol, field.name(), place, type));
      case RustType.Pointer type -> {
        Access access = type.sigil().contains("mut") ? Access.WRITE : Access.READ;
        yield Optional.of(new Item.Static(symbol, field.name(), place, type.target(), access));
      }
      default -> Optional.empty();
    };
  }

  /** Opens {@code Result<T, libloading::Error>}, which says that the library may lack it. */
  private static RustType found(RustType field) {
    return field instanceof RustType.Path path
            && path.last().equals("Result")
            && !path.arguments().isEmpty()
        ? path.arguments().getFirst()
        : field;
  }
}
