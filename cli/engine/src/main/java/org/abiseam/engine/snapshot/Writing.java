package org.abiseam.engine.snapshot;

import java.util.List;
import java.util.OptionalInt;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * Types in the words of a snapshot: C's declarators without a name, {@code int (*)(struct s *)}.
 *
 * <p>Types with a name of their own are named; what has none is written out, a struct or
 * enumeration as {@code struct {…}}, whose inside follows below the line. Directly behind a pointer
 * a struct counts by its name alone, which is what {@code struct s *} says; the two rarer cases
 * have a word each: {@code whole struct s *} and, by value, {@code declared struct s}.
 */
final class Writing {
  /** How a name that stands for several types is told apart; also told what is behind a pointer. */
  interface Naming {
    String of(String name, TypeId id, boolean behindPointer);
  }

  /** Types inside each other that are written; what is deeper is a hostile file. */
  private static final int DEEPEST = 256;

  private final TypeGraph types;
  private final long pointerBytes;
  private final Naming naming;

  Writing(TypeGraph types, long pointerBytes, Naming naming) {
    this.types = types;
    this.pointerBytes = pointerBytes;
    this.naming = naming;
  }

  TypeGraph types() {
    return types;
  }

  /** A type by value; types without a name are added to the list, in order of appearance. */
  String of(TypeId id, List<Type> unnamed) {
    return declare(id, "", new Place(false, false, 0), unnamed);
  }

  /** A function's parameters and result. */
  String signature(Signature signature, List<Type> unnamed) {
    return function(signature, "", new Place(false, false, 0), unnamed);
  }

  /** Where a type stands: directly behind a pointer, behind any pointer, and how deep. */
  private record Place(boolean target, boolean behind, int depth) {
    Place pointed() {
      return new Place(true, true, depth + 1);
    }

    Place inside() {
      return new Place(false, behind, depth + 1);
    }
  }

  private String declare(TypeId id, String declarator, Place place, List<Type> unnamed) {
    if (place.depth() > DEEPEST) {
      return joined("opaque{? ? `nested deeper than " + DEEPEST + "`}", declarator);
    }
    Type type = types.type(id);
    return switch (type) {
      case Type.Void _ -> joined("void", declarator);
      case Type.Scalar scalar -> joined(named("", scalar.name(), id, place), declarator);
      case Type.Enumeration enumeration ->
          joined(
              enumeration.name().isPresent()
                  ? named("enum ", enumeration.name().get(), id, place)
                  : unnamed("enum {…}", type, unnamed),
              declarator);
      case Type.Pointer pointer -> pointer(pointer, declarator, place, unnamed);
      case Type.Array array ->
          declare(array.element(), declarator + count(array), place.inside(), unnamed);
      case Type.Vector vector ->
          joined(
              "vector{%d %d %s}"
                  .formatted(
                      vector.count(),
                      vector.bytes(),
                      declare(vector.element(), "", place.inside(), unnamed)),
              declarator);
      case Type.Aggregate aggregate -> joined(aggregate(aggregate, id, place, unnamed), declarator);
      case Type.Tagged tagged -> joined(named("tagged ", tagged.name(), id, place), declarator);
      case Type.Function function ->
          function(function.signature(), declarator, place.inside(), unnamed);
      case Type.Alias alias -> joined(named("", alias.name(), id, place), declarator);
      case Type.Atomic atomic ->
          joined(
              "_Atomic(" + declare(atomic.target(), "", place.inside(), unnamed) + ")", declarator);
      case Type.Incomplete incomplete -> joined(incomplete(incomplete, place), declarator);
      case Type.Opaque opaque ->
          joined(
              opaque.name().isPresent()
                  ? named("opaque ", opaque.name().get(), id, place)
                  : opaque(opaque),
              declarator);
    };
  }

  private String named(String word, String name, TypeId id, Place place) {
    String text = word.isEmpty() ? Quoting.words(name) : Quoting.name(name);
    return word + text + naming.of(name, id, place.behind());
  }

  private static String unnamed(String text, Type type, List<Type> unnamed) {
    unnamed.add(type);
    return text;
  }

  private String aggregate(Type.Aggregate aggregate, TypeId id, Place place, List<Type> unnamed) {
    String word = word(aggregate.shape());
    if (aggregate.name().isEmpty()) {
      return unnamed(word + " {…}", aggregate, unnamed);
    }
    return named((place.target() ? "whole " : "") + word + " ", aggregate.name().get(), id, place);
  }

  private static String incomplete(Type.Incomplete incomplete, Place place) {
    String placeholder =
        incomplete.placeholderBytes().isPresent()
            ? "declared " + incomplete.placeholderBytes().getAsLong() + " "
            : place.target() ? "" : "declared ";
    return placeholder + word(incomplete.shape()) + " " + Quoting.name(incomplete.name());
  }

  private static String opaque(Type.Opaque opaque) {
    String bytes = opaque.bytes().isPresent() ? Long.toString(opaque.bytes().getAsLong()) : "?";
    String alignment =
        opaque.alignment().isPresent() ? Integer.toString(opaque.alignment().getAsInt()) : "?";
    return "opaque{" + bytes + " " + alignment + " " + Quoting.quoted(opaque.reason()) + "}";
  }

  private String pointer(Type.Pointer pointer, String declarator, Place place, List<Type> unnamed) {
    String star = pointer.bytes() == pointerBytes ? "*" : "*{" + pointer.bytes() + "}";
    Type target = types.type(pointer.target());
    boolean bindsLess = target instanceof Type.Array || target instanceof Type.Function;
    String inner = bindsLess ? "(" + star + declarator + ")" : star + declarator;
    return declare(pointer.target(), inner, place.pointed(), unnamed);
  }

  private String count(Type.Array array) {
    String count = array.count().isPresent() ? Long.toString(array.count().getAsLong()) : "";
    boolean dense = types.bytes(array.element()).filter(b -> b == array.stride()).isPresent();
    return "[" + count + (dense ? "" : " stride " + array.stride()) + "]";
  }

  private String function(Signature signature, String declarator, Place place, List<Type> unnamed) {
    StringBuilder text = new StringBuilder(declarator).append('(');
    // The result comes first in the line, and so does its inside below it.
    List<Type> inner = new java.util.ArrayList<>(0);
    String separator = "";
    for (Signature.Parameter parameter : signature.parameters()) {
      text.append(separator).append(declare(parameter.type(), "", place.inside(), inner));
      separator = ", ";
    }
    switch (signature.arity()) {
      case VARIADIC -> text.append(separator).append("...");
      case FIXED -> text.append(signature.parameters().isEmpty() ? "void" : "");
      case UNPROTOTYPED -> text.append(signature.parameters().isEmpty() ? "" : ", ?");
    }
    text.append(')');
    if (!signature.convention().equals(CallingConvention.C)) {
      text.append(Quoting.quoted(signature.convention().name()));
    }
    String declared = declare(signature.result(), text.toString(), place.inside(), unnamed);
    unnamed.addAll(inner);
    return declared;
  }

  static String word(Type.Shape shape) {
    return switch (shape) {
      case STRUCT -> "struct";
      case UNION -> "union";
    };
  }

  static String alignment(OptionalInt alignment) {
    return alignment.isPresent() ? ", align " + alignment.getAsInt() : "";
  }

  private static String joined(String base, String declarator) {
    return declarator.isEmpty() ? base : base + " " + declarator;
  }
}
