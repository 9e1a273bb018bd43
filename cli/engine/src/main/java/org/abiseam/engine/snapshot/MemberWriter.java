package org.abiseam.engine.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.Member;
import org.abiseam.model.Type;

/** The lines of a block below its first: what a named type is. */
final class MemberWriter {
  private static final String STEP = "  ";

  /** Structs without a name inside each other that are written out. */
  private static final int DEEPEST = 64;

  private final TypeExprWriter writing;

  MemberWriter(TypeExprWriter writing) {
    this.writing = writing;
  }

  /** Returns a type with a name of its own. */
  List<String> of(Type type) {
    List<String> lines = new ArrayList<>();
    body(type, STEP, lines, 0);
    return lines;
  }

  /** A type in a line with the insides of those that have no name below. */
  void line(String indent, String before, Expressed expressed, String after, List<String> lines) {
    line(indent, before, expressed, after, lines, 0);
  }

  /** Something that can be written in a line; it adds what has no name to a list. */
  interface Expressed {
    String text(List<Type> unnamed);
  }

  private void line(
      String indent,
      String before,
      Expressed expressed,
      String after,
      List<String> lines,
      int depth) {
    List<Type> unnamed = new ArrayList<>(0);
    lines.add(indent + before + expressed.text(unnamed) + after);
    if (depth > DEEPEST) {
      unnamed.forEach(_ -> lines.add(indent + STEP + "size 0"));
    } else {
      unnamed.forEach(inner -> body(inner, indent + STEP, lines, depth + 1));
    }
  }

  private void body(Type type, String indent, List<String> lines, int depth) {
    switch (type) {
      case Type.Aggregate aggregate -> {
        lines.add(
            indent + "size " + aggregate.bytes() + TypeExprWriter.alignment(aggregate.alignment()));
        aggregate.members().forEach(member -> member(member, indent, lines, depth));
      }
      case Type.Enumeration enumeration -> enumeration(enumeration, indent, lines);
      case Type.Tagged tagged -> tagged(tagged, indent, lines, depth);
      case Type.Scalar scalar ->
          lines.add(
              indent
                  + "size "
                  + scalar.bytes()
                  + ", "
                  + word(scalar.encoding())
                  + (scalar.valueBits() == scalar.bytes() * 8 ? "" : ", bits " + scalar.valueBits())
                  + TypeExprWriter.alignment(scalar.alignment()));
      case Type.Alias alias ->
          line(
              indent,
              "is ",
              unnamed -> writing.type(alias.target(), unnamed),
              TypeExprWriter.alignment(alias.alignment()).replace(",", ";"),
              lines,
              depth);
      case Type.Opaque opaque ->
          lines.add(
              indent
                  + "size "
                  + (opaque.bytes().isPresent() ? opaque.bytes().getAsLong() : "?")
                  + TypeExprWriter.alignment(opaque.alignment())
                  + ", because "
                  + Quoting.quoted(opaque.reason()));
      case Type.Incomplete _ -> {}
      case Type.Void _,
          Type.Pointer _,
          Type.Sequence _,
          Type.Function _,
          Type.Atomic _,
          Type.NonZero _ ->
          throw new IllegalStateException("has no name: " + type);
    }
  }

  private static void enumeration(Type.Enumeration type, String indent, List<String> lines) {
    lines.add(
        indent
            + "size "
            + type.bytes()
            + (type.signed() ? ", signed" : ", unsigned")
            + (type.closed() ? ", closed" : ""));
    for (Type.Enumeration.Value value : type.values()) {
      String number =
          type.signed() ? Long.toString(value.number()) : Long.toUnsignedString(value.number());
      lines.add(indent + Quoting.name(value.name()) + " = " + number);
    }
  }

  private void tagged(Type.Tagged tagged, String indent, List<String> lines, int depth) {
    lines.add(indent + "size " + tagged.bytes() + TypeExprWriter.alignment(tagged.alignment()));
    tagged
        .discriminant()
        .ifPresent(
            tag ->
                line(
                    indent,
                    "tag @" + position(tag.bitOffset()) + ": ",
                    unnamed -> writing.type(tag.type(), unnamed),
                    aligned(tag),
                    lines,
                    depth));
    for (Type.Tagged.Variant variant : tagged.variants()) {
      String number =
          variant.discriminant().isPresent() ? " = " + variant.discriminant().getAsLong() : "";
      line(
          indent,
          "variant " + Quoting.name(variant.name()) + number + ": ",
          unnamed -> writing.type(variant.payload(), unnamed),
          "",
          lines,
          depth);
    }
  }

  private void member(Member member, String indent, List<String> lines, int depth) {
    String name = member.name().isEmpty() ? "" : " " + Quoting.name(member.name());
    line(
        indent,
        "@" + position(member.bitOffset()) + name + ": ",
        unnamed -> writing.type(member.type(), unnamed),
        after(member),
        lines,
        depth);
  }

  private static String after(Member member) {
    return switch (member) {
      case Member.Field field -> aligned(field);
      case Member.BitField bits -> "; bits " + bits.bitWidth();
      case Member.BitFieldUnit unit -> "; unit" + accessors(unit.accessors());
      case Member.Padding _ -> "; padding";
      case Member.AlignmentMarker _ -> "; marker";
    };
  }

  private static String accessors(Optional<List<Member.Accessor>> accessors) {
    if (accessors.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder(" of");
    for (Member.Accessor one : accessors.get()) {
      text.append(' ').append(Quoting.name(one.name()));
      text.append('@').append(one.bitOffset()).append('+').append(one.bitWidth());
    }
    return text.toString();
  }

  private static String aligned(Member.Field field) {
    return field.alignment().isPresent() ? "; align " + field.alignment().getAsInt() : "";
  }

  static String position(long bits) {
    return bits % 8 == 0 ? Long.toString(bits / 8) : bits / 8 + "." + bits % 8;
  }

  static String word(Type.Encoding encoding) {
    return encoding.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
