package org.abiseam.engine.cache;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Member;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;

/** Writes the nodes of type graphs. */
final class TypeFormat {
  private static final List<Type.Encoding> ENCODINGS = List.of(Type.Encoding.values());
  private static final List<Type.Shape> SHAPES = List.of(Type.Shape.values());
  private static final List<Type.Opaque.Cause> CAUSES = List.of(Type.Opaque.Cause.values());
  private static final List<Signature.Arity> ARITIES = List.of(Signature.Arity.values());
  private static final List<Signature.Completion> COMPLETIONS =
      List.of(Signature.Completion.values());
  private static final List<Kind> KINDS = List.of(Kind.values());
  private static final List<MemberKind> MEMBERS = List.of(MemberKind.values());

  /** Says which variant of {@link Type} follows. */
  private enum Kind {
    VOID,
    SCALAR,
    ENUMERATION,
    POINTER,
    ARRAY,
    VECTOR,
    AGGREGATE,
    TAGGED,
    FUNCTION,
    ALIAS,
    ATOMIC,
    NON_ZERO,
    INCOMPLETE,
    OPAQUE
  }

  /** Says which variant of {@link Member} follows. */
  private enum MemberKind {
    FIELD,
    BIT_FIELD,
    BIT_FIELD_UNIT,
    PADDING,
    ALIGNMENT_MARKER
  }

  private TypeFormat() {}

  static void write(EntryWriter to, Type type) {
    switch (type) {
      case Type.Void _ -> to.constant(Kind.VOID);
      case Type.Scalar scalar -> {
        to.constant(Kind.SCALAR);
        to.text(scalar.name());
        to.constant(scalar.encoding());
        to.number(scalar.bytes());
        to.number(scalar.valueBits());
        to.number(scalar.alignment());
      }
      case Type.Enumeration enumeration -> {
        to.constant(Kind.ENUMERATION);
        to.text(enumeration.name());
        to.number(enumeration.bytes());
        to.flag(enumeration.signed());
        to.all(enumeration.values(), TypeFormat::value);
        to.flag(enumeration.closed());
      }
      case Type.Pointer pointer -> {
        to.constant(Kind.POINTER);
        id(to, pointer.target());
        to.number(pointer.bytes());
        to.flag(pointer.constant());
      }
      case Type.Array array -> {
        to.constant(Kind.ARRAY);
        id(to, array.element());
        to.number(array.count());
        to.number(array.stride());
      }
      case Type.Vector vector -> {
        to.constant(Kind.VECTOR);
        id(to, vector.element());
        to.number(vector.count());
        to.number(vector.bytes());
      }
      case Type.Aggregate aggregate -> {
        to.constant(Kind.AGGREGATE);
        to.constant(aggregate.shape());
        to.text(aggregate.name());
        to.number(aggregate.bytes());
        to.number(aggregate.alignment());
        to.all(aggregate.members(), TypeFormat::member);
      }
      case Type.Tagged tagged -> {
        to.constant(Kind.TAGGED);
        to.text(tagged.name());
        to.number(tagged.bytes());
        to.number(tagged.alignment());
        to.optional(tagged.discriminant(), TypeFormat::field);
        to.all(tagged.variants(), TypeFormat::variant);
      }
      case Type.Function function -> {
        to.constant(Kind.FUNCTION);
        signature(to, function.signature());
      }
      case Type.Alias alias -> {
        to.constant(Kind.ALIAS);
        to.text(alias.name());
        id(to, alias.target());
        to.number(alias.alignment());
      }
      case Type.Atomic atomic -> {
        to.constant(Kind.ATOMIC);
        id(to, atomic.target());
      }
      case Type.NonZero number -> {
        to.constant(Kind.NON_ZERO);
        id(to, number.target());
      }
      case Type.Incomplete incomplete -> {
        to.constant(Kind.INCOMPLETE);
        to.constant(incomplete.shape());
        to.text(incomplete.name());
        to.number(incomplete.placeholderBytes());
      }
      case Type.Opaque opaque -> {
        to.constant(Kind.OPAQUE);
        to.text(opaque.name());
        to.number(opaque.bytes());
        to.number(opaque.alignment());
        to.constant(opaque.cause());
        to.sentence(opaque.reason());
      }
    }
  }

