package org.abiseam.rules;

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
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.Linkage;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.Verdict;
import org.abiseam.model.Verification;
import org.abiseam.model.pairing.Pairing;

/**
 * One side of a seam, written by hand.
 *
 * <pre>
 *   c.struct("s 12: a u8 @0, b u32 @4, f u32:3 @8.0, p *other @16, x [u8;3] @24, y [u32] @28");
 *   rust.struct("s 12/4: a u8 @0, b u32 @4, _bitfield_1 unit:1 @8");
 * </pre>
 *
 * Name, size, alignment where one is stated, then members: name, type, position in bytes and, for a
 * bit-field, the bit of that byte. {@code unit:K} is bindgen's bit-field unit of K bytes, {@code
 * padding:K} its padding, {@code marker:T} its alignment marker, {@code -} a name that is not
 * there. {@code [T]} is a flexible array, {@code fn(T,U)} a function, {@code name} a type of this
 * side that was written before, or behind a pointer a declaration.
 */
final class Sketch {
  static final Machine X86_64 = new Machine(Machine.EM_X86_64, 8, false, 0);
  private static final Pattern NUMBER = Pattern.compile("([uifc])(8|16|32|64|128)");

  private final Machine machine;
  private final Producer producer;
  private final TypeGraph.Builder graph = new TypeGraph.Builder();
  private final Map<String, TypeId> named = new HashMap<>();
  private final List<Definition> definitions = new ArrayList<>();
  private final List<Entity> entities = new ArrayList<>();
  private List<String> path;
  private Optional<Origin.Line> line = Optional.empty();
  private Evidence evidence = Evidence.DWARF;

  private Sketch(Machine machine, Producer producer, List<String> path) {
    this.machine = machine;
    this.producer = producer;
    this.path = path;
  }

  static Sketch c() {
    return c(X86_64);
  }

  static Sketch c(Machine machine) {
    return new Sketch(machine, producer(Producer.Compiler.GCC, Producer.Language.C), List.of());
  }

  /** C by Clang. */
  static Sketch clang() {
    return new Sketch(X86_64, producer(Producer.Compiler.CLANG, Producer.Language.C), List.of());
  }

  static Sketch rust() {
    return rust(X86_64);
  }

  static Sketch rust(Machine machine) {
    return new Sketch(
        machine, producer(Producer.Compiler.RUSTC, Producer.Language.RUST), List.of("bindings"));
  }

  private static Producer producer(Producer.Compiler compiler, Producer.Language language) {
    return new Producer(
        compiler,
        language,
        Optional.of(new Producer.Version(16, 0, 0)),
        Optional.empty(),
        List.of(),
        compiler.name());
  }

  /** The crate of what follows. */
  Sketch in(String... crate) {
    path = List.of(crate);
    return this;
  }

  /** The declaration of what follows. */
  Sketch at(String file, int number) {
    return at(file, number, "");
  }

  Sketch at(String file, int number, String directory) {
    line = Optional.of(new Origin.Line(file, number, directory));
    return this;
  }

  Sketch from(Evidence source) {
    evidence = source;
    return this;
  }

  TypeId struct(String text) {
    return aggregate(Type.Shape.STRUCT, text);
  }

  TypeId union(String text) {
    return aggregate(Type.Shape.UNION, text);
  }

  /** {@code e u32: A=0, B=1}; closed in Rust. */
  TypeId enumeration(String text) {
    String[] head = text.substring(0, text.indexOf(':')).split(" ");
    List<Type.Enumeration.Value> values = new ArrayList<>();
    for (String value : text.substring(text.indexOf(':') + 1).split(",")) {
      String[] parts = value.strip().split("=");
      values.add(new Type.Enumeration.Value(parts[0], Long.parseLong(parts[1])));
    }
    boolean rust = producer.language() == Producer.Language.RUST;
    long bytes = Long.parseLong(head[1].substring(1)) / 8;
    boolean signed = head[1].startsWith("i");
    return define(head[0], new Type.Enumeration(Optional.of(head[0]), bytes, signed, values, rust));
  }

