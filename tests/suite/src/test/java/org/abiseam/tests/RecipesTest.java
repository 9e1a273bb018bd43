package org.abiseam.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The recipes for CI do what they say: their YAML is YAML and their lines run, in a repository with
 * a policy and two objects, from the archive that {@code mvn package} makes. What a host of CI does
 * between the lines is played here; what its own actions do with the reports is not.
 */
class RecipesTest {
  private static final Path ARCHIVE =
      Path.of("..", "cli", "command", "target", "abiseam-0.1.0.tar.gz");
  private static final Path RECIPES = Path.of("..", "docs", "ci");

  /** No folder can be made here: a first start that prepares fast ones is not what is tried. */
  private static final String NO_CACHE = "/dev/null/cache";

  @TempDir private Path repository;
  private final Map<String, String> environment = new HashMap<>();
  private String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");

  @BeforeEach
  void checkOut() throws IOException {
    boolean packaged = Files.exists(ARCHIVE);
    if (!packaged) {
      System.err.println("skipped: " + ARCHIVE + " is made by 'mvn package'");
    }
    assumeTrue(packaged);
    Files.createDirectories(repository.resolve("ci"));
    Files.copy(RECIPES.resolve("abi.sh"), repository.resolve("ci/abi.sh"));
    Files.copy(ARCHIVE, repository.resolve("abiseam-0.1.0.tar.gz"));
    environment.put("HOME", repository.resolve("home").toString());
    environment.put("XDG_CACHE_HOME", NO_CACHE);
    environment.put("ABISEAM_JAVA_HOME", System.getProperty("java.home"));
    environment.put("GITHUB_PATH", repository.resolve("github-path").toString());
    environment.put("GITHUB_STEP_SUMMARY", repository.resolve("summary").toString());
  }

  /** A policy over the objects of a case. */
  private void build(String name) throws IOException {
    Files.createDirectories(repository.resolve("build"));
    for (String object : List.of("provider.o", "consumer.o")) {
      Files.copy(
          Cases.FIXTURES.resolve("prebuilt").resolve(name).resolve("x86_64-dwarf5").resolve(object),
          repository.resolve("build").resolve(object));
    }
    Files.writeString(
        repository.resolve("abi-policy.yaml"), "inputs: [build/provider.o, build/consumer.o]\n");
  }

  private record Outcome(int status, String output) {}

