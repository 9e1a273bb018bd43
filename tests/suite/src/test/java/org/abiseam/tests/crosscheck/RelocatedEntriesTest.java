package org.abiseam.tests.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.abiseam.dwarf.DebugFiles;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.spec.Attributes;
import org.abiseam.dwarf.spec.Tags;
import org.abiseam.elf.Container;
import org.abiseam.elf.Containers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One unlinked object of GCC for each machine: every entry's name, sizes, places and addresses are
 * what readelf made of the same relocations. RISC-V and LoongArch write a length as a pair of an
 * addition and a subtraction, MIPS of 64 bits three relocations in one, i386, Arm and MIPS of 32
 * bits keep the addend in the section.
 */
final class RelocatedEntriesTest {
  private static final Path MACHINES = Path.of("..", "fixtures", "foreign", "machines");

  static Stream<String> machines() throws IOException {
    try (Stream<Path> files = Files.list(MACHINES)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".o"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void sixteenMachinesAreThere() throws IOException {
    assertThat(machines()).hasSize(16);
  }

  @ParameterizedTest
  @MethodSource("machines")
  void everyEntryIsWhatReadelfSays(String name) throws IOException {
    List<String> expected = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    String recorded = name.substring(0, name.length() - 2) + ".txt";
    try (Container.OpenObject object = Containers.openObject(MACHINES.resolve(name));
        DebugInfo info = DebugInfo.open(object.file(), DebugFiles.NONE)) {
      assertThat(info.diagnostics()).isEmpty();
      Unit unit = info.units().getFirst();
      List<Die> entries = new ArrayList<>();
      collect(unit.root(), entries);
      for (String line : Files.readAllLines(MACHINES.resolve(recorded))) {
        expected.add(line);
        int index = actual.size();
        actual.add(index < entries.size() ? said(entries.get(index), line) : "no entry");
      }
      assertThat(entries).hasSize(expected.size());
    }
    assertThat(actual).isEqualTo(expected);
  }

  private static void collect(Die die, List<Die> entries) {
    entries.add(die);
    die.children().forEach(child -> collect(child, entries));
  }

  /** The same attributes of our entry, written as readelf wrote them. */
  private static String said(Die die, String line) {
    String[] words = line.split(" ");
    StringBuilder text = new StringBuilder(Long.toHexString(die.offset()));
    text.append(' ').append(die.tag() == spec(Tags.class, words[1]) ? words[1] : "another tag");
    for (int i = 2; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      String name = words[i].substring(0, equals);
      String value = words[i].substring(equals + 1);
      text.append(' ').append(name).append('=');
      text.append(value(die, spec(Attributes.class, name), value));
    }
    return text.toString();
  }

  private static String value(Die die, int attribute, String recorded) {
    OptionalLong number = die.unsigned(attribute);
    if (number.isEmpty()) {
      return die.string(attribute).orElse("nothing").replace(' ', '~');
    }
    return Long.decode(recorded) == number.getAsLong()
        ? recorded
        : "0x" + Long.toHexString(number.getAsLong());
  }

  private static int spec(Class<?> holder, String name) {
    try {
      return holder.getField(name).getInt(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(name, e);
    }
  }
}
