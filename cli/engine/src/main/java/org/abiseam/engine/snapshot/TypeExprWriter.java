package org.abiseam.engine.snapshot;

import java.util.OptionalInt;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.declarator.DeclaratorWriter;

/**
 * Writes types in the words of a snapshot: C's declarators without a name, {@code int (*)(struct s
 * *)}.
 *
 * <p>Types with a name of their own are named; what has none is written out, a struct or
 * enumeration as {@code struct {…}}, whose inside follows below the line. Directly behind a pointer
 * a struct counts by its name alone, which is what {@code struct s *} says; the two rarer cases
 * have a word each: {@code whole struct s *} and, by value, {@code declared struct s}.
 */
final class TypeExprWriter extends DeclaratorWriter {
  /** How a name that stands for several types is told apart; also told what is behind a pointer. */
  interface Naming {
    String of(String name, TypeId id, boolean behindPointer);
  }

  /** Types inside each other that are written; what is deeper is a hostile file. */
  private static final int DEEPEST = 256;

  private final long pointerBytes;
  private final Naming naming;

  TypeExprWriter(TypeGraph types, long pointerBytes, Naming naming) {
    super(types, DEEPEST);
    this.pointerBytes = pointerBytes;
    this.naming = naming;
  }

  @Override
  protected String specifier(Type type, TypeId id, Place place) {
    return switch (type) {
      case Type.Void _ -> "void";
      case Type.Scalar scalar -> named("", scalar.name(), id, place);
      case Type.Enumeration enumeration ->
          enumeration.name().isPresent()
              ? named("enum ", enumeration.name().get(), id, place)
              : unnamed("enum {…}", type, place);
      case Type.Vector vector ->
          "vector{%d %d %s}"
              .formatted(
                  vector.count(), vector.bytes(), declare(vector.element(), "", place.inside()));
      case Type.Aggregate aggregate -> aggregate(aggregate, id, place);
      case Type.Tagged tagged -> named("tagged ", tagged.name(), id, place);
      case Type.Alias alias -> named("", alias.name(), id, place);
      case Type.Incomplete incomplete -> incomplete(incomplete, place);
      case Type.Opaque opaque ->
          opaque.name().isPresent()
              ? named("opaque ", opaque.name().get(), id, place)
              : opaque(opaque);
      case Type.Pointer _, Type.Array _, Type.Function _, Type.Atomic _, Type.NonZero _ ->
          throw new IllegalArgumentException("no specifier: " + type);
    };
  }

  private String named(String word, String name, TypeId id, Place place) {
    String text = word.isEmpty() ? Quoting.words(name) : Quoting.name(name);
    return word + text + naming.of(name, id, place.behindPointer());
  }

  private static String unnamed(String text, Type type, Place place) {
    place.unnamed().add(type);
    return text;
  }

  private String aggregate(Type.Aggregate aggregate, TypeId id, Place place) {
    String word = keyword(aggregate.shape());
    if (aggregate.name().isEmpty()) {
      return unnamed(word + " {…}", aggregate, place);
    }
    return named((place.target() ? "whole " : "") + word + " ", aggregate.name().get(), id, place);
  }

  private static String incomplete(Type.Incomplete incomplete, Place place) {
    String placeholder =
        incomplete.placeholderBytes().isPresent()
            ? "declared " + incomplete.placeholderBytes().getAsLong() + " "
            : place.target() ? "" : "declared ";
    return placeholder + keyword(incomplete.shape()) + " " + Quoting.name(incomplete.name());
  }

  private static String opaque(Type.Opaque opaque) {
    String bytes = opaque.bytes().isPresent() ? Long.toString(opaque.bytes().getAsLong()) : "?";
    String alignment =
        opaque.alignment().isPresent() ? Integer.toString(opaque.alignment().getAsInt()) : "?";
    return "opaque{" + bytes + " " + alignment + " " + Quoting.quoted(opaque.reason()) + "}";
  }

  @Override
  protected String tooDeep() {
    return "opaque{? ? `nested deeper than " + DEEPEST + "`}";
  }

  @Override
  protected String star(Type.Pointer pointer) {
    String bytes = pointer.bytes() == pointerBytes ? "" : Long.toString(pointer.bytes());
    String constant = pointer.constant() ? "const" : "";
    String both = bytes.isEmpty() || constant.isEmpty() ? bytes + constant : bytes + " " + constant;
    return both.isEmpty() ? "*" : "*{" + both + "}";
  }

  @Override
  protected String length(Type.Array array) {
    boolean dense = types().bytes(array.element()).filter(b -> b == array.stride()).isPresent();
    return super.length(array) + (dense ? "" : " stride " + array.stride());
  }

  @Override
  protected String unprototyped() {
    return ", ?";
  }

  @Override
  protected String behindParameters(Signature signature) {
    String convention =
        signature.convention().equals(CallingConvention.C)
            ? ""
            : Quoting.quoted(signature.convention().name());
    return switch (signature.completion()) {
      case RETURNS -> convention;
      case NEVER -> convention + " noreturn";
    };
  }

  static String alignment(OptionalInt alignment) {
    return alignment.isPresent() ? ", align " + alignment.getAsInt() : "";
  }
}
