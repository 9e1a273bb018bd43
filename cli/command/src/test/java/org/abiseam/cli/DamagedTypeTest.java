package org.abiseam.cli;

import static org.abiseam.fixtures.Dies.at;
import static org.abiseam.fixtures.Dies.die;
import static org.abiseam.fixtures.Dies.labelled;
import static org.abiseam.fixtures.Dies.to;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.abiseam.fixtures.Dies;
import org.abiseam.fixtures.Dies.Entry;
import org.abiseam.fixtures.Elves;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A type of which one member leads nowhere: the type is undetermined, the place is said with bit 1
 * of the exit status, and the other type still disagrees.
 */
final class DamagedTypeTest extends CommandLineForTests {
  private static final int HARMFUL = 12;
  private static final int EM_X86_64 = 62;

  /** DW_AT_data_member_location: DW_OP_plus_uconst, and no number behind it. */
  private static final Dies.Attribute DAMAGED = at(0x38, 0x18, new byte[] {0x23});

  @TempDir Path directory;
  private String c = "";
  private String rust = "";
  private String sound = "";

  @BeforeEach
  void write() throws IOException {
    c = write("c.o", unit(false, DAMAGED));
    rust = write("rust.o", unit(true, place(0)));
    sound = write("sound.o", unit(false, place(0)));
  }

  @Test
  void checkJudgesTheOtherTypeAndSaysThePlace() {
    assertThat(run("check", c, rust)).isEqualTo(HARMFUL + 1);
    assertThat(out)
        .contains(
            "c.o: .debug_info+0x",
            "operand needs 1 bytes, 0 are left",
            "1 disagree, 1 undetermined");
  }

  @Test
  void compareJudgesTheOtherTypeAndSaysThePlace() {
    assertThat(run("compare", sound, c) & 1).isEqualTo(1);
    assertThat(out).contains("c.o: .debug_info+0x", "operand needs 1 bytes, 0 are left");
  }

  @Test
  void aSnapshotKeepsWhatWasSaid() {
    String saved = directory.resolve("saved.abi").toString();
    assertThat(run("snapshot", "-o", saved, c)).isEqualTo(1);
    assertThat(err).contains("c.o: .debug_info+0x", "operand needs 1 bytes, 0 are left");
    assertThat(run("check", saved, rust)).isEqualTo(HARMFUL + 1);
    assertThat(out).contains("saved.abi(c.o): .debug_info", "operand needs 1 bytes, 0 are left");
  }

  private String write(String name, Entry unit) throws IOException {
    Elves elf = Elves.of(EM_X86_64, true, false);
    Dies.version(5).unit(unit).sections().forEach(elf::section);
    return Files.write(directory.resolve(name), elf.bytes()).toString();
  }

  @Test
  void aTypeUnitThatIsMissingIsSaidWithItsSignature() throws IOException {
    Entry unit = unit(false, place(0));
    Entry member = unit.children().get(1).children().getFirst();
    member.attributes().set(1, at(0x49, 0x20, 0x1234L));
    assertThat(run("check", write("typed.o", unit), rust)).isEqualTo(HARMFUL + 1);
    assertThat(out)
        .contains("typed.o: .debug_info+0x0: no type unit has signature 0x1234", "1 disagree");
  }

  /** Describes struct broken, with one member of the given type, and struct other. */
  private static Entry unit(boolean rust, Dies.Attribute place) {
    Entry root =
        die(
            0x11,
            at(0x25, 0x08, rust ? "clang LLVM (rustc version 1.95.0)" : "GNU C17 14.2.0 -O2"),
            at(0x13, 0x05, rust ? 0x1c : 0x1d),
            at(0x03, 0x08, rust ? "a.rs/@/a.0" : "a.c"));
    root.children()
        .addAll(
            List.of(
                labelled(
                    "number", 0x24, at(0x0b, 0x0b, 4), at(0x3e, 0x0b, 7), at(0x03, 0x08, "u32")),
                struct("broken", 4, die(0x0d, name("m"), at(0x49, 0x13, to("number")), place)),
                struct(
                    "other",
                    8,
                    die(0x0d, name("m"), at(0x49, 0x13, to("number")), place(rust ? 4 : 0)))));
    return root;
  }

  private static Entry struct(String name, int bytes, Entry member) {
    Entry entry = die(0x13, name(name), at(0x0b, 0x0b, bytes), at(0x88, 0x0f, 4));
    entry.children().add(member);
    return entry;
  }

  private static Dies.Attribute name(String name) {
    return at(0x03, 0x08, name);
  }

  private static Dies.Attribute place(int offset) {
    return at(0x38, 0x0b, offset);
  }
}
