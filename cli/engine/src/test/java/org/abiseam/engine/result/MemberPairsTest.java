package org.abiseam.engine.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemberPairsTest {
  @Test
  void versionsInPathsDoNotPartAFileFromItself() {
    MemberPairs pairs =
        MemberPairs.of(
            List.of(
                "lib/modules/6.12.1/kernel/fs/ext4/ext4.ko.xz",
                "boot/vmlinux-6.12.1",
                "usr/lib/libseam.so.1.2",
                "usr/lib/libother.so"),
            List.of(
                "usr/lib/modules/6.12.9+deb/kernel/fs/ext4/ext4.ko.zst",
                "boot/vmlinux-6.12.9+deb",
                "usr/lib/libseam.so.2",
                "usr/lib/libother.so"));
    assertThat(pairs.both()).isEqualTo(4);
    assertThat(pairs.removed()).isEmpty();
    assertThat(pairs.added()).isEmpty();
  }

  @Test
  void filesOfOneSideAreToldByTheirOwnPaths() {
    MemberPairs pairs =
        MemberPairs.of(
            List.of("usr/lib/libseam.so.1", "usr/lib/libgone.so.1"),
            List.of("usr/lib/libseam.so.1", "usr/lib/libseam.so.2", "usr/lib/libnew.so.1"));
    assertThat(pairs.both()).isEqualTo(1);
    assertThat(pairs.removed()).containsExactly("usr/lib/libgone.so.1");
    assertThat(pairs.added()).containsExactly("usr/lib/libnew.so.1", "usr/lib/libseam.so.2");
  }

  @Test
  void debugFilesNamedByBuildIdAreNotTold() {
    MemberPairs pairs =
        MemberPairs.of(
            List.of("usr/lib/debug/.build-id/aa/bb.debug"),
            List.of("usr/lib/debug/.build-id/cc/dd.debug"));
    assertThat(pairs).isEqualTo(MemberPairs.NONE);
  }

  @Test
  void aSingleObjectHasNoFilesToPair() {
    assertThat(MemberPairs.of(List.of(""), List.of("a.o", "b.o"))).isEqualTo(MemberPairs.NONE);
  }
}
