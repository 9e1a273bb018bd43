package org.abiseam.laboratory;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.abiseam.laboratory.Shape.Fill;
import org.abiseam.laboratory.Shape.Member;
import org.abiseam.laboratory.Shape.Scalar;
import org.abiseam.laboratory.Shape.Tagged;
import org.abiseam.laboratory.Shapes.Feature;

/**
 * Makes types that few programs pass by value: complex numbers, vectors of every size, {@code
 * _BitInt}, {@code _Atomic}, {@code _Float16}, {@code __bf16}, {@code __float128}, enumerations of
 * every width, typedefs with an alignment of numbers, arrays and structs, bit-fields of every type,
 * also inside others, arrays without a bound in unions, another byte order. A seed always makes the
 * same ones.
 */
final class VariedShapes {
  private static final Scalar SMALL_ENUM =
      Scalar.declared(
          "enum small_enum",
          "enum __attribute__((packed)) small_enum { SMALL_A, SMALL_B = 200 }",
          false);
  private static final Scalar WIDE_ENUM =
      Scalar.declared("enum wide_enum", "enum wide_enum { WIDE_A, WIDE_B = 1LL << 40 }", false);
  private static final Scalar BIT_PRECISE_37 =
      Scalar.plain("unsigned _BitInt(37)", Fill.BIT_PRECISE);
  private static final List<Scalar> BIT_FIELD_TYPES =
      List.of(
          Shapes.CHAR,
          Shapes.SIGNED_CHAR,
          Shapes.BOOLEAN,
          Shapes.SHORT,
          Shapes.UNSIGNED_SHORT,
          Shapes.INT,
          Shapes.UNSIGNED,
          Shapes.LONG,
          Shapes.LONG_LONG,
          Shapes.UNSIGNED_LONG_LONG,
          Shapes.ENUM,
          Shapes.SIGNED_ENUM,
          SMALL_ENUM,
          WIDE_ENUM,
          Shapes.INT_8,
          Shapes.LONG_16,
          Shapes.LONG_LONG_4,
          BIT_PRECISE_37);
  private static final int[] BIT_FIELD_WIDTHS = {
    8, 8, 1, 16, 16, 32, 32, 32, 64, 64, 32, 32, 8, 64, 32, 32, 64, 37
  };
  private static final List<String> INTEGERS =
      List.of("char", "short", "int", "long long", "unsigned", "void *");
  private static final List<String> FLOATS = List.of("float", "double");

  /** Characters of the longest name of a member that has members. */
  private static final int DEEPEST = 6;

  private static final int[] VECTOR_BYTES = {2, 4, 8, 16, 32, 64};

  private final Random random;
  private final Set<Feature> features;
  private final boolean floats;
  private final List<Scalar> usual;
  private final List<Scalar> odd = new ArrayList<>();
  private final List<Shape> made = new ArrayList<>();

  VariedShapes(long seed, Set<Feature> features) {
    random = new Random(seed);
    this.features = features;
    floats = features.contains(Feature.FLOAT);
    usual = Shapes.scalars(features);
    for (int i = 0; i < 6; i++) {
      odd.add(alignedTypedef());
      odd.add(vector());
      odd.add(bitPrecise());
    }
    odd.add(atomic());
    odd.add(atomic());
    odd.add(Scalar.plain("_Complex " + INTEGERS.get(random.nextInt(4)), Fill.BITS));
    odd.add(Scalar.plain("_Complex " + INTEGERS.get(random.nextInt(4)), Fill.BITS));
    odd.addAll(List.of(SMALL_ENUM, WIDE_ENUM));
    for (int i = 0; i < 3; i++) {
      odd.add(alignedAggregate(i));
    }
    if (floats) {
      odd.add(new Scalar("_Float16", "", Fill.HALF, false, false));
      odd.add(new Scalar("__bf16", "", Fill.HALF, false, false));
    }
    if (features.contains(Feature.LONG_DOUBLE)) {
      odd.add(Scalar.plain("__float128", Fill.BITS));
      if (features.contains(Feature.COMPLEX)) {
        odd.add(Scalar.plain("_Complex long double", Fill.COMPLEX_LONG_DOUBLE));
      }
    }
  }

  /**
   * A typedef of a struct, a union or an array in a struct, with an alignment that is not its own.
   */
  private Scalar alignedAggregate(int number) {
    String of = any(INTEGERS, random);
    int bytes = 1 << random.nextInt(6);
    int count = 1 + random.nextInt(3);
    String name = "aligned_" + number + "_room_32";
    String body =
        switch (random.nextInt(3)) {
          case 0 -> "struct %1$s_in { %2$s a[%3$d]; }";
          case 1 -> "union %1$s_in { %2$s a; %2$s b[%3$d]; }";
          default -> "struct %1$s_in { struct { %2$s a; } b[%3$d]; }";
        };
    String text = "typedef " + body + " %1$s __attribute__((aligned(%4$d)))";
    return Scalar.declared(name, text.formatted(name, of, count, bytes), false);
  }

