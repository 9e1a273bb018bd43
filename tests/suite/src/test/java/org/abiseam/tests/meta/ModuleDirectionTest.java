package org.abiseam.tests.meta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who may depend on whom, read from the compiled descriptors. */
class ModuleDirectionTest {
  private static final String OURS = "org.abiseam.";

  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "org.abiseam.model", Set.of(),
          "org.abiseam.elf", Set.of("org.abiseam.model"),
          "org.abiseam.dwarf", Set.of("org.abiseam.model", "org.abiseam.elf"),
          "org.abiseam.rules", Set.of("org.abiseam.model"),
          "org.abiseam.engine",
              Set.of(
                  "org.abiseam.model", "org.abiseam.elf", "org.abiseam.dwarf", "org.abiseam.rules"),
          "org.abiseam.cli",
              Set.of(
                  "org.abiseam.model",
                  "org.abiseam.elf",
                  "org.abiseam.dwarf",
                  "org.abiseam.rules",
                  "org.abiseam.engine"),
          "org.abiseam.fixtures", Set.of(),
          "org.abiseam.laboratory", Set.of());

  private static Map<String, Set<String>> edges() throws IOException {
    Map<String, Set<String>> edges = new TreeMap<>();
    for (URL url :
        Collections.list(
            ModuleDirectionTest.class.getClassLoader().getResources("module-info.class"))) {
      try (InputStream stream = url.openStream()) {
        ModuleDescriptor descriptor = ModuleDescriptor.read(stream);
        if (descriptor.name().startsWith(OURS)) {
          Set<String> required = new TreeSet<>();
          descriptor.requires().stream()
              .map(ModuleDescriptor.Requires::name)
              .filter(name -> name.startsWith(OURS))
              .forEach(required::add);
          edges.put(descriptor.name(), required);
        }
      }
    }
    return edges;
  }

  @Test
  void allModulesAreSeen() throws IOException {
    assertThat(edges().keySet()).isEqualTo(new TreeSet<>(ALLOWED.keySet()));
  }

  @Test
  void noModuleDependsOnOneThatItMustNotSee() throws IOException {
    edges()
        .forEach(
            (module, required) ->
                assertThat(ALLOWED.getOrDefault(module, Set.of()))
                    .as("what %s may require", module)
                    .containsAll(required));
  }

  @Test
  void theModelDependsOnNothingOutsideTheJdk() throws IOException {
    for (URL url :
        Collections.list(
            ModuleDirectionTest.class.getClassLoader().getResources("module-info.class"))) {
      try (InputStream stream = url.openStream()) {
        ModuleDescriptor descriptor = ModuleDescriptor.read(stream);
        if (descriptor.name().equals("org.abiseam.model")
            || descriptor.name().equals("org.abiseam.rules")) {
          assertThat(descriptor.requires())
              .extracting(ModuleDescriptor.Requires::name)
              .allMatch(
                  name ->
                      name.startsWith("java.")
                          || name.startsWith("org.abiseam.model")
                          || name.equals("org.jspecify"));
        }
      }
    }
  }
}
