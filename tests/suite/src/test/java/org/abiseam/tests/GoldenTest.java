package org.abiseam.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Severity;
import org.abiseam.model.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case, on every machine and DWARF version it was built for, through the whole pipeline. All
 * that is said of a case stands in its {@code expect.txt}, so that a false finding anywhere shows;
 * {@code -Dfixtures.update=true} writes the files anew.
 */
final class GoldenTest {
  static Stream<Path> builds() {
    return Cases.list(Cases.FIXTURES.resolve("prebuilt")).stream()
        .filter(Files::isDirectory)
        .flatMap(name -> Cases.list(name).stream());
  }

  @ParameterizedTest
  @MethodSource("builds")
  void aCaseIsReportedAsExpected(Path build) throws IOException {
    String name = build.getParent().getFileName().toString();
    Path directory = Cases.FIXTURES.resolve("cases/" + name);
    Report run = Cases.run(Cases.objects(build), List.of());
    assertThat(run.diagnostics()).isEmpty();
    String actual = Cases.render(run);
    Path bindings = directory.resolve("bindings.rs");
    if (Files.exists(bindings)) {
      actual +=
          "with bindings.rs\n" + Cases.render(Cases.run(Cases.objects(build), List.of(bindings)));
    }
    Path expected = directory.resolve("expect.txt");
    if (Boolean.getBoolean("fixtures.update")) {
      Files.writeString(expected, actual);
    }
    assertThat(actual).as(Cases.property(name, "shows")).isEqualTo(Files.readString(expected));
  }

  static Stream<Path> buildsWithBindings() {
    return builds().filter(build -> Files.exists(bindings(build)));
  }

  private static Path bindings(Path build) {
    return Cases.FIXTURES.resolve("cases/" + build.getParent().getFileName() + "/bindings.rs");
  }

  @ParameterizedTest
  @MethodSource("buildsWithBindings")
  void theSourceAloneSaysWhatRustcSaysOfIt(Path build) {
    Path bindings = bindings(build);
    List<Path> provider =
        Cases.objects(build).stream()
            .filter(path -> !path.getFileName().toString().startsWith("consumer"))
            .toList();
    assertThat(Cases.render(Cases.run(provider, List.of(bindings))))
        .isEqualTo(Cases.render(Cases.run(Cases.objects(build), List.of(bindings))));
  }

  @ParameterizedTest
  @MethodSource("builds")
  void theRuleOfTheCaseFires(Path build) {
    String name = build.getParent().getFileName().toString();
    String rule = Cases.property(name, "rule");
    Report run = Cases.run(Cases.objects(build), List.of());
    Verdict verdict = run.verification().verdicts().get("sample");
    List<String> rules =
        run.verification().findings().stream()
            .filter(finding -> finding.severity() != Severity.HARMLESS)
            .map(finding -> finding.rule().id())
            .toList();
    switch (rule) {
      case "" -> {
        assertThat(rules).isEmpty();
        assertThat(verdict).isInstanceOfAny(Verdict.Agree.class, Verdict.OpaqueDeclaration.class);
      }
      case "undetermined" -> {
        assertThat(rules).isEmpty();
        assertThat(verdict).isInstanceOf(Verdict.NotDetermined.class);
      }
      default -> {
        assertThat(rules).contains(rule);
        assertThat(verdict).isInstanceOf(Verdict.Disagree.class);
      }
    }
  }

  @Test
  void everyLayoutRuleHasACaseThatDiffersAndATwinThatAgrees() {
    List<String> rules =
        Cases.list(Cases.FIXTURES.resolve("cases")).stream()
            .map(path -> path.getFileName().toString())
            .map(name -> Cases.property(name, "rule"))
            .toList();
    for (org.abiseam.model.Rule rule : org.abiseam.model.Rule.values()) {
      if (rule.id().startsWith("layout-")) {
        assertThat(rules).contains(rule.id());
        String twin = rule.id().substring("layout-".length()) + "-agrees";
        assertThat(Cases.FIXTURES.resolve("cases/" + twin)).exists();
      }
    }
  }
}
