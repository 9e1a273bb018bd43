package org.abiseam.laboratory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.abiseam.laboratory.Shape.Fill;
import org.abiseam.laboratory.Shape.Member;
import org.abiseam.laboratory.Shape.Scalar;
import org.abiseam.laboratory.Shape.Tagged;

/**
 * Makes the shapes that are chosen by hand: each is here because some compiler once treated it in
 * its own way. A shape that a machine cannot pass (floating point in a kernel, 128-bit numbers on
 * 32 bits) is left out by its features.
 */
final class Shapes {
  static final Scalar CHAR = Scalar.integer("char");
  static final Scalar SIGNED_CHAR = Scalar.integer("signed char");
  static final Scalar UNSIGNED_CHAR = Scalar.integer("unsigned char");
  static final Scalar SHORT = Scalar.integer("short");
  static final Scalar UNSIGNED_SHORT = Scalar.integer("unsigned short");
  static final Scalar INT = Scalar.integer("int");
  static final Scalar UNSIGNED = Scalar.integer("unsigned int");
  static final Scalar LONG = Scalar.integer("long");
  static final Scalar UNSIGNED_LONG = Scalar.integer("unsigned long");
  static final Scalar BOOLEAN = Scalar.integer("_Bool");
  static final Scalar LONG_LONG = Scalar.plain("long long", Fill.BITS);
  static final Scalar UNSIGNED_LONG_LONG = Scalar.plain("unsigned long long", Fill.BITS);
  static final Scalar POINTER = Scalar.plain("void *", Fill.BITS);
  static final Scalar INT128 = Scalar.plain("__int128", Fill.BITS);
  static final Scalar UNSIGNED_INT128 = Scalar.plain("unsigned __int128", Fill.BITS);
  static final Scalar FLOAT = Scalar.plain("float", Fill.FLOAT);
  static final Scalar DOUBLE = Scalar.plain("double", Fill.DOUBLE);
  static final Scalar LONG_DOUBLE = Scalar.plain("long double", Fill.LONG_DOUBLE);
  static final Scalar COMPLEX_FLOAT = Scalar.plain("_Complex float", Fill.COMPLEX_FLOAT);
  static final Scalar COMPLEX_DOUBLE = Scalar.plain("_Complex double", Fill.COMPLEX_DOUBLE);
  static final Scalar ENUM =
      Scalar.declared("enum plain_enum", "enum plain_enum { PLAIN_A, PLAIN_B = 70000 }", true);
  static final Scalar SIGNED_ENUM =
      Scalar.declared("enum signed_enum", "enum signed_enum { SIGNED_A = -1, SIGNED_B }", true);
  static final Scalar LONG_16 =
      Scalar.declared("long_16", "typedef long long_16 __attribute__((aligned(16)))", false);
  static final Scalar LONG_LONG_4 =
      Scalar.declared(
          "long_long_4", "typedef long long long_long_4 __attribute__((aligned(4)))", false);
  static final Scalar INT_8 =
      Scalar.declared("int_8", "typedef int int_8 __attribute__((aligned(8)))", true);
  static final Scalar VECTOR_8 = vector("int", 8);
  static final Scalar VECTOR_16 = vector("float", 16);

  private final Set<Feature> features;
  private final List<Shape> all = new ArrayList<>();
  private int next;

  /** What a machine and its switches allow. */
  enum Feature {
    INT128,
    FLOAT,
    LONG_DOUBLE,
    VECTOR,
    COMPLEX
  }

  private Shapes(Set<Feature> features) {
    this.features = features;
  }

  private static Scalar vector(String element, int bytes) {
    String name = element + "_vector_" + bytes;
    return Scalar.declared(
        name,
        "typedef %s %s __attribute__((vector_size(%d)))".formatted(element, name, bytes),
        false);
  }

  static List<Scalar> scalars(Set<Feature> features) {
    List<Scalar> scalars =
        new ArrayList<>(
            List.of(
                CHAR,
                SIGNED_CHAR,
                UNSIGNED_CHAR,
                SHORT,
                UNSIGNED_SHORT,
                INT,
                UNSIGNED,
                LONG,
                UNSIGNED_LONG,
                BOOLEAN,
                LONG_LONG,
                UNSIGNED_LONG_LONG,
                POINTER,
                ENUM,
                SIGNED_ENUM,
                LONG_16,
                LONG_LONG_4,
                INT_8));
    if (features.contains(Feature.INT128)) {
      scalars.addAll(List.of(INT128, UNSIGNED_INT128));
    }
    if (features.contains(Feature.FLOAT)) {
      scalars.addAll(List.of(FLOAT, DOUBLE));
    }
    if (features.contains(Feature.LONG_DOUBLE)) {
      scalars.add(LONG_DOUBLE);
    }
    if (features.contains(Feature.VECTOR)) {
      scalars.addAll(List.of(VECTOR_8, VECTOR_16));
    }
    if (features.contains(Feature.COMPLEX)) {
      scalars.addAll(List.of(COMPLEX_FLOAT, COMPLEX_DOUBLE));
    }
    return scalars;
  }

