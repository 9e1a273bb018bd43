package org.abiseam.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.request.RustCrate;
import org.abiseam.engine.result.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each crate is judged by its own names, and by the C that it meets. */
final class CratesTest {
  private static final Path CRATES = Cases.FIXTURES.resolve("crates");
  private static final RustCrate ONE = crate("one 1.0.0", "one.rs", "sizes 1.0.0");
  private static final RustCrate SIZES1 = crate("sizes 1.0.0", "sizes1.rs");
  private static final RustCrate SIZES2 = crate("sizes 2.0.0", "sizes2.rs");

  private static RustCrate crate(String id, String file, String... sizes) {
    Map<String, String> dependencies = sizes.length == 0 ? Map.of() : Map.of("sizes", sizes[0]);
    return new RustCrate(id, List.of(CRATES.resolve(file)), List.of(), dependencies);
  }

  private static Report check(List<String> objects, RustCrate... crates) {
    return Abiseam.check(
        CheckRequest.of(objects.stream().map(CRATES::resolve).toList())
            .withThreads(1)
            .withCrates(List.of(crates)),
        Progress.SILENT);
  }

  @Test
  void twoVersionsOfACrateAndTwoTypesOfOneNameAreTwo() {
    RustCrate two = crate("two 1.0.0", "two.rs", "sizes 2.0.0");
    for (List<RustCrate> order :
        List.of(List.of(ONE, SIZES1, two, SIZES2), List.of(SIZES2, two, SIZES1, ONE))) {
      Report run = check(List.of("one.o", "two.o"), order.toArray(RustCrate[]::new));
      assertThat(run.diagnostics()).isEmpty();
      assertThat(Cases.render(run)).isEqualTo("Config: agree\n");
      assertThat(run.verification().functions().agree()).isEqualTo(2);
    }
  }

  /** bindgen --c-naming writes them so, and C has no type of the whole name. */
  @Test
  void aNameWithItsKindInFrontIsTheTagOfC(@TempDir Path folder) throws IOException {
    String source = "#[repr(C)] pub struct struct_Config { pub low: u32, pub high: %s }";
    Path file = folder.resolve("c.rs");
    RustCrate tagged = new RustCrate("c 1.0.0", List.of(file), List.of(), Map.of());
    Files.writeString(file, source.formatted("u32"));
    assertThat(Cases.render(check(List.of("one.o"), tagged))).isEqualTo("Config: agree\n");
    Files.writeString(file, source.formatted("u16"));
    assertThat(Cases.render(check(List.of("one.o"), tagged))).startsWith("Config: disagree\n");
  }

  @Test
  void theConfigurationOfAnotherLibraryIsNoneOfThisOne() {
    RustCrate wrong = crate("two 1.0.0", "two-wrong.rs", "sizes 2.0.0");
    Report run = check(List.of("one.o", "two.o"), ONE, SIZES1, wrong, SIZES2);
    assertThat(Cases.render(run))
        .startsWith("Config: disagree\n")
        .contains("harmful layout-member-missing Config\n")
        .contains("Config size: 192, 64");
  }

  @Test
  void theVersionOfAnotherCrateIsNoneOfThisOne() {
    RustCrate wrong = crate("two 1.0.0", "two.rs", "sizes 1.0.0");
    Report run = check(List.of("one.o", "two.o"), ONE, SIZES1, wrong, SIZES2);
    assertThat(Cases.render(run)).contains("harmful call-argument two_set");
  }

  @Test
  void aNameThatTwoDependenciesHaveIsNotGuessed() {
    RustCrate both =
        new RustCrate(
            "one 1.0.0",
            List.of(CRATES.resolve("one.rs")),
            List.of(),
            Map.of("first", "sizes 1.0.0", "others", "sizes 2.0.0"));
    Report run = check(List.of("one.o"), both, SIZES1, SIZES2);
    assertThat(Cases.render(run)).contains("undetermined one_set: NOT_MODELLED");
  }
}