  TypeId alias(String name, String target) {
    return define(name, new Type.Alias(name, type(target), OptionalInt.empty()));
  }

  TypeId define(String name, Type type) {
    TypeId id = add(type);
    named.put(name, id);
    definitions.add(new Definition(path, name, id, producer, evidence, 1));
    return id;
  }

  /** What text calls a type that has no name in C. */
  void call(String name, TypeId id) {
    named.put(name, id);
  }

  /** A function of the program: {@code fn(*s)}. */
  void function(Entity.Role role, String name, String text) {
    Definition definition = new Definition(List.of(), name, type(text), producer, evidence, 1);
    entities.add(new Entity(Subject.Kind.FUNCTION, role, definition));
  }

  TypeId add(Type type) {
    return graph.add(type, origin());
  }

  private Origin origin() {
    String object = producer.language() == Producer.Language.RUST ? "rust.o" : "c.o";
    return new Origin(object, "unit", OptionalLong.empty(), line);
  }

  /** A struct that is named before its members are known, for cycles. */
  TypeId reserve(String name) {
    TypeId id = graph.reserve(origin());
    named.put(name, id);
    return id;
  }

  void fill(TypeId id, String text) {
    Type.Aggregate aggregate = parsed(Type.Shape.STRUCT, text);
    graph.define(id, aggregate);
    String name = aggregate.name().orElseThrow();
    definitions.add(new Definition(path, name, id, producer, evidence, 1));
  }

  private TypeId aggregate(Type.Shape shape, String text) {
    Type.Aggregate aggregate = parsed(shape, text);
    if (aggregate.name().isPresent()) {
      return define(aggregate.name().get(), aggregate);
    }
    TypeId last = add(aggregate);
    named.put("-", last);
    return last;
  }

  private Type.Aggregate parsed(Type.Shape shape, String text) {
    int colon = text.indexOf(':');
    String[] head = text.substring(0, colon).strip().split("[ /]");
    List<Member> members = new ArrayList<>();
    for (String member : text.substring(colon + 1).strip().split(", ")) {
      if (!member.isBlank()) {
        members.add(member(member.strip().split(" ")));
      }
    }
    OptionalInt alignment =
        head.length > 2 ? OptionalInt.of(Integer.parseInt(head[2])) : OptionalInt.empty();
    Optional<String> name = head[0].equals("-") ? Optional.empty() : Optional.of(head[0]);
    return new Type.Aggregate(shape, name, Long.parseLong(head[1]), alignment, members);
  }

  private Member member(String[] parts) {
    String name = parts[0].equals("-") ? "" : parts[0];
    String[] place = parts[2].substring(1).split("\\.");
    long at = Long.parseLong(place[0]) * 8 + (place.length > 1 ? Long.parseLong(place[1]) : 0);
    // A path of Rust is no width of a bit-field.
    int colon = parts[1].contains("::") ? -1 : parts[1].indexOf(':');
    String before = colon < 0 ? parts[1] : parts[1].substring(0, colon);
    String after = parts[1].substring(colon + 1);
    return switch (before) {
      case "unit" ->
          new Member.BitFieldUnit(name, type("[u8;" + after + "]"), at, Optional.empty());
      case "padding" -> new Member.Padding(name, type("[u8;" + after + "]"), at);
      case "marker" -> new Member.AlignmentMarker(name, type("[" + after + ";0]"), at);
      default ->
          colon < 0
              ? new Member.Field(name, type(before), at, OptionalInt.empty())
              : new Member.BitField(name, type(before), at, Integer.parseInt(after));
    };
  }

  TypeId type(String text) {
    Matcher number = NUMBER.matcher(text);
    if (named.containsKey(text)) {
      return named.get(text);
    } else if (number.matches()) {
      return scalar(text, number.group(1), Long.parseLong(number.group(2)) / 8);
    } else if (text.equals("bool")) {
      return add(new Type.Scalar(text, Type.Encoding.BOOLEAN, 1, 8, OptionalInt.empty()));
    } else if (text.equals("void")) {
      return add(new Type.Void());
    } else if (text.startsWith("*")) {
      return add(new Type.Pointer(pointee(text.substring(1)), machine.pointerBytes()));
    } else if (text.startsWith("[")) {
      return array(text);
    } else if (text.startsWith("fn(")) {
      return function(text.substring(3, text.length() - 1));
    }
    throw new IllegalArgumentException(text);
  }

