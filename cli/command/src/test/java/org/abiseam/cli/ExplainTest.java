package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Functions of which GCC and Clang were seen to make different calls. */
class ExplainTest extends CommandLineForTests {
  private static final String GCC = "../fixtures/observations/x86-64-user/gcc-16.o.xz";
  private static final String CLANG = "../fixtures/observations/x86-64-user/clang-23.o.xz";

  @Test
  void bothPlansAreBesideEachOtherWithMarksWhereTheyDiffer() {
    assertThat(run("explain", "probe_2202", GCC, CLANG)).isZero();
    assertThat(out)
        .contains("callee, GNU C 16.2.0  callee, clang C 23.1.4")
        .contains("≠ a #1  int              rdi[0..4)             rsi[0..4)")
        .contains("≠ rsi    |cccccccc|          |aaaa....|")
        .contains("No input calls it")
        .contains("divergence x86-64/flexible-array");
  }

  /** Clang describes what it calls, and its object imports two functions. */
  @Test
  void onlyCallersOfTheSymbolAreShown() {
    String seams = "../fixtures/seams/prebuilt/";
    assertThat(run("explain", "sum_of", seams + "merged/c.o", seams + "callers/clang.o")).isZero();
    assertThat(out.lines().filter(line -> line.startsWith("caller")))
        .containsExactly("caller  long (long)");
    assertThat(out).doesNotContain("xmm0", "≠");
  }

  @Test
  void theSmallestChangeIsTriedOnBothSides() {
    run("explain", "probe_4577", GCC, CLANG);
    assertThat(out)
        .contains(
            "Smallest change with which both sides agree: pass parameter 3 (struct r66) by"
                + " pointer.");
    run("explain", "probe_2202", GCC, CLANG);
    assertThat(out)
        .contains(
            "pass parameter 2 (struct c189) by pointer, and return struct c189 through a pointer"
                + " that the caller passes.");
  }

  @Test
  void whereBothMeetNothingIsToBeChanged() {
    run("explain", "probe_999", GCC, CLANG);
    assertThat(out).doesNotContain("≠", "Smallest change");
  }
}
