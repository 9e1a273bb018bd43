package org.abiseam.elf;

/**
 * Describes an entry of the section table.
 *
 * @param name {@code sh_name}, resolved
 * @param type {@code sh_type}
 * @param flags {@code sh_flags}
 * @param address {@code sh_addr}
 * @param offset {@code sh_offset}, bytes in the file
 * @param size {@code sh_size}, bytes in the file
 * @param link {@code sh_link}
 * @param info {@code sh_info}
 * @param entrySize {@code sh_entsize}, bytes
 */
public record SectionHeader(
    String name,
    int type,
    long flags,
    long address,
    long offset,
    long size,
    int link,
    int info,
    long entrySize) {
  /**
   * Tells whether the file has no bytes of it, as of {@code .bss}, or of all code where {@code
   * objcopy --only-keep-debug} wrote the file.
   *
   * @return true for {@code SHT_NOBITS} (gABI, "Section Types")
   */
  public boolean isWithoutBytes() {
    return type == SectionTable.SHT_NOBITS;
  }

  /**
   * Tells whether it is code or data of the program.
   *
   * @return true for {@code SHF_ALLOC} where it has bytes and is no note
   */
  public boolean isProgram() {
    return (flags & SectionTable.SHF_ALLOC) != 0 && size > 0 && type != SectionTable.SHT_NOTE;
  }
}
