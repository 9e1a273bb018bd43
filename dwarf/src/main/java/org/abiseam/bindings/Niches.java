package org.abiseam.bindings;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells which types make {@code Option<T>} as large as {@code T}, with null or zero for {@code
 * None}: what the documentation of {@code core::option} promises under "Representation". For any
 * other type rustc chooses.
 */
final class Niches {
  private static final int DEEPEST = 32;

  private final Function<String, Optional<Item>> items;

  /** Creates the rule; {@code items} finds what a path names. */
  Niches(Function<String, Optional<Item>> items) {
    this.items = items;
  }

  boolean has(RustType type) {
    return has(type, 0);
  }

  private boolean has(RustType type, int depth) {
    if (depth > DEEPEST) {
      return false;
    }
    return switch (type) {
      case RustType.Pointer pointer -> !pointer.nullable();
      case RustType.Function _ -> true;
      case RustType.Path path -> named(path.last());
      case RustType.Known known ->
          switch (items.apply(known.key()).orElse(null)) {
            case Item.Alias alias -> has(alias.type(), depth + 1);
            case Item.Aggregate item -> item.repr().transparent() && around(item.fields(), depth);
            case null, default -> false;
          };
      case RustType.Array _, RustType.Repeated _, RustType.Slice _, RustType.Dynamic _ -> false;
      case RustType.Nothing _, RustType.Unknown _ -> false;
    };
  }

  private boolean around(List<RustType.Parameter> fields, int depth) {
    return fields.stream().anyMatch(field -> has(field.type(), depth + 1));
  }

  private static boolean named(String name) {
    return name.equals("NonNull") || name.equals("Box") || name.startsWith("NonZero");
  }
}
