package org.abiseam.rules;

import static org.abiseam.rules.Sketch.check;
import static org.abiseam.rules.Sketch.findings;
import static org.abiseam.rules.Sketch.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.Verification;
import org.junit.jupiter.api.Test;

/** Types that no compiler writes and a hostile file may hold. */
final class HostileTypesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static Verification soon(Supplier<Verification> checking) {
    return org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(PATIENCE, checking::get);
  }

  /** A struct with pointers to functions that take the struct. */
  private static Sketch table(Sketch side, String head, int functions, String before) {
    StringBuilder text = new StringBuilder(head).append(": ").append(before);
    for (int i = 0; i < functions; i++) {
      text.append(", f").append(i).append(" *fn(ops) @").append(8 + i * 8);
    }
    side.fill(side.reserve("ops"), text.toString());
    return side;
  }

  @Test
  void aTableOfFunctionsThatTakeTheTableByValueAgrees() {
    Sketch c = table(Sketch.c(), "ops 328", 40, "n u64 @0");
    Sketch rust = table(Sketch.rust(), "ops 328/8", 40, "n u64 @0");
    Verification result = soon(() -> check(c, rust));
    assertThat(verdict(result, "ops")).isEqualTo("agree");
  }

  @Test
  void andDisagreesWhereSomethingElseTellsThemApart() {
    Sketch c = table(Sketch.c(), "ops 328", 40, "n u64 @0");
    Sketch rust = table(Sketch.rust(), "ops 328/8", 40, "n f64 @0");
    Verification result = soon(() -> check(c, rust));
    assertThat(verdict(result, "ops")).isEqualTo("disagree");
    assertThat(findings(result)).containsExactly("harmful layout-member-type ops");
  }

  /** What is concluded from a pair that is still open must not outlive it. */
  @Test
  void aStructThatTakesAnotherThatTakesItSeesTheOthersDifference() {
    Sketch c = Sketch.c();
    Sketch rust = Sketch.rust();
    for (Sketch side : List.of(c, rust)) {
      String alignment = side == rust ? "/8" : "";
      var first = side.reserve("a");
      side.fill(side.reserve("b"), "b 8" + alignment + ": f *fn(a) @0");
      String number = side == rust ? "f64" : "u64";
      side.fill(first, "a 16" + alignment + ": f *fn(b) @0, n " + number + " @8");
    }
    Verification result = soon(() -> check(c, rust));
    assertThat(verdict(result, "a")).isEqualTo("disagree");
    assertThat(verdict(result, "b")).isEqualTo("disagree");
  }

  private static void doubling(Sketch side, String alignment, String number, String name) {
    side.union("u0 4" + alignment + ": a " + number + " @0");
    for (int i = 1; i < 200; i++) {
      String last = "u" + (i - 1);
      side.union("u" + i + " 4" + alignment + ": a " + last + " @0, b " + last + " @0");
    }
    side.struct(name + " 4" + alignment + ": all u199 @0");
  }

  @Test
  void unionsThatDoubleWithEachLevelEndInBoundedTime() {
    Sketch c = Sketch.c();
    doubling(c, "", "u32", "top");
    Sketch rust = Sketch.rust();
    doubling(rust.in("elsewhere<T>"), "/4", "i32", "hidden");
    rust.in("bindings").struct("top 4/4: all u199 @0");
    Verification result = soon(() -> check(c, rust));
    assertThat(verdict(result, "top")).isEqualTo("disagree");
  }

  @Test
  void sharedUnionsThatDoubleEndInBoundedTime() {
    Sketch c = Sketch.c();
    doubling(c, "", "u32", "top");
    Sketch rust = Sketch.rust();
    doubling(rust, "/4", "i32", "top");
    Verification result = soon(() -> check(c, rust));
    assertThat(findings(result)).containsExactly("risky layout-member-type u0");
    assertThat(verdict(result, "top")).isEqualTo("disagree");
  }

  private static void anonymous(Sketch side, String alignment) {
    var inner = side.union("- 4" + alignment + ": a u32 @0");
    for (int i = 1; i < 100; i++) {
      inner =
          side.add(
              new Type.Aggregate(
                  Type.Shape.UNION,
                  Optional.empty(),
                  4,
                  OptionalInt.empty(),
                  List.of(
                      new Member.Field("", inner, 0, OptionalInt.empty()),
                      new Member.Field("", inner, 0, OptionalInt.empty()))));
    }
    side.define(
        "s",
        new Type.Aggregate(
            Type.Shape.STRUCT,
            Optional.of("s"),
            4,
            alignment.isEmpty() ? OptionalInt.empty() : OptionalInt.of(4),
            List.of(new Member.Field("", inner, 0, OptionalInt.empty()))));
  }

  @Test
  void anonymousMembersBeyondCountingAreNotVerified() {
    Sketch c = Sketch.c();
    anonymous(c, "");
    Sketch rust = Sketch.rust();
    anonymous(rust, "/4");
    Verification result = soon(() -> check(c, rust));
    assertThat(verdict(result, "s")).isEqualTo("undetermined");
    assertThat(result.undetermined().getFirst().detail()).contains("more than 65536 parts");
  }

  @Test
  void theTagOfARustEnumIsSoughtInEachPlaceOnce() {
    Sketch c = Sketch.c();
    doubling(c, "", "u32", "u");
    c.union("data 4: a u199 @0, b u199 @0");
    Sketch rust = Sketch.rust();
    rust.define(
        "data",
        new Type.Tagged(
            "data",
            4,
            OptionalInt.of(4),
            Optional.of(new Member.Field("", rust.type("u16"), 0, OptionalInt.empty())),
            List.of(new Type.Tagged.Variant("V", OptionalLong.of(0), rust.struct("- 0: ")))));
    Verification result = soon(() -> check(c, rust));
    assertThat(findings(result)).containsExactly("harmful layout-kind data");
  }
}
