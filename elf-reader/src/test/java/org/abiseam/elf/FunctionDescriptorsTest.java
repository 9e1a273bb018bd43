package org.abiseam.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Objects of GCC 16 for PowerPC of 64 bits, whose {@code e_flags} are 0 and 2. */
class FunctionDescriptorsTest {
  private static final Path OBJECTS = Path.of("..", "fixtures", "foreign", "machines");

  private static int flags(String object) {
    try (Container.OpenObject open = Containers.openObject(OBJECTS.resolve(object))) {
      return open.file().machine().flags();
    }
  }

  @Test
  void anObjectWithFunctionDescriptorsIsOfTheFirstConvention() {
    assertThat(flags("powerpc64.o")).isEqualTo(1);
  }

  @Test
  void whatTheHeaderStatesStays() {
    assertThat(flags("powerpc64le.o")).isEqualTo(2);
  }
}
