package org.abiseam.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SymbolsTest {
  private static final Path MODULE =
      Path.of("..", "fixtures", "seams", "prebuilt", "tree", "device.ko");

  /** LLVM merged two functions of equal bodies. */
  @Test
  void symbolsAtOneAddressAreFoundAmongAll() {
    Path merged = Path.of("..", "fixtures", "seams", "prebuilt", "merged", "rust.o");
    try (Container.OpenObject open = Containers.openObject(merged)) {
      assertThat(open.file().symbols()).hasSizeGreaterThan(2);
      assertThat(open.file().aliases())
          .extracting(Symbol::name)
          .containsExactlyInAnyOrder("level_of", "limit_of");
    }
    try (Container.OpenObject open = Containers.openObject(MODULE)) {
      ObjectFile module = open.file();
      assertThat(module.symbols()).containsAll(module.aliases());
    }
  }

  @Test
  void symbolsThatBeginAlikeAreFoundAmongAll() {
    try (Container.OpenObject open = Containers.openObject(MODULE)) {
      ObjectFile module = open.file();
      assertThat(module.symbols("device")).hasSizeGreaterThan(1);
      for (String prefix : List.of("device", "v", "", "no such symbol")) {
        assertThat(module.symbols(prefix))
            .as("symbols that begin with '" + prefix + "'")
            .isEqualTo(
                module.symbols().stream()
                    .skip(1)
                    .filter(symbol -> symbol.name().startsWith(prefix))
                    .toList());
      }
    }
  }
}