  static Type read(EntryReader from) {
    return switch (from.constant(KINDS)) {
      case VOID -> new Type.Void();
      case SCALAR ->
          new Type.Scalar(
              from.text(),
              from.constant(ENCODINGS),
              from.number(),
              from.number(),
              from.optionalSmall());
      case ENUMERATION ->
          new Type.Enumeration(
              from.optionalText(),
              from.number(),
              from.flag(),
              from.all(one -> new Type.Enumeration.Value(one.text(), one.number())),
              from.flag());
      case POINTER -> new Type.Pointer(id(from), from.number(), from.flag());
      case ARRAY -> new Type.Array(id(from), from.optionalNumber(), from.number());
      case VECTOR -> new Type.Vector(id(from), from.number(), from.number());
      case AGGREGATE ->
          new Type.Aggregate(
              from.constant(SHAPES),
              from.optionalText(),
              from.number(),
              from.optionalSmall(),
              from.all(TypeFormat::member));
      case TAGGED -> tagged(from);
      case FUNCTION -> new Type.Function(signature(from));
      case ALIAS -> new Type.Alias(from.text(), id(from), from.optionalSmall());
      case ATOMIC -> new Type.Atomic(id(from));
      case NON_ZERO -> new Type.NonZero(id(from));
      case INCOMPLETE ->
          new Type.Incomplete(from.constant(SHAPES), from.text(), from.optionalNumber());
      case OPAQUE -> opaque(from);
    };
  }

  private static Type.Tagged tagged(EntryReader from) {
    String name = from.text();
    long bytes = from.number();
    OptionalInt alignment = from.optionalSmall();
    Optional<Member.Field> discriminant = from.optional(TypeFormat::field);
    return new Type.Tagged(
        name,
        bytes,
        alignment,
        discriminant,
        from.all(one -> new Type.Tagged.Variant(one.text(), one.optionalNumber(), id(one))));
  }

  private static Type.Opaque opaque(EntryReader from) {
    Optional<String> name = from.optionalText();
    OptionalLong bytes = from.optionalNumber();
    return new Type.Opaque(name, bytes, from.optionalSmall(), from.constant(CAUSES), from.text());
  }

  static void id(EntryWriter to, TypeId id) {
    to.number(id.index());
  }

  static TypeId id(EntryReader from) {
    return new TypeId(from.small());
  }

  private static void value(EntryWriter to, Type.Enumeration.Value value) {
    to.text(value.name());
    to.number(value.number());
  }

  private static void variant(EntryWriter to, Type.Tagged.Variant variant) {
    to.text(variant.name());
    to.number(variant.discriminant());
    id(to, variant.payload());
  }

  private static void signature(EntryWriter to, Signature signature) {
    to.all(
        signature.parameters(),
        (out, parameter) -> {
          out.text(parameter.name());
          id(out, parameter.type());
        });
    id(to, signature.result());
    to.constant(signature.arity());
    to.text(signature.convention().name());
    to.constant(signature.completion());
  }

  private static Signature signature(EntryReader from) {
    return new Signature(
        from.all(one -> new Signature.Parameter(one.text(), id(one))),
        id(from),
        from.constant(ARITIES),
        CallingConvention.of(from.text()),
        from.constant(COMPLETIONS));
  }

  private static void member(EntryWriter to, Member member) {
    switch (member) {
      case Member.Field field -> {
        to.constant(MemberKind.FIELD);
        field(to, field);
      }
      case Member.BitField bits -> {
        place(to, MemberKind.BIT_FIELD, member);
        to.number(bits.bitWidth());
      }
      case Member.BitFieldUnit unit -> {
        place(to, MemberKind.BIT_FIELD_UNIT, member);
        to.optional(unit.accessors(), (out, accessors) -> out.all(accessors, TypeFormat::accessor));
      }
      case Member.Padding _ -> place(to, MemberKind.PADDING, member);
      case Member.AlignmentMarker _ -> place(to, MemberKind.ALIGNMENT_MARKER, member);
    }
  }

  private static Member member(EntryReader from) {
    MemberKind kind = from.constant(MEMBERS);
    if (kind == MemberKind.FIELD) {
      return field(from);
    }
    String name = from.text();
    TypeId type = id(from);
    long offset = from.number();
    return switch (kind) {
      case FIELD, BIT_FIELD -> new Member.BitField(name, type, offset, from.small());
      case BIT_FIELD_UNIT ->
          new Member.BitFieldUnit(
              name, type, offset, from.optional(one -> one.all(TypeFormat::accessor)));
      case PADDING -> new Member.Padding(name, type, offset);
      case ALIGNMENT_MARKER -> new Member.AlignmentMarker(name, type, offset);
    };
  }

  private static void place(EntryWriter to, MemberKind kind, Member member) {
    to.constant(kind);
    to.text(member.name());
    id(to, member.type());
    to.number(member.bitOffset());
  }

  private static void field(EntryWriter to, Member.Field field) {
    to.text(field.name());
    id(to, field.type());
    to.number(field.bitOffset());
    to.number(field.alignment());
  }

  private static Member.Field field(EntryReader from) {
    return new Member.Field(from.text(), id(from), from.number(), from.optionalSmall());
  }

  private static void accessor(EntryWriter to, Member.Accessor accessor) {
    to.text(accessor.name());
    to.number(accessor.bitOffset());
    to.number(accessor.bitWidth());
  }

  private static Member.Accessor accessor(EntryReader from) {
    return new Member.Accessor(from.text(), from.number(), from.small());
  }
}
