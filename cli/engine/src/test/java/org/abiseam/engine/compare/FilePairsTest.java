package org.abiseam.engine.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.View;
import org.junit.jupiter.api.Test;

class FilePairsTest {
  private static final Producer GCC =
      new Producer(
          Producer.Compiler.GCC,
          Producer.Language.C,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          "GNU C");

  private static List<View> views(String... files) {
    return Stream.of(files)
        .<View>map(
            file ->
                new View.NameOnly(
                    GCC,
                    new Origin(
                        "vmlinux",
                        "",
                        OptionalLong.empty(),
                        Optional.of(new Origin.Line(file, 1)))))
        .toList();
  }

  @Test
  void oneFileHasTwoPathsInTwoBuilds() {
    assertThat(FilePairs.same("/build/linux/include/linux/fs.h", "include/linux/fs.h")).isTrue();
    assertThat(FilePairs.same("/a/src/include/linux/fs.h", "/b/./include/linux/fs.h")).isTrue();
    assertThat(FilePairs.same("drivers/char/virtio_console.c", "include/linux/console.h"))
        .isFalse();
    assertThat(FilePairs.same("net/main.c", "init/main.c")).isFalse();
  }

  @Test
  void aDriverMoreChangesNoTypeOfItsNames() {
    List<View> old = views("/src/include/linux/console.h");
    List<View> recent = views("drivers/char/virtio_console.c", "include/linux/console.h");
    FilePairs pairs = FilePairs.of(old, recent);
    assertThat(pairs.old()).isEqualTo(old);
    assertThat(pairs.recent()).containsExactly(recent.getLast());
    assertThat(pairs.added()).containsExactly("drivers/char/virtio_console.c");
    assertThat(FilePairs.of(recent, old).removed())
        .containsExactly("drivers/char/virtio_console.c");
  }

  @Test
  void aTypeThatMovedIsCompared() {
    List<View> old = views("mm/internal.h");
    List<View> recent = views("mm/page_alloc.h");
    assertThat(FilePairs.of(old, recent)).isEqualTo(new FilePairs(old, recent, none(), none()));
    List<View> more = views("mm/internal.h", "fs/a.c");
    List<View> moved = views("mm/internal.h", "fs/b.c");
    assertThat(FilePairs.of(more, moved)).isEqualTo(new FilePairs(more, moved, none(), none()));
  }

  private static java.util.SortedSet<String> none() {
    return new java.util.TreeSet<>();
  }
}
