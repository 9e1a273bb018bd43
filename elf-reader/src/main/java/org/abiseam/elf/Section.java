package org.abiseam.elf;

import java.lang.foreign.MemorySegment;

/** Holds the bytes of one section, decompressed. */
public final class Section {
  private final String name;
  private final MemorySegment bytes;
  private final Relocations relocations;
  private final ByteView view;

  /**
   * Creates a section.
   *
   * @param name section name; {@code .debug_info} also for what the file calls {@code .zdebug_info}
   * @param bytes its bytes: always a native segment, mapped or decompressed, so that reading loops
   *     see one kind
   * @param relocations what has to be added to fields of it; {@link Relocations#NONE} for a linked
   *     file
   */
  public Section(String name, MemorySegment bytes, Relocations relocations) {
    this.name = name;
    this.bytes = bytes;
    this.relocations = relocations;
    this.view = new ByteView(bytes);
  }

  /** {@return its name} */
  public String name() {
    return name;
  }

  /** {@return its bytes} */
  public MemorySegment bytes() {
    return bytes;
  }

  /** {@return what has to be added to fields of it} */
  public Relocations relocations() {
    return relocations;
  }

  /** {@return its bytes, to be read one number at a time} */
  public ByteView view() {
    return view;
  }
}
