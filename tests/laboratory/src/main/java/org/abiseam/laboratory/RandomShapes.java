package org.abiseam.laboratory;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.abiseam.laboratory.Shape.Member;
import org.abiseam.laboratory.Shape.Scalar;
import org.abiseam.laboratory.Shape.Tagged;
import org.abiseam.laboratory.Shapes.Feature;

/** Makes structs and unions by chance; a seed always makes the same ones. */
final class RandomShapes {
  private static final List<Scalar> BIT_FIELD_TYPES =
      List.of(
          Shapes.UNSIGNED_CHAR,
          Shapes.UNSIGNED_SHORT,
          Shapes.INT,
          Shapes.UNSIGNED,
          Shapes.UNSIGNED_LONG_LONG);
  private static final int[] BIT_FIELD_WIDTHS = {8, 16, 32, 32, 64};

  private final Random random;
  private final List<Scalar> scalars;
  private final List<Shape> made = new ArrayList<>();

  RandomShapes(long seed, Set<Feature> features) {
    random = new Random(seed);
    scalars = Shapes.scalars(features);
  }

  List<Shape> make(int count) {
    while (made.size() < count) {
      String keyword = random.nextInt(8) == 0 ? "union" : "struct";
      List<Member> members = new ArrayList<>();
      int wanted = 1 + random.nextInt(random.nextInt(4) == 0 ? 6 : 3);
      for (int i = 0; i < wanted; i++) {
        members.add(member("m" + i));
      }
      if (keyword.equals("struct") && random.nextInt(25) == 0) {
        members.add(Member.array(Shapes.CHAR, "z", "[]"));
      }
      made.add(new Tagged(keyword, "r" + made.size(), members, attributes()));
    }
    return made;
  }

  private Member member(String name) {
    int kind = random.nextInt(20);
    if (kind < 6) {
      return bitField(name);
    }
    if (kind == 6 && !made.isEmpty()) {
      Shape inner = made.get(random.nextInt(made.size()));
      boolean flexible = Flexible.is(inner);
      return flexible ? Member.of(scalar(), name) : Member.of(inner, name);
    }
    if (kind == 7) {
      Scalar element = scalar();
      boolean overAligned = element.equals(Shapes.LONG_16) || element.equals(Shapes.INT_8);
      return Member.array(
          overAligned ? Shapes.SHORT : element, name, "[" + random.nextInt(4) + "]");
    }
    if (kind == 8) {
      return Member.aligned(scalar(), name, 1 << (1 + random.nextInt(4)));
    }
    return Member.of(scalar(), name);
  }

  private Scalar scalar() {
    return scalars.get(random.nextInt(scalars.size()));
  }

  private Member bitField(String name) {
    int which = random.nextInt(BIT_FIELD_WIDTHS.length);
    Scalar type = BIT_FIELD_TYPES.get(which);
    return switch (random.nextInt(8)) {
      case 0 -> Member.bits(type, "", 0);
      case 1 -> Member.bits(type, "", 1 + random.nextInt(BIT_FIELD_WIDTHS[which]));
      default -> Member.bits(type, name, 1 + random.nextInt(BIT_FIELD_WIDTHS[which]));
    };
  }

  private String attributes() {
    return switch (random.nextInt(12)) {
      case 0 -> " __attribute__((packed))";
      case 1 -> " __attribute__((aligned(" + (1 << (1 + random.nextInt(4))) + ")))";
      case 2 -> " __attribute__((packed, aligned(" + (1 << (1 + random.nextInt(3))) + ")))";
      default -> "";
    };
  }

  /** Whether an array without a bound ends the shape. */
  private static final class Flexible {
    static boolean is(Shape shape) {
      return shape instanceof Tagged tagged
          && tagged.members().stream()
              .anyMatch(member -> member.array().equals("[]") || is(member.type()));
    }
  }
}
