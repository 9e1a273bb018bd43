package org.abiseam.dwarf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.elf.Container.OpenObject;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Relocations;
import org.abiseam.elf.Section;
import org.abiseam.elf.SectionHeader;
import org.abiseam.model.Machine;

/** An object file of sections given as bytes. */
public record TestObject(
    String path,
    Machine machine,
    Map<String, Section> sections,
    Optional<String> buildId,
    Optional<ObjectFile.DebugLink> debugLink)
    implements ObjectFile {

  public static TestObject of(Map<String, byte[]> sections) {
    return of("test.o", false, sections);
  }

  public static TestObject of(String path, boolean bigEndian, Map<String, byte[]> bytes) {
    return of(path, new Machine(Machine.EM_X86_64, 8, bigEndian, 0), bytes);
  }

  public static TestObject of(String path, Machine machine, Map<String, byte[]> bytes) {
    Map<String, Section> sections = new HashMap<>();
    bytes.forEach(
        (name, content) -> {
          MemorySegment segment = Arena.ofAuto().allocate(Math.max(1, content.length));
          MemorySegment.copy(content, 0, segment, ValueLayout.JAVA_BYTE, 0, content.length);
          sections.put(
              name, new Section(name, segment.asSlice(0, content.length), Relocations.NONE));
        });
    return new TestObject(path, machine, sections, Optional.empty(), Optional.empty());
  }

  /** The same with one byte of a section changed. */
  public TestObject damaged(String section, int at, int value) {
    Map<String, byte[]> bytes = new HashMap<>();
    sections.forEach((name, one) -> bytes.put(name, one.bytes().toArray(ValueLayout.JAVA_BYTE)));
    Optional.ofNullable(bytes.get(section)).orElseThrow()[at] = (byte) value;
    return of(path, machine, bytes);
  }

  TestObject withBuildId(String id) {
    return new TestObject(path, machine, sections, Optional.of(id), debugLink);
  }

  TestObject withLink(String file, int crc) {
    return new TestObject(
        path, machine, sections, buildId, Optional.of(new ObjectFile.DebugLink(file, crc)));
  }

  OpenObject open() {
    return new OpenObject() {
      @Override
      public ObjectFile file() {
        return TestObject.this;
      }

      @Override
      public void close() {}
    };
  }

  /** Lists the sections; {@code .text} alone is of the program. */
  @Override
  public List<SectionHeader> headers() {
    return sections.values().stream()
        .map(one -> header(one.name(), one.bytes().byteSize()))
        .toList();
  }

  private static SectionHeader header(String name, long bytes) {
    int progbits = 1;
    long flags = name.equals(".text") ? 2 : 0;
    return new SectionHeader(name, progbits, flags, 0, 0, bytes, 0, 0, 0);
  }

  @Override
  public Optional<Section> section(String name) {
    return Optional.ofNullable(sections.get(name));
  }
}
