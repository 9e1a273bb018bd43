package org.abiseam.bindings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.abiseam.model.Definition.Access;
import org.abiseam.model.Type;

/** An item of Rust source that says something about layout or calls. */
sealed interface Item {
  /** Returns its name, for a function or static its symbol. */
  String name();

  /** Returns where its keyword stands. */
  Place place();

  /**
   * Names a line of a file.
   *
   * @param module the modules around, outermost first; a block of code with items is one
   * @param behind index of the character behind the item, or the {@code extern} block around it, in
   *     the text that was read
   */
  record Place(String file, int line, List<String> module, int behind) {
    public Place {
      module = List.copyOf(module);
    }
  }

  /** Returns its name with the modules around: no other type of the crate has the same. */
  default String qualified() {
    return qualified(place().module(), name());
  }

  /** Returns a name with the modules around. */
  static String qualified(List<String> module, String name) {
    List<String> path = new ArrayList<>(module);
    path.add(name);
    return String.join("::", path);
  }

  /** Tells whether it is a type: functions and statics have names of their own. */
  default boolean definesType() {
    return switch (this) {
      case Aggregate _, Enumeration _, Alias _, Foreign _ -> true;
      case Function _, Static _ -> false;
    };
  }

  /**
   * Holds what {@code repr} attributes say.
   *
   * @param stable whether the layout is promised: {@code C} or {@code transparent}
   * @param transparent whether it is the latter
   * @param packed the bound of {@code packed}, in bytes
   * @param aligned the greatest {@code align}, in bytes
   * @param integer the type of an enum's tag
   */
  record Repr(
      boolean stable,
      boolean transparent,
      OptionalInt packed,
      OptionalInt aligned,
      Optional<String> integer) {}

  /**
   * Returns the types and numbers that it is generic over, each with the type that it stands for
   * where no argument says otherwise.
   */
  default List<RustType.Parameter> parameters() {
    return switch (this) {
      case Aggregate it -> it.generics();
      case Alias it -> it.generics();
      case Enumeration _, Foreign _, Function _, Static _ -> List.of();
    };
  }

  /**
   * Describes a struct or union.
   *
   * @param generics the types and numbers that it is generic over; lifetimes change nothing
   * @param unread why its fields are not all known; empty where they are
   */
  record Aggregate(
      String name,
      Place place,
      Type.Shape shape,
      Repr repr,
      List<RustType.Parameter> generics,
      List<RustType.Parameter> fields,
      Optional<String> unread)
      implements Item {
    public Aggregate {
      generics = List.copyOf(generics);
    }

    /** Tells whether it is a generic type with its arguments, which no type of C is named after. */
    boolean isInstance() {
      return name.endsWith(">");
    }
  }

  /**
   * Describes an enum.
   *
   * @param unread why its variants are not all known; empty where they are
   */
  record Enumeration(
      String name, Place place, Repr repr, List<Variant> variants, Optional<String> unread)
      implements Item {
    /** Tells whether some variant has fields. */
    boolean data() {
      return variants.stream().anyMatch(variant -> !variant.fields().isEmpty());
    }
  }

  /**
   * Describes a variant of an enum.
   *
   * @param number its discriminant
   * @param fields empty where it has none
   */
  record Variant(String name, long number, List<RustType.Parameter> fields) {}

  /**
   * {@code type name<A> = T;}.
   *
   * @param generics the types and numbers that it is generic over
   */
  record Alias(String name, Place place, List<RustType.Parameter> generics, RustType type)
      implements Item {
    public Alias {
      generics = List.copyOf(generics);
    }
  }

  /** {@code type name;} in an {@code extern} block: a type of another language. */
  record Foreign(String name, Place place) implements Item {}

  /**
   * Describes a function of an {@code extern} block, or one that the source defines for C.
   *
   * @param rust its name in the source
   */
  record Function(String name, String rust, Place place, RustType.Function type) implements Item {}

  /**
   * Describes a static of an {@code extern} block, or one that the source defines for C.
   *
   * @param rust its name in the source
   * @param access whether it is {@code static mut}
   */
  record Static(String name, String rust, Place place, RustType type, Access access)
      implements Item {}
}