  private TypeId scalar(String name, String letter, long bytes) {
    Type.Encoding encoding =
        switch (letter) {
          case "u" -> Type.Encoding.UNSIGNED;
          case "i" -> Type.Encoding.SIGNED;
          case "c" -> Type.Encoding.COMPLEX_FLOAT;
          default -> Type.Encoding.FLOAT;
        };
    return add(new Type.Scalar(name, encoding, bytes, bytes * 8, OptionalInt.empty()));
  }

  private TypeId pointee(String text) {
    boolean plainName = Character.isLetter(text.charAt(0)) && text.indexOf('(') < 0;
    boolean known =
        named.containsKey(text)
            || NUMBER.matcher(text).matches()
            || text.equals("void")
            || text.equals("bool");
    return plainName && !known
        ? add(new Type.Incomplete(Type.Shape.STRUCT, text, OptionalLong.empty()))
        : type(text);
  }

  private TypeId array(String text) {
    int semicolon = text.lastIndexOf(';');
    boolean flexible = semicolon < 0 || text.lastIndexOf(']', text.length() - 2) > semicolon;
    TypeId element = type(text.substring(1, flexible ? text.length() - 1 : semicolon));
    OptionalLong count =
        flexible
            ? OptionalLong.empty()
            : OptionalLong.of(Long.parseLong(text.substring(semicolon + 1, text.length() - 1)));
    return add(new Type.Array(element, count, bytes(element)));
  }

  private long bytes(TypeId id) {
    return switch (graph.defined(id).orElseThrow()) {
      case Type.Scalar scalar -> scalar.bytes();
      case Type.Aggregate aggregate -> aggregate.bytes();
      case Type.Pointer pointer -> pointer.bytes();
      case Type.Array array -> array.count().orElse(0) * array.stride();
      case Type.Alias alias -> bytes(alias.target());
      case Type.Enumeration enumeration -> enumeration.bytes();
      case Type other -> throw new IllegalArgumentException(other.toString());
    };
  }

  private TypeId function(String parameters) {
    List<Signature.Parameter> all = new ArrayList<>();
    for (String parameter : parameters.split(",")) {
      if (!parameter.isBlank()) {
        all.add(new Signature.Parameter("p" + all.size(), type(parameter)));
      }
    }
    Signature signature =
        new Signature(all, type("void"), Signature.Arity.FIXED, CallingConvention.C);
    return add(new Type.Function(signature));
  }

  ObjectModel model() {
    return new ObjectModel(
        origin().object(),
        machine,
        List.of(new CompileUnit("unit", producer, CompileUnit.Detail.FULL)),
        graph.build(),
        definitions,
        entities,
        List.of());
  }

  /** Pairs and checks. */
  static Verification check(Sketch... sides) {
    List<ObjectModel> models = new ArrayList<>();
    for (Sketch side : sides) {
      models.add(side.model());
    }
    return Checker.check(Pairing.pair(models, Linkage.NOTHING));
  }

  /** All findings: {@code harmful layout-size s}. */
  static List<String> findings(Verification verification) {
    return verification.findings().stream()
        .map(
            finding ->
                finding.severity().name().toLowerCase(java.util.Locale.ROOT)
                    + " "
                    + finding.rule().id()
                    + " "
                    + finding.subject().name())
        .toList();
  }

  /** {@code agree}, {@code disagree}, {@code undetermined} or {@code opaque}. */
  static String verdict(Verification verification, String name) {
    Verdict verdict = verification.verdicts().get(name);
    return switch (verdict) {
      case Verdict.Agree _ -> "agree";
      case Verdict.Disagree _ -> "disagree";
      case Verdict.NotDetermined _ -> "undetermined";
      case Verdict.OpaqueDeclaration _ -> "opaque";
      case null -> "not shared";
    };
  }
}