  /** All hand-written structs and unions. */
  static List<Shape> corners(Set<Feature> features) {
    Shapes shapes = new Shapes(features);
    shapes.sizes();
    shapes.integers();
    shapes.bitFields();
    shapes.unnamedBitFields();
    shapes.packedAndAligned();
    shapes.emptyAndFlexible();
    shapes.nested();
    if (features.contains(Feature.INT128)) {
      shapes.wide();
    }
    if (features.contains(Feature.FLOAT)) {
      shapes.floats();
    }
    if (features.contains(Feature.VECTOR)) {
      shapes.vectors();
    }
    return shapes.all;
  }

  private Tagged struct(Member... members) {
    return with("", members);
  }

  private Tagged with(String attributes, Member... members) {
    Tagged tagged = new Tagged("struct", "c" + next++, List.of(members), attributes);
    all.add(tagged);
    return tagged;
  }

  private Tagged union(String attributes, Member... members) {
    Tagged tagged = new Tagged("union", "c" + next++, List.of(members), attributes);
    all.add(tagged);
    return tagged;
  }

  private static Member a(Shape type) {
    return Member.of(type, "a");
  }

  private static Member b(Shape type) {
    return Member.of(type, "b");
  }

  private static Member c(Shape type) {
    return Member.of(type, "c");
  }

  private static Member bits(Shape type, String name, int width) {
    return Member.bits(type, name, width);
  }

  private static Member unnamed(Shape type, int width) {
    return Member.bits(type, "", width);
  }

  private static String packed() {
    return " __attribute__((packed))";
  }

  private static String aligned(int bytes) {
    return " __attribute__((aligned(" + bytes + ")))";
  }

