package org.abiseam.engine.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;

/** The lines of one block, read one after the other into a type. */
final class TypeBlockParser {
  private final TypeTable types;
  private final List<BlockReader.Line> lines;
  private List<String> names = List.of();
  private int at;

  TypeBlockParser(TypeTable types, BlockReader.Paragraph block) {
    this.types = types;
    this.lines = block.lines();
    while (at < lines.size() && lines.get(at).depth() == 1 && preface(lines.get(at).text())) {
      BlockReader.Line line = lines.get(at);
      if (line.text().startsWith("names ")) {
        names = names(new LineScanner(line.text().substring(6), line.number()));
      }
      at++;
    }
    if (at == lines.size()) {
      throw new BadSnapshot(block.head().number(), "the block says nothing");
    }
  }

  private static boolean preface(String text) {
    return text.startsWith("in ")
        || text.startsWith("defined")
        || text.equals("reached only")
        || text.startsWith("by ")
        || text.startsWith("names ")
        || text.startsWith("of ")
        || text.startsWith("within ");
  }

  private static List<String> names(LineScanner in) {
    List<String> names = new ArrayList<>();
    while (!in.end()) {
      names.add(in.name());
    }
    return names;
  }

  /** The names of the parameters of the function that the block is about; once. */
  List<String> takeNames() {
    List<String> taken = names;
    names = List.of();
    return taken;
  }

  /** Holds what a typedef stands for, before names are looked up. */
  record Alias(TypeExpr term, OptionalInt alignment) {}

  Alias alias() {
    BlockReader.Line first = lines.get(at++);
    LineScanner in = new LineScanner(first.text(), first.number());
    in.keyword("is");
    TypeExpr term = new TypeExprParser(in).type();
    OptionalInt alignment = in.take(';') ? aligned(in) : OptionalInt.empty();
    in.expectEnd();
    return new Alias(term, alignment);
  }

  /** Returns the type that the block is about. */
  Type type(TypeTable.Key key) {
    BlockReader.Line first = lines.get(at++);
    LineScanner in = new LineScanner(first.text(), first.number());
    Type type =
        switch (key.word()) {
          case "typedef" -> {
            at--;
            Alias alias = alias();
            yield new Type.Alias(
                key.name(), types.of(alias.term(), first, this), alias.alignment());
          }
          case "type" -> {
            at--;
            yield types.known(symbol());
          }
          case "scalar" -> scalar(key.name(), in);
          case "opaque" -> opaque(key.name(), in);
          default -> sized(key.word(), Optional.of(key.name()), first, in);
        };
    if (at < lines.size()) {
      BlockReader.Line more = lines.get(at);
      throw new BadSnapshot(more.number(), "not expected here: " + more.text());
    }
    return type;
  }

  /** Returns the type that the next line is about: of a function or a variable. */
  TypeId symbol() {
    BlockReader.Line first = lines.get(at++);
    LineScanner in = new LineScanner(first.text(), first.number());
    in.keyword("is");
    TypeExpr term = new TypeExprParser(in).type();
    in.expectEnd();
    return types.of(term, first, this);
  }

  /** Returns a type without a name, whose inside comes next. */
  Type unnamed(String word, BlockReader.Line holder) {
    if (at == lines.size() || lines.get(at).depth() <= holder.depth()) {
      throw new BadSnapshot(
          holder.number(), "the inside of '" + word + " {…}' is missing below this line");
    }
    BlockReader.Line first = lines.get(at++);
    return sized(word, Optional.empty(), first, new LineScanner(first.text(), first.number()));
  }

  private static OptionalInt aligned(LineScanner in) {
    in.keyword("align");
    return OptionalInt.of(in.smallNumber());
  }

  private static OptionalInt alignment(LineScanner in) {
    return in.take(',') ? aligned(in) : OptionalInt.empty();
  }

  private static Type scalar(String name, LineScanner in) {
    in.keyword("size");
    long bytes = in.number();
    in.expect(',');
    Type.Encoding encoding = encoding(in);
    long bits = bytes * 8;
    OptionalInt alignment = OptionalInt.empty();
    while (in.take(',')) {
      if (in.takeKeyword("bits")) {
        bits = in.number();
      } else {
        alignment = aligned(in);
      }
    }
    in.expectEnd();
    return new Type.Scalar(name, encoding, bytes, bits, alignment);
  }

  private static Type.Encoding encoding(LineScanner in) {
    StringBuilder word = new StringBuilder(in.word());
    while (in.take('-')) {
      word.append('-').append(in.word());
    }
    for (Type.Encoding one : Type.Encoding.values()) {
      if (MemberWriter.word(one).contentEquals(word)) {
        return one;
      }
    }
    throw in.fault("an encoding such as 'signed' instead of '" + word + "'");
  }

  private static Type opaque(String name, LineScanner in) {
    in.keyword("size");
    OptionalLong bytes = in.numberOrUnknown();
    in.expect(',');
    OptionalInt alignment = OptionalInt.empty();
    if (!in.takeKeyword("because")) {
      alignment = aligned(in);
      in.expect(',');
      in.keyword("because");
    }
    String reason = in.quoted();
    in.expectEnd();
    return TypeTable.opaque(Optional.of(name), bytes, alignment, reason);
  }

