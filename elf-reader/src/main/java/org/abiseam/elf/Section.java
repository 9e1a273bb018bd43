package org.abiseam.elf;

import java.lang.foreign.MemorySegment;

/**
 * Describes the bytes of one section, decompressed.
 *
 * @param name section name; {@code .debug_info} also for what the file calls {@code .zdebug_info}
 * @param bytes its bytes: always a native segment, mapped or decompressed, so that reading loops
 *     see one kind
 * @param relocations what has to be added to fields of it; {@link Relocations#NONE} for a linked
 *     file
 */
public record Section(String name, MemorySegment bytes, Relocations relocations) {}
