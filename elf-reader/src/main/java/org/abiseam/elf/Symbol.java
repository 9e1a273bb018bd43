package org.abiseam.elf;

/**
 * Describes an entry of a symbol table.
 *
 * @param name {@code st_name}, resolved
 * @param value {@code st_value}
 * @param size {@code st_size}, bytes
 * @param type {@code STT_…}
 * @param binding {@code STB_…}
 * @param visibility {@code STV_…}
 * @param section index of its section, {@code SHN_XINDEX} resolved; {@code SHN_UNDEF}, {@code
 *     SHN_ABS} and {@code SHN_COMMON} as they stand
 */
public record Symbol(
    String name, long value, long size, int type, int binding, int visibility, int section) {
  private static final int SHN_UNDEF = 0;
  private static final int STB_LOCAL = 0;

  /**
   * Tells whether its object defines it.
   *
   * @return false for {@code SHN_UNDEF}
   */
  public boolean isDefined() {
    return section != SHN_UNDEF;
  }

  /**
   * Tells whether no other object sees it.
   *
   * @return true for {@code STB_LOCAL}
   */
  public boolean isLocal() {
    return binding == STB_LOCAL;
  }
}