  private Type sized(String word, Optional<String> name, BlockReader.Line first, LineScanner in) {
    in.keyword("size");
    long bytes = in.number();
    return switch (word) {
      case "struct" -> aggregate(Type.Shape.STRUCT, name, bytes, first, in);
      case "union" -> aggregate(Type.Shape.UNION, name, bytes, first, in);
      case "enum" -> enumeration(name, bytes, first, in);
      case "tagged" -> tagged(name.orElse(""), bytes, first, in);
      default -> throw in.fault("a struct, union or enum, not a " + word + ",");
    };
  }

  /** Tells whether the next line belongs to what began with a line of sizes. */
  private boolean more(BlockReader.Line first) {
    if (at == lines.size() || lines.get(at).depth() != first.depth()) {
      return false;
    }
    String text = lines.get(at).text();
    return !text.startsWith("size ") || text.startsWith("size =");
  }

  private Type aggregate(
      Type.Shape shape, Optional<String> name, long bytes, BlockReader.Line first, LineScanner in) {
    OptionalInt alignment = alignment(in);
    in.expectEnd();
    List<Member> members = new ArrayList<>();
    while (more(first) && lines.get(at).text().startsWith("@")) {
      BlockReader.Line line = lines.get(at++);
      members.add(member(line, new LineScanner(line.text(), line.number())));
    }
    return new Type.Aggregate(shape, name, bytes, alignment, members);
  }

  private Member member(BlockReader.Line line, LineScanner in) {
    in.expect('@');
    long position = in.position();
    String name = in.at(':') ? "" : in.name();
    in.expect(':');
    TypeExpr term = new TypeExprParser(in).type();
    TypeId type = types.of(term, line, this);
    if (!in.take(';')) {
      in.expectEnd();
      return new Member.Field(name, type, position, OptionalInt.empty());
    }
    Member member =
        switch (in.word()) {
          case "bits" -> new Member.BitField(name, type, position, in.smallNumber());
          case "unit" -> new Member.BitFieldUnit(name, type, position, accessors(in));
          case "padding" -> new Member.Padding(name, type, position);
          case "marker" -> new Member.AlignmentMarker(name, type, position);
          case "align" -> new Member.Field(name, type, position, OptionalInt.of(in.smallNumber()));
          default -> throw in.fault("bits, unit, padding, marker or align before what follows");
        };
    in.expectEnd();
    return member;
  }

  private static Optional<List<Member.Accessor>> accessors(LineScanner in) {
    if (!in.takeKeyword("of")) {
      return Optional.empty();
    }
    List<Member.Accessor> accessors = new ArrayList<>();
    while (!in.end()) {
      String name = in.name();
      in.expect('@');
      long offset = in.number();
      in.expect('+');
      accessors.add(new Member.Accessor(name, offset, in.smallNumber()));
    }
    return Optional.of(accessors);
  }

  private Type enumeration(
      Optional<String> name, long bytes, BlockReader.Line first, LineScanner in) {
    in.expect(',');
    boolean signed = in.takeKeyword("signed");
    if (!signed) {
      in.keyword("unsigned");
    }
    boolean closed = in.take(',');
    if (closed) {
      in.keyword("closed");
    }
    in.expectEnd();
    List<Type.Enumeration.Value> values = new ArrayList<>();
    while (more(first)) {
      BlockReader.Line line = lines.get(at++);
      LineScanner value = new LineScanner(line.text(), line.number());
      String label = value.name();
      value.expect('=');
      values.add(new Type.Enumeration.Value(label, value.number()));
      value.expectEnd();
    }
    return new Type.Enumeration(name, bytes, signed, values, closed);
  }

  private Type tagged(String name, long bytes, BlockReader.Line first, LineScanner in) {
    OptionalInt alignment = alignment(in);
    in.expectEnd();
    Optional<Member.Field> tag = Optional.empty();
    List<Type.Tagged.Variant> variants = new ArrayList<>();
    while (more(first)) {
      BlockReader.Line line = lines.get(at++);
      LineScanner part = new LineScanner(line.text(), line.number());
      if (part.takeKeyword("tag")) {
        Member member = member(line, part);
        tag =
            Optional.of(
                new Member.Field(
                    member.name(),
                    member.type(),
                    member.bitOffset(),
                    member instanceof Member.Field field
                        ? field.alignment()
                        : OptionalInt.empty()));
      } else {
        variants.add(variant(line, part));
      }
    }
    return new Type.Tagged(name, bytes, alignment, tag, variants);
  }

  private Type.Tagged.Variant variant(BlockReader.Line line, LineScanner in) {
    in.keyword("variant");
    String name = in.name();
    OptionalLong number = in.take('=') ? OptionalLong.of(in.number()) : OptionalLong.empty();
    in.expect(':');
    TypeExpr term = new TypeExprParser(in).type();
    in.expectEnd();
    return new Type.Tagged.Variant(name, number, types.of(term, line, this));
  }
}