  private void sizes() {
    for (int bytes :
        new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 15, 16, 17, 20, 24, 32, 33, 40, 64}) {
      struct(Member.array(UNSIGNED_CHAR, "a", "[" + bytes + "]"));
    }
    for (int count : new int[] {1, 2, 3, 4, 5, 8}) {
      struct(Member.array(SHORT, "a", "[" + count + "]"));
      struct(Member.array(INT, "a", "[" + count + "]"));
      struct(Member.array(LONG, "a", "[" + count + "]"));
    }
  }

  private void integers() {
    struct(a(UNSIGNED));
    struct(a(BOOLEAN));
    struct(a(POINTER));
    struct(a(ENUM));
    struct(a(LONG_LONG));
    struct(a(INT), b(INT));
    struct(a(INT), b(LONG));
    struct(a(CHAR), b(LONG_LONG));
    struct(a(LONG_LONG), b(CHAR));
    struct(a(POINTER), b(UNSIGNED_LONG));
    struct(a(CHAR), b(SHORT), c(INT));
    struct(a(INT), b(CHAR));
    struct(a(SHORT), b(CHAR));
    struct(a(LONG), b(INT), c(CHAR));
    struct(a(BOOLEAN), b(UNSIGNED_CHAR));
    struct(a(INT), b(INT), c(INT));
    struct(a(LONG_LONG_4), b(INT));
    struct(a(INT), b(LONG_LONG_4));
    struct(a(LONG_16));
    struct(a(INT_8));
    struct(a(INT), b(INT_8));
    union("", a(INT), b(CHAR));
    union("", a(LONG_LONG), Member.array(CHAR, "b", "[3]"));
    union("", Member.array(INT, "a", "[3]"), b(LONG_LONG));
    union("", a(POINTER), b(LONG));
    union(aligned(8), a(INT), b(UNSIGNED));
    union(aligned(16), a(LONG_LONG), b(LONG_LONG));
    union(packed(), a(INT), Member.array(CHAR, "b", "[5]"));
  }

  private void bitFields() {
    struct(bits(UNSIGNED, "a", 5));
    struct(bits(UNSIGNED, "a", 32));
    struct(bits(UNSIGNED, "a", 5), bits(UNSIGNED, "b", 11), bits(UNSIGNED, "c", 16));
    struct(bits(INT, "a", 17), bits(INT, "b", 17));
    struct(bits(UNSIGNED_LONG_LONG, "a", 40));
    struct(bits(UNSIGNED_LONG_LONG, "a", 33), bits(UNSIGNED_LONG_LONG, "b", 31), c(LONG_LONG));
    struct(bits(UNSIGNED_CHAR, "a", 3), bits(UNSIGNED_CHAR, "b", 6));
    struct(bits(UNSIGNED_SHORT, "a", 9), b(CHAR));
    struct(a(CHAR), bits(UNSIGNED, "b", 24));
    struct(a(CHAR), bits(UNSIGNED, "b", 25));
    struct(a(INT), bits(BOOLEAN, "b", 1), bits(BOOLEAN, "c", 1));
    struct(a(LONG), bits(UNSIGNED, "b", 3), bits(INT, "c", 29));
    struct(bits(ENUM, "a", 20), b(SHORT));
    struct(a(UNSIGNED_CHAR), bits(UNSIGNED_LONG_LONG, "b", 56));
    with(packed(), a(UNSIGNED_CHAR), bits(UNSIGNED_LONG_LONG, "b", 40));
    with(packed(), bits(UNSIGNED, "a", 7), bits(UNSIGNED, "b", 30), c(UNSIGNED_CHAR));
    with(packed(), bits(UNSIGNED_LONG_LONG, "a", 63), bits(UNSIGNED, "b", 2));
    with(aligned(16), bits(UNSIGNED, "a", 9));
    union("", bits(UNSIGNED, "a", 9), b(SHORT));
    union("", bits(UNSIGNED_LONG_LONG, "a", 40), b(CHAR));
  }

  private void unnamedBitFields() {
    struct(unnamed(UNSIGNED, 5));
    struct(unnamed(UNSIGNED_LONG_LONG, 40));
    struct(unnamed(UNSIGNED, 32), unnamed(UNSIGNED, 32), unnamed(UNSIGNED, 32));
    struct(a(INT), b(INT), unnamed(INT, 32));
    struct(unnamed(INT, 32), Member.of(LONG_LONG, "m"));
    struct(a(LONG_LONG), unnamed(UNSIGNED_LONG_LONG, 60));
    struct(a(INT), unnamed(UNSIGNED, 9), bits(UNSIGNED, "b", 4));
    struct(bits(UNSIGNED, "a", 4), unnamed(UNSIGNED, 4), bits(UNSIGNED, "b", 8));
    struct(a(INT), unnamed(INT, 0), b(INT));
    struct(bits(UNSIGNED, "a", 3), unnamed(UNSIGNED, 0), bits(UNSIGNED, "b", 3));
    struct(bits(UNSIGNED_CHAR, "a", 3), unnamed(LONG_LONG, 0), b(CHAR));
    struct(a(CHAR), unnamed(LONG_LONG, 0));
    struct(unnamed(INT, 0), a(SHORT));
    union("", unnamed(UNSIGNED, 7), a(CHAR));
    union("", unnamed(UNSIGNED, 32));
  }

  private void packedAndAligned() {
    with(packed(), a(CHAR), b(INT));
    with(packed(), a(CHAR), b(LONG_LONG));
    with(packed(), a(INT), b(LONG_LONG), c(CHAR));
    with(packed(), a(SHORT), b(POINTER));
    with(packed() + aligned(4), a(CHAR), b(LONG_LONG));
    with(packed() + aligned(2), a(SHORT), b(INT));
    for (int bytes : new int[] {2, 4, 8, 16, 32}) {
      with(aligned(bytes), a(CHAR));
      with(aligned(bytes), a(INT), b(INT));
      struct(Member.aligned(INT, "a", bytes));
      struct(a(INT), Member.aligned(CHAR, "b", bytes));
    }
    with(aligned(16), a(LONG_LONG), b(LONG_LONG));
    struct(Member.aligned(LONG_LONG, "a", 16), b(LONG_LONG));
  }

  private void emptyAndFlexible() {
    Tagged empty = struct();
    with(aligned(16));
    union("");
    struct(unnamed(INT, 0));
    struct(Member.array(INT, "a", "[0]"));
    struct(Member.array(LONG_LONG, "a", "[0]"));
    struct(new Member(INT, "a", -1, "[0]", aligned(16)));
    struct(a(INT), Member.array(CHAR, "b", "[]"));
    struct(a(LONG), Member.array(LONG, "b", "[]"));
    struct(a(CHAR), Member.array(INT, "b", "[]"));
    struct(a(LONG), b(LONG), Member.array(INT, "c", "[]"));
    struct(a(INT), Member.array(CHAR, "b", "[0]"));
    struct(a(INT), Member.array(LONG_LONG, "b", "[0]"));
    struct(Member.array(LONG_LONG, "b", "[0]"), a(INT));
    struct(a(empty), b(INT));
    struct(a(INT), b(empty));
    struct(Member.array(empty, "a", "[2]"), b(LONG));
  }

  private void nested() {
    Tagged one = struct(a(UNSIGNED));
    Tagged pair = struct(a(SHORT), b(SHORT));
    Tagged long1 = struct(a(LONG));
    struct(a(one));
    struct(a(one), b(one));
    struct(a(pair), b(CHAR));
    struct(Member.array(pair, "a", "[2]"));
    struct(Member.array(one, "a", "[3]"));
    struct(a(long1), b(one));
    union("", a(pair), b(long1));
    Tagged anonymous =
        new Tagged("struct", "", List.of(Member.of(SHORT, "x"), Member.of(CHAR, "y")), "");
    Tagged choice =
        new Tagged("union", "", List.of(Member.of(INT, "u"), Member.of(POINTER, "v")), "");
    struct(a(INT), Member.of(anonymous, ""));
    struct(Member.of(choice, ""), b(CHAR));
    union("", Member.of(anonymous, ""), b(INT));
    with(packed(), a(CHAR), b(long1));
    struct(a(long1), b(long1), c(one));
  }

  private void wide() {
    struct(a(INT128));
    struct(a(INT), b(INT128));
    struct(a(INT128), b(CHAR));
    with(packed(), a(CHAR), b(INT128));
    union("", a(INT128), b(INT));
    struct(bits(UNSIGNED_INT128, "a", 100));
  }

  private void floats() {
    List<Scalar> kinds = List.of(FLOAT, DOUBLE);
    for (Scalar kind : kinds) {
      for (int count = 1; count <= 5; count++) {
        struct(Member.array(kind, "a", "[" + count + "]"));
      }
      struct(a(kind));
      struct(a(kind), b(kind));
      struct(a(kind), b(INT));
      struct(a(INT), b(kind));
      struct(a(kind), b(CHAR));
      struct(a(kind), b(LONG_LONG));
      struct(a(POINTER), b(kind));
      struct(a(kind), b(kind), c(INT));
      union("", a(kind), b(INT));
      union("", a(kind), b(kind));
      with(packed(), a(CHAR), b(kind));
      with(packed(), a(kind), b(CHAR));
      with(aligned(16), a(kind), b(kind));
      struct(a(kind), bits(INT, "b", 5));
      struct(a(kind), unnamed(INT, 5));
      struct(a(kind), unnamed(INT, 0), b(kind));
      struct(a(kind), Member.array(INT, "b", "[0]"));
      struct(a(kind), b(kind), Member.array(CHAR, "z", "[]"));
      struct(Member.aligned(kind, "a", 16));
    }
    struct(a(FLOAT), b(DOUBLE));
    struct(a(DOUBLE), b(FLOAT));
    struct(a(FLOAT), b(FLOAT), c(DOUBLE));
    union("", a(FLOAT), b(DOUBLE));
    Tagged point = struct(a(FLOAT), b(FLOAT));
    struct(a(point), b(point));
    struct(a(point), b(FLOAT));
    struct(Member.array(point, "a", "[1]"), b(INT));
    union("", a(point), Member.array(FLOAT, "b", "[2]"));
    Tagged empty = struct();
    struct(a(empty), b(FLOAT));
    struct(a(FLOAT), b(empty), c(FLOAT));
    if (features.contains(Feature.LONG_DOUBLE)) {
      struct(a(LONG_DOUBLE));
      struct(a(LONG_DOUBLE), b(LONG_DOUBLE));
      struct(a(LONG_DOUBLE), b(INT));
      union("", a(LONG_DOUBLE), b(INT));
    }
    if (features.contains(Feature.COMPLEX)) {
      struct(a(COMPLEX_FLOAT));
      struct(a(COMPLEX_DOUBLE));
      struct(a(COMPLEX_FLOAT), b(FLOAT));
    }
  }

  private void vectors() {
    struct(a(VECTOR_8));
    struct(a(VECTOR_16));
    struct(a(VECTOR_16), b(VECTOR_16));
    struct(a(VECTOR_8), b(INT));
    union("", a(VECTOR_16), b(INT));
  }
}
