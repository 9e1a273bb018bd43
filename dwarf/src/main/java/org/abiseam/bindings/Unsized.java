package org.abiseam.bindings;

import java.util.Optional;
import java.util.function.Function;

/**
 * Tells which types have no size, so that a pointer to one is two words (Rust Reference,
 * "Dynamically sized types").
 */
final class Unsized {
  private static final int DEEPEST = 32;

  private final Function<String, Optional<Item>> items;

  /** What a pointer has beside the address. */
  enum Metadata {
    /** Nothing. */
    SIZED,
    /** How many elements or bytes there are. */
    LENGTH,
    /** Where the methods are. */
    VTABLE
  }

  /** Creates the rule; {@code items} finds what a path names. */
  Unsized(Function<String, Optional<Item>> items) {
    this.items = items;
  }

  Metadata of(RustType target) {
    return of(target, 0);
  }

  private Metadata of(RustType target, int depth) {
    if (depth > DEEPEST) {
      return Metadata.SIZED;
    }
    return switch (target) {
      case RustType.Slice _ -> Metadata.LENGTH;
      case RustType.Dynamic _ -> Metadata.VTABLE;
      case RustType.Path path -> named(path.last());
      case RustType.Known known ->
          switch (items.apply(known.key()).orElse(null)) {
            case Item.Alias alias -> of(alias.type(), depth + 1);
            case Item.Aggregate item when !item.fields().isEmpty() ->
                of(item.fields().getLast().type(), depth + 1);
            case null, default -> Metadata.SIZED;
          };
      case RustType.Pointer _, RustType.Function _, RustType.Array _, RustType.Repeated _ ->
          Metadata.SIZED;
      case RustType.Nothing _, RustType.Unknown _ -> Metadata.SIZED;
    };
  }

  private static Metadata named(String name) {
    return switch (name) {
      case "str", "CStr", "OsStr", "Path" -> Metadata.LENGTH;
      default -> Metadata.SIZED;
    };
  }
}
