package org.abiseam.engine.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which patterns may mean a name: all that do, and hardly any other. */
class PatternIndexTest {
  private final PatternIndex<String> index = new PatternIndex<>();

  private void add(String pattern) {
    index.add(new Glob(pattern).literals(), pattern);
  }

  @Test
  void everyPatternThatMeansANameIsFound() {
    List<String> patterns =
        List.of("*", "?", "a*", "*a", "*middle*", "x[0-9]y", "long_prefix_of_*_many", "[*", "ab?");
    patterns.forEach(this::add);
    for (String name :
        List.of("", "a", "xa", "a middle a", "x5y", "long_prefix_of_very_many", "[x", "abc")) {
      assertThat(index.candidates(name))
          .as(name)
          .containsAll(patterns.stream().filter(it -> new Glob(it).matches(name)).toList());
    }
  }

  @Test
  void ofManyPatternsHardlyAnyIsTried() {
    IntStream.range(0, 20_000)
        .forEach(
            i -> {
              add("a_common_beginning_" + i + "_*");
              add("*_" + i + "_a_common_end");
            });
    for (int i = 0; i < 20_000; i += 997) {
      assertThat(index.candidates("a_common_beginning_" + i + "_x").size()).isLessThan(100);
      assertThat(index.candidates("x_" + i + "_a_common_end").size()).isLessThan(100);
      assertThat(index.candidates("a_common_beginning_" + i + "_x"))
          .contains("a_common_beginning_" + i + "_*");
    }
  }
}
