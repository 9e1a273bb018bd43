package org.abiseam.laboratory;

import static org.abiseam.laboratory.Shapes.CHAR;
import static org.abiseam.laboratory.Shapes.DOUBLE;
import static org.abiseam.laboratory.Shapes.FLOAT;
import static org.abiseam.laboratory.Shapes.INT;
import static org.abiseam.laboratory.Shapes.INT128;
import static org.abiseam.laboratory.Shapes.LONG;
import static org.abiseam.laboratory.Shapes.LONG_DOUBLE;
import static org.abiseam.laboratory.Shapes.LONG_LONG;
import static org.abiseam.laboratory.Shapes.LONG_LONG_4;
import static org.abiseam.laboratory.Shapes.POINTER;
import static org.abiseam.laboratory.Shapes.SHORT;
import static org.abiseam.laboratory.Shapes.UNSIGNED;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.abiseam.laboratory.Shape.Fill;
import org.abiseam.laboratory.Shape.Member;
import org.abiseam.laboratory.Shape.Scalar;
import org.abiseam.laboratory.Shape.Tagged;
import org.abiseam.laboratory.Shapes.Feature;

/**
 * Makes a few shapes for each divergence of the tables, and nothing else: what only shows where
 * compilers differ. A recording of one more compiler then takes kilobytes.
 */
final class RareShapes {
  private static final String PACKED = " __attribute__((packed))";
  private final Set<Feature> features;
  private final boolean complexIntegers;
  private final List<Shape> all = new ArrayList<>();
  private String tag = "odd";

  RareShapes(Set<Feature> features, boolean complexIntegers) {
    this.features = features;
    this.complexIntegers = complexIntegers;
  }

  /** For calls as C declares them. */
  List<Shape> odd() {
    begin("odd");
    withoutMembers();
    arraysAndAlignments();
    if (complexIntegers) {
      for (String integer : List.of("char", "short", "int", "long long")) {
        all.add(Scalar.plain("_Complex " + integer, Fill.BITS));
      }
    }
    if (features.contains(Feature.INT128)) {
      all.add(INT128);
      struct("", Member.of(INT128, "a"));
    }
    if (features.contains(Feature.FLOAT)) {
      numbers();
    }
    if (features.contains(Feature.LONG_DOUBLE)) {
      all.add(LONG_DOUBLE);
      struct("", Member.of(LONG_DOUBLE, "a"));
    }
    struct("", Member.of(INT, "a"), Member.of(LONG_LONG_4, "b"));
    return List.copyOf(all);
  }

  /** For other conventions: narrow and wide numbers, small and large structs, nothing. */
  List<Shape> plain() {
    begin("plain");
    all.addAll(List.of(CHAR, SHORT, INT, LONG_LONG, POINTER));
    struct("");
    struct("", Member.of(INT, "a"));
    struct("", Member.array(CHAR, "a", "[3]"));
    struct("", Member.of(INT, "a"), Member.of(CHAR, "b"));
    struct("", Member.array(LONG, "a", "[2]"));
    struct("", Member.of(CHAR, "a"), Member.array(INT, "b", "[]"));
    struct("", Member.bits(UNSIGNED, "", 32));
    struct("", Member.of(INT, "a"), Member.of(INT, "b"));
    if (features.contains(Feature.INT128)) {
      all.add(INT128);
    }
    if (features.contains(Feature.FLOAT)) {
      all.addAll(List.of(FLOAT, DOUBLE));
      struct("", Member.of(DOUBLE, "a"));
    }
    if (features.contains(Feature.LONG_DOUBLE)) {
      all.add(LONG_DOUBLE);
      struct("", Member.of(LONG_DOUBLE, "a"));
    }
    return List.copyOf(all);
  }

  private void begin(String prefix) {
    tag = prefix;
    all.clear();
  }

  private void add(String keyword, String attributes, Member... members) {
    all.add(new Tagged(keyword, tag + all.size(), List.of(members), attributes));
  }

  private void struct(String attributes, Member... members) {
    add("struct", attributes, members);
  }

  private void union(Member... members) {
    add("union", "", members);
  }

  private void withoutMembers() {
    struct("");
    struct(" __attribute__((aligned(16)))");
    struct("", Member.bits(UNSIGNED, "", 32));
    struct("", Member.bits(INT, "", 5));
    struct("", Member.bits(LONG_LONG, "", 40), Member.bits(INT, "", 20));
    struct("", Member.of(LONG, "a"), Member.bits(UNSIGNED, "", 32));
    struct("", Member.array(LONG_LONG, "a", "[0]"));
  }

  private void arraysAndAlignments() {
    struct("", Member.of(INT, "a"), Member.array(CHAR, "b", "[]"));
    struct("", Member.of(CHAR, "a"), Member.array(CHAR, "b", "[3]"));
    struct("", Member.array(CHAR, "a", "[3]"), Member.of(CHAR, "b"));
    struct(" __attribute__((aligned(8)))", Member.of(INT, "a"));
    struct(PACKED, Member.bits(LONG_LONG, "a", 40), Member.of(CHAR, "b"));
  }

  private void numbers() {
    for (Scalar number : List.of(FLOAT, DOUBLE)) {
      Member a = Member.of(number, "a");
      Member b = Member.of(number, "b");
      union(a);
      union(a, b);
      union(a, Member.of(INT, "i"));
      union(a, Member.of(LONG, "i"));
      struct("", a, Member.of(LONG, "i"));
      struct("", a, b, Member.array(INT, "x", "[]"));
      struct("", a, Member.array(INT, "x", "[]"));
      struct("", a, Member.bits(INT, "i", 7));
      struct(PACKED, a, b);
      struct(PACKED, a, Member.of(LONG, "i"));
    }
    struct("", Member.of(POINTER, "p"), Member.of(FLOAT, "a"));
  }
}
