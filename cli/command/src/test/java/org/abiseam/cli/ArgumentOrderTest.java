package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order in which objects are given means nothing: each report is the same, byte for byte. */
final class ArgumentOrderTest extends CommandLineForTests {
  private static final Path SEAMS = Path.of("..", "fixtures", "seams", "prebuilt");
  private static final List<String> OBJECTS =
      List.of("copies/callee.o", "copies/caller.o", "exported/c.o", "exported/rust.o");

  @Test
  void reportsOfAllOrdersAreEqual() {
    for (String format : List.of("text", "markdown", "sarif", "junit")) {
      String first = report(OBJECTS, format);
      assertThat(first).contains("window", "Table");
      for (List<String> order : orders(OBJECTS)) {
        assertThat(report(order, format)).isEqualTo(first);
      }
    }
  }

  private String report(List<String> objects, String format) {
    List<String> words = new ArrayList<>(List.of("check", "--no-cache", "--format", format));
    objects.forEach(object -> words.add(SEAMS.resolve(object).toString()));
    assertThat(run(words.toArray(String[]::new))).isEqualTo(12);
    return out;
  }

  private static List<List<String>> orders(List<String> all) {
    if (all.isEmpty()) {
      return List.of(List.of());
    }
    List<List<String>> orders = new ArrayList<>();
    for (String first : all) {
      List<String> rest = new ArrayList<>(all);
      rest.remove(first);
      for (List<String> order : orders(rest)) {
        List<String> whole = new ArrayList<>(List.of(first));
        whole.addAll(order);
        orders.add(whole);
      }
    }
    return orders;
  }
}