  private Outcome run(String script) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-e", "-o", "pipefail", "-c", script)
            .directory(repository.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("PATH", path);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  private static JsonNode recipe(String name) throws IOException {
    return new YAMLMapper().readTree(Files.readString(RECIPES.resolve(name)));
  }

  private void reportsAreThere(String contained) throws IOException {
    Path reports = repository.resolve("abi-reports");
    for (String report :
        List.of("abiseam.json", "abiseam.sarif", "abiseam.xml", "abiseam.md", "abiseam.html")) {
      assertThat(reports.resolve(report)).content().contains(contained);
    }
  }

  private Outcome gitlab() throws IOException, InterruptedException {
    JsonNode job = recipe("gitlab-ci.yml").get("abi");
    job.get("variables")
        .properties()
        .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asString()));
    List<String> lines = new ArrayList<>();
    job.get("before_script").forEach(line -> lines.add(line.asString()));
    job.get("script").forEach(line -> lines.add(line.asString()));
    assertThat(job.get("artifacts").get("reports").get("junit").asString())
        .isEqualTo("abi-reports/abiseam.xml");
    return run(String.join("\n", lines));
  }

  @Test
  void theJobOfGitlabStopsABuildThatDisagrees() throws IOException, InterruptedException {
    build("size-differs");
    Outcome outcome = gitlab();
    assertThat(outcome.status()).as(outcome.output()).isEqualTo(12);
    assertThat(outcome.output()).contains("GATE failed: 1 harmful finding");
    reportsAreThere("layout-size");
  }

  @Test
  void theJobOfGitlabLetsABuildGoOnThatAgrees() throws IOException, InterruptedException {
    build("size-agrees");
    Outcome outcome = gitlab();
    assertThat(outcome.status()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("GATE passed");
  }

  @Test
  void theStepsOfGithubStopABuildThatDisagreesAndStillReport()
      throws IOException, InterruptedException {
    build("size-differs");
    JsonNode job = recipe("github.yml").get("jobs").get("abi");
    job.get("env")
        .properties()
        .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asString()));
    int failed = 0;
    for (JsonNode step : job.get("steps")) {
      boolean runs = failed == 0 || step.has("if");
      if (step.has("run") && runs) {
        Outcome outcome = run(step.get("run").asString());
        failed = failed == 0 ? outcome.status() : failed;
        Path added = Path.of(environment.get("GITHUB_PATH"));
        path = (Files.exists(added) ? Files.readString(added).strip() + ":" : "") + path;
      } else if (step.has("with") && step.get("with").has("sarif_file")) {
        assertThat(step.get("if").asString()).isEqualTo("always()");
        assertThat(repository.resolve(step.get("with").get("sarif_file").asString()))
            .content()
            .contains("\"2.1.0\"", "layout-size");
      }
    }
    assertThat(failed).isEqualTo(12);
    reportsAreThere("layout-size");
    assertThat(repository.resolve("summary")).content().contains("## abiseam:", "layout-size");
  }

  /** Returns a recipe with its inputs in their places. */
  private static String filled(String name, Map<String, String> inputs, String open, String close)
      throws IOException {
    String text = Files.readString(RECIPES.resolve(name));
    for (Map.Entry<String, String> input : inputs.entrySet()) {
      text = text.replace(open + " inputs." + input.getKey() + " " + close, input.getValue());
    }
    return text;
  }

  @Test
  void theActionOfGithubAnnotatesAndFailsByThePolicy() throws IOException, InterruptedException {
    build("size-differs");
    environment.put("RUNNER_TEMP", repository.resolve("temporary").toString());
    Map<String, String> inputs =
        Map.of(
            "archive", "abiseam-0.1.0.tar.gz",
            "policy", "abi-policy.yaml",
            "reports", "abi-reports");
    String action = filled("github-action/action.yml", inputs, "${{", "}}");
    Outcome last = new Outcome(0, "");
    for (JsonNode step : new YAMLMapper().readTree(action).get("runs").get("steps")) {
      assertThat(last.status()).as(last.output()).isZero();
      step.get("env")
          .properties()
          .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asString()));
      last = run(step.get("run").asString());
    }
    assertThat(last.status()).as(last.output()).isEqualTo(12);
    assertThat(last.output()).contains("::error ", "layout-size");
    assertThat(repository.resolve("summary")).content().contains("layout-size");
    assertThat(repository.resolve("abi-reports/abiseam.sarif")).content().contains("layout-size");
  }

  @Test
  void theComponentOfGitlabReportsCodeQuality() throws IOException, InterruptedException {
    build("size-differs");
    Map<String, String> inputs =
        Map.of(
            "archive", "abiseam-0.1.0.tar.gz",
            "policy", "abi-policy.yaml",
            "stage", "test",
            "image", "any",
            "needs", "[]");
    String[] documents =
        filled("gitlab-component/abiseam.yml", inputs, "$[[", "]]").split("\n---\n", 2);
    JsonNode known = new YAMLMapper().readTree(documents[0]).get("spec").get("inputs");
    assertThat(known.propertyNames()).containsExactlyInAnyOrderElementsOf(inputs.keySet());
    JsonNode job = new YAMLMapper().readTree(documents[1]).get("abiseam");
    job.get("variables")
        .properties()
        .forEach(variable -> environment.put(variable.getKey(), variable.getValue().asString()));
    List<String> lines = new ArrayList<>();
    job.get("script").forEach(line -> lines.add(line.asString()));
    Outcome outcome = run(String.join("\n", lines));
    assertThat(outcome.status()).as(outcome.output()).isEqualTo(12);
    assertThat(outcome.output()).contains("GATE failed: 1 harmful finding");
    String quality = job.get("artifacts").get("reports").get("codequality").asString();
    assertThat(repository.resolve(quality)).content().contains("layout-size", "fingerprint");
  }

  @Test
  void theStepSaysWhatIsWrongWithoutAPolicy() throws IOException, InterruptedException {
    Outcome outcome =
        run(
            "mkdir a && tar -C a --strip-components=1 -xzf *.gz && PATH=$PWD/a/bin:$PATH sh"
                + " ci/abi.sh");
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.output()).contains("abi-policy.yaml", "no such file");
  }
}