  private static <T> T any(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  private String number() {
    return any(floats && random.nextBoolean() ? FLOATS : INTEGERS, random);
  }

  private Scalar alignedTypedef() {
    String of = number();
    int bytes = 1 << random.nextInt(6);
    String name = of.replaceAll("\\W+", "_") + "_" + bytes;
    String text = "typedef %s %s __attribute__((aligned(%d)));\n".formatted(of, name, bytes);
    boolean promoted = !of.matches("char|short|float");
    return new Scalar(name, text, fill(of), false, promoted);
  }

  private static Fill fill(String number) {
    return switch (number) {
      case "float" -> Fill.FLOAT;
      case "double" -> Fill.DOUBLE;
      default -> Fill.BITS;
    };
  }

  private Scalar vector() {
    String of = element();
    int bytes = VECTOR_BYTES[random.nextInt(VECTOR_BYTES.length)];
    String name = of.replaceAll("\\W+", "_") + "_vector_" + bytes;
    String text = "typedef %s %s __attribute__((vector_size(%d)))".formatted(of, name, bytes);
    return Scalar.declared(name, text, false);
  }

  private String element() {
    return switch (random.nextInt(8)) {
      case 0 -> floats ? "_Float16" : "unsigned short";
      case 1 -> features.contains(Feature.INT128) ? "__int128" : "unsigned long";
      default -> number().replace("void *", "unsigned char");
    };
  }

  private Scalar bitPrecise() {
    int width = 2 + random.nextInt(random.nextBoolean() ? 62 : 140);
    String sign = random.nextBoolean() ? "unsigned " : "";
    return Scalar.plain(sign + "_BitInt(" + width + ")", Fill.BIT_PRECISE);
  }

  List<Shape> make(int count) {
    made.addAll(odd);
    for (String order : List.of("big", "little")) {
      for (int i = 0; i < 3; i++) {
        made.add(ordered(order));
      }
    }
    while (made.size() < count) {
      boolean union = random.nextInt(5) == 0;
      List<Member> members = new ArrayList<>();
      int wanted = 1 + random.nextInt(random.nextInt(4) == 0 ? 6 : 3);
      for (int i = 0; i < wanted; i++) {
        members.add(member("m" + i));
      }
      if (random.nextInt(union ? 6 : 20) == 0) {
        members.add(Member.array(any(usual, random), "z", "[]"));
      }
      made.add(
          new Tagged(union ? "union" : "struct", "v" + made.size(), members, attributes(union)));
    }
    return made;
  }

  /** A struct whose numbers have a byte order of their own, which GCC alone knows. */
  private Tagged ordered(String order) {
    List<Member> members = new ArrayList<>();
    int wanted = 1 + random.nextInt(4);
    for (int i = 0; i < wanted; i++) {
      String name = "m" + i;
      members.add(
          random.nextBoolean() ? bitField(name) : Member.of(any(BIT_FIELD_TYPES, random), name));
    }
    String attribute = " __attribute__((%s(\"%s-endian\")))".formatted(Shape.STORAGE_ORDER, order);
    return new Tagged("struct", "o" + made.size(), members, attribute);
  }

  private Member member(String name) {
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> bitField(name);
      case 3 -> Member.array(any(usual, random), name, "[" + random.nextInt(4) + "]");
      case 4 -> nested(name);
      case 5 -> Member.aligned(any(usual, random), name, 1 << random.nextInt(6));
      case 6 -> Member.of(atomic(), name);
      case 7, 8 -> Member.of(any(odd, random), name);
      default -> Member.of(any(usual, random), name);
    };
  }

  /** No wider than a word, so that no library loads it; not of a kind that is promoted. */
  private Scalar atomic() {
    String of =
        any(
            floats
                ? List.of("char", "short", "int", "unsigned", "void *", "long", "float")
                : List.of("char", "short", "int", "unsigned", "void *", "long"),
            random);
    boolean promoted = !of.matches("char|short|float");
    return new Scalar("_Atomic(" + of + ")", "", fill(of), false, promoted);
  }

  private Member nested(String name) {
    List<Member> inside = new ArrayList<>();
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      String inner = name + "n" + i;
      inside.add(
          switch (random.nextInt(6)) {
            case 0, 1, 2 -> bitField(inner);
            case 3 -> name.length() < DEEPEST ? nested(inner) : bitField(inner);
            default -> Member.of(any(usual, random), inner);
          });
    }
    String keyword = random.nextInt(3) == 0 ? "union" : "struct";
    boolean nameless = random.nextInt(4) == 0;
    String tag = nameless ? "" : "n" + made.size() + name;
    Tagged tagged = new Tagged(keyword, tag, inside, nameless ? "" : attributes(false));
    return nameless
        ? Member.of(tagged, "")
        : random.nextInt(3) == 0 ? Member.array(tagged, name, "[2]") : Member.of(tagged, name);
  }

  private Member bitField(String name) {
    int which = random.nextInt(BIT_FIELD_WIDTHS.length);
    Scalar type = BIT_FIELD_TYPES.get(which);
    int width = 1 + random.nextInt(BIT_FIELD_WIDTHS[which]);
    return switch (random.nextInt(10)) {
      case 0 -> Member.bits(type, "", 0);
      case 1 -> Member.bits(type, "", width);
      default -> Member.bits(type, name, width);
    };
  }

  private String attributes(boolean union) {
    int bytes = 1 << random.nextInt(6);
    return switch (random.nextInt(16)) {
      case 0 -> " __attribute__((packed))";
      case 1 -> " __attribute__((aligned(" + bytes + ")))";
      case 2 -> " __attribute__((packed, aligned(" + bytes + ")))";
      case 3 -> union ? " __attribute__((transparent_union))" : "";
      case 4 -> " __attribute__((ms_struct))";
      default -> "";
    };
  }
}
