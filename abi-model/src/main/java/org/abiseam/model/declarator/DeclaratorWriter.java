package org.abiseam.model.declarator;

import java.util.ArrayList;
import java.util.List;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * Writes types as C declares them, from the middle outwards: pointers, arrays and functions go
 * around the declarator, and what they end in, the specifier, stands before it.
 *
 * <p>A subclass spells the specifiers and what its text adds to the marks of C.
 */
public abstract class DeclaratorWriter {
  private final TypeGraph types;
  private final int deepest;

  /**
   * Creates a writer.
   *
   * @param deepest how many types inside each other are written
   */
  protected DeclaratorWriter(TypeGraph types, int deepest) {
    this.types = types;
    this.deepest = deepest;
  }

  /**
   * Says where a type stands.
   *
   * @param target whether directly behind a pointer
   * @param behindPointer whether behind any pointer
   * @param depth how many types it is inside of
   * @param unnamed collects the types that a specifier does not write out, in order of appearance
   */
  protected record Place(boolean target, boolean behindPointer, int depth, List<Type> unnamed) {
    static Place at(int depth) {
      return new Place(false, false, depth, new ArrayList<>(0));
    }

    Place pointed() {
      return new Place(true, true, depth + 1, unnamed);
    }

    /** Goes into a type that is no pointer. */
    public Place inside() {
      return new Place(false, behindPointer, depth + 1, unnamed);
    }
  }

  /** Returns the graph of the types. */
  protected final TypeGraph types() {
    return types;
  }

  /**
   * Writes a type without a name.
   *
   * @param unnamed collects the types that a specifier does not write out
   */
  public final String type(TypeId id, List<Type> unnamed) {
    return declare(id, "", new Place(false, false, 0, unnamed));
  }

  /**
   * Writes the declaration of a declarator.
   *
   * @param id the type of what is declared
   * @param declarator what is declared: a name, or a declarator that already has its inner parts
   * @param place where it stands
   * @return the specifier and the whole declarator
   */
  protected String declare(TypeId id, String declarator, Place place) {
    if (place.depth() > deepest) {
      return joined(tooDeep(), declarator);
    }
    return switch (types.type(id)) {
      case Type.Pointer pointer ->
          declare(pointer.target(), pointing(pointer, declarator), place.pointed());
      case Type.Array array ->
          declare(array.element(), declarator + "[" + length(array) + "]", place.inside());
      case Type.Function function -> function(function.signature(), declarator, place);
      case Type.Atomic atomic ->
          joined("_Atomic(" + declare(atomic.target(), "", place.inside()) + ")", declarator);
      case Type.NonZero number ->
          joined("NonZero(" + declare(number.target(), "", place.inside()) + ")", declarator);
      case Type other -> joined(specifier(other, id, place), declarator);
    };
  }

  /**
   * Spells a type that no declarator derives from another.
   *
   * @param type anything but a pointer, an array, a function, {@code _Atomic} or {@code NonZero}
   * @param place where it stands
   */
  protected abstract String specifier(Type type, TypeId id, Place place);

  /**
   * Writes a pointer around a declarator.
   *
   * @return in parentheses where what follows on the right would bind closer
   */
  protected final String pointing(Type.Pointer pointer, String declarator) {
    Type target = pointee(pointer.target());
    boolean bindsLess = target instanceof Type.Array || target instanceof Type.Function;
    String inner = star(pointer) + declarator;
    return bindsLess ? "(" + inner + ")" : inner;
  }

  /**
   * Returns the type that is written in the place of a pointer's target.
   *
   * @return the target itself, unless a subclass opens typedefs
   */
  protected Type pointee(TypeId target) {
    return types.type(target);
  }

  /**
   * Writes the mark of a pointer.
   *
   * @return {@code *}
   */
  protected String star(Type.Pointer pointer) {
    return "*";
  }

  /**
   * Writes what stands between the brackets of an array.
   *
   * @return the number of elements, or nothing for a flexible array
   */
  protected String length(Type.Array array) {
    return array.count().isPresent() ? Long.toString(array.count().getAsLong()) : "";
  }

  /**
   * Writes a function around a declarator. The result stands first in the line, and so do the types
   * without a name that it has.
   *
   * @param place where it stands
   */
  protected String function(Signature signature, String declarator, Place place) {
    StringBuilder text = new StringBuilder(declarator).append('(');
    List<Type> ofParameters = new ArrayList<>(0);
    Place own = new Place(false, place.behindPointer(), place.depth() + 1, ofParameters);
    String separator = "";
    for (Signature.Parameter parameter : signature.parameters()) {
      text.append(separator).append(declare(parameter.type(), "", own));
      separator = ", ";
    }
    boolean none = signature.parameters().isEmpty();
    switch (signature.arity()) {
      case VARIADIC -> text.append(separator).append("...");
      case FIXED -> text.append(none ? "void" : "");
      case UNPROTOTYPED -> text.append(none ? "" : unprototyped());
    }
    text.append(')').append(behindParameters(signature));
    String declared = declare(signature.result(), text.toString(), place.inside());
    place.unnamed().addAll(ofParameters);
    return declared;
  }

  /** Writes what follows the parameters of a function without a prototype. */
  protected String unprototyped() {
    return "";
  }

  /** Writes what follows the parentheses of a function. */
  protected String behindParameters(Signature signature) {
    return "";
  }

  /** Writes what stands for a type that lies too deep. */
  protected String tooDeep() {
    return "…";
  }

  /**
   * Joins a specifier and a declarator.
   *
   * @param declarator the text on the right, which may be empty
   */
  protected String joined(String specifier, String declarator) {
    return declarator.isEmpty() ? specifier : specifier + " " + declarator;
  }

  /**
   * Returns the keyword of a shape.
   *
   * @param shape struct or union
   */
  public static String keyword(Type.Shape shape) {
    return switch (shape) {
      case STRUCT -> "struct";
      case UNION -> "union";
    };
  }
}
