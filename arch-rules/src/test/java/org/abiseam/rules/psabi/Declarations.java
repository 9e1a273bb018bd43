package org.abiseam.rules.psabi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Origin;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * C declarations as a graph of types, for tests: {@code struct S { int a; double d; }; void
 * f(struct S s, long n)}. Knows the base types, pointers, arrays, bit-fields, structs and unions
 * declared before their use (also with {@code packed} or {@code aligned(N)} behind the brace, and
 * {@code aligned(N)} behind a member), {@code ...}, and nothing else. The last declaration is the
 * function.
 */
final class Declarations {
  private static final Pattern TOKEN =
      Pattern.compile("\\.\\.\\.|[A-Za-z_][A-Za-z_0-9]*|\\d+|[{}();:,*\\[\\]]");
  private static final Origin NOWHERE =
      new Origin("test", "", OptionalLong.empty(), Optional.empty());

  private final Machine machine;
  private final List<String> tokens = new ArrayList<>();
  private final TypeGraph.Builder graph = new TypeGraph.Builder();
  private final Map<String, TypeId> tags = new HashMap<>();
  private final Map<TypeId, Long> alignments = new HashMap<>();
  private int at;

  /** A function and the types it speaks of. */
  record Parsed(TypeGraph types, Signature signature) {}

  private record Declared(TypeId type, String name) {}

  private Declarations(Machine machine, String text) {
    this.machine = machine;
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
  }

  static Parsed parse(Machine machine, String text) {
    Declarations declarations = new Declarations(machine, text);
    while (declarations.definesTag()) {
      declarations.type();
      declarations.expect(";");
    }
    Signature signature = declarations.function();
    return new Parsed(declarations.graph.build(), signature);
  }

  private boolean definesTag() {
    boolean tag = peek().equals("struct") || peek().equals("union");
    return tag && tokens.get(at + 2).equals("{");
  }

  private Signature function() {
    Declared result = declarator(type());
    expect("(");
    List<Signature.Parameter> parameters = new ArrayList<>();
    Signature.Arity arity = Signature.Arity.FIXED;
    while (!accept(")")) {
      if (accept("...")) {
        arity = Signature.Arity.VARIADIC;
      } else {
        Declared parameter = declarator(type());
        boolean none = parameter.name().isEmpty() && isVoid(parameter.type());
        if (!none) {
          parameters.add(new Signature.Parameter(parameter.name(), parameter.type()));
        }
      }
      accept(",");
    }
    return new Signature(parameters, result.type(), arity, CallingConvention.C);
  }

  private boolean isVoid(TypeId id) {
    return graph.defined(id).filter(Type.Void.class::isInstance).isPresent();
  }

