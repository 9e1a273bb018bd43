package org.abiseam.rules.layout;

import java.util.Optional;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * Recognises pointers of two words ({@code &str}, {@code *const [T]}, {@code &dyn Trait}), which
 * rustc describes as a struct with the name of the pointer type. Their order and meaning are not
 * promised (Rust Reference, "Type layout", pointers to dynamically sized types).
 */
public final class WidePointer {
  private WidePointer() {}

  /**
   * Returns a wide pointer as the struct that it is.
   *
   * @param types the graph of a side
   * @param id any type
   * @return empty for any other type
   */
  public static Optional<Type.Aggregate> of(TypeGraph types, TypeId id) {
    return types.type(types.resolved(id)) instanceof Type.Aggregate aggregate
            && aggregate.members().size() == 2
            && aggregate.name().filter(WidePointer::named).isPresent()
        ? Optional.of(aggregate)
        : Optional.empty();
  }

  private static boolean named(String name) {
    return name.startsWith("&") || name.startsWith("*") || name.startsWith("Box<");
  }
}
