package org.abiseam.engine.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class InputPlacesTest {
  @Test
  void aPlaceIsWhatStandsBehindTheInput() {
    assertThat(InputPlaces.place("x.deb(usr/lib/a.so)", "x.deb")).isEqualTo("usr/lib/a.so");
    assertThat(InputPlaces.place("build/sub/a.o", "build")).isEqualTo("sub/a.o");
    assertThat(InputPlaces.place("vmlinux", "vmlinux")).isEmpty();
  }
}
