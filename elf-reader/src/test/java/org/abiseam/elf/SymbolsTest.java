package org.abiseam.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  void symbolsOfSomeNamesOrValuesAreFoundAmongAll() {
    try (Container.OpenObject open = Containers.openObject(MODULE)) {
      ObjectFile module = open.file();
      Set<String> names = new HashSet<>();
      Set<Long> values = new HashSet<>();
      for (Symbol symbol : module.symbols().stream().skip(1).toList()) {
        if (!symbol.name().isEmpty() && names.size() <= values.size()) {
          names.add(symbol.name());
        }
        values.add(symbol.value());
      }
      assertThat(module.symbols(names, List.of()))
          .hasSizeGreaterThan(2)
          .isEqualTo(module.symbols().stream().filter(one -> names.contains(one.name())).toList());
      assertThat(module.symbols(Set.of("devic", "devices and more"), List.of())).isEmpty();
      values.remove(0L);
      assertThat(module.symbolsAt(values))
          .isEqualTo(
              module.symbols().stream().filter(one -> values.contains(one.value())).toList());
    }
  }

  @Test
  void symbolsThatBeginAlikeAreFoundAmongAll() {
    try (Container.OpenObject open = Containers.openObject(MODULE)) {
      ObjectFile module = open.file();
      assertThat(module.symbols(Set.of(), List.of("device"))).hasSizeGreaterThan(1);
      for (String prefix : List.of("device", "v", "", "no such symbol")) {
        assertThat(module.symbols(Set.of(), List.of(prefix)))
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
