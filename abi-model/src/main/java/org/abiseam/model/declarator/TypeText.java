package org.abiseam.model.declarator;

import java.util.OptionalInt;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Member;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * Writes types in the words of C, whatever language they come from.
 *
 * <p>{@link #of} gives the short name that a report prints next to a member: {@code unsigned int},
 * {@code struct foo *}, {@code u8[4]}, {@code int (*)(struct s *, u32)}. {@link #definition} spells
 * out the inside on one line: {@code struct point 8 { u32 x @0; u32 y:3 @32 }}, with the size in
 * bytes before the brace and each position in bits behind the {@code @}.
 */
public final class TypeText extends DeclaratorWriter {
  private static final int DEEPEST = 24;

  /** How many typedefs inside each other are looked through. */
  private final int levels;

  private int opened;

  private TypeText(TypeGraph types, int levels) {
    super(types, DEEPEST);
    this.levels = levels;
  }

  /**
   * Returns the short name of a type.
   *
   * @return C-like text without a declarator name
   */
  public static String of(TypeGraph types, TypeId id) {
    return declaration(types, id, "");
  }

  /**
   * Returns the short name of a type with its typedefs opened.
   *
   * @param levels how many typedefs inside each other stand for what they mean
   * @return C-like text without a declarator name
   */
  public static String opened(TypeGraph types, TypeId id, int levels) {
    return new TypeText(types, levels).declare(id, "", 0);
  }

  /**
   * Writes the declaration of something of a type.
   *
   * @return C-like text, e.g. {@code int (*open)(struct inode *)}
   */
  public static String declaration(TypeGraph types, TypeId id, String name) {
    return new TypeText(types, 0).declare(id, name, 0);
  }

  /** Writes a type with its inside, anonymous parts spelled out. */
  public static String definition(TypeGraph types, TypeId id) {
    return new TypeText(types, 0).define(types.type(id), 0);
  }

  /**
   * Writes one member with its position in bits.
   *
   * @param member a member of a node of it
   * @return e.g. {@code u32 y:3 @32}
   */
  public static String member(TypeGraph types, Member member) {
    return new TypeText(types, 0).member(member, 0);
  }

  @Override
  protected String declare(TypeId id, String declarator, Place place) {
    if (!(types().type(id) instanceof Type.Alias alias)) {
      return super.declare(id, declarator, place);
    }
    // The type of a variable that nothing else has is an alias without a name.
    if (alias.name().isEmpty()) {
      return declare(alias.target(), declarator, place.inside());
    }
    if (opened >= levels) {
      return super.declare(id, declarator, place);
    }
    opened++;
    String text = declare(alias.target(), declarator, place.inside());
    opened--;
    return text;
  }

  private String declare(TypeId id, String declarator, int depth) {
    return declare(id, declarator, Place.at(depth));
  }

  @Override
  protected String specifier(Type type, TypeId id, Place place) {
    return switch (type) {
      case Type.Void _ -> "void";
      case Type.Scalar scalar -> scalar.name();
      case Type.Enumeration enumeration -> "enum " + enumeration.name().orElse("{…}");
      case Type.Tagged tagged -> named("enum", tagged.name());
      case Type.Aggregate aggregate ->
          named(keyword(aggregate.shape()), aggregate.name().orElse("{…}"));
      case Type.Incomplete incomplete -> named(keyword(incomplete.shape()), incomplete.name());
      case Type.Opaque opaque -> opaque.name().orElse("<opaque>");
      case Type.Alias alias -> alias.name();
      case Type.Vector vector ->
          declare(vector.element(), "", place.depth() + 1)
              + " __attribute__((vector_size("
              + vector.bytes()
              + ")))";
      case Type.Pointer _, Type.Array _, Type.Function _, Type.Atomic _, Type.NonZero _ ->
          throw new IllegalArgumentException("no specifier: " + type);
    };
  }

  /** Generic types and references of Rust have no keyword: {@code &str}, {@code Option<u32>}. */
  private static String named(String keyword, String name) {
    boolean ofRust = name.startsWith("&") || name.startsWith("(") || name.indexOf('<') > 0;
    return ofRust ? name : keyword + " " + name;
  }

  @Override
  protected Type pointee(TypeId target) {
    Type type = types().type(target);
    for (int i = opened; i < levels && type instanceof Type.Alias alias; i++) {
      type = types().type(alias.target());
    }
    return type;
  }

  @Override
  protected String function(Signature signature, String declarator, Place place) {
    String declared = super.function(signature, declarator, place);
    return signature.convention().equals(CallingConvention.C)
        ? declared
        : "extern \"" + signature.convention().name() + "\" " + declared;
  }

  @Override
  protected String joined(String specifier, String declarator) {
    return declarator.startsWith("[")
        ? specifier + declarator
        : super.joined(specifier, declarator);
  }

  private String define(Type type, int depth) {
    return switch (type) {
      case Type.Aggregate aggregate -> aggregate(aggregate, depth);
      case Type.Tagged tagged -> tagged(tagged, depth);
      case Type.Enumeration enumeration -> enumeration(enumeration);
      case Type.Alias alias ->
          "typedef "
              + declare(alias.target(), alias.name(), depth)
              + alignment(alias.alignment())
              + anonymousInside(alias.target(), depth);
      case Type.Incomplete incomplete ->
          keyword(incomplete.shape())
              + " "
              + incomplete.name()
              + (incomplete.placeholderBytes().isPresent()
                  ? " placeholder " + incomplete.placeholderBytes().getAsLong()
                  : "");
      case Type.Opaque opaque ->
          opaque.name().orElse("<opaque>")
              + (opaque.bytes().isPresent() ? " " + opaque.bytes().getAsLong() : "")
              + alignment(opaque.alignment())
              + " opaque: "
              + opaque.reason();
      case Type.Scalar scalar ->
          scalar.name() + " " + scalar.bytes() + " " + scalar.encoding() + bits(scalar);
      case Type.Pointer pointer -> declare(pointer.target(), pointing(pointer, ""), depth);
      case Type.Array array -> declare(array.element(), "[" + length(array) + "]", depth);
      case Type.Function function -> function(function.signature(), "", Place.at(depth));
      case Type.Void _ -> "void";
      case Type.Vector vector ->
          declare(vector.element(), "", depth) + " vector of " + vector.count();
      case Type.Atomic atomic -> "_Atomic(" + declare(atomic.target(), "", depth) + ")";
      case Type.NonZero number -> "NonZero(" + declare(number.target(), "", depth) + ")";
    };
  }

  private String anonymousInside(TypeId target, int depth) {
    return depth < DEEPEST
            && types().type(target) instanceof Type.Aggregate aggregate
            && aggregate.name().isEmpty()
        ? " = " + aggregate(aggregate, depth + 1)
        : "";
  }

  private static String bits(Type.Scalar scalar) {
    return (scalar.valueBits() == scalar.bytes() * 8 ? "" : " " + scalar.valueBits() + " bits")
        + alignment(scalar.alignment());
  }

  private String aggregate(Type.Aggregate aggregate, int depth) {
    StringBuilder text = new StringBuilder(keyword(aggregate.shape()));
    aggregate.name().ifPresent(name -> text.append(' ').append(name));
    text.append(' ').append(aggregate.bytes()).append(alignment(aggregate.alignment()));
    String separator = " { ";
    for (Member member : aggregate.members()) {
      text.append(separator).append(member(member, depth));
      separator = "; ";
    }
    return text.append(aggregate.members().isEmpty() ? " {}" : " }").toString();
  }

  private String member(Member member, int depth) {
    String suffix = " @" + member.bitOffset();
    return switch (member) {
      case Member.Field field -> field(field, depth) + alignment(field.alignment()) + suffix;
      case Member.BitField bits ->
          declare(bits.type(), bits.name(), 0) + ":" + bits.bitWidth() + suffix;
      case Member.BitFieldUnit unit ->
          "bit-field unit " + declare(unit.type(), unit.name(), 0) + suffix;
      case Member.Padding padding ->
          "padding " + declare(padding.type(), padding.name(), 0) + suffix;
      case Member.AlignmentMarker marker ->
          "marker " + declare(marker.type(), marker.name(), 0) + suffix;
    };
  }

  private String field(Member.Field field, int depth) {
    boolean spelledOut =
        depth < DEEPEST
            && types().type(field.type()) instanceof Type.Aggregate aggregate
            && aggregate.name().isEmpty();
    return spelledOut
        ? joined(define(types().type(field.type()), depth + 1), field.name())
        : declare(field.type(), field.name(), 0);
  }

  private String tagged(Type.Tagged tagged, int depth) {
    StringBuilder text = new StringBuilder("enum ").append(tagged.name());
    text.append(' ').append(tagged.bytes()).append(alignment(tagged.alignment()));
    tagged.discriminant().ifPresent(tag -> text.append(" tag ").append(member(tag, depth)));
    String separator = " { ";
    for (Type.Tagged.Variant variant : tagged.variants()) {
      text.append(separator).append(variant.name());
      text.append(" = ");
      variant
          .discriminant()
          .ifPresentOrElse(number -> text.append(number), () -> text.append("else"));
      text.append(": ");
      text.append(
          depth < DEEPEST
              ? define(types().type(variant.payload()), depth + 1)
              : declare(variant.payload(), "", 0));
      separator = "; ";
    }
    return text.append(tagged.variants().isEmpty() ? " {}" : " }").toString();
  }

  private static String enumeration(Type.Enumeration enumeration) {
    StringBuilder text = new StringBuilder("enum");
    enumeration.name().ifPresent(name -> text.append(' ').append(name));
    text.append(enumeration.signed() ? " signed " : " unsigned ").append(enumeration.bytes());
    text.append(enumeration.closed() ? " closed" : "");
    String separator = " { ";
    for (Type.Enumeration.Value value : enumeration.values()) {
      text.append(separator).append(value.name()).append(" = ");
      text.append(
          enumeration.signed()
              ? Long.toString(value.number())
              : Long.toUnsignedString(value.number()));
      separator = ", ";
    }
    return text.append(enumeration.values().isEmpty() ? " {}" : " }").toString();
  }

  private static String alignment(OptionalInt alignment) {
    return alignment.isPresent() ? " align " + alignment.getAsInt() : "";
  }
}
