package org.abiseam.elf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.fornwall.jelf.BackingFile;
import net.fornwall.jelf.ElfException;
import net.fornwall.jelf.ElfFile;
import net.fornwall.jelf.ElfNoteSection;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;

/** Notes, read by jelf over the bytes that are mapped already. */
final class Notes {
  /** From here on jelf takes the number of sections for a negative one. */
  private static final int JELF_SECTIONS = 32_767;

  private Notes() {}

  static Optional<String> buildId(Bytes file, List<SectionHeader> sections) {
    if (sections.size() > JELF_SECTIONS) {
      throw new Malformed(
          Diagnostic.Kind.UNSUPPORTED,
          "",
          0,
          "notes of a file with more than " + JELF_SECTIONS + " sections");
    }
    refuseOverlong(file, sections);
    try {
      ElfFile elf = ElfFile.from(new Backing(file));
      for (int i = 0; i < sections.size(); i++) {
        if (hasNotes(sections.get(i)) && elf.getSection(i) instanceof ElfNoteSection section) {
          for (ElfNoteSection.ElfNote note : section.notes()) {
            if (note.type == ElfNoteSection.NT_GNU_BUILD_ID && note.name.equals("GNU")) {
              return Optional.of(HexFormat.of().formatHex(note.descriptorBytes()));
            }
          }
        }
      }
      return Optional.empty();
    } catch (ElfException
        | IllegalArgumentException
        | ArithmeticException
        | IndexOutOfBoundsException
        | NegativeArraySizeException e) {
      throw new Malformed("", 0, "the notes are damaged: " + e.getMessage());
    }
  }

  /** The assembler writes {@code .note.GNU-stack} without any ({@code --noexecstack}). */
  private static boolean hasNotes(SectionHeader section) {
    return section.type() == SectionTable.SHT_NOTE && section.size() > 0;
  }

  /** jelf allocates what a section states before it reads it, whether the file has it or not. */
  private static void refuseOverlong(Bytes file, List<SectionHeader> sections) {
    long left = file.size();
    for (SectionHeader section : sections.subList(Math.min(1, sections.size()), sections.size())) {
      if (section.type() != SectionTable.SHT_NOBITS) {
        left -= file.window(section.name(), section.offset(), section.size()).size();
      }
    }
    if (left < 0) {
      throw new Malformed("", 0, "the sections are longer than the file, so that some overlap");
    }
  }

  /**
   * jelf's view of a file of ours: every access is checked, and a file may be larger than 2 GiB.
   */
  private static final class Backing implements BackingFile {
    private final Bytes file;
    private long at;

    Backing(Bytes file) {
      this.file = file;
    }

    @Override
    public void seek(long offset) {
      at = offset;
    }

    @Override
    public void skip(int bytes) {
      at += bytes;
    }

    @Override
    public short readUnsignedByte() {
      return (short) file.unsigned8(at++);
    }

    @Override
    public int read(byte[] target) {
      Bytes part = file.window("", at, target.length);
      MemorySegment.copy(part.segment(), ValueLayout.JAVA_BYTE, 0, target, 0, target.length);
      at += target.length;
      return target.length;
    }
  }
}
