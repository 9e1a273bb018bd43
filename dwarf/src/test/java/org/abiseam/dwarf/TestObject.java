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
import org.abiseam.elf.Symbol;
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
    Map<String, Section> sections = new HashMap<>();
    bytes.forEach(
        (name, content) -> {
          MemorySegment segment = Arena.ofAuto().allocate(Math.max(1, content.length));
          MemorySegment.copy(content, 0, segment, ValueLayout.JAVA_BYTE, 0, content.length);
          sections.put(
              name, new Section(name, segment.asSlice(0, content.length), Relocations.NONE));
        });
    return new TestObject(
        path,
        new Machine(Machine.EM_X86_64, 8, bigEndian, 0),
        sections,
        Optional.empty(),
        Optional.empty());
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

  @Override
  public Optional<Section> section(String name) {
    return Optional.ofNullable(sections.get(name));
  }

  @Override
  public boolean relocatable() {
    return false;
  }

  @Override
  public List<SectionHeader> headers() {
    return List.of();
  }

  @Override
  public List<Symbol> symbols() {
    return List.of();
  }

  @Override
  public List<String> comments() {
    return List.of();
  }
}
