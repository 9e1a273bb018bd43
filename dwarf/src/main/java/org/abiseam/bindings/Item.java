package org.abiseam.bindings;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.abiseam.model.Type;

/** An item of a bindgen file that says something about layout or calls. */
sealed interface Item {
  /** Returns its name, for a function or static its symbol. */
  String name();

  /** Line of its keyword. */
  int line();

  /**
   * Holds what {@code repr} attributes say.
   *
   * @param stable whether the layout is promised: {@code C} or {@code transparent}
   * @param transparent whether it is the latter
   */
  record Repr(
      boolean stable,
      boolean transparent,
      OptionalInt packed,
      OptionalInt aligned,
      Optional<String> integer) {}

  /** A struct or union that is not generic. */
  record Aggregate(
      String name, int line, Type.Shape shape, Repr repr, List<RustType.Parameter> fields)
      implements Item {}

  /** Describes an enum without fields. */
  record Enumeration(String name, int line, Repr repr, List<Type.Enumeration.Value> values)
      implements Item {}

  /** {@code type name = T;}. */
  record Alias(String name, int line, RustType type) implements Item {}

  /**
   * Describes a function of an {@code extern} block.
   *
   * @param rust its name in the source
   */
  record Function(String name, String rust, int line, RustType.Function type) implements Item {}

  /**
   * Describes a static of an {@code extern} block.
   *
   * @param rust its name in the source
   */
  record Static(String name, String rust, int line, RustType type) implements Item {}
}
