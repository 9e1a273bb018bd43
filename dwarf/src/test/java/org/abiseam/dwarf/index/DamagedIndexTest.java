package org.abiseam.dwarf.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.abiseam.dwarf.DebugFiles;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.TestObject;
import org.abiseam.elf.Container;
import org.abiseam.elf.Containers;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Section;
import org.abiseam.model.Diagnostic;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every byte of the entries and abbreviations of real objects is changed in turn: the index of
 * types and the scan of Rust's names may report it, never throw. The index reads its bytes in a
 * loop of its own, whose exceptions for what compilers do not write once left it.
 */
@Timeout(120)
final class DamagedIndexTest {
  private static final Path FIXTURES = Path.of("..", "fixtures");
  private static final int[] VALUES = {0x00, 0x01, 0x7f, 0x80, 0xff};
  private static final List<String> DAMAGED = List.of(".debug_info", ".debug_abbrev");
  private static final List<String> SECTIONS =
      List.of(
          ".debug_info",
          ".debug_abbrev",
          ".debug_str",
          ".debug_line_str",
          ".debug_line",
          ".debug_str_offsets",
          ".debug_types");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "forms/dwarf2.o",
        "forms/types4.o",
        "forms/dwarf5.o",
        "foreign/clang.o",
        "prebuilt/bindgen-dense-bit-fields/x86_64-dwarf5/provider.o",
        "prebuilt/bindgen-dense-bit-fields/x86_64-dwarf5/consumer.o",
        "prebuilt/enum-value-differs/s390x-dwarf5/provider.o",
        "prebuilt/enum-value-differs/arm-dwarf4/consumer.o"
      })
  void noByteMakesAnException(String object) {
    Set<String> messages = new HashSet<>();
    try (Container.OpenObject opened = Containers.openObject(FIXTURES.resolve(object));
        Arena arena = Arena.ofConfined()) {
      TestObject copy = copy(opened.file(), arena);
      for (String name : DAMAGED) {
        MemorySegment bytes = copy.sections().get(name).bytes();
        for (long at = 0; at < bytes.byteSize(); at++) {
          byte whole = bytes.get(ValueLayout.JAVA_BYTE, at);
          for (int value : VALUES) {
            bytes.set(ValueLayout.JAVA_BYTE, at, (byte) value);
            read(copy).forEach(found -> messages.add(found.message()));
          }
          bytes.set(ValueLayout.JAVA_BYTE, at, whole);
        }
      }
      assertThat(read(copy)).isEmpty();
    }
    assertThat(messages).hasSizeGreaterThan(20);
  }

  private static List<Diagnostic> read(TestObject object) {
    List<Diagnostic> found = new ArrayList<>();
    try (DebugInfo info = DebugInfo.open(object, DebugFiles.NONE)) {
      found.addAll(info.diagnostics());
      WantedNames names = WantedNames.of(List.of("sample", "small", "use_sample"));
      for (TypeIndexer indexer :
          List.of(new TypeIndexer(names, names, 1), TypeIndexer.ofEverything(1))) {
        found.addAll(indexer.index(info, info.units()).diagnostics());
      }
      found.addAll(RustTypeScanner.scan(info, info.units(), 1).diagnostics());
    }
    return found;
  }

  private static TestObject copy(ObjectFile file, Arena arena) {
    Map<String, Section> sections = new HashMap<>();
    for (String name : SECTIONS) {
      Optional<Section> section = file.section(name);
      if (section.isPresent()) {
        MemorySegment from = section.get().bytes();
        MemorySegment to = arena.allocate(Math.max(1, from.byteSize()));
        to.copyFrom(from);
        sections.put(
            name, new Section(name, to.asSlice(0, from.byteSize()), section.get().relocations()));
      }
    }
    return new TestObject(
        file.path(), file.machine(), sections, Optional.empty(), Optional.empty());
  }
}