  private Declared declarator(TypeId base) {
    TypeId type = base;
    while (accept("*")) {
      type = add(new Type.Pointer(type, machine.pointerBytes()), machine.pointerBytes());
    }
    String name = Character.isJavaIdentifierStart(peek().charAt(0)) ? next() : "";
    while (accept("[")) {
      OptionalLong count =
          peek().equals("]") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(next()));
      expect("]");
      long alignment = alignment(type);
      type = add(new Type.Array(type, count, bytes(type)), alignment);
    }
    return new Declared(type, name);
  }

  private TypeId type() {
    if (peek().equals("struct") || peek().equals("union")) {
      boolean union = next().equals("union");
      String tag = next();
      return accept("{") ? define(tag, union) : tags.getOrDefault(tag, new TypeId(-1));
    }
    List<String> words = new ArrayList<>();
    while (List.of(
            "unsigned",
            "signed",
            "char",
            "short",
            "int",
            "long",
            "float",
            "double",
            "void",
            "_Bool",
            "__int128",
            "_Complex",
            "__float128",
            "vector8",
            "vector16")
        .contains(peek())) {
      words.add(next());
    }
    return base(String.join(" ", words));
  }

  private TypeId base(String name) {
    long word = machine.pointerBytes();
    boolean unsigned = name.startsWith("unsigned");
    Type.Encoding whole = unsigned ? Type.Encoding.UNSIGNED : Type.Encoding.SIGNED;
    String plain = name.replace("unsigned", "").replace("signed", "").strip();
    return switch (plain) {
      case "void" -> add(new Type.Void(), 1);
      case "_Bool" -> scalar(name, Type.Encoding.BOOLEAN, 1);
      case "char" -> scalar(name, whole, 1);
      case "short" -> scalar(name, whole, 2);
      case "", "int" -> scalar(name, whole, 4);
      case "long" -> scalar(name, whole, word);
      case "long long" -> scalar(name, whole, 8);
      case "__int128" -> scalar(name, whole, 16);
      case "float" -> scalar(name, Type.Encoding.FLOAT, 4);
      case "double" -> scalar(name, Type.Encoding.FLOAT, 8);
      case "long double" -> scalar(name, Type.Encoding.FLOAT, 16);
      case "__float128" -> scalar(name, Type.Encoding.FLOAT, 16);
      case "int _Complex" -> scalar(name, Type.Encoding.COMPLEX_INTEGER, 8);
      case "float _Complex" -> scalar(name, Type.Encoding.COMPLEX_FLOAT, 8);
      case "double _Complex" -> scalar(name, Type.Encoding.COMPLEX_FLOAT, 16);
      case "vector8" -> add(new Type.Vector(base("int"), 2, 8), 8);
      case "vector16" -> add(new Type.Vector(base("int"), 4, 16), 16);
      default -> throw new IllegalArgumentException("no such type: " + name);
    };
  }

  private TypeId scalar(String name, Type.Encoding encoding, long bytes) {
    long half = encoding == Type.Encoding.COMPLEX_FLOAT ? bytes / 2 : bytes;
    return add(
        new Type.Scalar(name, encoding, bytes, bytes * 8, OptionalInt.empty()),
        Psabis.target(machine).integer(half));
  }

  /** The members of a struct as they are laid out. */
  private static final class Body {
    final boolean union;
    final boolean packed;
    final List<Member> members = new ArrayList<>();
    long position;
    long size;
    long alignment = 1;

    Body(boolean union, boolean packed) {
      this.union = union;
      this.packed = packed;
    }

    void bitField(Declared declared, int width, long unit, long own) {
      if (width == 0 || (!packed && position / unit != (position + width - 1) / unit)) {
        position = (position + unit - 1) / unit * unit;
      }
      if (width > 0 && !declared.name().isEmpty()) {
        members.add(new Member.BitField(declared.name(), declared.type(), position, width));
        alignment = Math.max(alignment, own);
      }
      advance(width);
    }

    void field(Declared declared, long bits, long own, OptionalInt stated) {
      position = (position + own * 8 - 1) / (own * 8) * (own * 8);
      members.add(new Member.Field(declared.name(), declared.type(), position, stated));
      alignment = Math.max(alignment, own);
      advance(bits);
    }

    private void advance(long bits) {
      position += bits;
      size = Math.max(size, position);
      position = union ? 0 : position;
    }
  }

  private TypeId define(String tag, boolean union) {
    int start = at;
    Body body = new Body(union, isPacked());
    at = start;
    while (!accept("}")) {
      TypeId base = type();
      do {
        member(body, declarator(base));
      } while (accept(","));
      expect(";");
    }
    accept("packed");
    OptionalInt stated = attribute();
    long alignment = Math.max(body.alignment, stated.orElse(1));
    long bytes = (body.size + alignment * 8 - 1) / (alignment * 8) * alignment;
    Type.Shape shape = union ? Type.Shape.UNION : Type.Shape.STRUCT;
    TypeId id =
        add(new Type.Aggregate(shape, Optional.of(tag), bytes, stated, body.members), alignment);
    tags.put(tag, id);
    return id;
  }

  private void member(Body body, Declared declared) {
    long own = body.packed ? 1 : alignment(declared.type());
    long bits = bytes(declared.type()) * 8;
    if (accept(":")) {
      body.bitField(declared, Integer.parseInt(next()), bits, own);
    } else {
      OptionalInt stated = attribute();
      body.field(declared, bits, stated.isPresent() ? stated.getAsInt() : own, stated);
    }
  }

  private OptionalInt attribute() {
    if (!accept("aligned")) {
      return OptionalInt.empty();
    }
    expect("(");
    int alignment = Integer.parseInt(next());
    expect(")");
    return OptionalInt.of(alignment);
  }

  /** Looks ahead to what stands behind the closing brace. */
  private boolean isPacked() {
    while (!next().equals("}")) {}
    return peek().equals("packed");
  }

  private TypeId add(Type type, long alignment) {
    TypeId id = graph.add(type, NOWHERE);
    alignments.put(id, alignment);
    return id;
  }

  private long alignment(TypeId id) {
    return alignments.getOrDefault(id, 1L);
  }

  private long bytes(TypeId id) {
    return switch (graph.defined(id).orElseThrow()) {
      case Type.Scalar scalar -> scalar.bytes();
      case Type.Pointer pointer -> pointer.bytes();
      case Type.Array array -> array.count().orElse(0) * array.stride();
      case Type.Vector vector -> vector.bytes();
      case Type.Aggregate aggregate -> aggregate.bytes();
      default -> 0;
    };
  }

  private String peek() {
    return at < tokens.size() ? tokens.get(at) : ";";
  }

  private String next() {
    return tokens.get(at++);
  }

  private boolean accept(String token) {
    boolean there = peek().equals(token);
    at += there ? 1 : 0;
    return there;
  }

  private void expect(String token) {
    if (!accept(token)) {
      throw new IllegalArgumentException("expected " + token + " before " + peek());
    }
  }
}
