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
 * Makes types that few programs pass by value: complex integers, vectors of every size, {@code
 * _BitInt}, {@code _Atomic}, {@code _Float16}, typedefs with an alignment, bit-fields of every
 * type, arrays without a bound in unions. A seed always makes the same ones.
 */
final class VariedShapes {
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
          Shapes.ENUM);
  private static final int[] BIT_FIELD_WIDTHS = {8, 8, 1, 16, 16, 32, 32, 32, 64, 64, 32};
  private static final List<String> INTEGERS =
      List.of("char", "short", "int", "long long", "unsigned", "void *");
  private static final List<String> FLOATS = List.of("float", "double");
  private static final int[] VECTOR_BYTES = {2, 4, 8, 16, 32, 64};

  private final Random random;
  private final boolean floats;
  private final List<Scalar> usual;
  private final List<Scalar> odd = new ArrayList<>();
  private final List<Shape> made = new ArrayList<>();

  VariedShapes(long seed, Set<Feature> features) {
    random = new Random(seed);
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
    if (floats) {
      odd.add(new Scalar("_Float16", "", Fill.HALF, false, false));
    }
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
    String of = number().replace("void *", "unsigned char");
    int bytes = VECTOR_BYTES[random.nextInt(VECTOR_BYTES.length)];
    String name = of.replaceAll("\\W+", "_") + "_vector_" + bytes;
    String text = "typedef %s %s __attribute__((vector_size(%d)))".formatted(of, name, bytes);
    return Scalar.declared(name, text, false);
  }

  private Scalar bitPrecise() {
    int width = 2 + random.nextInt(random.nextBoolean() ? 62 : 140);
    String sign = random.nextBoolean() ? "unsigned " : "";
    return Scalar.plain(sign + "_BitInt(" + width + ")", Fill.BIT_PRECISE);
  }

  List<Shape> make(int count) {
    made.addAll(odd);
    while (made.size() < count) {
      boolean union = random.nextInt(5) == 0;
      List<Member> members = new ArrayList<>();
      int wanted = 1 + random.nextInt(random.nextInt(4) == 0 ? 6 : 3);
      for (int i = 0; i < wanted; i++) {
        members.add(member("m" + i));
      }
      if (random.nextInt(union ? 6 : 20) == 0) {
        members.add(Member.array(Shapes.INT, "z", "[]"));
      }
      made.add(
          new Tagged(union ? "union" : "struct", "v" + made.size(), members, attributes(union)));
    }
    return made;
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
                ? List.of("char", "short", "int", "unsigned", "void *", "float")
                : List.of("char", "short", "int", "unsigned", "void *"),
            random);
    boolean promoted = !of.matches("char|short|float");
    return new Scalar("_Atomic(" + of + ")", "", fill(of), false, promoted);
  }

  private Member nested(String name) {
    List<Member> inside = new ArrayList<>();
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      inside.add(random.nextBoolean() ? bitField("n" + i) : Member.of(any(usual, random), "n" + i));
    }
    String keyword = random.nextInt(3) == 0 ? "union" : "struct";
    Tagged tagged = new Tagged(keyword, "n" + made.size() + name, inside, "");
    return random.nextInt(3) == 0 ? Member.array(tagged, name, "[2]") : Member.of(tagged, name);
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
