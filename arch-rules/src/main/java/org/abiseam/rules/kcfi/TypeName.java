package org.abiseam.rules.kcfi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * Writes the name of a function type as the Itanium C++ ABI mangles it (§5.1.5).
 *
 * <p>With {@code -fsanitize-cfi-icall-experimental-normalize-integers} integers are named by size
 * and sign, as vendor types: {@code u3i32}. Those, pointers, qualified types, functions and tags
 * may be said again by number (§5.1.10); the compiler's own types may not.
 *
 * <p>The model has no qualifiers. A pointer may be one to {@code const}; which are is given by a
 * number, a bit for each pointer in the order in which they are met.
 */
final class TypeName {
  /** More pointers than any prototype has whose names are tried. */
  static final int MOST_POINTERS = 12;

  private static final int DEEPEST = 16;

  private final TypeGraph types;
  private final boolean normalised;
  private final int constant;
  private final List<String> known = new ArrayList<>();
  private int pointers;

  /** The type has no name that is known here. */
  private static final class Unnamed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unnamed() {
      super("", null, false, false);
    }
  }

  private TypeName(TypeGraph types, boolean normalised, int constant) {
    this.types = types;
    this.normalised = normalised;
    this.constant = constant;
  }

  /**
   * A name.
   *
   * @param constant which pointers lead to {@code const}, a bit each
   */
  static Optional<String> of(
      TypeGraph types, Signature signature, boolean normalised, int constant) {
    TypeName name = new TypeName(types, normalised, constant);
    try {
      String text = "_ZTS" + name.function(signature, 0).written();
      return Optional.of(normalised ? text + ".normalized" : text);
    } catch (Unnamed _) {
      return Optional.empty();
    }
  }

  /** Returns how many pointers there are, empty where the type has no name. */
  static Optional<Integer> pointers(TypeGraph types, Signature signature) {
    TypeName name = new TypeName(types, true, 0);
    try {
      name.function(signature, 0);
      return Optional.of(name.pointers);
    } catch (Unnamed _) {
      return Optional.empty();
    }
  }

  /**
   * Describes a part of a name.
   *
   * @param whole without any abbreviation, by which it is known again
   * @param written as it stands in the name
   */
  private record Part(String whole, String written) {}

  private Part builtin(String name) {
    return new Part(name, name);
  }

  /** §5.1.10: what was named once is {@code S_}, {@code S0_} and so on by its order. */
  private Part named(String whole, String written) {
    int index = known.indexOf(whole);
    if (index < 0) {
      known.add(whole);
      return new Part(whole, written);
    }
    String number = index == 0 ? "" : Integer.toString(index - 1, 36).toUpperCase(Locale.ROOT);
    return new Part(whole, "S" + number + "_");
  }

  private Part function(Signature signature, int depth) {
    StringBuilder whole = new StringBuilder("F");
    StringBuilder written = new StringBuilder("F");
    add(type(signature.result(), depth), whole, written);
    for (Signature.Parameter parameter : signature.parameters()) {
      add(type(parameter.type(), depth), whole, written);
    }
    switch (signature.arity()) {
      case FIXED -> {
        if (signature.parameters().isEmpty()) {
          add(builtin("v"), whole, written);
        }
      }
      case VARIADIC, UNPROTOTYPED -> add(builtin("z"), whole, written);
    }
    return named(whole + "E", written + "E");
  }

  private static void add(Part part, StringBuilder whole, StringBuilder written) {
    whole.append(part.whole());
    written.append(part.written());
  }

  private Part type(TypeId id, int depth) {
    if (depth > DEEPEST) {
      throw new Unnamed();
    }
    return switch (types.type(id)) {
      case Type.Void _ -> builtin("v");
      case Type.Scalar scalar -> scalar(scalar);
      case Type.Enumeration enumeration -> tag(enumeration.name());
      case Type.Aggregate aggregate -> tag(aggregate.name());
      case Type.Incomplete incomplete -> tag(Optional.of(incomplete.name()));
      case Type.Alias alias -> alias(alias, depth);
      case Type.Pointer pointer -> pointer(pointer, depth);
      case Type.Function function -> function(function.signature(), depth + 1);
      case Type.Sequence _, Type.Tagged _, Type.Atomic _, Type.NonZero _, Type.Opaque _ ->
          throw new Unnamed();
    };
  }

  /** A typedef is its type, but for a type without a tag: it has the typedef's name. */
  private Part alias(Type.Alias alias, int depth) {
    Optional<String> name = Optional.of(alias.name()).filter(text -> !text.isEmpty());
    return switch (types.type(alias.target())) {
      case Type.Aggregate aggregate when aggregate.name().isEmpty() -> tag(name);
      case Type.Enumeration enumeration when enumeration.name().isEmpty() -> tag(name);
      default -> type(alias.target(), depth + 1);
    };
  }

  private Part tag(Optional<String> name) {
    String text = name.orElseThrow(Unnamed::new);
    if (text.isEmpty()) {
      throw new Unnamed();
    }
    return named(text.length() + text, text.length() + text);
  }

  private Part pointer(Type.Pointer pointer, int depth) {
    boolean toConstant =
        !(types.type(types.resolved(pointer.target())) instanceof Type.Function)
            && (constant >>> pointers++ & 1) != 0;
    Part target = type(pointer.target(), depth + 1);
    if (toConstant) {
      target = named("K" + target.whole(), "K" + target.written());
    }
    return named("P" + target.whole(), "P" + target.written());
  }

  private Part scalar(Type.Scalar scalar) {
    return switch (scalar.encoding()) {
      case SIGNED, UNSIGNED, SIGN_UNTOLD, BOOLEAN ->
          normalised ? vendor(scalar) : builtin(integer(scalar));
      case FLOAT -> builtin(floating(scalar));
      case UNICODE, DECIMAL_FLOAT, COMPLEX_FLOAT, COMPLEX_INTEGER -> throw new Unnamed();
    };
  }

  private Part vendor(Type.Scalar scalar) {
    String name =
        (scalar.encoding() == Type.Encoding.SIGNED ? "i" : "u") + scalar.bytes() * Byte.SIZE;
    String text = "u" + name.length() + name;
    return named(text, text);
  }

  /** §5.1.5.2: C's integers are told apart by name, not by size. */
  private static String integer(Type.Scalar scalar) {
    return switch (scalar.name()) {
      case "char" -> "c";
      case "signed char" -> "a";
      case "unsigned char" -> "h";
      case "short", "short int" -> "s";
      case "unsigned short", "short unsigned int" -> "t";
      case "int" -> "i";
      case "unsigned int" -> "j";
      case "long", "long int" -> "l";
      case "unsigned long", "long unsigned int" -> "m";
      case "long long", "long long int" -> "x";
      case "unsigned long long", "long long unsigned int" -> "y";
      case "__int128" -> "n";
      case "unsigned __int128", "__int128 unsigned" -> "o";
      case "_Bool", "bool" -> "b";
      default -> throw new Unnamed();
    };
  }

  private static String floating(Type.Scalar scalar) {
    return switch (scalar.name()) {
      case "float", "f32" -> "f";
      case "double", "f64" -> "d";
      case "long double" -> "e";
      default -> throw new Unnamed();
    };
  }
}
