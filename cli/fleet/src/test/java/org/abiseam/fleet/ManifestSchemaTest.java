package org.abiseam.fleet;

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

/** The shipped schema and the reader accept the same manifests; the page's example is one. */
class ManifestSchemaTest {
  @TempDir private Path directory;

  private static boolean valid(String yaml) throws IOException {
    try (InputStream stream = Manifest.class.getResourceAsStream("fleet-1.schema.json")) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      Schema schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
      String json = new JsonMapper().writeValueAsString(new YAMLMapper().readTree(yaml));
      return schema.validate(json, InputFormat.JSON).isEmpty();
    }
  }

  private boolean read(String yaml) throws IOException {
    try {
      Manifest.read(Files.writeString(directory.resolve("fleet.yaml"), yaml));
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  @Test
  void theExampleOfThePageIsAManifest() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "fleet.md"));
    int from = page.indexOf("```yaml\n") + "```yaml\n".length();
    String example = page.substring(from, page.indexOf("```", from));
    assertThat(valid(example)).isTrue();
    assertThat(read(example)).isTrue();
  }

  @Test
  void whatTheReaderRefusesTheSchemaRefusesToo() throws IOException {
    for (String manifest :
        new String[] {
          "builds: []\n",
          "builds: [{name: a}]\n",
          "builds: [{image: a}]\n",
          "builds: [{name: ../a, image: b}]\n",
          "builds: [{name: a, image: b, images: c}]\n",
          "builds: [{name: a, image: b, tags: {\"x y\": z}}]\n",
          "builds: [{name: a, image: b}]\nshare-modules: [[a]]\n",
          "bilds: []\n"
        }) {
      assertThat(valid(manifest)).as(manifest).isFalse();
      assertThat(read(manifest)).as(manifest).isFalse();
    }
  }

  @Test
  void namesMustBeUniqueAndKnown() throws IOException {
    assertThat(read("builds: [{name: a, image: b}, {name: a, image: c}]\n")).isFalse();
    assertThat(read("builds: [{name: a, image: b}]\nshare-modules: [[a, c]]\n")).isFalse();
  }
}
