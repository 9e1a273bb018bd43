package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two types differ; one function reaches the one through a struct of another unit, another function
 * reaches the other.
 */
class ScopeTest {
  private static final String[] OBJECTS = {
    CommandLineForTests.prebuilt("scope-behind-pointers", "provider.o"),
    CommandLineForTests.prebuilt("scope-behind-pointers", "provider2.o"),
    CommandLineForTests.prebuilt("scope-behind-pointers", "consumer.o")
  };

  @TempDir private Path directory;
  private final CommandLineForTests line = new CommandLineForTests();

  private int check(String... symbols) {
    String[] arguments = new String[1 + 2 * symbols.length + OBJECTS.length];
    arguments[0] = "check";
    for (int i = 0; i < symbols.length; i++) {
      arguments[1 + 2 * i] = "--symbols";
      arguments[2 + 2 * i] = symbols[i];
    }
    System.arraycopy(OBJECTS, 0, arguments, 1 + 2 * symbols.length, OBJECTS.length);
    return line.run(arguments);
  }

  @Test
  void withoutAScopeBothCount() {
    assertThat(check()).isEqualTo(12);
    assertThat(line.out).contains("struct sample", "struct other").doesNotContain("Symbol scope");
  }

  @Test
  void aTypeBehindAStructOfAnotherUnitIsReached() {
    assertThat(check("scope_open")).isEqualTo(12);
    assertThat(line.out)
        .contains("HARMFUL  struct sample", "Symbol scope: scope_open; 1 symbol of the inputs")
        .contains("not verified, because outside it: 1 type, 0 functions, 0 variables")
        .doesNotContain("struct other");
  }

  @Test
  void whatTheScopeDoesNotReachDoesNotCount() {
    assertThat(check("other_*")).isEqualTo(12);
    assertThat(line.out).contains("HARMFUL  struct other").doesNotContain("struct sample");
    assertThat(check("kept")).as("a variable reaches as a function does").isEqualTo(12);
    assertThat(line.out).contains("HARMFUL  struct sample").doesNotContain("struct other");
  }

  @Test
  void severalScopesAreOne() {
    assertThat(check("scope_open", "other_open")).isEqualTo(12);
    assertThat(line.out).contains("struct sample", "struct other");
  }

  @Test
  void aScopeThatMeansNothingIsNoSuccess() {
    assertThat(check("no_such_*")).isEqualTo(1);
    assertThat(line.out).contains("no symbol of the inputs is in this scope");
  }

  @Test
  void namesOfTheListThatNoInputHasAreNamed() throws IOException {
    Path list = Files.writeString(directory.resolve("list"), "scope_open\ngone_open\n");
    assertThat(check(list.toString())).isEqualTo(12);
    assertThat(line.out).contains("1 of its 2 names is in no input: gone_open");
  }

  @Test
  void aPolicyMayNameTheScope() throws IOException {
    Files.writeString(directory.resolve("list"), "[abi_symbol_list]\n  other_open\n");
    Path policy = Files.writeString(directory.resolve("policy.yaml"), "symbols: [list]\n");
    String[] arguments = {
      "gate", "--policy", policy.toString(), OBJECTS[0], OBJECTS[1], OBJECTS[2]
    };
    assertThat(line.run(arguments)).isEqualTo(12);
    assertThat(line.out).contains("struct other").doesNotContain("struct sample");
  }

  @Test
  void aComparisonOfTwoBuildsKeepsToTheScopeToo() {
    String old = CommandLineForTests.prebuilt("array-length-agrees", "provider.o");
    String recent = CommandLineForTests.prebuilt("array-length-differs", "provider.o");
    assertThat(line.run("compare", "--symbols", "sample_keep", old, recent)).isEqualTo(12);
    assertThat(line.out)
        .contains("HARMFUL  struct sample", "not verified, because outside it: 0 types, 1 symbol");
    assertThat(line.run("compare", "--symbols", "sample_size", old, recent)).isZero();
    assertThat(line.run("compare", "--symbols", "no_such", old, recent)).isEqualTo(1);
    assertThat(line.out).contains("no symbol of the inputs is in this scope");
  }

  @Test
  void aListThatCannotBeReadIsWrongUse() {
    assertThat(check(directory.resolve("absent").toString())).isEqualTo(3);
    assertThat(line.err).contains("--symbols: ", "absent: no such file");
  }
}
