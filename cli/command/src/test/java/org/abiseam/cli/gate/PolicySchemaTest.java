package org.abiseam.cli.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The shipped schema and the reader accept the same policies; the page's example is one. */
class PolicySchemaTest {
  @TempDir private Path directory;

  private static boolean valid(String yaml) throws IOException {
    try (InputStream stream = Policy.class.getResourceAsStream("policy-1.schema.json")) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      Schema schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
      String json = new JsonMapper().writeValueAsString(new YAMLMapper().readTree(yaml));
      return schema.validate(json, InputFormat.JSON).isEmpty();
    }
  }

  private boolean read(String yaml) throws IOException {
    try {
      Policy.read(Files.writeString(directory.resolve("policy.yaml"), yaml));
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  @Test
  void theExampleOfThePageIsAPolicy() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "gate.md"));
    int from = page.indexOf("```yaml\n") + "```yaml\n".length();
    String example = page.substring(from, page.indexOf("```", from));
    assertThat(valid(example)).isTrue();
    assertThat(read(example)).isTrue();
  }

  @Test
  void whatTheReaderRefusesTheSchemaRefusesToo() throws IOException {
    for (String policy :
        new String[] {
          "fail-on: maybe\n",
          "undetermined: perhaps\n",
          "covrage: {types: 1}\n",
          "coverage: {enums: 1}\n",
          "coverage: {types: 120}\n",
          "coverage: {types: -1}\n",
          "severities: {layout-size: awful}\n",
          "suppressions: [{rule: a, subject: b}]\n",
          "suppressions: [{rule: a, subject: b, reason: c, expires: soon}]\n",
          "suppressions: [{rule: a, subject: b, reason: c, why: d}]\n"
        }) {
      assertThat(valid(policy)).as(policy).isFalse();
      assertThat(read(policy)).as(policy).isFalse();
    }
  }
}
